"""Whether a font draws a character, or a form of it that a variation selector stands for: read from the cmap of its file.

OpenType specification, cmap: formats 4 (one plane), 12 (all planes), 14 (variation sequences). Nothing is drawn for it.
"""

import mmap
import struct
from functools import cache
from pathlib import Path
from typing import NamedTuple

from config.fonts import Font

UNICODE = {(3, 10): 12, (0, 6): 12, (0, 4): 12, (3, 1): 4, (0, 3): 4}  # (platform, encoding) → format, the widest first
SEQUENCES = (0, 5)
SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))


class _Tables(NamedTuple):
    """A font file with the places of its tables of characters and of variation sequences; 0 for none."""

    file: mmap.mmap
    characters: int
    format: int
    sequences: int


def draws(font: Font, form: str) -> bool:
    """Of one kanji, with or without a selector behind it: whether this font has a drawing of its own for exactly that form."""
    tables = _tables(font)
    if not _has_character(tables, ord(form[0])):
        return False
    return all(_has_sequence(tables, ord(form[0]), ord(one)) for one in form[1:] if ord(one) in SELECTORS)


@cache
def _tables(font: Font) -> _Tables:
    with Path(font.path).open("rb") as opened:
        file = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    start = _number(file, 12 + 4 * font.index) if file[:4] == b"ttcf" else 0
    cmap = next(
        _number(file, at + 8)
        for at in range(start + 12, start + 12 + 16 * _short(file, start + 4), 16)
        if file[at : at + 4] == b"cmap"
    )
    entries = range(cmap + 4, cmap + 4 + 8 * _short(file, cmap + 2), 8)
    places = {(_short(file, at), _short(file, at + 2)): cmap + _number(file, at + 4) for at in entries}
    kind = next(kind for kind, known in UNICODE.items() if kind in places and _short(file, places[kind]) == known)
    return _Tables(file, places[kind], UNICODE[kind], places.get(SEQUENCES, 0))


def _has_character(tables: _Tables, code: int) -> bool:
    file, at = tables.file, tables.characters
    if tables.format == 12:
        return _in_ranges(file, at + 16, _number(file, at + 12), 12, code)
    segments = _short(file, at + 6)  # bytes
    for segment in range(0, segments, 2):
        if code <= _short(file, at + 14 + segment):
            return code >= _short(file, at + 16 + segments + segment) and code != 0xFFFF
    return False


def _in_ranges(file: mmap.mmap, at: int, count: int, size: int, code: int) -> bool:
    """Of `count` sorted entries that begin with a first and a last code."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if code > _number(file, at + middle * size + 4):
            low = middle + 1
        else:
            high = middle
    return low < count and _number(file, at + low * size) <= code


def _has_sequence(tables: _Tables, code: int, selector: int) -> bool:
    file, table = tables.file, tables.sequences
    if not table:
        return False
    for at in range(table + 10, table + 10 + 11 * _number(file, table + 6), 11):
        if _three(file, at) == selector:
            usual, other = _number(file, at + 3), _number(file, at + 7)
            return bool(usual and _is_usual(file, table + usual, code)) or bool(other and _is_other(file, table + other, code))
    return False


def _is_usual(file: mmap.mmap, at: int, code: int) -> bool:
    """In the ranges for which the selector changes nothing."""
    ranges = range(at + 4, at + 4 + 4 * _number(file, at), 4)
    return any(_three(file, one) <= code <= _three(file, one) + file[one + 3] for one in ranges)


def _is_other(file: mmap.mmap, at: int, code: int) -> bool:
    """Among the characters that have another drawing with the selector."""
    return any(_three(file, one) == code for one in range(at + 4, at + 4 + 5 * _number(file, at), 5))


def _short(file: mmap.mmap, at: int) -> int:
    return int(struct.unpack_from(">H", file, at)[0])


def _three(file: mmap.mmap, at: int) -> int:
    return int.from_bytes(file[at : at + 3], "big")


def _number(file: mmap.mmap, at: int) -> int:
    return int(struct.unpack_from(">I", file, at)[0])
