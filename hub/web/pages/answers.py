"""One answer in words. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from config.bundle import Bundle
from config.form import Field
from config.form.visible import needs_staff, says_none
from config.words import answer_words, field_words, has_words, option_words, words
from hub.web.pages.dates import full_day


def value_words(bundle: Bundle, form: str, path: str, field: Field, answer: Any, language: str) -> str:
    """One answer in words."""
    if answer is None:
        return ""
    if needs_staff(answer):
        written = answer.get("text") or answer.get("kana") or ""
        return f"{written} {field_words(bundle, language, form, path, 'staff')}".strip()
    if says_none(answer):
        return words(bundle, language, "answer.none")
    match field.kind:
        case "yes_no" | "yes_no_unknown":
            said = yes_or_no(answer)
            return answer_words(bundle, language, form, path, said) if has_words(bundle, f"answer.{said}") else said
        case "choice":
            return option_words(bundle, language, form, path, field, answer) if answer in field.options else str(answer)
        case "multi_choice":
            return "・".join(option_words(bundle, language, form, path, field, each) for each in answer if each in field.options)
        case "date":
            return full_day(date.fromisoformat(answer), language, weekday=not field.id.endswith("birth_date"))
        case _:
            return str(answer)


def yes_or_no(answer: Any) -> str:
    """yes, no or unknown, of either kind of field."""
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)


def plain_words(answer: Any) -> str:
    """An answer of a form nobody knows any more."""
    match answer:
        case {"none": True}:
            return "なし"
        case Mapping():
            return " ".join(plain_words(each) for each in answer.values())
        case str():
            return answer
        case Sequence():
            return "、".join(plain_words(each) for each in answer)
        case _:
            return str(answer)
