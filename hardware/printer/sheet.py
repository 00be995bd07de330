"""What a sheet is made of: words, rules, frames and a code at places counted in dots, and their drawing as packed dots."""

import io
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import segno
from PIL import Image, ImageDraw

from hardware.printer.job import defuse
from hardware.printer.lettering import Face, face_of

DPI = 203
QUIET_MODULES = 4
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
    thickness: int = 4
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
    return int(_code(text).symbol_size(border=0)[0])


def _code(text: str) -> segno.QRCode:
    # One size for all usual addresses, so that slips look alike; a longer text takes the size it needs.
    fits = len(text) <= _ALPHANUMERIC_3M and text == text.upper() and text.isascii()
    return segno.make(text, error="m", version=3 if fits else None, micro=False, boost_error=False)


def paint(items: tuple[Item, ...], width: int, height: int) -> Raster:
    """`items` on paper: no grey, no dither, and nothing a printer would take for a command."""
    picture = Image.new("1", (width, height), 0)
    pen = ImageDraw.Draw(picture)
    for item in items:
        match item:
            case Words(x, y, text, face, align):
                pen.text(
                    (x, y), text, fill=1, font=face_of(text, face), anchor={"left": "l", "middle": "m", "right": "r"}[align] + "s"
                )
            case Rule():
                _rule(pen, item)
            case Frame(area):
                for inset, thickness in ((0, 2), (5, 2)):
                    box = (area.left + inset, area.top + inset, area.right - 1 - inset, area.bottom - 1 - inset)
                    pen.rectangle(box, outline=1, width=thickness)
            case Code(x, y, module, text):
                modules = np.frombuffer(b"".join(bytes(row) for row in _code(text).matrix), np.uint8)
                side = code_modules(text)
                dots = np.kron(modules.reshape(side, side), np.ones((module, module), np.uint8))
                picture.paste(Image.fromarray(dots * 255).convert("1"), (x, y))
    return Raster(width, height, defuse(picture.tobytes()))


def _rule(pen: ImageDraw.ImageDraw, rule: Rule) -> None:
    step, dash = (12, 7) if rule.dashed else (rule.right - rule.left, rule.right - rule.left)
    for left in range(rule.left, rule.right, step):
        pen.rectangle((left, rule.y, min(left + dash, rule.right) - 1, rule.y + rule.thickness - 1), fill=1)


def picture(raster: Raster) -> bytes:
    """`raster` as a PNG, black on white."""
    image = Image.frombytes("1", (raster.width, raster.height), raster.packed).point(lambda dot: 0 if dot else 255)
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()
