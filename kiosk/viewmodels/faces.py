"""Faces: a font file opened at one size, once for measuring and drawing alike.

FreeType maps the whole file for each face it opens; two of the same file and size would stand in memory twice.
"""

from functools import cache

from PIL import ImageFont

from config.fonts import Font


@cache
def face(chosen: Font, px: int) -> ImageFont.FreeTypeFont:
    """`chosen` at `px` pixels."""
    return ImageFont.truetype(chosen.path, px, index=chosen.index)
