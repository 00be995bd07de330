"""委任状: who comes for somebody without the letter is told and may go on; who prepares one takes the form home. Pure."""

from kiosk.flow import events
from kiosk.flow.moves import Around, Step, forward, go
from kiosk.flow.sheets import SheetKind, may_order, ordered
from kiosk.flow.state import Session, change
from kiosk.flow.taking import finish


def act(session: Session, event: events.AnyEvent, around: Around) -> Step:
    """A touch on the screen of the letter."""
    match event:
        case events.Choose("print"):
            return order(session, "proxy"), ()
        case events.Next():
            if came_for_it_alone(session):
                return finish(session)
            return go(session, "result") if session.history[-1].screen == "selection" else forward(session, around)
    return session, ()


def came_for_it_alone(session: Session) -> bool:
    """Whether nothing else is wanted here."""
    return not session.procedures


def order(session: Session, kind: SheetKind) -> Session:
    """One more sheet (kiosk.brain draws it); as before where none may be asked for."""
    if not may_order(kind, session.sheet, session.sheets, session.devices.printer):
        return session
    return change(session, sheet=ordered(kind, session.devices.key, session.sheets), sheets=session.sheets + 1)
