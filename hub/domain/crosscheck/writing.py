"""Copies of text made alike for comparing. Nothing made here is ever stored or shown: folding loses strokes."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from config.japanese.kana import to_katakana
from config.japanese.variants import all_forms, variants

_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_COMPATIBILITY = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_GAPS = re.compile(r"[\s・･.．,，、。]")
DASHES = "-‐‑‒–—―−－ｰ"
# Chinese forms that the text model prints for characters of the Japanese register.
CHINESE = str.maketrans("戶叶县曾吳卽槪敎靑淸黃", "戸葉県曽呉即概教青清黄")
# What Japanese forms the model cannot print: where it reads the usual form, the paper may show the other one.
_UNPRINTABLE = "﨑濵𠮷﨟𣘺"

_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_SOUND_ALIKE = str.maketrans("ヂヅヲヰヱ", "ジズオイエ")


def width(text: str) -> str:
    """Full and half width made one, signs of which NFC would make another form left as they are."""
    return "".join(c if _COMPATIBILITY.match(c) else unicodedata.normalize("NFKC", c) for c in text)


def plain(text: str) -> str:
    """Without spaces, middle dots and variation selectors, in one width."""
    return _GAPS.sub("", _SELECTORS.sub("", width(text)))


def has_selector(text: str) -> bool:
    """Whether a form is named that has no code point of its own."""
    return _SELECTORS.search(text) is not None


def folded(text: str) -> str:
    """Every kanji in the usual one of its forms: 髙橋 渡邉 → 高橋 渡辺. 崎 and 埼, 祐 and 佑 stay apart."""
    return "".join(_usual(c) for c in text.translate(CHINESE))


def unprintable_forms(text: str) -> tuple[tuple[str, str], ...]:
    """(character read, form the machine cannot print): 崎 → (崎, 﨑)."""
    return tuple((c, other) for c in text for other in variants(c) if other in _UNPRINTABLE and other != c)


def kana(text: str) -> str:
    """Full-width katakana without gaps, every dash a long vowel."""
    wide = to_katakana(unicodedata.normalize("NFKC", text))
    return "".join("ー" if c in DASHES else c for c in _GAPS.sub("", wide))


def kana_by_sound(text: str) -> str:
    """`kana` as it is heard: ッ and ツ, ヂ and ジ alike, no long vowels."""
    return kana(text).translate(_SMALL).translate(_SOUND_ALIKE).replace("ー", "")


def differing_forms(entered: str, paper: str) -> Iterator[tuple[str, str]]:
    """Characters at the same place that are forms of one another. Both of one length."""
    for one, other in zip(entered, paper, strict=True):
        if one != other:
            yield one, other


@cache
def _usual(character: str) -> str:
    forms = variants(character)
    if len(forms) == 1:
        return character
    order = _ORDER
    return min(forms, key=lambda form: order.get(form, len(order)))


_ORDER = {form: place for place, form in enumerate(all_forms())}
