"""Words in black dots: which fonts a line of text needs, how wide it is, where it may break, how it looks."""

import re
import unicodedata
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

from config import fonts
from config.fonts import Use, font

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_KANA = re.compile("[\u3040-\u30ff]")
_LATIN = re.compile("[\u0020-\u007e\u2010-\u201f\u2026]+")
_STAYS = {"Mn", "Mc", "Cf", "Zs"}  # what belongs to the letter before it
_CODE_POINTS_OF_NAMES = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")

# 行頭禁則: what must not stand at the head of a line, and 行末禁則: what must not end one.
_NOT_FIRST = set("、。，．・：；？！）」』】〕〉》”’ゝゞ々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ)]}%,.!?:;〜～")
_NOT_LAST = set("（「『【〔〈《“‘([{")
_PHRASE_END = set("を・、。　 ）)」")
_BLANK = " \u3000"
_UNIT = re.compile(
    "（[^）]*）|[(][^()\u0020]*[)]|[\u0020\u3000]+|[^\u0020\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+|.",
    re.DOTALL,
)


class Face(NamedTuple):
    """How a piece of text is set. `size` in dots; `language`: of its words, told by the letters where it is empty."""

    size: int
    bold: bool = False
    use: Use = "text"
    language: str = ""


class Run(NamedTuple):
    """A piece of a line in one font."""

    text: str
    font: FreeTypeFont


# Every slip of an office needs some 120; a number is 90 kB and never comes again, so that more would only grow the process all day.
INKS = 256


class Ink(NamedTuple):
    """The black dots of a line, set in a picture of one bit a dot; `left`, `top` from its origin on the base line."""

    dots: Image.Image
    left: int
    top: int


def language_of(text: str) -> str:
    """The language whose font has every letter of `text`, where nobody says it."""
    if _HANGUL.search(text):
        return "ko"
    if _DEVANAGARI.search(text):
        return "ne"
    if _LATIN.fullmatch(text) and any(character.islower() for character in text):
        return "en"
    try:
        text.encode("cp932")  # the letters the Japanese fonts are sure to have
    except UnicodeEncodeError:
        return "zh" if _HAN.search(text) and not _KANA.search(text) else "ja" if _KANA.search(text) else "vi"
    return "ja"


@lru_cache(maxsize=4096)
def runs(text: str, face: Face) -> tuple[Run, ...]:
    """`text` in its language's font; letters that font lacks (an office's own term in brackets) in the next one that has them.

    Raises config.fonts.FontMissing, which names the package to install.
    """
    own = face.language or language_of(text)
    pieces: list[tuple[str, str]] = []  # (language or "name", text)
    drawn_as = [language for language, words in fonts.runs(text, own) for _ in words]
    for character, language in zip(text, drawn_as, strict=True):
        stays = pieces and unicodedata.category(character) in _STAYS
        kind = pieces[-1][0] if stays else _font_with(character, language, face)
        if pieces and pieces[-1][0] == kind:
            pieces[-1] = (kind, pieces[-1][1] + character)
        else:
            pieces.append((kind, character))
    return tuple(Run(piece, _face(kind, face)) for kind, piece in pieces)


def _font_with(character: str, own: str, face: Face) -> str:
    # After the own font the Japanese one: a bracketed term is a Japanese office's. Last the font with every registered kanji.
    return next((kind for kind in (own, "ja", "en", "zh", "ko", "ne", "name") if _has(kind, face, character)), own)


def _face(kind: str, face: Face) -> FreeTypeFont:
    found = font(use="name") if kind == "name" else font(kind, bold=face.bold, use=face.use)
    return _opened(found.path, found.index, face.size, shaped=kind == "ne")


@lru_cache(maxsize=256)
def _opened(path: str, index: int, size: int, *, shaped: bool) -> FreeTypeFont:
    return ImageFont.truetype(path, size, index=index, layout_engine=Layout.RAQM if shaped else Layout.BASIC)


def _has(kind: str, face: Face, character: str) -> bool:
    return _has_letter(kind, face.bold, face.use, character)


@lru_cache(maxsize=8192)
def _has_letter(kind: str, bold: bool, use: Use, character: str) -> bool:
    if kind in ("zh", "ko") and _CODE_POINTS_OF_NAMES.search(character):
        return False
    opened = _face(kind, Face(24, bold, use))
    return character.isspace() or bytes(opened.getmask(character)) != bytes(opened.getmask("\U0010fffd"))


@lru_cache(maxsize=4096)
def width_of(text: str, face: Face) -> int:
    """How far `text` reaches, in dots."""
    return sum(round(run.font.getlength(run.text)) for run in runs(text, face))


@lru_cache(maxsize=INKS)
def ink_of(text: str, face: Face) -> Ink:
    """`text` as it is printed: no grey, no dither. Kept, so that what is on every slip is drawn once."""
    placed, across = [], 0
    for run in runs(text, face):
        placed.append((across, run))
        across += round(run.font.getlength(run.text))
    boxes = [(x, *run.font.getbbox(run.text, mode="1", anchor="ls")) for x, run in placed]
    left = min((x + floor(box[0]) for x, *box in boxes), default=0)
    top = min((floor(box[1]) for _, *box in boxes), default=0)
    right = max((x + ceil(box[2]) for x, *box in boxes), default=0)
    bottom = max((ceil(box[3]) for _, *box in boxes), default=0)
    picture = Image.new("1", (max(1, right - left), max(1, bottom - top)), 0)
    pen = ImageDraw.Draw(picture)
    for x, run in placed:
        pen.text((x - left, -top), run.text, fill=1, font=run.font, anchor="ls")
    return Ink(picture, left, top)


def ink_box(text: str, face: Face) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of the dots of `text`, from its origin on the base line."""
    ink = ink_of(text, face)
    return ink.left, ink.top, ink.left + ink.dots.width, ink.top + ink.dots.height


@lru_cache(maxsize=1024)
def largest(text: str, face: Face, width: int, smallest: int) -> Face:
    """`face` in the largest size down to `smallest` in which `text` fits into `width` dots of ink."""
    for size in range(face.size, smallest, -2):
        if _ink_width(text, face._replace(size=size)) <= width:
            return face._replace(size=size)
    return face._replace(size=smallest)


def _ink_width(text: str, face: Face) -> int:
    pieces = runs(text, face)
    if len(pieces) != 1:
        return width_of(text, face)
    left, _, right, _ = pieces[0].font.getbbox(text)
    return round(right - left)


@lru_cache(maxsize=1024)
def lines_of(text: str, face: Face, width: int) -> tuple[str, ...]:
    """`text` broken into lines of at most `width` dots. A newline always breaks; words and brackets stay whole if they fit."""
    return tuple(line for paragraph in text.split("\n") for line in _broken(paragraph, face, width))


def _broken(text: str, face: Face, width: int) -> list[str]:
    lines: list[str] = []
    rest = _units(text, face, width)
    while rest:
        count = _fitting(rest, face, width)
        lines.append("".join(rest[:count]).strip(_BLANK))
        rest = rest[count:]
        while rest and not rest[0].strip(_BLANK):
            rest = rest[1:]
    return lines or [""]


def _fitting(units: list[str], face: Face, width: int) -> int:
    """How many units go on the next line: as many as fit, or fewer where a phrase ends in its second half."""
    count = 1
    while count < len(units) and width_of("".join(units[: count + 1]).rstrip(_BLANK), face) <= width:
        count += 1
    if count == len(units):
        return count
    for fewer in range(count, 0, -1):
        phrase_ends = units[fewer - 1][-1] in _PHRASE_END or units[fewer][0] in _NOT_LAST or not units[fewer].strip(_BLANK)
        if phrase_ends and width_of("".join(units[:fewer]), face) > width // 2:
            return fewer
    return count


def _units(text: str, face: Face, width: int) -> list[str]:
    """Pieces between which a line may break."""
    units: list[str] = []
    for piece in _UNIT.findall(text):
        pieces = [piece] if width_of(piece, face) <= width else list(piece)
        for part in pieces:
            if units and (part[0] in _NOT_FIRST or units[-1][-1] in _NOT_LAST):
                units[-1] += part
            else:
                units.append(part)
    return units
