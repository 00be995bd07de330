"""おわる under a number or a code: deaf at first, for it comes up where the key before it was. Pure."""

from datetime import timedelta

from kiosk.flow.effects import End
from kiosk.flow.moves import Around, Step
from kiosk.flow.state import Session, change

DEAF = timedelta(seconds=3)  # a number or a code stands at least so long before おわる is heard
RUN_OF_PRESSES = timedelta(seconds=1.5)  # who goes on pressing means the key that was there before


def deaf(session: Session, around: Around) -> Session:
    """おわる comes up where 番号札をとる was: nobody who presses twice ends a visit whose number was never seen."""
    return change(session, deaf_until=around.now + DEAF)


def still_pressing(session: Session, around: Around) -> Session:
    """A finger came down while おわる is deaf: it stays so until the run of presses is over."""
    if session.deaf_until is None or around.now >= session.deaf_until:
        return session
    return change(session, deaf_until=max(session.deaf_until, around.now + RUN_OF_PRESSES))


def hears(session: Session, around: Around) -> Session:
    """With おわる alive as soon as its time has come."""
    due = session.deaf_until is not None and around.now >= session.deaf_until
    return change(session, deaf_until=None) if due else session


def close(session: Session, around: Around) -> Step:
    """おわる: forget everything."""
    if session.deaf_until is not None and around.now < session.deaf_until:
        return still_pressing(session, around), ()
    return session, (End(),)
