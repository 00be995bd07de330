"""Words of the board as ink, each run in its language's font: a label of Kivy has one font, and of a collection the first face."""

from functools import cache

from PIL import Image, ImageFont

from config.fonts import font, runs, shaping


def width_of(text: str, px: int, *, bold: bool = False, number: bool = False, language: str = "ja") -> float:
    """Pixels a text takes."""
    return sum(_face(px, bold, number, drawn).getlength(words, language=shaping(drawn)) for drawn, words in runs(text, language))


def one_file(text: str, language: str, *, bold: bool, number: bool) -> str | None:
    """The font file that draws all of `text`; None where several are needed, or a later face of a collection."""
    files = {font(drawn, bold=bold, use="number" if number else "text") for drawn, _ in runs(text, language)}
    only = files.pop() if len(files) == 1 else None
    return only.path if only is not None and only.index == 0 else None


def ink(text: str, px: int, *, bold: bool, number: bool, language: str) -> Image.Image:
    """Grey ink of one line, as high as its fonts from the highest to the lowest stroke they may have."""
    faces = [(_face(px, bold, number, drawn), words, drawn) for drawn, words in runs(text, language)]
    above, below = (max(heights) for heights in zip(*(face.getmetrics() for face, _, _ in faces), strict=True))
    whole = Image.new("L", (round(width_of(text, px, bold=bold, number=number, language=language)) + 1, above + below))
    at = 0.0
    for face, words, drawn in faces:
        # raqm's own offset is where the ink begins, seen from the pen on the base line
        mask, (left, top) = face.getmask2(words, mode="L", anchor="ls", language=shaping(drawn))
        if 0 not in mask.size:
            whole.paste(Image.frombytes("L", mask.size, bytes(mask)), (round(at) + left, above + top))
        at += face.getlength(words, language=shaping(drawn))
    return whole


@cache
def _face(px: int, bold: bool, number: bool, language: str) -> ImageFont.FreeTypeFont:
    file = font(language, bold=bold, use="number" if number else "text")
    return ImageFont.truetype(file.path, px, index=file.index)
