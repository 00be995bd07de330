"""Words in black dots: which face a line of text needs, how wide it is, where it may break."""

import re
from functools import lru_cache
from typing import NamedTuple

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

from config.fonts import Use, font

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_KANA = re.compile("[\u3040-\u30ff]")
_LATIN = re.compile("[\u0020-\u007e\u2010-\u201f\u2026]+")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")

# 行頭禁則: what must not stand at the head of a line, and 行末禁則: what must not end one.
_NOT_FIRST = set("、。，．・：；？！）」』】〕〉》”’ゝゞ々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ)]}%,.!?:;〜～")
_NOT_LAST = set("（「『【〔〈《“‘([{")
_PHRASE_END = set("を・、。　 ）)」")
_BLANK = " \u3000"
_UNIT = re.compile("（[^）]*）|[\u0020\u3000]+|[^\u0020\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+|.", re.DOTALL)


class Face(NamedTuple):
    """How a piece of text is set. `size` in dots."""

    size: int
    bold: bool = False
    use: Use = "text"


def language_of(text: str) -> str:
    """The language whose font has every letter of `text`; the slip does not say it, the letters do."""
    if _HANGUL.search(text):
        return "ko"
    if _DEVANAGARI.search(text):
        return "ne"
    if _LATIN.fullmatch(text) and any(character.islower() for character in text):
        return "en"
    try:
        text.encode("cp932")  # the letters the Japanese fonts are sure to have
    except UnicodeEncodeError:
        return "zh" if _HAN.search(text) else "vi"
    return "ja"


def face_of(text: str, face: Face) -> FreeTypeFont:
    """The opened font for `text`. Raises config.fonts.FontMissing, which names the package to install."""
    language = language_of(text)
    use = face.use
    if language == "zh" and _KANA.search(text):
        use = "name"  # Japanese with a rare kanji: not the Chinese shapes
    found = font(language, bold=face.bold, use=use)
    return _opened(found.path, found.index, face.size, shaped=language == "ne")


@lru_cache(maxsize=64)
def _opened(path: str, index: int, size: int, *, shaped: bool) -> FreeTypeFont:
    return ImageFont.truetype(path, size, index=index, layout_engine=Layout.RAQM if shaped else Layout.BASIC)


def width_of(text: str, face: Face) -> int:
    """How far `text` reaches, in dots."""
    return round(face_of(text, face).getlength(text))


def largest(text: str, face: Face, width: int, smallest: int) -> Face:
    """`face` in the largest size down to `smallest` in which `text` fits into `width` dots of ink."""
    for size in range(face.size, smallest, -2):
        left, _, right, _ = face_of(text, face._replace(size=size)).getbbox(text)
        if right - left <= width:
            return face._replace(size=size)
    return face._replace(size=smallest)


def lines_of(text: str, face: Face, width: int) -> list[str]:
    """`text` broken into lines of at most `width` dots. A newline always breaks; words and brackets stay whole if they fit."""
    return [line for paragraph in text.split("\n") for line in _broken(paragraph, face, width)]


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
