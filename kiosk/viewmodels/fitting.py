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
LEADING = 1.3
NEVER_FIRST = frozenset("、。，．・」』）〕】！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")  # 行頭禁則: hangs over rather than begin a line


@lru_cache(maxsize=512)
def _face(px: int, bold: bool, number: bool, language: str) -> ImageFont.FreeTypeFont:
    file = font(language, bold=bold, use="number" if number else "text")
    return ImageFont.truetype(file.path, px, index=file.index)


@lru_cache(maxsize=4096)
def width_of(text: str, px: int, *, bold: bool = False, number: bool = False, language: str = "ja") -> float:
    """Pixels that words take; furigana do not count."""
    return _face(px, bold, number, language).getlength(RUBY.sub(r"\1", text))


def line_width(line: Line) -> float:
    """Pixels a line takes."""
    return width_of(line.text, line.px, bold=line.bold, number=line.number, language=line.language)


def height_of(lines: tuple[Line, ...]) -> int:
    """Pixels that lines take below each other."""
    return sum(round(line.px * LEADING) for line in lines)


def fit(line: Line, width: float | Callable[[int], float], most: int = 1) -> tuple[Line, ...]:
    """`line` as at most `most` lines no wider than `width` (pixels, or font size → pixels); made small where nothing else helps."""
    room = width if callable(width) else lambda _: width
    written = line.text.count("\n") + 1
    for lines in dict.fromkeys((min(written, most), most)):
        for steps in range(SHRINK + 1):
            px = smaller(line.px, steps)
            found = _broken(line, px, room(px))
            if len(found) <= lines:
                return tuple(_with(line, text, px) for text in found)
    found = _broken(line, px, room(px))
    if len(found) > most:
        # Words of residents may be longer than any design: never cut, made small.
        text = " ".join(found) if " " in line.text else "".join(found)
        found = [text]
        while len(found) <= most and px > 14:
            found = _broken(line, px, room(px))
            if len(found) <= most:
                break
            px -= 1
            found = [text]
        found = _broken(line, px, room(px))[: max(most, 1)]
    return tuple(_with(line, text, px) for text in found)


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
    pieces = re.findall(r"\{[^{}]*\}|\S+\s*|\s+", text) if " " in text.strip() else re.findall(r"\{[^{}]*\}|.", text)
    lines, here = [], ""
    for piece in pieces:
        if here and wide((here + piece).rstrip()) and piece not in NEVER_FIRST:
            lines.append(here.rstrip())
            here = ""
        here += piece
        while wide(here.rstrip()) and " " in text and len(here) > 1:
            # one word longer than the line
            end = next((n for n in range(len(here) - 1, 0, -1) if not wide(here[:n])), 1)
            lines.append(here[:end])
            here = here[end:]
    return [*lines, here.rstrip()] if here.strip() else lines
