"""Words into a width: first as asked, then one or two sizes smaller, then broken where the catalogue says or a space stands."""

import math
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
BULLET = "・"  # begins what stands in a list
WORD = re.compile(r"\S+\s*|\s+")
ATOM = re.compile(r"\{[^{}]*\}|.", re.DOTALL)  # what is never parted: a character, or a word under one reading
# Where no spaces stand, a line may end after を, after a sign, and where kana give way to another script: 文節, near enough.
# Not behind a polite お or ご but before it, not inside a verb of two (読み|取る), not in もう一度.
PHRASE = re.compile(
    r"(?<=\u3000)|(?<=[を、。・）」])(?=[^、。・）」])|(?<=[^\s（「])(?=[（「(])"
    r"|(?<=[ぁ-ん])(?<![おご])(?<!もう)(?<![一-龥々][いえきけしちっみめりれ])(?=[^ぁ-んー、。・）」])"
    r"|(?<=[ぁ-ん])(?=[おご][一-龥])|(?<=[がでには])(?=お[ぁ-ん])|(?<=もう一度)(?=\S)"
)
# An address ends its lines behind 県, 市, 区 …, and before its digits.
ADDRESS = re.compile(r"(?:北海道|東京都|京都府|大阪府|[一-龥]{2,3}県)\S{2}")
PLACE = re.compile(
    r"(?<=\u3000)|(?<=[道府県])(?=\D)|(?<=東京都)|(?<=[^道府県]{2}[市区町村郡])(?=\D)|(?<=[^\d０-９－-])(?=[\d０-９])"
)
# Chinese may end a line behind any character, but not before a stop, behind an opening sign or between figures and their word.
HANZI = re.compile(r"(?<=[一-鿿，。、；：！？）》”])(?=[^，。、；：！？）》”\s])|(?<=[^\s（《“(])(?=[（《“(])|(?<=\s)(?=\S)")
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


def fit(
    line: Line, width: float | Callable[[int], float], most: int = 1, height: float = 10_000, shrink: int = SHRINK
) -> tuple[Line, ...]:
    """`line` as at most `most` lines no wider than `width` (pixels, or font size → pixels) and together no higher than `height`.

    `shrink`: steps of the type scale before words are broken. Words of residents may be longer than any design: never cut, made
    small.
    """
    room = width if callable(width) else lambda _: width
    written = line.text.count("\n") + 1
    sizes = [smaller(line.px, steps) for steps in range(shrink + 1)]
    sizes += range(min(sizes) - 1, SMALLEST - 1, -1)
    counts = range(min(written, most), most + 1)
    # A line is broken before it gets smaller than two steps, but inside a word only when it would get too small to read.
    tries = [(lines, px, True) for lines in counts for px in sizes[: shrink + 1]]
    tries += [(most, px, True) for px in sizes[shrink + 1 :] if px >= READABLE]
    tries += [(most, px, False) for px in sizes]
    found: list[str] = []
    for lines, px, whole in tries:
        found, split = _broken(line, px, room(px))
        if len(found) <= lines and not (whole and split) and len(found) * round(px * _leading(line)) <= height:
            return tuple(_with(line, text, px) for text in _evened(line, px, room(px), found))
    return tuple(_with(line, text, SMALLEST) for text in found)


def fit_at(line: Line, width: float) -> tuple[Line, ...]:
    """`line` broken at its own size, into as many lines as that takes; what follows a ・ stands below what stands behind it."""
    indent = _indent(line.px, line.language) if line.text.startswith(BULLET) else ""
    room = width - width_of(indent, line.px, language=line.language) if indent else width
    own = _with(line, line.text.removeprefix(BULLET), line.px)
    found = _evened(own, own.px, room, _broken(own, own.px, room)[0])
    return tuple(_with(line, (indent if at else BULLET) + text if indent else text, line.px) for at, text in enumerate(found))


def _indent(px: int, language: str) -> str:
    """Spaces at least as wide as a ・."""
    return " " * math.ceil(width_of(BULLET, px, language=language) / width_of(" ", px, language=language))


def is_whole(line: Line, width: float) -> bool:
    """Whether `fit_at` parts no word of it."""
    return not _broken(line, line.px, width)[1]


def _leading(line: Line) -> float:
    return LEADING_RUBY if has_ruby(line.text) else LEADING


def _evened(line: Line, px: int, width: float, lines: list[str]) -> list[str]:
    """As many lines, but no last word alone on one where the others can spare it company."""
    if len(lines) < 2 or "\n" in line.text:
        return lines
    best, last = lines, 0.0
    for share in (1.0, 0.9, 0.8, 0.7, 0.6):
        tried, split = (lines, False) if share == 1.0 else _broken(line, px, width * share)
        if split or len(tried) != len(lines):
            break
        long = [width_of(text, px, bold=line.bold, number=line.number, language=line.language) for text in tried]
        if long[-1] > last:
            best, last = tried, long[-1]
        if last * 2 >= max(long):
            break
    return best


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
    for piece in _pieces(text, line.language):
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


def _pieces(text: str, language: str) -> list[str]:
    """Where lines may end: the same places with a reading above the words as without."""
    written = base(text)
    if language == "zh":
        pieces = HANZI.split(written)
    elif ADDRESS.match(written):
        pieces = PLACE.split(written)
    elif " " in written.strip():
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
