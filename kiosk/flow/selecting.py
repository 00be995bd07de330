"""From the start to the list of procedures: guided questions, number only, several procedures on one visit. Pure."""

from collections.abc import Sequence
from typing import Any

from config.procedure import Choice, Question
from config.together import forms_of, together
from kiosk.flow.laying import CARD, may_read
from kiosk.flow.moves import Around, Step, forward, go, to_card
from kiosk.flow.state import EMPTY, Card, Session, change
from kiosk.flow.taking import take_number

MORE, AGAIN, UNKNOWN = "more", "again", "unknown"  # tiles that are no procedure


def begin(session: Session, around: Around) -> Step:
    """手続きをはじめる: the first question."""
    first = around.bundle.selection.questions[0].id
    return go(session, "selection", question=first)


def have_code(session: Session) -> Step:
    """With a camera to the picture, without one to the keyboard."""
    return go(session, "code_scan" if session.devices.camera else "code_type")


def number_only(session: Session) -> Step:
    """番号札だけ取る: which service."""
    return go(session, "services")


def question_of(session: Session, around: Around) -> Question | None:
    """The question shown; None elsewhere."""
    return next((one for one in around.bundle.selection.questions if one.id == session.question), None)


def choose(session: Session, around: Around, option: str) -> Step:
    """A tile of the guided selection."""
    question = question_of(session, around)
    choice = next((one for one in question.choices if one.id == option), None) if question else None
    if option == UNKNOWN:
        return go(change(session, service=general_service(around)), "services")
    if choice is None:
        return session, ()
    return _follow(session, around, choice)


def _follow(session: Session, around: Around, choice: Choice) -> Step:
    if choice.next is not None:
        return go(session, "selection", question=choice.next)
    if choice.procedures:
        procedures = together(around.bundle, session.procedures, choice.procedures)
        ticked = {field: _with(session.answers.get(field), options) for field, options in choice.answers.items()}
        return go(change(session, procedures=procedures, service=None, answers={**session.answers, **ticked}), "result")
    if choice.sheet is not None:
        return go(session, "proxy")
    if choice.service is not None:
        return go(change(session, service=choice.service), "services")
    return session, ()


def _with(chosen: Any, added: Sequence[str]) -> Any:
    """What a tile ticks beside all that was ticked before: another errand takes nothing away, and is not lost either."""
    before = list(chosen) if isinstance(chosen, list) else []
    return [*before, *(one for one in added if one not in before)]


def choose_service(session: Session, around: Around, option: str) -> Step:
    """A service of "number only": its number is taken at once."""
    if option not in {service.id for service in around.bundle.site.services}:
        return session, ()
    return take_number(change(session, service=option, procedures=()), around)


def general_number(session: Session, around: Around) -> Step:
    """Where no number of what one came for is left: one of 総合案内, where somebody knows on. Another key."""
    service = general_service(around)
    if service is None:
        return session, ()
    fresh = change(session, service=service, procedures=(), appointment=None, reception_token=None, attempt=session.attempt + 1)
    return take_number(fresh, around)


def general_service(around: Around) -> str | None:
    """Where somebody who does not know is helped: the service without procedures of its own."""
    return next((service.id for service in around.bundle.site.services if not service.procedures), None)


def on_result(session: Session, around: Around, option: str) -> Step:
    """ほかのご用件 or えらびなおす on the list of procedures."""
    first = around.bundle.selection.questions[0].id
    if option == MORE:
        return go(session, "selection", question=first)
    if option == AGAIN:
        known = _unticked(session, around)
        # another form has other fields for the card that was read
        fresh = change(session, procedures=(), history=EMPTY.history, answers=known, card=Card(), passed=session.passed - {CARD})
        here = change(fresh, screen="start")
        return go(here, "selection", question=first)
    return session, ()


def _unticked(session: Session, around: Around) -> dict[str, Any]:
    """The answers without what a tile ticked and nobody has confirmed."""
    tiles = (choice for question in around.bundle.selection.questions for choice in question.choices)
    ticked = {field for choice in tiles for field in choice.answers if f"{field}:multi" not in session.passed}
    return {field: answer for field, answer in session.answers.items() if field not in ticked}


def start_forms(session: Session, around: Around) -> Step:
    """つぎへ on the result: the card, the first question, or the number where nothing needs to be asked."""
    if not any(True for _ in forms_of(around.bundle, session.procedures)):
        return take_number(session, around)
    if may_read(session, around.bundle):
        return to_card(session)
    return forward(session, around)
