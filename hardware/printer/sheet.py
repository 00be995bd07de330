"""What a sheet is made of: words, rules, frames and a code at places counted in dots, and their drawing as packed dots."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import segno
from numpy.typing import NDArray
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
    return len(_modules(text))


@lru_cache(maxsize=32)
def _modules(text: str) -> NDArray[np.uint8]:
    # One size for all usual addresses, so that slips look alike; a longer text takes the size it needs.
    # The mask is fixed: trying all eight costs four times as much and reads no better.
    fits = len(text) <= _ALPHANUMERIC_3M and text == text.upper() and text.isascii()
    code = segno.make(text, error="m", version=3 if fits else None, mask=_MASK, micro=False, boost_error=False)
    return np.array([list(row) for row in code.matrix], np.uint8)


def paint(items: tuple[Item, ...], width: int, height: int) -> Raster:
    """`items` on paper: nothing a printer would take for a command."""
    paper = np.zeros((height, width), np.uint8)
    for item in items:
        match item:
            case Words(x, y, text, face, align):
                ink = ink_of(text, face)
                reach = 0 if align == "left" else width_of(text, face)
                _lay(paper, ink.dots, x - (reach // 2 if align == "middle" else reach) + ink.left, y + ink.top)
            case Rule():
                step, dash = (12, 7) if item.dashed else (item.right - item.left, item.right - item.left)
                for left in range(item.left, item.right, step):
                    paper[item.y : item.y + item.thickness, left : min(left + dash, item.right)] = 1
            case Frame(area):
                for inset in (0, 5):
                    left, top, right, bottom = (area.left + inset, area.top + inset, area.right - inset, area.bottom - inset)
                    paper[top : top + 2, left:right] = paper[bottom - 2 : bottom, left:right] = 1
                    paper[top:bottom, left : left + 2] = paper[top:bottom, right - 2 : right] = 1
            case Code(x, y, module, text):
                _lay(paper, np.kron(_modules(text), np.ones((module, module), np.uint8)), x, y)
    return Raster(width, height, defuse(np.packbits(paper, axis=1).tobytes()))


def _lay(paper: NDArray[np.uint8], dots: NDArray[np.uint8], left: int, top: int) -> None:
    """Dots beyond the edge of the paper are lost."""
    height, width = paper.shape
    part = dots[max(0, -top) : height - top, max(0, -left) : width - left]
    top, left = max(0, top), max(0, left)
    paper[top : top + part.shape[0], left : left + part.shape[1]] |= part


def picture(raster: Raster, dpi: int = DPI) -> bytes:
    """`raster` as a PNG, black on white."""
    image = Image.frombytes("1", (raster.width, raster.height), raster.packed).point(lambda dot: 0 if dot else 255)
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(dpi, dpi))
    return file.getvalue()
