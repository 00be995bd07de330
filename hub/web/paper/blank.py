"""An empty form with a number on it, for who writes by hand: what everybody is asked, choices to be ticked. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import get_args

import msgspec

from config.bundle import Bundle
from config.form import Field, Form, Step, visible
from config.words import MissingWords, answer_words, field_words, option_words
from hub.web.paper.form import form_sheet, said
from hub.web.paper.sheet import Block, Column, FormSheet, Line, Person
from hub.wire import Application

NOBODY = Person("", "", "", "", "", "")
TICKED = ("choice", "multi_choice", "yes_no", "yes_no_unknown")
MANY = 4  # choices that no longer fit beside another question
HALF = 15  # characters of one of two choices, one below the other, that do
FEW = 2  # people whose rows leave the whole form on one sheet


def blank_sheet(bundle: Bundle, form: Form, procedure: str, visit: str, number: str, today: date, people: int) -> FormSheet:
    """Rows for who comes, of more than a couple one to spare; what an answer would open is asked at the counter."""
    sheet = form_sheet(bundle, form, Application(procedure, form.version, {}), visit, number, today)
    steps = {step.id: step for step in form.steps}
    order = [steps[each] for each in form.paper.order if each in steps] or list(form.steps)
    shown = {path: field for path, field in visible(form, {}, "kiosk") if not field.must_be}
    blocks = tuple(_block(bundle, form, step, shown, _rows(people)) for step in order)
    return msgspec.structs.replace(sheet, blocks=tuple(each for each in blocks if each.lines or each.people), blank=True)


def _block(bundle: Bundle, form: Form, step: Step, shown: Mapping[str, Field], rows: int) -> Block:
    listed = next((field for field in step.fields if field.kind == "person_list"), None)
    return Block(
        title=said(bundle, f"printed.{form.id}.{step.id}", f"printed.{step.id}", f"step.{step.id}"),
        lines=tuple(_lines(bundle, form, step, shown)),
        people=(NOBODY,) * rows if listed else (),
        listed=listed is not None,
        columns=tuple(each for each in get_args(Column) if listed and each in {field.id for field in listed.fields}),
    )


def _lines(bundle: Bundle, form: Form, step: Step, shown: Mapping[str, Field]) -> Iterator[Line]:
    """An address is one line; people have rows of their own."""
    for own in step.fields:
        if own.kind == "person_list" or not any(path.split(".")[0] == own.id for path in shown):
            continue
        label = field_words(bundle, "ja", form.id, own.id, "label")
        if own.kind == "address":
            yield Line(label, "〒", True)
        elif own.kind in TICKED and own.options_from is None:
            choices = _choices(bundle, form, own)
            yield Line(label, "　".join(f"□ {each}" for each in choices), _is_wide(choices))
        elif own.fixed is None:
            yield Line(label, "　　　　年　　　月　　　日" if own.kind == "date" else "", own.kind.startswith("text"))


def _rows(people: int) -> int:
    return FEW if people <= FEW else people + 1


def _is_wide(choices: Sequence[str]) -> bool:
    if len(choices) == 2:
        return max(map(len, choices)) > HALF
    return len(choices) > MANY or sum(map(len, choices)) > 2 * MANY


def _choices(bundle: Bundle, form: Form, field: Field) -> list[str]:
    if field.kind.startswith("yes_no"):
        return [answer_words(bundle, "ja", form.id, field.id, answer) for answer in ("yes", "no")]
    found = []
    for option in field.options:
        try:
            found.append(option_words(bundle, "ja", form.id, field.id, field, option))
        except MissingWords:
            found.append(option)
    return found
