"""Time: a warning after a while without a touch, the end after the warning. Card, sending and a paper in trouble wait. Pure."""

from hardware.printer.port import JobState
from kiosk.flow.effects import End
from kiosk.flow.moves import Around, Step, change
from kiosk.flow.state import BUSY, EMPTY, ENTRY, Session
from kiosk.flow.taking import paper_is_settled

WARNED = "idle"


def tick(session: Session, around: Around) -> Step:
    """One second passed."""
    now = around.now
    session = change(session, touched_at=session.touched_at or now, shown_at=session.shown_at or now)
    idle = around.bundle.site.idle
    quiet = (now - (session.touched_at or now)).total_seconds()
    if session.over == WARNED:
        shown = (now - (session.shown_at or now)).total_seconds()
        return (session, (End(),)) if shown >= idle.warning_seconds else (session, ())
    if session.screen == "ticket":
        done = paper_is_settled(session) and quiet >= idle.ticket_seconds * session.patience
        gone = quiet >= 4 * idle.screen_seconds * session.patience  # the resident left the paper in trouble to the staff
        return (session, (End(),)) if done or gone else (session, ())
    if session.screen in BUSY or session.card.reading or session.help_called:
        return session, ()
    limit = (idle.entry_seconds if session.screen in ENTRY else idle.screen_seconds) * session.patience
    if quiet < limit:
        return session, ()
    if session.screen == "start":
        return (session, (End(),)) if is_changed(session) else (session, ())
    return change(session, over=WARNED, shown_at=now), ()


def is_changed(session: Session) -> bool:
    """Whether somebody changed language or look on the start screen and went away."""
    return (session.language, session.size, session.contrast, session.voice) != (
        EMPTY.language,
        EMPTY.size,
        EMPTY.contrast,
        EMPTY.voice,
    ) or session.over != ""


def seconds_left(session: Session, around: Around) -> int:
    """Of the warning, for its time bar."""
    if session.shown_at is None:
        return around.bundle.site.idle.warning_seconds
    return max(0, round(around.bundle.site.idle.warning_seconds - (around.now - session.shown_at).total_seconds()))


def paper_in_trouble(session: Session) -> bool:
    """Whether the ticket screen must not close by itself."""
    return session.slip.state in (JobState.HELD, JobState.UNCERTAIN, JobState.FAILED_CLEAN)
