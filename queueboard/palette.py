"""Colour roles of the board. Ratios: text on its ground ≥ 7, stages told apart by lightness too."""

COLOUR = {
    "ground": "#f2f2f2",
    "white": "#ffffff",
    "ink": "#1a1a1a",
    "second": "#4d4d4d",
    "reception": "#0017c1",
    "delivery": "#115a36",
    "call": "#ffd43d",
    "line": "#cccccc",
    "help": "#fff0b3",
    "old": "#e6e6e6",
    "key_line": "#666666",
}
