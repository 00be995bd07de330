"""What a sheet is made of: words, rules, frames and a code at places counted in dots, and their drawing as packed dots."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import segno
from PIL import Image

from hardware.printer.job import defuse
from hardware.printer.lettering import Face, ink_of, width_of

DPI = 203
QUIET_MODULES = 4
_MASK = 3  # of 240 degraded pictures of slip codes 194 were read with it, 178 with the mask the standard would choose
_ALPHANUMERIC_3M = 61  # characters of a version 3-M code, upper case


class Rect(NamedTuple):
    """Dots; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Words:
    """`y` is the base line. `align`: what `x` is."""

    x: int
    y: int
    text: str
    face: Face
    align: Literal["left", "middle", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Rule:
    left: int
    right: int
    y: int
    thickness: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A double-ruled box."""

    area: Rect


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, its quiet zone not counted. `module`: dots a module."""

    x: int
    y: int
    module: int
    text: str


Item = Words | Rule | Frame | Code


@dataclass(frozen=True, slots=True)
class Raster:
    """A drawn sheet: rows of `width // 8` bytes, the left dot in the highest bit, 1 is black."""

    width: int
    height: int
    packed: bytes

    def rows(self, area: Rect) -> bytes:
        """The packed rows from `area.top` to `area.bottom`, over the whole width."""
        stride = self.width // 8
        return self.packed[area.top * stride : area.bottom * stride]


def code_modules(text: str) -> int:
    """Modules along one side of the code of `text`."""
    return _modules(text).width


@lru_cache(maxsize=32)
def _modules(text: str) -> Image.Image:
    # One size for all usual addresses, so that slips look alike; a longer text takes the size it needs.
    # The mask is fixed: trying all eight costs four times as much and reads no better.
    fits = len(text) <= _ALPHANUMERIC_3M and text == text.upper() and text.isascii()
    code = segno.make(text, error="m", version=3 if fits else None, mask=_MASK, micro=False, boost_error=False)
    side = len(code.matrix)
    return Image.frombytes("L", (side, side), b"".join(code.matrix)).point(lambda dark: 255 * dark, "1")


def paint(items: tuple[Item, ...], width: int, height: int) -> Raster:
    """`items` on paper: nothing a printer would take for a command. Dots beyond the edge of the paper are lost."""
    paper = Image.new("1", (width, height), 0)
    for item in items:
        match item:
            case Words(x, y, text, face, align):
                ink = ink_of(text, face)
                reach = 0 if align == "left" else width_of(text, face)
                left = x - (reach // 2 if align == "middle" else reach) + ink.left
                paper.paste(1, (left, y + ink.top), ink.dots)
            case Rule():
                step, dash = (12, 7) if item.dashed else (item.right - item.left, item.right - item.left)
                for left in range(item.left, item.right, step):
                    paper.paste(1, (left, item.y, min(left + dash, item.right), item.y + item.thickness))
            case Frame(area):
                for inset in (0, 5):
                    left, top, right, bottom = (area.left + inset, area.top + inset, area.right - inset, area.bottom - inset)
                    for edge in ((left, top, right, top + 2), (left, bottom - 2, right, bottom)):
                        paper.paste(1, edge)
                    for edge in ((left, top, left + 2, bottom), (right - 2, top, right, bottom)):
                        paper.paste(1, edge)
            case Code(x, y, module, text):
                modules = _modules(text)
                side = modules.width * module
                paper.paste(1, (x, y), modules.resize((side, side), Image.Resampling.NEAREST))
    return Raster(width, height, defuse(paper.tobytes()))


def picture(raster: Raster, dpi: int = DPI) -> bytes:
    """`raster` as a PNG, black on white."""
    image = Image.frombytes("1", (raster.width, raster.height), raster.packed).point(lambda dot: 0 if dot else 255)
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(dpi, dpi))
    return file.getvalue()
