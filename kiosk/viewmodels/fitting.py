"""Words into a width: first as asked, then one or two sizes smaller, then broken where the catalogue says or a space stands."""

import re
from collections.abc import Callable
from functools import lru_cache

from PIL import ImageFont

from config.fonts import font
from config.theme import smaller
from kiosk.viewmodels.boxes import Line

RUBY = re.compile(r"\{([^{}|]+)\|[^{}|]+\}")
SHRINK = 2  # steps of the type scale before words are broken
SMALLEST = 14  # pixels: only what a resident typed comes down to this
LEADING = 1.3
LEADING_RUBY = 1.55
NEVER_FIRST = frozenset("、。，．・」』）〕】！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")  # 行頭禁則: begins no line
WORD = re.compile(r"\{[^{}]*\}|\S+\s*|\s+")
SIGN = re.compile(r"\{[^{}]*\}|[0-9]+[年月日人件回番時分歳]?|[A-Za-z]+|.")  # what stays together where no spaces stand


@lru_cache(maxsize=512)
def _face(px: int, bold: bool, number: bool, language: str) -> ImageFont.FreeTypeFont:
    file = font(language, bold=bold, use="number" if number else "text")
    return ImageFont.truetype(file.path, px, index=file.index)


@lru_cache(maxsize=4096)
def width_of(text: str, px: int, *, bold: bool = False, number: bool = False, language: str = "ja") -> float:
    """Pixels that words take; furigana do not count."""
    return _face(px, bold, number, language).getlength(RUBY.sub(r"\1", text))


def plain(name: str) -> str:
    """A name without the official term that stands in brackets behind it."""
    return name.split("\n", maxsplit=1)[0].split(" (", maxsplit=1)[0]


def line_width(line: Line) -> float:
    """Pixels a line takes."""
    return width_of(line.text, line.px, bold=line.bold, number=line.number, language=line.language)


def height_of(lines: tuple[Line, ...]) -> int:
    """Pixels that lines take below each other."""
    return sum(round(line.px * _leading(line)) for line in lines)


def fit(line: Line, width: float | Callable[[int], float], most: int = 1, height: float = 10_000) -> tuple[Line, ...]:
    """`line` as at most `most` lines no wider than `width` (pixels, or font size → pixels) and together no higher than `height`.

    Words of residents may be longer than any design: never cut, made small.
    """
    room = width if callable(width) else lambda _: width
    written = line.text.count("\n") + 1
    sizes = [smaller(line.px, steps) for steps in range(SHRINK + 1)]
    sizes += range(min(sizes) - 1, SMALLEST - 1, -1)
    # Not smaller than two steps while more lines help; smaller than that only when nothing else does.
    tries = [(lines, px) for lines in range(min(written, most), most + 1) for px in sizes[: SHRINK + 1]]
    tries += [(most, px) for px in sizes[SHRINK + 1 :]]
    found: list[str] = []
    for lines, px in tries:
        found = _broken(line, px, room(px))
        if len(found) <= lines and len(found) * round(px * _leading(line)) <= height:
            return tuple(_with(line, text, px) for text in found)
    return tuple(_with(line, text, SMALLEST) for text in found)


def fit_at(line: Line, width: float) -> tuple[Line, ...]:
    """`line` broken at its own size, into as many lines as that takes."""
    return tuple(_with(line, text, line.px) for text in _broken(line, line.px, width))


def _leading(line: Line) -> float:
    return LEADING_RUBY if RUBY.search(line.text) else LEADING


def _with(line: Line, text: str, px: int) -> Line:
    return Line(text, px, line.bold, line.second, line.language, line.number)


def _broken(line: Line, px: int, width: float) -> list[str]:
    lines: list[str] = []
    for written in line.text.split("\n"):
        lines += _wrapped(written, line, px, width)
    return lines


def _wrapped(text: str, line: Line, px: int, width: float) -> list[str]:
    def wide(part: str) -> bool:
        return width_of(part, px, bold=line.bold, number=line.number, language=line.language) > width

    if not wide(text):
        return [text]
    pieces = (WORD if " " in text.strip() else SIGN).findall(text)
    lines, here = [], ""
    for piece in pieces:
        if here and wide((here + piece).rstrip()):
            # 追い出し: a sign that begins no line takes the one before it along
            kept = here[-1:] if piece[0] in NEVER_FIRST and len(here) > 1 else ""
            lines.append(here[: len(here) - len(kept)].rstrip())
            here = kept
        here += piece
        while wide(here.rstrip()) and len(here) > 1:
            # one word longer than the line
            end = next((n for n in range(len(here) - 1, 0, -1) if not wide(here[:n])), 1)
            lines.append(here[:end])
            here = here[end:]
    return [*lines, here.rstrip()] if here.strip() else lines
