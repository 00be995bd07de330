"""From a converter's raw list to what is offered on buttons. Pure."""

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from config.japanese.kana import to_hiragana, to_katakana

MOST = 60  # ten pages of buttons; nobody looks further
KANA_AT = 8  # the kana forms close the second page of buttons: さくら is a name too
SEARCHED = 10  # words whose kanji are offered in the forms of a variation selector
MOST_SEQUENCES = 40

_LEFT_OVER = re.compile("[\u3400-\u9fff][ァ-ヴ]{2}")  # 過ツラギ: what the dictionary could not read; キヨ子 is a name

Forms: TypeAlias = Callable[[str], tuple[str, ...]]


def tidy(
    words: Iterable[str],
    kana: str,
    *,
    name: bool,
    variants: Forms = lambda character: (),
    sequences: Forms = lambda character: (),
) -> tuple[str, ...]:
    """Each word once, without symbols, emoji and half-width kana; other forms of a kanji beside it; the kana forms ninth and tenth.

    `variants`: other forms of one kanji (崎 → 﨑, 嵜); `sequences`: its forms by a variation selector, which come after everything
    else. In a name digits and Latin letters are no candidates either, and hiragana comes before katakana.
    """
    kanas = kana_only(kana, name=name)
    found: dict[str, None] = {}
    for word in words:
        if not word or word in kanas or not all(_offered(character, name) for character in word):
            continue
        if name and _LEFT_OVER.search(word):
            continue
        found.setdefault(word)
        for form in _forms(word, variants):
            found.setdefault(form)
    kanji = list(found)[:MOST]
    registered = [form for word in kanji[:SEARCHED] for form in _forms(word, sequences)][:MOST_SEQUENCES]
    return tuple(dict.fromkeys((*kanji[:KANA_AT], *kanas, *kanji[KANA_AT:], *registered)))


def tidy_characters(
    characters: Iterable[str], variants: Forms = lambda character: (), sequences: Forms = lambda character: ()
) -> tuple[str, ...]:
    """What a recogniser of handwriting offers: kanji and kana, once each, the other forms of a kanji right behind it.

    `sequences`: forms by a variation selector, after everything else.
    """
    found: dict[str, None] = {}
    for character in characters:
        if len(character) == 1 and _offered(character, name=True):
            for form in (character, *variants(character)):
                found.setdefault(form)
    return (*found, *(form for character in found for form in sequences(character)))


def kana_only(kana: str, *, name: bool = False) -> tuple[str, ...]:
    """The two kana forms, all that is offered where nothing can convert; of a name hiragana first."""
    forms = (to_katakana(kana), to_hiragana(kana))
    return tuple(dict.fromkeys(reversed(forms) if name else forms)) if kana else ()


def _forms(word: str, variants: Forms) -> tuple[str, ...]:
    """`word` with one kanji in another form."""
    return tuple(word[:at] + form + word[at + 1 :] for at, character in enumerate(word) for form in variants(character))


def _offered(character: str, name: bool) -> bool:
    code = ord(character)
    kanji = (
        0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or character in "々〆〇ヶヵ"
    )
    kana = 0x3041 <= code <= 0x3096 or 0x30A1 <= code <= 0x30FA or character in "ー・"
    plain = not name and ((character.isascii() and character.isalnum()) or character in "-\u3000" or 0xFF10 <= code <= 0xFF5A)
    return kanji or kana or plain
