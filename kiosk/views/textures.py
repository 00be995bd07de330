"""Pictures on the graphics card: made once from Pillow's, kept while the process lives (one visit)."""

from functools import lru_cache

import segno
from kivy.graphics.texture import Texture
from PIL import Image

from kiosk.views.glyphs import mask
from kiosk.views.icons import icon
from kiosk.views.patches import Skin, patch

QUIET = 4  # modules of white around a QR code (ISO/IEC 18004)


def from_picture(picture: Image.Image, *, sharp: bool = False) -> Texture:
    """RGBA or L (ink: white of that strength) → texture, right way up."""
    if picture.mode == "L":
        ink = Image.new("RGBA", picture.size, (255, 255, 255, 0))
        ink.putalpha(picture)
        picture = ink
    texture = Texture.create(size=picture.size, colorfmt="rgba", mipmap=False)
    texture.blit_buffer(picture.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    if sharp:
        texture.mag_filter = texture.min_filter = "nearest"
    return texture


@lru_cache(maxsize=1024)
def words(text: str, px: int, bold: bool, number: bool, language: str) -> tuple[Texture | None, int, int]:
    """(ink, left, top) from the pen's place on the base line; None for blanks."""
    ink = mask(text, px, bold=bold, number=number, language=language)
    if 0 in ink.image.size:
        return None, 0, 0
    return from_picture(ink.image), ink.left, ink.top


@lru_cache(maxsize=256)
def drawing(name: str, size: int) -> Texture:
    return from_picture(icon(name, size))


@lru_cache(maxsize=128)
def skin(of: Skin) -> Texture:
    return from_picture(patch(of))


@lru_cache(maxsize=4)
def code(text: str, size: int) -> tuple[Texture, int]:
    """(QR code with its quiet zone, its side in pixels ≤ `size`): whole pixels a module."""
    qr = segno.make_qr(text, error="m")
    matrix = [bytes(0 if cell else 255 for cell in row) for row in qr.matrix_iter(scale=1, border=QUIET)]
    modules = len(matrix)
    side = max(1, size // modules) * modules
    picture = Image.frombytes("L", (modules, modules), b"".join(matrix)).convert("RGBA")
    return from_picture(picture, sharp=True), side


def grey(width: int, height: int, pixels: bytes, before: Texture | None) -> Texture:
    """A camera frame; the texture of the frame before is filled again where the size is the same."""
    if before is None or before.size != (width, height):
        before = Texture.create(size=(width, height), colorfmt="luminance")
        before.flip_vertical()
    before.blit_buffer(pixels, colorfmt="luminance", bufferfmt="ubyte")
    return before
