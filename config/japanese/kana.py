"""Kana: hiragana and katakana into each other, half width into full, and the two keys that turn the last kana (が・ぱ, つ→っ)."""

import jaconv

# 濁点・半濁点: each row turns in a circle, は→ば→ぱ→は.
_VOICED = [
    "かが",
    "きぎ",
    "くぐ",
    "けげ",
    "こご",
    "さざ",
    "しじ",
    "すず",
    "せぜ",
    "そぞ",
    "ただ",
    "ちぢ",
    "つづ",
    "てで",
    "とど",
    "はばぱ",
    "ひびぴ",
    "ふぶぷ",
    "へべぺ",
    "ほぼぽ",
    "うゔ",
]
_SMALL = ["あぁ", "いぃ", "うぅ", "えぇ", "おぉ", "つっ", "やゃ", "ゆゅ", "よょ", "わゎ"]
_SHIFT = ord("ァ") - ord("ぁ")


def to_katakana(text: str) -> str:
    """Hiragana and half-width katakana in full-width katakana: さとう ｻﾄｳ → サトウ サトウ. Other characters stay."""
    wide = jaconv.h2z(text, kana=True, ascii=False, digit=False)
    return "".join(chr(ord(c) + _SHIFT) if "ぁ" <= c <= "ゖ" else c for c in wide)


def to_hiragana(text: str) -> str:
    """Katakana of both widths in hiragana: サトウ ｻﾄｳ → さとう さとう. ー and other characters stay."""
    wide = jaconv.h2z(text, kana=True, ascii=False, digit=False)
    return "".join(chr(ord(c) - _SHIFT) if "ァ" <= c <= "ヶ" else c for c in wide)


def voiced(kana: str) -> str:
    """The key が・ぱ on one kana: か→が→か, は→ば→ぱ→は, っ→づ; a kana without voiced form stays. Hiragana and katakana."""
    return _turned(kana, _VOICED_NEXT)


def small(kana: str) -> str:
    """The key つ→っ on one kana: つ→っ→つ, や→ゃ→や, づ→っ; a kana without small form stays. Hiragana and katakana."""
    return _turned(kana, _SMALL_NEXT)


def _circle(rows: list[str]) -> dict[str, str]:
    return {one: row[(place + 1) % len(row)] for row in rows for place, one in enumerate(row)}


_VOICED_NEXT = _circle(_VOICED) | {"っ": "づ", "ぅ": "ゔ"}
_SMALL_NEXT = _circle(_SMALL) | {"づ": "っ", "ゔ": "ぅ"}


def _turned(kana: str, following: dict[str, str]) -> str:
    katakana = "ァ" <= kana <= "ヶ"
    plain = chr(ord(kana) - _SHIFT) if katakana else kana
    turned = following.get(plain, plain)
    return chr(ord(turned) + _SHIFT) if katakana else turned
