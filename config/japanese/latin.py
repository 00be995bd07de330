"""Readings of places in Latin letters, as their signs have them: チュウオウク → Chuo-ku. For who reads no Japanese; pure."""

import re
import unicodedata

import jaconv

from config.japanese.kana import to_hiragana

# What a place is stands apart, as on its signs: Kawasaki-ku. By the last kanji, for only it tells 町 from a name in ちょう.
_KINDS = {
    "県": {"ケン": "-ken"},
    "府": {"フ": "-fu"},
    "都": {"ト": "-to"},
    "市": {"シ": "-shi"},
    "区": {"ク": "-ku"},
    "郡": {"グン": "-gun"},
    "町": {"チョウ": "-cho", "マチ": "-machi"},
    "村": {"ムラ": "-mura", "ソン": "-son"},
}
_LONG = re.compile("oo|ou|uu")


def letters(kana: str) -> str:
    """A reading by the Hepburn rules without marks of length: オオクワ → Okuwa; empty where it is no kana."""
    plain = unicodedata.normalize("NFKC", to_hiragana(kana)).replace("ー", "")
    spelled = _LONG.sub(lambda pair: pair[0][0], jaconv.kana2alphabet(plain))
    return spelled.capitalize() if spelled.isascii() else ""


def place_letters(name: str, kana: str) -> str:
    """A prefecture, city, ward or town with what it is set apart: 川崎区, カワサキク → Kawasaki-ku; empty without a reading."""
    kinds = _KINDS.get(name[-1:], {})
    end = next((one for one in kinds if kana.endswith(one) and kana != one), "")
    own = letters(kana.removesuffix(end))
    return f"{own}{kinds[end]}" if own and end else own
