"""Furigana: {漢字|かんじ} markup over the kanji of a text, from a dictionary of reviewed readings. Pure.

Readings are never guessed: a word the dictionary lacks stays without, and `unread` names it. Numbers before a counter are read by
rule, for a text is annotated after its numbers are filled in: 1人 is ひとり, 3人 is にん.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

MARKUP = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
KANJI = re.compile(r"[々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LONGEST = 12  # characters of a word in the dictionary
WHOLE = "^{}$"  # a text of this one word: 月 beside a field is がつ, 月 in a sentence is つき

_RUN = re.compile(r"[々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_PEOPLE = {1: "ひとり", 2: "ふたり"}
_DAYS = {
    2: "ふつか",
    3: "みっか",
    4: "よっか",
    5: "いつか",
    6: "むいか",
    7: "なのか",
    8: "ようか",
    9: "ここのか",
    10: "とおか",
    14: "じゅうよっか",
    20: "はつか",
    24: "にじゅうよっか",
}
_HARD_MINUTES = frozenset({0, 1, 3, 4, 6, 8})  # last digits after which 分 is ぷん
_COUNTED = {"人": "にん", "日": "にち", "年": "ねん", "月": "がつ", "分": "ふん"}


def annotated(text: str, readings: Mapping[str, str]) -> str:
    """`text` with ruby over every kanji that has a reading; markup that stands in it already stays."""
    whole = readings.get(WHOLE.format(text))
    if whole is not None:
        return f"{{{text}|{whole}}}"
    found: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "{" and (markup := MARKUP.match(text, at)):
            found.append(markup[0])
            at = markup.end()
        elif text[at].isdigit() and (counted := _counted(text, at, readings)):
            found.append(counted[0])
            at += counted[1]
        elif word := _longest(text, at, readings):
            found.append(spread(word, readings[word]) or word)
            at += len(word)
        else:
            found.append(text[at])
            at += 1
    return "".join(found)


def base(text: str) -> str:
    """`text` as it is written without ruby."""
    return MARKUP.sub(r"\1", text)


def read(text: str) -> str:
    """`text` as it is read: every kanji with ruby in kana."""
    return MARKUP.sub(r"\2", text)


def unread(text: str) -> str:
    """The kanji of an annotated text that have no ruby."""
    return "".join(KANJI.findall(MARKUP.sub("", text)))


@lru_cache(maxsize=4096)
def spread(word: str, reading: str) -> str | None:
    """The reading of a word over its kanji alone: 引っ越し → {引|ひ}っ{越|こ}し. None where it does not follow the word."""
    runs = _RUN.split(word)
    pattern = "(.+?)".join(re.escape(kana) for kana in runs)
    match = re.fullmatch(pattern, reading)
    if match is None or KANJI.search(reading):
        return None
    given = iter(match.groups())
    return _RUN.sub(lambda run: f"{{{run[0]}|{next(given)}}}", word)


def _longest(text: str, at: int, readings: Mapping[str, str]) -> str:
    """The longest word of the dictionary that begins here, or nothing."""
    pieces = (text[at : at + length] for length in range(min(LONGEST, len(text) - at), 0, -1))
    return next((piece for piece in pieces if piece in readings), "")


def _counted(text: str, at: int, readings: Mapping[str, str]) -> tuple[str, int] | None:
    """(markup, characters) of the digits here with the counter after them; None where no rule is needed."""
    end = at
    while end < len(text) and text[end].isdigit():
        end += 1
    counter = text[end : end + 1]
    if counter not in _COUNTED or len(_longest(text, end, readings)) > 1:
        return text[at:end], end - at
    digits = text[at:end]
    number = int(unicodedata.normalize("NFKC", digits))
    if counter == "人" and number in _PEOPLE:
        return f"{{{digits}人|{_PEOPLE[number]}}}", end + 1 - at
    if counter == "日" and (number in _DAYS or number == 1):
        day = _DAYS.get(number) or ("ついたち" if text[at - 1 : at] == "月" else "いちにち")
        return f"{{{digits}日|{day}}}", end + 1 - at
    reading = "ぷん" if counter == "分" and number % 10 in _HARD_MINUTES else _COUNTED[counter]
    return f"{digits}{{{counter}|{reading}}}", end + 1 - at
