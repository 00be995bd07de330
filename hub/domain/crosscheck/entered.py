"""What of an entry a paper can prove: its people and values in the words the paper has for them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from config.form import Form
from config.form.visible import answer_at, needs_staff, places
from config.relationship import record_word
from config.scanned_paper import Kind, PaperField, ScannedPaper

SEXES = {"male": "男", "female": "女"}
_BUILDING = "building"
_NOT_WRITTEN = ("kind", "postal_code", "is_flat")


class Entered(msgspec.Struct, frozen=True):
    """One value. `path`: of the answer; `text` empty: not entered, or left to the counter. `building`: of an address, apart."""

    path: str
    field: str
    kind: Kind
    text: str
    building: str = ""


class Entry(msgspec.Struct, frozen=True):
    """The values of the whole paper, and those of each person."""

    values: tuple[Entered, ...]
    people: tuple[tuple[Entered, ...], ...]


def entry_of(paper: ScannedPaper, form: Form, answers: Mapping[str, Any]) -> Entry:
    """Everything of the answers that this paper has a field for."""
    written: dict[str, str] = {}
    for place in places(form, answers, "kiosk"):
        answer = place.answer if place.field.fixed is None else place.field.fixed
        if isinstance(answer, str):
            written[place.path] = answer
    given = answers.get(paper.people.answer)
    count = len(given) if isinstance(given, Sequence) and not isinstance(given, str) else 0
    return Entry(
        tuple(_entered(field, field.answer, answers, written) for field in paper.fields),
        tuple(
            tuple(
                _entered(field, f"{paper.people.answer}.{index}.{field.answer}", answers, written) for field in paper.people.fields
            )
            for index in range(count)
        ),
    )


def _entered(field: PaperField, path: str, answers: Mapping[str, Any], written: Mapping[str, str]) -> Entered:
    if field.kind == "address":
        return _address(field, path, answers, written)
    answer = answer_at(answers, path)
    person = answer_at(answers, path.rpartition(".")[0]) if "." in path else None
    match field.id:
        case "sex":
            return Entered(path, field.id, field.kind, SEXES.get(str(answer), ""))
        case "relationship":
            return Entered(path, field.id, field.kind, (record_word(person) or "") if isinstance(person, Mapping) else "")
        case "name" if answer is None and isinstance(person, Mapping):
            latin = person.get("name_latin")  # a foreign national without a name in kanji
            return Entered(f"{path}_latin", field.id, field.kind, latin if isinstance(latin, str) else "")
        case _:
            return Entered(path, field.id, field.kind, _text(answer))


def _address(field: PaperField, path: str, answers: Mapping[str, Any], written: Mapping[str, str]) -> Entered:
    """From the prefecture down, the building apart."""
    before = f"{path}."
    inside = {place.removeprefix(before): text for place, text in written.items() if place.startswith(before)}
    if not inside:
        return Entered(path, field.id, field.kind, _text(answer_at(answers, path)))
    place = "".join(text for name, text in inside.items() if name not in (*_NOT_WRITTEN, _BUILDING))
    return Entered(path, field.id, field.kind, place, inside.get(_BUILDING, ""))


def _text(answer: Any) -> str:
    """What staff still have to complete counts as not entered."""
    return answer if isinstance(answer, str) and not needs_staff(answer) else ""
