"""Words of addresses and buildings with their readings (place_words.toml): 丁目 and 番地 behind digits, 荘 and ハイツ in a name."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

Place: TypeAlias = Literal["address", "building"]


class Word(msgspec.Struct, frozen=True, array_like=True):
    """How it is written and read; the reading in hiragana."""

    writing: str
    reading: str


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one kind of place. `counts` stand behind digits, `names` before or behind the name of a building."""

    counts: tuple[Word, ...]
    keys: tuple[str, ...]
    names: tuple[Word, ...] = ()


@cache
def words(place: Place) -> Words:
    """Of addresses or of buildings."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[Place, Words])[place]


@cache
def on_keys(place: Place) -> tuple[Word, ...]:
    """Those that have a key of their own, in the order of the keys."""
    known = {word.writing: word for word in (*words(place).counts, *words(place).names)}
    return tuple(known[writing] for writing in words(place).keys)


def counted(kana: str, behind: str) -> str:
    """What stands behind digits, or another such word: ちょうめ → 丁目, ごうしつ → 号室. Empty where it is none of them."""
    known = (*words("address").counts, *words("building").counts)
    if not behind[-1:].isdigit() and not behind.endswith(tuple(word.writing for word in known)):
        return ""
    return next((word.writing for word in known if word.reading == kana), "")


def in_building(kana: str) -> tuple[str, Word, str] | None:
    """The kana before a word of buildings, that word, and the kana behind it; the longest at either end. None without one."""
    found = [word for word in words("building").names if word.reading != kana]
    longest = sorted(found, key=lambda word: -len(word.reading))
    for word in longest:
        if kana.endswith(word.reading):
            return kana.removesuffix(word.reading), word, ""
        if kana.startswith(word.reading):
            return "", word, kana.removeprefix(word.reading)
    return None


def has_name(text: str) -> bool:
    """Whether a word of buildings stands in it, as its key writes it."""
    return any(word.writing in text for word in words("building").names)
