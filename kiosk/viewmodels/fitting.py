"""Words into a width: first as asked, then one or two sizes smaller, then broken where the catalogue says or a space stands."""

import re
from collections.abc import Callable
from functools import lru_cache

from PIL import ImageFont

from config.fonts import font, runs, shaping
from config.theme import smaller
from kiosk.viewmodels.boxes import Line

RUBY = re.compile(r"\{([^{}|]+)\|[^{}|]+\}")
SHRINK = 2  # steps of the type scale before words are broken
READABLE = 20  # pixels
SMALLEST = 14  # pixels: only what a resident typed comes down to this
LEADING = 1.3
LEADING_RUBY = 1.55
NEVER_FIRST = frozenset("、。，．・」』）〕】！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")  # 行頭禁則: begins no line
WORD = re.compile(r"\{[^{}]*\}|\S+\s*|\s+")
# Where no spaces stand, a line may end after を, after a sign, and where kana give way to another script: 文節, near enough.
PHRASE = re.compile(
    r"(?<=\u3000)|(?<=[を、。・）」])(?=[^、。・）」])|(?<=[ぁ-ん])(?=[^ぁ-んー、。・）」])|(?<=[^\s（「])(?=[（「(])|(?=\{)"
)


@lru_cache(maxsize=512)
def _face(px: int, bold: bool, number: bool, language: str) -> ImageFont.FreeTypeFont:
    file = font(language, bold=bold, use="number" if number else "text")
    return ImageFont.truetype(file.path, px, index=file.index)


@lru_cache(maxsize=4096)
def width_of(text: str, px: int, *, bold: bool = False, number: bool = False, language: str = "ja") -> float:
    """Pixels that words take; furigana do not count."""
    pieces = runs(RUBY.sub(r"\1", text), language)
    return sum(_face(px, bold, number, drawn).getlength(words, language=shaping(drawn)) for drawn, words in pieces)


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
    counts = range(min(written, most), most + 1)
    # A line is broken before it gets smaller than two steps, but inside a word only when it would get too small to read.
    tries = [(lines, px, True) for lines in counts for px in sizes[: SHRINK + 1]]
    tries += [(most, px, True) for px in sizes[SHRINK + 1 :] if px >= READABLE]
    tries += [(most, px, False) for px in sizes]
    found: list[str] = []
    for lines, px, whole in tries:
        found, split = _broken(line, px, room(px))
        if len(found) <= lines and not (whole and split) and len(found) * round(px * _leading(line)) <= height:
            return tuple(_with(line, text, px) for text in found)
    return tuple(_with(line, text, SMALLEST) for text in found)


def fit_at(line: Line, width: float) -> tuple[Line, ...]:
    """`line` broken at its own size, into as many lines as that takes."""
    return tuple(_with(line, text, line.px) for text in _broken(line, line.px, width)[0])


def _leading(line: Line) -> float:
    return LEADING_RUBY if RUBY.search(line.text) else LEADING


def _with(line: Line, text: str, px: int) -> Line:
    return Line(text, px, line.bold, line.second, line.language, line.number)


def _broken(line: Line, px: int, width: float) -> tuple[list[str], bool]:
    """Lines no wider than `width`, and whether a word had to be split for that."""
    lines: list[str] = []
    split = False
    for written in line.text.split("\n"):
        more, inside = _wrapped(written, line, px, width)
        lines += more
        split = split or inside
    return lines, split


def _wrapped(text: str, line: Line, px: int, width: float) -> tuple[list[str], bool]:
    def wide(part: str) -> bool:
        return width_of(part.rstrip(), px, bold=line.bold, number=line.number, language=line.language) > width

    if not wide(text):
        return [text.rstrip()], False
    pieces = WORD.findall(text) if " " in text.strip() else PHRASE.split(text)
    lines, here, split = [], "", False
    for piece in pieces:
        if here and wide(here + piece):
            lines.append(here.rstrip())
            here = ""
        here += piece
        while wide(here) and len(here) > 1:
            end = next((n for n in range(len(here) - 1, 0, -1) if not wide(here[:n])), 1)
            if here[end] in NEVER_FIRST and end > 1:
                end -= 1
            lines.append(here[:end].rstrip())
            here = here[end:]
            split = True
    return ([*lines, here.rstrip()] if here.strip() else lines), split
