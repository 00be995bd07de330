"""The board's drawing vocabulary: rectangles, lines of text, strokes. Pixels of a 1920×1080 picture, origin top left."""

from typing import Literal

import msgspec

from queueboard.letters import width_of

Align = Literal["left", "center", "right"]


class Rectangle(msgspec.Struct, frozen=True, tag=True):
    """Filled, corners rounded by `radius`."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float = 0


class Text(msgspec.Struct, frozen=True, tag=True):
    """One line of words, in the middle of its box's height. `number`: the face of ticket numbers."""

    x: float
    y: float
    width: float
    height: float
    text: str
    px: int
    colour: str
    bold: bool = False
    align: Align = "left"
    number: bool = False
    language: str = "ja"


class Stroke(msgspec.Struct, frozen=True, tag=True):
    """A line through points (x, y, x, y, …), `thick` pixels, with round ends."""

    points: tuple[float, ...]
    thick: float
    colour: str
    closed: bool = False


Item = Rectangle | Text | Stroke


LEAST = 0.6  # of its size: below that nobody reads it from a bench


def fitted(item: Text, least: float = LEAST) -> Text:
    """`item` small enough for its width, but not under `least` of its size."""
    wide = _width(item)
    if wide <= item.width:
        return item
    return msgspec.structs.replace(item, px=int(item.px * max(least, item.width / wide)))


def has_room(item: Text) -> bool:
    """Whether all of it is drawn inside its width, made smaller or not."""
    return _width(item) * LEAST <= item.width


def _width(item: Text) -> float:
    return width_of(item.text, item.px, bold=item.bold, number=item.number, language=item.language)
