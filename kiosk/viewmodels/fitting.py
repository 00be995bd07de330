"""Words into a width: first as asked, then one or two sizes smaller, then broken where the catalogue says or a space stands."""

import math
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

from config.chinese import word_ends
from config.fonts import Use, font, runs, shaping
from config.japanese.phrases import NEVER_FIRST, Ends, is_address, line_ends
from config.japanese.ruby import base
from config.theme import smaller
from kiosk.viewmodels.boxes import Line
from kiosk.viewmodels.faces import face
from kiosk.viewmodels.furigana import advances, has_ruby, parts, ruby_px
from kiosk.viewmodels.settling import settled

SHRINK = 2  # steps of the type scale before words are broken
READABLE = 20  # pixels
SMALLEST = 14  # pixels: only what a resident typed comes down to this
LEADING = 1.3
LEADING_RUBY = 1.55
BULLET = "・"  # begins what stands in a list
JAPANESE = ("ja", "ja-easy")
WORD = re.compile(r"\S+\s*|\s+")
ATOM = re.compile(r"\{[^{}]*\}|.", re.DOTALL)  # what is never parted: a character, or a word under one reading
# Chinese may end a line behind any character, but not before a stop, behind an opening sign or between figures and their word.
HANZI = re.compile(r"(?<=[一-鿿，。、；：！？）》”])(?=[^，。、；：！？）》”\s])|(?<=[^\s（《“(])(?=[（《“(])|(?<=\s)(?=\S)")
# Between spaces (分かち書き) a long bracket may still begin a line, but never the particle behind it.
CLAUSE = re.compile(r"(?<=[、。])(?=[^\s、。）」])|(?<=[）」])(?=[^\s、。）」をはがにでともの])|(?<=[^\s（「])(?=[（「])")


COUNTS = re.compile(r"(?:(?:^|[^\w])\d+|\bMy) $")
STOPS = "、，。；：！？）》”"
OPENED = re.compile(r"(?:[（(][^（()）]*|“[^“”]*)$")
TERM = 14  # characters of an official term and its brackets
# Where Chinese ends a line sooner than between two characters of one word.
HANZI_CLAUSE = re.compile(r"(?<=[、，。；：！？）》”])(?=[^，。、；：！？）》”\s])|(?<=[^\s（《“(])(?=[（《“(])|(?<=\s)(?=\S)")


@lru_cache(maxsize=4096)
def width_of(text: str, px: int, *, bold: bool = False, number: bool = False, language: str = "ja") -> float:
    """Pixels that words take; a reading wider than its word makes room for itself."""
    if has_ruby(text):
        marked = parts(text)
        own = [width_of(words, px, bold=bold, number=number, language=language) for words, _ in marked]
        above = [width_of(ruby, ruby_px(px), language=language) if ruby else 0.0 for _, ruby in marked]
        return sum(advances(own, above, px))
    pieces = runs(text, language)
    use: Use = "number" if number else "text"
    return sum(face(font(drawn, bold=bold, use=use), px).getlength(words, language=shaping(drawn)) for drawn, words in pieces)


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
    found: list[str] = []
    for lines, px, whole in _tries(line.px, line.text.count("\n") + 1, most, shrink):
        found, split = _broken(line, px, room(px))
        if len(found) <= lines and not (whole and split) and len(found) * round(px * _leading(line)) <= height:
            return tuple(_with(line, text, px) for text in _evened(line, px, room(px), found))
    return tuple(_with(line, text, SMALLEST) for text in found)


@lru_cache(maxsize=256)  # a screen asks for the same few of every box
def _tries(px: int, written: int, most: int, shrink: int) -> tuple[tuple[int, int, bool], ...]:
    """Lines at most, their size and whether words must stay whole: a line is broken before it gets smaller than `shrink` steps.

    Inside a word only when it would get too small to read.
    """
    sizes = [smaller(px, steps) for steps in range(shrink + 1)]
    sizes += range(min(sizes) - 1, SMALLEST - 1, -1)
    tries = [(lines, own, True) for lines in range(min(written, most), most + 1) for own in sizes[: shrink + 1]]
    tries += [(most, own, True) for own in sizes[shrink + 1 :] if own >= READABLE]
    return (*tries, *((most, own, False) for own in sizes))


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
    if _in_phrases(line):
        return lines  # settled already
    if line.language == "zh" and len(lines) == 2 and lines[0][-1] in STOPS:
        return lines  # broken between two clauses
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
    def across(part: str) -> float:
        return width_of(part, px, bold=line.bold, number=line.number, language=line.language)

    def wide(part: str) -> bool:
        return across(part.rstrip()) > width

    if not wide(text):
        return [text.rstrip()], False
    lines: list[str] = []
    here, split = "", False
    pieces = _pieces(text, line.language, wide)
    for piece in pieces:
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
        split = split or wide(here)  # one word under one reading that is too long by itself: made smaller, for nothing parts it
    lines = [*lines, here.rstrip()] if here.strip() else lines
    if _in_phrases(line) and not split:
        better = settled(pieces, len(lines), width, across)
        lines = better if better is not None and not any(wide(one) for one in better) else lines
    return lines, split


def _in_phrases(line: Line) -> bool:
    return line.language in JAPANESE and not is_address(base(line.text))


def _together(pieces: list[str]) -> list[str]:
    """A figure keeps the word it counts, and the card its name: "19 November", "4 digits", "My Number"."""
    found: list[str] = []
    for piece in pieces:
        if found and COUNTS.search(found[-1]) and piece[0].isalpha():
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _in_brackets(pieces: list[str]) -> list[str]:
    """An official term in brackets stays whole where it is short."""
    found: list[str] = []
    for piece in pieces:
        if found and (inside := OPENED.search(found[-1])) and len(inside[0]) + len(piece) <= TERM:
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _pieces(text: str, language: str, wide: Callable[[str], bool] = lambda _: False) -> list[str]:
    """Where lines may end: the same places with a reading above the words as without. `wide`: too long for one line."""
    between, within = _ends(base(text), language, wide)
    found: list[tuple[str, int]] = []  # and where it begins
    for piece, at in _parted(text, 0, between):
        found += _parted(piece, at, within) if within and wide(piece) else [(piece, at)]
    return [piece for piece, _ in found]


def _ends(written: str, language: str, wide: Callable[[str], bool]) -> Ends:
    """Offsets at which a line of these words may end."""
    if language == "zh":
        clauses = _in_brackets(HANZI_CLAUSE.split(written))
        # two clauses that fill a line each stand apart; a longer one ends its lines behind words
        if len(clauses) == 2 and not any(wide(clause) for clause in clauses):
            return _behind(clauses)
        return Ends(_behind(_in_brackets(HANZI.split(written))).between & word_ends(written), frozenset())
    if " " in written.strip() and language != "ja":
        return _behind(_together([piece for word in WORD.findall(written) for piece in CLAUSE.split(word)]))
    return line_ends(written)


def _behind(pieces: list[str]) -> Ends:
    return Ends(frozenset(accumulate(map(len, pieces))), frozenset())


def _parted(text: str, begin: int, ends: frozenset[int]) -> list[tuple[str, int]]:
    """`text`, which begins at `begin`, parted at `ends` (offsets in the words without readings); each part with its beginning."""
    found, here, at, since = [], "", begin, begin
    for atom in ATOM.findall(text):
        here, at = here + atom, at + len(base(atom))
        if at in ends:
            found.append((here, since))
            here, since = "", at
    return [*found, (here, since)] if here else found
