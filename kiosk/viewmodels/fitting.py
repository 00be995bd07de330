"""Words into a width: first as asked, then one or two sizes smaller, then broken where the catalogue says or a space stands."""

import re
from collections.abc import Callable
from functools import lru_cache

from PIL import ImageFont

from config.fonts import font, runs, shaping
from config.japanese.ruby import base
from config.theme import smaller
from kiosk.viewmodels.boxes import Line
from kiosk.viewmodels.furigana import advances, has_ruby, parts, ruby_px

SHRINK = 2  # steps of the type scale before words are broken
READABLE = 20  # pixels
SMALLEST = 14  # pixels: only what a resident typed comes down to this
LEADING = 1.3
LEADING_RUBY = 1.55
NEVER_FIRST = frozenset("、。，．・」』）〕】！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")  # 行頭禁則: begins no line
WORD = re.compile(r"\S+\s*|\s+")
ATOM = re.compile(r"\{[^{}]*\}|.", re.DOTALL)  # what is never parted: a character, or a word under one reading
# Where no spaces stand, a line may end after を, after a sign, and where kana give way to another script: 文節, near enough.
PHRASE = re.compile(
    r"(?<=\u3000)|(?<=[を、。・）」])(?=[^、。・）」])|(?<=[ぁ-ん])(?=[^ぁ-んー、。・）」])|(?<=[^\s（「])(?=[（「(])"
)
# Between spaces (分かち書き) a long bracket may still begin a line.
CLAUSE = re.compile(r"(?<=[、。）」])(?=[^\s、。）」])|(?<=[^\s（「])(?=[（「])")


@lru_cache(maxsize=512)
def _face(px: int, bold: bool, number: bool, language: str) -> ImageFont.FreeTypeFont:
    file = font(language, bold=bold, use="number" if number else "text")
    return ImageFont.truetype(file.path, px, index=file.index)


@lru_cache(maxsize=4096)
def width_of(text: str, px: int, *, bold: bool = False, number: bool = False, language: str = "ja") -> float:
    """Pixels that words take; a reading wider than its word makes room for itself."""
    if has_ruby(text):
        marked = parts(text)
        own = [width_of(words, px, bold=bold, number=number, language=language) for words, _ in marked]
        above = [width_of(ruby, ruby_px(px), language=language) if ruby else 0.0 for _, ruby in marked]
        return sum(advances(own, above, px))
    pieces = runs(text, language)
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
    return LEADING_RUBY if has_ruby(line.text) else LEADING


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
    lines, here, split = [], "", False
    for piece in _pieces(text):
        if here and wide(here + piece):
            lines.append(here.rstrip())
            here = ""
        here += piece
        while wide(here) and len(atoms := ATOM.findall(here)) > 1:
            end = next((n for n in range(len(atoms) - 1, 0, -1) if not wide("".join(atoms[:n]))), 1)
            if atoms[end] in NEVER_FIRST and end > 1:
                end -= 1
            lines.append("".join(atoms[:end]).rstrip())
            here = "".join(atoms[end:])
            split = True
    return ([*lines, here.rstrip()] if here.strip() else lines), split


def _pieces(text: str) -> list[str]:
    """Where lines may end: the same places with a reading above the words as without."""
    written = base(text)
    if " " in written.strip():
        pieces = [piece for word in WORD.findall(written) for piece in CLAUSE.split(word)]
    else:
        pieces = PHRASE.split(written)
    if written == text:
        return pieces
    ends, at = set(), 0
    for piece in pieces:
        at += len(piece)
        ends.add(at)
    found, here, at = [], "", 0
    for atom in ATOM.findall(text):
        here, at = here + atom, at + len(base(atom))
        if at in ends:
            found.append(here)
            here = ""
    return [*found, here] if here else found
