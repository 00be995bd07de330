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

# What the voice says otherwise than an office means it (measured over every text of a kiosk): 方 as ホー, 番号札 as バンゴーサツ.
_MISREAD = (
    (re.compile(r"(?<=[ぁ-ん番号])方(?=全員|[^一-龠々]|$)"), "かた"),
    (re.compile(r"番号札"), "ばんごうふだ"),
    (re.compile(r"届出人"), "とどけでにん"),
    (re.compile(r"旧氏"), "きゅううじ"),
    (re.compile(r"(?<![代])表(?=[のにをは「]|$)"), "おもて"),
    (re.compile(r"何(?=通|回|年|人)"), "なん"),
    (re.compile(r"大文字"), "おおもじ"),
    (re.compile(r"顔写真"), "かおしゃしん"),
    (re.compile(r"親(?=や)"), "おや"),
    (re.compile(r"満了日"), "まんりょうび"),
    (re.compile(r"保育所"), "ほいくしょ"),
    (re.compile(r"どの時間"), "どのじかん"),
    (re.compile(r"後見人"), "こうけんにん"),
    (re.compile(r"世帯主(?=です)"), "せたいぬし"),
    (re.compile(r"(?<=と)訳(?=が)"), "やく"),
    (re.compile(r"(?<=の)印(?=が)"), "いん"),
    (re.compile(r"証明して ?ほしい ?紙"), "証明してほしいかみ"),
)

# Plain Japanese is written with spaces between its words; the voice takes them for words of their own.
_SPACE = re.compile(r"(?<=[^\x00-\x7f])[ \u3000]+|[ \u3000]+(?=[^\x00-\x7f])")


def spoken(text: str) -> str:
    """`text` for a Japanese voice: A-025番の方 → エーの25番のかた."""
    words = _SPACE.sub("", _RUBY.sub(r"\1", text))
    words = _NUMBER.sub(lambda match: f"{LETTERS[match[1]]}の", words)
    for misread, kana in _MISREAD:
        words = misread.sub(kana, words)
    return _POLICE.sub("百十", words)


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
