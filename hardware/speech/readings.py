"""Texts as they must be written for a voice to say them right: the letter of a number, and in Japanese かた, no spaces, no ruby."""

import re

# The letters a service may have (config.site.Service). シー would be said スィー.
LETTERS = {
    "A": "エー",
    "C": "シイ",
    "D": "ディー",
    "E": "イー",
    "F": "エフ",
    "H": "エイチ",
    "K": "ケー",
    "L": "エル",
    "P": "ピー",
    "T": "ティー",
}

# One letter alone before a number: A-025, A025, Aの25. QR and the like are words and stay.
_NUMBER = re.compile(rf"(?<![A-Za-z])([{''.join(LETTERS)}])(?:の|[-‐－])?0*(?=\d)")

# The police have a reading of their own, ヒャクトーバン. All other numbers up to 9999 are said as they should be (measured).
_POLICE = re.compile(r"(?<!\d)110(?=番|ばん)")

# {漢字|かんじ}: the reading is given, so it is what is said.
_RUBY = re.compile(r"\{[^{}|]*\|([^{}|]*)\}")

# Plain Japanese is written with spaces between its words; the voice takes them for words of their own.
_SPACE = re.compile(r"(?<=[^\x00-\x7f])[ \u3000]+|[ \u3000]+(?=[^\x00-\x7f])")


def spoken(text: str) -> str:
    """`text` for a Japanese voice: A-025番の方 → エーの25番のかた (方 would be said ホー after a number)."""
    words = _SPACE.sub("", _RUBY.sub(r"\1", text))
    words = _NUMBER.sub(lambda match: f"{LETTERS[match[1]]}の", words)
    return _POLICE.sub("百十", words).replace("番の方", "番のかた").replace("番号の方", "番号のかた")


# In English A before a number is said as the article, in Portuguese E as the word "and"; Korean has names of its own.
_ELSEWHERE = {
    "en": {"A": "A-"},
    "pt": {"E": "é "},
    "ko": {
        "A": "에이 ",
        "C": "씨 ",
        "D": "디 ",
        "E": "이 ",
        "F": "에프 ",
        "H": "에이치 ",
        "K": "케이 ",
        "L": "엘 ",
        "P": "피 ",
        "T": "티 ",
    },
}
_LETTER = re.compile(r"(?<![A-Za-z])([A-Z])(?:의 ?|[ -])?(?=\d)")


def written(language: str, text: str) -> str:
    """`text` for the voice of `language`."""
    if language == "ja":
        return spoken(text)
    names = _ELSEWHERE.get(language, {})
    return _LETTER.sub(lambda match: names.get(match[1], match[0]), text)
