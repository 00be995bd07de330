"""予約: found by its code, alone or with what was entered at home; the number at once, or the form first. Pure."""

from config.together import forms_of
from hub.wire import FoundAppointment, FoundEntry
from kiosk.flow import events
from kiosk.flow.moves import Around, Step, go
from kiosk.flow.selecting import start_forms
from kiosk.flow.state import Session, change
from kiosk.flow.taking import entry_found, take_number, with_whole_entry

FORM = "form"


def found(session: Session, appointment: FoundAppointment, entry: FoundEntry, around: Around) -> Step:
    """What was booked is shown before anything is taken: it may be another person's paper. Unfinished entries go on at once."""
    session = change(session, appointment=appointment, code_wrong="", reception_token=None, home=None)
    if not entry.reception_token:
        return go(with_form(session), "appointment")
    if entry.unfinished is not None:
        return entry_found(session, around, entry)
    return go(with_whole_entry(session, around, entry), "appointment")


def with_form(session: Session) -> Session:
    """The session of somebody who fills in first."""
    appointment = session.appointment
    return session if appointment is None else change(session, procedures=(appointment.procedure,), service=None)


def has_form(session: Session, around: Around) -> bool:
    """Whether there is anything to fill in first. What came from home is filled in."""
    if session.reception_token is not None:
        return False
    return any(True for _ in forms_of(around.bundle, with_form(session).procedures))


def act(session: Session, event: events.AnyEvent, around: Around) -> Step:
    """番号札をとる, or 先に入力する. Whoever takes the number alone is served for what was booked, and fills in at the counter."""
    appointment = session.appointment
    if appointment is None:
        return session, ()
    match event:
        case events.Next() if session.reception_token is not None:
            return go(session, "review")
        case events.Next() | events.Choose("number"):
            return take_number(change(session, procedures=(), service=appointment.service), around)
        case events.Choose("form") if has_form(session, around):
            return start_forms(with_form(session), around)
    return session, ()
