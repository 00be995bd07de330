"""What of a name can be searched for: spellings that are the same for everybody who types them. Pure; hub.office.names stores.

Kana is found by its beginning (from two kana), Latin letters by theirs (from three), kanji only by the whole name or the family
name, in whichever form of the character. Spaces, width, hiragana and katakana make no difference.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from config.form.conditions import is_list, is_map
from config.japanese.kana import to_katakana
from config.japanese.variants import variants

NAMES = ("name", "name_kana", "name_latin", "name_kanji", "notifier_name", "notifier_name_kana")
LONGEST = 8  # a beginning of so many characters is followed by nothing but the whole
_KANA = re.compile(r"[ァ-ヺー]+")
_LATIN = re.compile(r"[A-Z]+")


def asked(typed: str) -> str | None:
    """The spelling to look for; None where it is too short to mean somebody."""
    found = _plain(typed)
    shortest = 3 if _LATIN.fullmatch(found) else 2
    return found if len(found) >= shortest else None


def keys_of(answers: Mapping[str, Any]) -> frozenset[str]:
    """Every spelling under which the people of one application can be found."""
    return frozenset(key for name in _names(answers) for key in _keys(name))


def _names(answers: Mapping[str, Any]) -> Iterator[str]:
    for field in NAMES:
        answer = answers.get(field)
        if is_map(answer):  # left to the counter, with what was written
            yield from (text for text in (answer.get("kana"), answer.get("text")) if isinstance(text, str))
        elif isinstance(answer, str):
            yield answer
    for answer in answers.values():
        for person in answer if is_list(answer) else ():
            if is_map(person):
                yield from _names(person)


def _keys(name: str) -> Iterator[str]:
    whole = _plain(name)
    if _KANA.fullmatch(whole) or _LATIN.fullmatch(whole):
        shortest = 2 if _KANA.fullmatch(whole) else 3
        yield from (whole[:length] for length in range(shortest, min(len(whole), LONGEST) + 1))
    else:
        yield _plain(name.split(maxsplit=1)[0]) if name.split() else ""
    yield whole


def _plain(text: str) -> str:
    wide = to_katakana(unicodedata.normalize("NFKC", text).upper())
    kept = re.sub(r"[\s\-'・,.\ufe00-\ufe0f\U000e0100-\U000e01ef]", "", wide)
    return "".join(_usual(character) for character in kept)


@cache
def _usual(character: str) -> str:
    """髙 and 高 are looked for alike: the first of all forms of a character stands for them."""
    forms = variants(character)
    return min(forms, default=character) if forms else character
