"""Words as masks: one line in the fonts it needs, shaped by HarfBuzz through Pillow, the same library the view-models measure with.

Kivy's own label cannot open the Chinese and Korean faces of a font collection and carries its script setting from label to label.
"""

from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops

from config.drawable import draws
from config.fonts import Font, font, runs, shaping
from config.japanese.text import graphemes
from kiosk.viewmodels.faces import face


class Mask(NamedTuple):
    """Ink of one run of words; `left`, `top` from its origin on the base line."""

    image: Image.Image
    left: int
    top: int


@lru_cache(maxsize=4096)
def width(text: str, px: int, *, bold: bool = False, number: bool = False, language: str = "ja") -> float:
    """Width in pixels."""
    return sum(
        face(_font_for(words, bold, number, drawn), px).getlength(words, language=shaping(drawn))
        for drawn, words in runs(text, language)
    )


@lru_cache(maxsize=1024)
def mask(text: str, px: int, *, bold: bool = False, number: bool = False, language: str = "ja") -> Mask:
    """Grey ink of `text`."""
    at, inks = 0.0, []
    for drawn, words in runs(text, language):
        inks.append(_ink(words, px, bold, number, drawn, round(at)))
        at += width(words, px, bold=bold, number=number, language=drawn)
    return inks[0] if len(inks) == 1 else _joined(inks)


def _ink(text: str, px: int, bold: bool, number: bool, language: str, at: int) -> Mask:
    """Ink of a run in one font, which begins `at` pixels from the origin."""
    ink, (left, top) = face(_font_for(text, bold, number, language), px).getmask2(
        text, mode="L", anchor="ls", language=shaping(language)
    )
    image = Image.new("L", ink.size) if 0 in ink.size else Image.frombytes("L", ink.size, bytes(ink))
    return Mask(image, left + at, top)


def _joined(inks: list[Mask]) -> Mask:
    """Runs beside each other as one; nothing for no runs."""
    seen = [ink for ink in inks if 0 not in ink.image.size]
    if not seen:
        return Mask(Image.new("L", (0, 0)), 0, 0)
    left, top = min(ink.left for ink in seen), min(ink.top for ink in seen)
    right = max(ink.left + ink.image.width for ink in seen)
    bottom = max(ink.top + ink.image.height for ink in seen)
    whole = Image.new("L", (right - left, bottom - top))
    for ink in seen:
        place = ink.left - left, ink.top - top
        whole.paste(
            ImageChops.lighter(whole.crop((*place, place[0] + ink.image.width, place[1] + ink.image.height)), ink.image), place
        )
    return Mask(whole, left, top)


@lru_cache(maxsize=4096)
def _font_for(text: str, bold: bool, number: bool, language: str) -> Font:
    """The language's font; for a registered form of a kanji which it does not have, the font that has all of them."""
    chosen = font(language, bold=bold, use="number" if number else "text")
    wanted = [form for form in graphemes(text) if ord(form[0]) > 0x2E80]
    if all(draws(chosen, form) for form in wanted) or not all(draws(font(use="name"), form) for form in wanted):
        return chosen
    return font(use="name")
