"""What a kiosk asked back about, marked on the record with the same words: the clerk sees it before the register does. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from config.bundle import Bundle
from config.form import odd_answers
from config.words import words
from hub.web.pages.record import Line, Part, Record
from hub.wire import Application, RecordView


def with_odd(bundle: Bundle, view: RecordView, found: Sequence[Record], today: date) -> tuple[Record, ...]:
    """The records, each odd answer with what is odd about it."""
    return tuple(_marked(one, _odd(bundle, view.applications[one.place], today)) for one in found)


def _odd(bundle: Bundle, application: Application, today: date) -> dict[str, str]:
    """Path → words."""
    procedure = bundle.procedures.get(application.procedure)
    form = bundle.forms.get(procedure.form) if procedure is not None and procedure.form else None
    problems = odd_answers(form, application.answers, "kiosk", today) if form is not None else ()
    return {one.path: words(bundle, "ja", f"problem.{one.code}", limit=one.limit) for one in problems}


def _marked(record: Record, odd: Mapping[str, str]) -> Record:
    if not odd:
        return record

    def lines(those: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(replace(line, odd=odd.get(line.path, "")) for line in those)

    def part(one: Part) -> Part:
        people = tuple(
            replace(person, odd=odd.get(f"{person.path}.birth_date", ""), lines=lines(person.lines)) for person in one.people
        )
        return replace(one, people=people, lines=lines(one.lines))

    return replace(record, parts=tuple(map(part, record.parts)))
