"""Which font file a text is drawn with: by language, weight and use. One place for kiosk, board, slip and measuring.

Files of the Debian packages fonts-morisawa-bizud-gothic, fonts-noto-cjk, fonts-noto-core, fonts-ipamj-mincho (packages.txt).
"""

import os
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

# number: BIZ UDGothic Bold on kiosk, board and slip; name: every registered form of a kanji
Use = Literal["text", "number", "name"]


@dataclass(frozen=True, slots=True)
class Font:
    """A font file and the face inside it (0 but for collections)."""

    path: str
    index: int = 0


class FontMissing(Exception):
    """A font file is not installed; the message names the package that holds it."""


FOLDERS = (
    Path(os.environ.get("UKETSUKE_FONTS", "/usr/share/fonts")),
    Path("/usr/local/share/fonts"),
)

# Drawn with Noto Sans. In BIZ UDPGothic a small q has next to no tail: "questions" reads "auestions".
LATIN = frozenset({"en", "vi", "pt", "es", "fil"})
_CJK = {"zh": 2, "ko": 1}  # faces of NotoSansCJK-*.ttc: JP 0, KR 1, SC 2, TC 3, HK 4


@cache
def font(language: str = "ja", *, bold: bool = False, use: Use = "text") -> Font:
    """The font for words of `language`. Raises FontMissing."""
    weight = "Bold" if bold else "Regular"
    if use == "number":
        return Font(_find("BIZUDGothic-Bold.ttf", "fonts-morisawa-bizud-gothic"))
    if use == "name":
        return Font(_find("ipamjm.ttf", "fonts-ipamj-mincho"))
    if language in _CJK:
        return Font(_find(f"NotoSansCJK-{weight}.ttc", "fonts-noto-cjk"), _CJK[language])
    if language == "ne":
        return Font(_find(f"NotoSansDevanagari-{weight}.ttf", "fonts-noto-core"))
    if language in LATIN:
        return Font(_find(f"NotoSans-{weight}.ttf", "fonts-noto-core"))
    return Font(_find(f"BIZUDPGothic-{weight}.ttf", "fonts-morisawa-bizud-gothic"))


def shaping(language: str) -> str:
    """The tag by which HarfBuzz shapes words: measuring and drawing say the same, or widths differ."""
    return {"ja-easy": "ja", "zh": "zh-Hans"}.get(language, language)


@lru_cache(maxsize=4096)
def runs(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """`text` in pieces of (language whose font draws it, words): an office's term in brackets is Japanese in every language."""
    if language in ("ja", "ja-easy"):
        return ((language, text),)
    found = ("ja" if language == "zh" and term else _drawn_as(one, language) for one, term in zip(text, _terms(text), strict=True))
    pieces = groupby(zip(found, text, strict=True), key=lambda piece: piece[0])
    return tuple((drawn, "".join(one for _, one in piece)) for drawn, piece in pieces)


def _terms(text: str) -> tuple[bool, ...]:
    """Of each character: whether it stands between half-width brackets, where Chinese has Japanese words."""
    return tuple(text.count("(", 0, at) > text.count(")", 0, at + 1) for at in range(len(text)))


def _drawn_as(character: str, language: str) -> str:
    if language == "zh":
        return language
    if language == "ko":
        return "ja" if _is_japanese(character) else language
    if character >= "\u2190":
        return "ja"
    # Noto Sans Devanagari has figures and stops but no Latin letters
    return "en" if language == "ne" and (character.isalpha() and character < "\u0250") else language


def _is_japanese(character: str) -> bool:
    """Kana, kanji and the marks that choose a form of one."""
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


@cache
def _find(name: str, package: str) -> str:
    for folder in FOLDERS:
        for path in sorted(folder.rglob(name)):
            return str(path)
    raise FontMissing(f"font file {name} not found below {FOLDERS[0]}: install the system package {package} (see packages.txt)")
