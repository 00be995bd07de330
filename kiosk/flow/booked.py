"""予約: found by its code; the number at once, or the form first where there is one. Pure."""

from hub.wire import FoundAppointment
from kiosk.flow import events
from kiosk.flow.moves import Around, Step, go
from kiosk.flow.pages import forms_of
from kiosk.flow.selecting import start_forms
from kiosk.flow.state import Session, change
from kiosk.flow.taking import take_number

FORM = "form"


def found(session: Session, appointment: FoundAppointment) -> Step:
    """What was booked is shown before anything is taken: it may be another person's paper."""
    return go(with_form(change(session, appointment=appointment, code_wrong="")), "appointment")


def with_form(session: Session) -> Session:
    """The session of somebody who fills in first."""
    appointment = session.appointment
    return session if appointment is None else change(session, procedures=(appointment.procedure,), service=None)


def has_form(session: Session, around: Around) -> bool:
    """Whether there is anything to fill in first."""
    return any(True for _ in forms_of(around.bundle, with_form(session).procedures))


def act(session: Session, event: events.AnyEvent, around: Around) -> Step:
    """番号札をとる, or 先に入力する. Whoever takes the number alone is served for what was booked, and fills in at the counter."""
    appointment = session.appointment
    if appointment is None:
        return session, ()
    match event:
        case events.Next() | events.Choose("number"):
            return take_number(change(session, procedures=(), service=appointment.service), around)
        case events.Choose("form") if has_form(session, around):
            return start_forms(with_form(session), around)
    return session, ()
