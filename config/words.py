"""The words for a key, in the resident's language or else in Japanese. Every text of kiosk, slip, board, phone and portal."""

import re
from collections.abc import Iterator
from typing import Literal

from config.bundle import Bundle
from config.form import Field, Form
from config.languages import ONE, PLACEHOLDER, SOURCE
from config.places import with_letters

What = Literal["label", "title", "hint", "staff", "none", "whose", "short", "everybody"]
KANJI = frozenset({"ja", "ja-easy", "zh"})  # languages whose readers make out a Japanese name
_INDEX = re.compile(r"\.\d+(?=\.|$)")


class MissingWords(KeyError):
    """A text key that Japanese, the source, does not have: a bug of whoever asks, or of the configuration."""


def words(bundle: Bundle, language: str, key: str, **placeholders: object) -> str:
    """The words of `key`; `{name}` filled from `placeholders`. Raises MissingWords, and KeyError for a placeholder not given.

    Ruby such as {漢字|かんじ} is no placeholder and stays. Of one thing the language's own `<key>.one` speaks, where it has that.
    """
    own = bundle.texts.get(language, {})
    text = (own.get(key + ONE) if 1 in placeholders.values() else None) or own.get(key) or bundle.texts[SOURCE].get(key)
    if text is None:
        raise MissingWords(key)
    return PLACEHOLDER.sub(lambda match: str(placeholders[match[1]]), text) if "{" in text else text


def has_words(bundle: Bundle, key: str) -> bool:
    """Whether the source has the key: hints are optional."""
    return key in bundle.texts[SOURCE]


def field_words(bundle: Bundle, language: str, form: str, path: str, what: What, **placeholders: object) -> str:
    """Label, title, hint, the ways round it, whose it is, a hint in two words (short), whether a list has everybody.

    An absent hint, whose or short is empty, an absent title is the label.

    Looked for as `form.<form>.<path>`, `form.<form>.<id>`, `field.<path>`, `field.<id>`, where Japanese has it first.
    """
    for key in field_keys(form, path, what):
        if has_words(bundle, key):
            return words(bundle, language, key, **placeholders)
    if what == "title":
        return field_words(bundle, language, form, path, "label", **placeholders)
    if what == "staff":
        return words(bundle, language, "field.staff")
    if what == "none":
        return words(bundle, language, "answer.none")
    if what in ("hint", "whose", "short"):
        return ""
    raise MissingWords(next(field_keys(form, path, what)))


def option_words(bundle: Bundle, language: str, form: str, path: str, field: Field, option: str) -> str:
    """One option of a choice. Wards, sites and bands are called by their own names; wards also in Latin letters."""
    match field.options_from:
        case "wards":
            return option if language in KANJI else with_letters(bundle, option)
        case "sites":
            return local(bundle.site.name, language) if option == bundle.site.id else option
        case "bands":
            return next((local(band.name, language) for band in bundle.site.bands if band.id == option), option)
    for key in field_keys(form, path, f"option.{option}"):
        if has_words(bundle, key):
            return words(bundle, language, key)
    raise MissingWords(next(field_keys(form, path, f"option.{option}")))


def option_caption(bundle: Bundle, language: str, form: str, path: str, option: str) -> str:
    """Who or what an option means, in small words on its key; empty where its own words say it."""
    key = next((key for key in field_keys(form, path, f"option.{option}.caption") if has_words(bundle, key)), None)
    return words(bundle, language, key) if key is not None else ""


def answer_words(bundle: Bundle, language: str, form: str, path: str, answer: str) -> str:
    """yes, no or unknown, where it stands beside the label: 「登録する印鑑 持っていません」. Words of the field, else はい, いいえ.

    Words of their own have the languages whose yes answers no label, and in each what would mislead: "Health insurance: No".
    """
    return words(bundle, language, _own_answer(bundle, language, form, path, answer) or f"answer.{answer}")


def answers_label(bundle: Bundle, language: str, form: str, path: str, answer: str) -> bool:
    """Whether those words say something beside the label; はい and いいえ alone need the question."""
    return answer not in ("yes", "no") or _own_answer(bundle, language, form, path, answer) is not None


def _own_answer(bundle: Bundle, language: str, form: str, path: str, answer: str) -> str | None:
    own = bundle.texts.get(language, {})
    return next((key for key in field_keys(form, path, f"answer.{answer}") if key in own), None)


def local(names: dict[str, str], language: str) -> str:
    """Of words written in the site's own file: the language, else English for who reads no kanji, else Japanese."""
    return names.get(language) or (names.get("en") if language not in KANJI else None) or names[SOURCE]


def field_keys(form: str, path: str, what: str) -> Iterator[str]:
    """Keys where a text of a field may stand, the nearest first. `path` with or without indexes."""
    plain = _INDEX.sub("", path)
    parts = plain.split(".")
    for root in (f"form.{form}", "field"):
        for start in range(len(parts)):
            yield f"{root}.{'.'.join(parts[start:])}.{what}"


def field_at(form: Form, path: str) -> Field:
    """The field at `path`, with or without indexes. Raises KeyError."""
    fields = tuple(field for step in form.steps for field in step.fields)
    found: Field | None = None
    for part in _INDEX.sub("", path).split("."):
        found = next((field for field in fields if field.id == part), None)
        if found is None:
            raise KeyError(path)
        fields = found.fields
    if found is None:
        raise KeyError(path)
    return found
