"""Rounded boxes as nine-patch pictures: drawn once at four times the size and scaled down, stretched between their corners."""

from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

OVER = 4


class Skin(NamedTuple):
    """What one rounded box looks like; colours as #rrggbb, `line` empty for none."""

    fill: str
    line: str
    line_px: int
    radius: int


def corner(skin: Skin) -> int:
    """Pixels from the edge that are never stretched."""
    return max(skin.radius, skin.line_px) + 1


@lru_cache(maxsize=256)
def patch(skin: Skin) -> Image.Image:
    """RGBA picture of the smallest box with this skin."""
    side = 2 * corner(skin) + 2
    big = side * OVER
    edge = skin.line or skin.fill
    # Every pixel carries the edge's colour, transparent ones too: no dark seam where the corner fades out.
    image = Image.new("RGBA", (side, side), edge)
    outer = Image.new("L", (big, big))
    ImageDraw.Draw(outer).rounded_rectangle((0, 0, big - 1, big - 1), radius=skin.radius * OVER, fill=255)
    if skin.line and skin.line_px:
        inner = Image.new("L", (big, big))
        inset = skin.line_px * OVER
        inner_radius = max(0, skin.radius - skin.line_px) * OVER
        ImageDraw.Draw(inner).rounded_rectangle((inset, inset, big - 1 - inset, big - 1 - inset), radius=inner_radius, fill=255)
        image.paste(Image.new("RGBA", (side, side), skin.fill), mask=inner.resize((side, side), Image.Resampling.BOX))
    image.putalpha(outer.resize((side, side), Image.Resampling.BOX))
    return image
