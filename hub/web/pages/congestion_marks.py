"""The signs of 混雑, as cities use them in Japan; never alone, words stand beside each."""

from hub.domain.congestion import Mark

SIGNS: dict[Mark, str] = {"free": "○", "moderate": "△", "busy": "×", "very_busy": "××"}
NOBODY_KNOWS = "－"
