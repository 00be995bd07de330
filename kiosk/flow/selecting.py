"""From the start to the list of procedures: guided questions, number only, several procedures on one visit. Pure."""

from config.procedure import Choice, Question
from kiosk.flow.effects import StartScanner
from kiosk.flow.moves import Around, Step, change, forward, go, stand
from kiosk.flow.pages import forms_of
from kiosk.flow.reading import may_read, to_card
from kiosk.flow.state import EMPTY, Session
from kiosk.flow.taking import take_number

MORE, AGAIN, UNKNOWN = "more", "again", "unknown"  # tiles that are no procedure


def begin(session: Session, around: Around) -> Step:
    first = around.bundle.selection.questions[0].id
    return go(session, "selection", question=first)


def have_code(session: Session) -> Step:
    """With a camera to the picture, without one to the keyboard."""
    session = change(session, code_wrong="", camera_state="")
    return go(session, "code_scan", StartScanner()) if session.devices.camera else go(session, "code_type")


def number_only(session: Session) -> Step:
    return go(session, "services")


def question_of(session: Session, around: Around) -> Question | None:
    return next((one for one in around.bundle.selection.questions if one.id == session.question), None)


def choose(session: Session, around: Around, option: str) -> Step:
    """A tile of the guided selection."""
    question = question_of(session, around)
    choice = next((one for one in question.choices if one.id == option), None) if question else None
    if option == UNKNOWN:
        return go(change(session, service=general_service(around)), "services")
    if choice is None:
        return session, ()
    return _follow(session, choice)


def _follow(session: Session, choice: Choice) -> Step:
    if choice.next is not None:
        return go(session, "selection", question=choice.next)
    if choice.procedures:
        procedures = tuple(dict.fromkeys((*session.procedures, *choice.procedures)))
        return go(change(session, procedures=procedures, service=None), "result")
    if choice.service is not None:
        return go(change(session, service=choice.service), "services")
    return session, ()


def choose_service(session: Session, around: Around, option: str) -> Step:
    """A service of "number only": its number is taken at once."""
    if option not in {service.id for service in around.bundle.site.services}:
        return session, ()
    return take_number(change(session, service=option, procedures=()), around)


def general_service(around: Around) -> str | None:
    """Where somebody who does not know is helped: the service without procedures of its own."""
    return next((service.id for service in around.bundle.site.services if not service.procedures), None)


def on_result(session: Session, around: Around, option: str) -> Step:
    first = around.bundle.selection.questions[0].id
    if option == MORE:
        return go(session, "selection", question=first)
    if option == AGAIN:
        fresh = change(session, procedures=(), history=EMPTY.history)
        here = change(fresh, screen="start")
        return go(here, "selection", question=first)
    return session, ()


def start_forms(session: Session, around: Around) -> Step:
    """つぎへ on the result: the card, the first question, or the number where nothing needs to be asked."""
    if not any(True for _ in forms_of(around.bundle, session.procedures)):
        return take_number(session, around)
    if may_read(session, around):
        return to_card(session)
    return forward(session, around)


def restart_empty(session: Session) -> Step:
    """To the start with nothing chosen, nothing erased."""
    return stand(change(session, history=()), "start")
