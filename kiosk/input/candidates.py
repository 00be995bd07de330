"""From a converter's raw list to what is offered on buttons. Pure."""

import re
from collections.abc import Callable, Iterable
from itertools import product
from typing import TypeAlias

from config.japanese.kana import to_hiragana, to_katakana

MOST = 60  # ten pages of buttons; nobody looks further
KANA_AT = 8  # the kana forms close the second page of buttons: さくら is a name too
SEARCHED = 10  # words whose kanji are offered in the forms of a variation selector
MOST_SEQUENCES = 40
EACH = 6  # forms of one part of a whole name

# Kanji of machines, illness, crime and bodies: a word with one of them may be meant, but hardly as somebody's name.
_NO_NAME = frozenset("脂漏機械誘鬼砂糖差痛病死毒殺菌尿便糞汚腐臭罪罰盗賊敵敗傷害禁刑囚獄骨髄肝腎腸胃膿癌患症疫税債借損")
_NEVER = frozenset("漏尿糞膿淫痔")  # of no name at all: 遅漏 stood first for ちろう, where the dictionary knows no name
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
        if name and (_LEFT_OVER.search(word) or all(map(_is_kana, word)) or not _NEVER.isdisjoint(word)):
            continue  # also other kana than were typed: づんた for ずんた
        found.setdefault(word)
        for form in _forms(word, variants):
            found.setdefault(form)
    kanji = sorted(found, key=_unlike_a_name)[:MOST] if name else list(found)[:MOST]
    registered = [form for word in kanji[:SEARCHED] for form in _forms(word, sequences)][:MOST_SEQUENCES]
    # of a name nothing is proposed that is none: then the kana stand first
    before = 0 if name and kanji and _unlike_a_name(kanji[0]) else KANA_AT
    return tuple(dict.fromkeys((*kanji[:before], *kanas, *kanji[before:], *registered)))


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


def _unlike_a_name(word: str) -> bool:
    """知ろう, 脂漏: what stands behind the names of the same reading. ヶ, ノ and キヨ子 are names, 々 a kanji."""
    return any(0x3041 <= ord(one) <= 0x3096 or one in _NO_NAME for one in word)


def whole_names(parts: list[tuple[str, ...]], kana: str) -> tuple[str, ...]:
    """Names of several parts: the likeliest forms of each with those of the others, the likeliest together first."""
    ranked = sorted(product(*(list(enumerate(words[:EACH])) for words in parts)), key=lambda one: sum(at for at, _ in one))
    names = dict.fromkeys("\u3000".join(word for _, word in one) for one in ranked)
    return tuple(dict.fromkeys((*list(names)[:KANA_AT], *kana_only(kana, name=True), *list(names)[KANA_AT:MOST])))


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
    kana = _is_kana(character)
    plain = not name and ((character.isascii() and character.isalnum()) or character in "-\u3000" or 0xFF10 <= code <= 0xFF5A)
    return kanji or kana or plain


def _is_kana(character: str) -> bool:
    return 0x3041 <= ord(character) <= 0x3096 or 0x30A1 <= ord(character) <= 0x30FA or character in "ー・"
