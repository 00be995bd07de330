"""Whose card somebody lays down, and which answers it may fill: a proxy's card says nothing of the resident. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from config.form import Condition, Field, Form, answer_at, holds, mentioned

ITEMS = ("name", "address", "birth_date", "sex")  # what a card says of its holder


def card_fields(forms: Iterable[Form], answers: Mapping[str, Any]) -> list[tuple[str, Field]]:
    """(path, field) that the card of who stands there may fill; of a list of people the first. No form of the visit may object."""
    found: dict[str, Field] = {}
    refused: set[str] = set()
    for form in forms:
        for path, field in _with_card(form):
            if _is_theirs(field, path, answers):
                found.setdefault(path, field)
            elif _is_heard(field.card_if, answers):  # one that has not heard who stands there objects to nothing
                refused.add(path)
    return [(path, field) for path, field in found.items() if path not in refused]


def card_items(forms: Iterable[Form], answers: Mapping[str, Any]) -> tuple[str, ...]:
    """What of a card finds a place in these forms: of `ITEMS`, in that order."""
    wanted = {field.card for _, field in card_fields(forms, answers)}
    return tuple(item for item in ITEMS if item in wanted)


def not_theirs(forms: Iterable[Form], path: str, answers: Mapping[str, Any]) -> bool:
    """Whether a form says that what is known of who stands there has no place at `path`; False as long as it has not heard who."""
    first, _, rest = path.partition(".")
    places = {path, path.removesuffix("_kana"), first}  # a reading goes with its name, a part with its address
    person = path.rpartition(".")[0] if rest[:1].isdigit() else "-"  # that somebody has a name in Latin letters, with the name
    return any(
        (one in places or one.rpartition(".")[0] == person)
        and _is_heard(field.card_if, answers)
        and not _met(field.card_if, answers)
        for form in forms
        for one, field in _with_card(form)
    )


def is_undecided(forms: Iterable[Form], answers: Mapping[str, Any]) -> bool:
    """Whether the first form with use for a card has not heard yet who stands there."""
    for form in forms:
        fields = _with_card(form)
        if fields:
            return not all(_is_heard(field.card_if, answers) for _, field in fields)
    return False


def _with_card(form: Form) -> list[tuple[str, Field]]:
    found: list[tuple[str, Field]] = []
    for step in form.steps:
        for field in step.fields:
            if field.card is not None:
                found.append((field.id, field))
            if field.kind == "person_list":
                found += [(f"{field.id}.0.{part.id}", part) for part in field.fields if part.card is not None]
    return found


def _is_theirs(field: Field, path: str, answers: Mapping[str, Any]) -> bool:
    if "." in path:  # which of the names of a person shows is seen from the card
        return _met(field.card_if, answers)
    return _met(field.show_if, answers) and _met(field.card_if, answers)


def _is_heard(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    return all(answer_at(answers, name) is not None for name in mentioned(condition))


def _met(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    return condition is None or holds(condition, answers)
