"""コンビニで取るか窓口で取るか: nobody is pushed; who goes to the store learns the way, and is done here. Pure."""

from kiosk.flow import events
from kiosk.flow.moves import STORE, Around, Step, forward, go
from kiosk.flow.proxy import order
from kiosk.flow.state import Session, change
from kiosk.flow.taking import finish, to_consent

AT_STORE, AT_COUNTER = "at_store", "at_counter"


def choose(session: Session, around: Around, option: str) -> Step:
    """Of the two ways; 窓口で取る is also offered to who has read what the other one takes."""
    match option:
        case "at_store" if session.screen == "store":
            return go(session, "store_way")
        case "at_counter":
            declined = change(session, passed=session.passed | {STORE})
            looked_over = any(place.screen == "review" for place in session.history)
            return to_consent(declined, around) if looked_over else forward(declined, around)
    return session, ()


def act(session: Session, event: events.AnyEvent, around: Around) -> Step:
    """A touch on the choice, or on the way to the store."""
    match session.screen, event:
        case "store_way", events.Choose("print"):
            return order(session, "store"), ()
        case _, events.Choose(option):
            return choose(session, around, option)
        case "store_way", events.Next():
            return finish(session)
    return session, ()
