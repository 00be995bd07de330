"""From a converter's raw list to what is offered on buttons. Pure."""

from collections.abc import Callable, Iterable

from config.japanese.kana import to_hiragana, to_katakana

MOST = 60  # ten pages of buttons; nobody looks further


def tidy(
    words: Iterable[str], kana: str, *, name: bool, variants: Callable[[str], tuple[str, ...]] = lambda character: ()
) -> tuple[str, ...]:
    """Each word once, without symbols, emoji and half-width kana; other forms of a kanji beside it; katakana and hiragana last.

    `variants`: other forms of one kanji (崎 → 﨑, 嵜). In a name digits and Latin letters are no candidates either.
    """
    katakana, hiragana = to_katakana(kana), to_hiragana(kana)
    found: dict[str, None] = {}
    for word in words:
        if not word or word in (katakana, hiragana) or not all(_offered(character, name) for character in word):
            continue
        found.setdefault(word)
        for form in _forms(word, variants):
            found.setdefault(form)
    return (*list(found)[:MOST], *dict.fromkeys((katakana, hiragana)))


def tidy_characters(
    characters: Iterable[str], variants: Callable[[str], tuple[str, ...]] = lambda character: ()
) -> tuple[str, ...]:
    """What a recogniser of handwriting offers: kanji and kana, once each, the other forms of a kanji right behind it."""
    found: dict[str, None] = {}
    for character in characters:
        if len(character) == 1 and _offered(character, name=True):
            for form in (character, *variants(character)):
                found.setdefault(form)
    return tuple(found)


def kana_only(kana: str) -> tuple[str, ...]:
    """What is offered where nothing can convert."""
    return tuple(dict.fromkeys((to_katakana(kana), to_hiragana(kana)))) if kana else ()


def _forms(word: str, variants: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
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
    plain = not name and ((character.isascii() and character.isalnum()) or 0xFF10 <= code <= 0xFF5A)
    return kanji or kana or plain
