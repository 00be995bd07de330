"""Text as residents write it: cleaned without losing a stroke, counted as people count.

Names keep the exact form of every kanji: composed (NFC) but never folded (NFKC), variation sequences (IVS) kept, and the
compatibility ideographs that NFC would replace silently (神 U+FA19, 塚 U+FA10 …) left as they are.
"""

import re
import unicodedata

# Controls that turn the direction of writing: they can make one name look like another.
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\u00ad\u180e\u200b\u2060\ufeff")
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\n]+")
KANA = re.compile(r"[ァ-ヴー・]+(?:\u3000[ァ-ヴー・]+)*")
LATIN = re.compile(r"[A-Z'-]+(?: [A-Z'-]+)*")
# Controls (Cc), surrogates (Cs), private use (Co): ranges Unicode never changes. Beside them what is named above.
_UNCLEAN = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\uf8ff\\U000f0000-\\U000ffffd\\U00100000-\\U0010fffd"
    f"{''.join(sorted(BIDI_CONTROLS | _INVISIBLE))}]"
)
_JOINER = "\u200d"


def compose(text: str) -> str:
    """NFC, but no compatibility ideograph is replaced by another character."""
    return "".join(
        part if _COMPATIBILITY.fullmatch(part) else unicodedata.normalize("NFC", part) for part in _COMPATIBILITY.split(text)
    )


def clean(text: str, space: str = " ") -> str:
    """Composed, without controls of direction and invisible characters, each run of spaces one `space`, none at the ends."""
    kept = "".join(c for c in text if c not in BIDI_CONTROLS and c not in _INVISIBLE)
    return _SPACES.sub(space, compose(kept)).strip(space)


def is_clean(text: str) -> bool:
    """One line without controls, invisible signs, and private-use characters (外字), which nobody else could read."""
    return _UNCLEAN.search(text) is None


def is_kana(text: str) -> bool:
    """Full-width katakana ァ-ヴ, ー and ・, words one ideographic space apart."""
    return KANA.fullmatch(text) is not None


def is_latin(text: str) -> bool:
    """Capital letters, hyphen, apostrophe, words one space apart."""
    return LATIN.fullmatch(text) is not None


def graphemes(text: str) -> list[str]:
    """Characters as people count them: a base with its marks, variation selectors and joined parts is one.

    葛󠄀 (two code points) → 1; が written as か + ゙ → 1.
    """
    clusters: list[str] = []
    for c in text:
        joined = bool(clusters) and (_extends(c) or clusters[-1].endswith(_JOINER))
        if joined:
            clusters[-1] += c
        else:
            clusters.append(c)
    return clusters


def length(text: str) -> int:
    """Number of grapheme clusters."""
    return len(graphemes(text))


def _extends(c: str) -> bool:
    return c == _JOINER or unicodedata.category(c) in {"Mn", "Me", "Mc"}  # variation selectors are Mn
