"""Prefectures, cities, wards and towns for who does not read their kanji: in kana, or in Latin letters. Pure."""

from config.bundle import Bundle
from config.japanese.kana import to_hiragana, to_katakana
from config.japanese.latin import place_letters
from config.japanese.ruby import annotated, read, unread


def reading(bundle: Bundle, name: str, kana: str = "") -> str:
    """How the name of a place is read, in hiragana; "" where nobody knows. `kana`: what the list of postal codes says."""
    if kana:
        return to_hiragana(kana)
    known = annotated(name, bundle.readings)
    return "" if unread(known) else read(known)


def in_letters(bundle: Bundle, name: str, kana: str = "") -> str:
    """川崎区 → Kawasaki-ku; "" where nobody knows how it is read."""
    return place_letters(name, to_katakana(reading(bundle, name, kana)))


def with_letters(bundle: Bundle, name: str, kana: str = "") -> str:
    """Kawasaki-ku (川崎区): to be found again on signs and papers."""
    letters = in_letters(bundle, name, kana)
    return f"{letters} ({name})" if letters else name
