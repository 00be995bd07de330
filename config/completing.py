"""A configuration from a hub of another version: what it has no words for, this program says in words of its own."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import get_args

import msgspec

from config.bundle import Bundle
from config.languages import PLACEHOLDER, SOURCE, read_texts
from config.load import CATALOGUE
from config.words import What

Words = Mapping[str, Mapping[str, str]]  # language → key → words
OF_FORMS = ("field.", "form.")  # they come with the forms, and an absent one may mean that there is no hint
KINDS = frozenset(get_args(What)) - {
    "label",
    "title",
    "hint",
}  # of a field, the last part of the key; every version knows these three


def completed(bundle: Bundle) -> tuple[Bundle, tuple[str, ...]]:
    """`bundle` with the words of this program where it has none or wants other things filled in, and the keys of these."""
    lacking = lacks(bundle.texts[SOURCE], own_words((SOURCE,))[SOURCE])
    if not lacking:
        return bundle, ()
    return spoken_for(bundle, own_words(tuple(bundle.texts)), lacking), lacking


def lacks(theirs: Mapping[str, str], own: Mapping[str, str]) -> tuple[str, ...]:
    """Keys without words, or with words for other placeholders than this program fills; of fields, of kinds they do not know."""
    known = {_kind(key) for key in theirs if key.startswith(OF_FORMS)}
    return tuple(
        key
        for key, words in own.items()
        if (_kind(key) in KINDS - known and key not in theirs)
        or (not key.startswith(OF_FORMS) and (key not in theirs or _filled_in(theirs[key]) != _filled_in(words)))
    )


def _kind(key: str) -> str:
    """What the words of a field are for: label, title, everybody …; nothing for other keys."""
    return key.rpartition(".")[2] if key.startswith(OF_FORMS) else ""


def spoken_for(bundle: Bundle, own: Words, keys: Collection[str]) -> Bundle:
    """With `keys` in the words of `own`, in every language that has them; else they show in the source, as ever."""
    texts = {
        language: {
            **{key: words for key, words in known.items() if key not in keys},
            **{key: own[language][key] for key in keys if key in own.get(language, {})},
        }
        for language, known in bundle.texts.items()
    }
    return msgspec.structs.replace(bundle, texts=texts)


@cache
def own_words(languages: tuple[str, ...]) -> Words:
    """The catalogue this program was made with."""
    return read_texts(CATALOGUE / "languages", [], languages).words


def _filled_in(words: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(words))
