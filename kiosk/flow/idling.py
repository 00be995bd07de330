"""Time: a warning after a while without a touch, the end after the warning. Card, sending and a paper in trouble wait. Pure."""

from config.site import Idle
from hardware.printer.port import JobState
from kiosk.flow.closing import hears
from kiosk.flow.effects import End
from kiosk.flow.moves import Around, Step
from kiosk.flow.state import BUSY, EMPTY, ENTRY, Session, change
from kiosk.flow.taking import SETTLED, call_staff, paper_is_settled, unanswered

WARNED = "idle"
INTERRUPTED = "interrupted"
FINGER_SECONDS = 2  # a finger that came down chooses within these, or chooses nothing
READ_A_SECOND = 3  # letters a second of who compares what is written with papers, in a language that may not be theirs
READING_PATIENCE = 3  # times as long as usual at most: what somebody left behind is not to stand there
HELP_PATIENCE = 10  # staff are on their way; who has gone all the same leaves nothing behind


def until_warning(usual: int, to_read: int) -> int:
    """Seconds without a touch: as usual, or as long as it takes to read so many letters, within bounds."""
    return min(max(usual, to_read // READ_A_SECOND), READING_PATIENCE * usual)


def tick(session: Session, around: Around, to_read: int = 0) -> Step:
    """One second passed."""
    now = around.now
    session = hears(change(session, touched_at=session.touched_at or now, shown_at=session.shown_at or now), around)
    idle = around.bundle.site.idle
    quiet = (now - (session.touched_at or now)).total_seconds()
    if session.over == WARNED:
        warning = idle.warning_seconds * session.patience
        shown = (now - (session.shown_at or now)).total_seconds()
        if session.touched_at and session.shown_at and session.touched_at > session.shown_at:
            # A finger came down beside every key: somebody is there. A key under it acts by itself when the finger goes up.
            return (change(session, over="", shown_at=now), ()) if quiet >= FINGER_SECONDS else (session, ())
        if shown >= warning:
            return session, (End(),)
        return change(session, reminded=shown >= warning / 2), ()  # and said once more
    if session.screen in ("ticket", "saved") and session.slip.state in SETTLED and session.slip.since is not None:
        quiet = min(quiet, (now - session.slip.since).total_seconds())  # a paper that comes late is told as long as any
    if session.screen == "ticket":
        done = quiet >= _ticket_seconds(session, idle) * session.patience
        return (session, (End(),)) if done else call_staff(session) if unanswered(session, around) else (session, ())
    if session.screen == "saved":
        done = quiet >= _saved_seconds(session, idle) * session.patience
        return (session, (End(),)) if done else (session, ())
    if session.over == INTERRUPTED and quiet >= idle.screen_seconds:
        return change(session, over="", shown_at=now), ()
    if session.card.reading:
        return change(session, card=change(session.card, waited=session.card.waited + 1)), ()
    if session.screen in BUSY:
        return session, ()
    usual = idle.entry_seconds if session.screen in ENTRY else idle.screen_seconds
    limit = (usual if session.screen == "start" else until_warning(usual, to_read)) * session.patience
    if session.help_called:
        limit *= HELP_PATIENCE
    if quiet < limit:
        return session, ()
    if session.screen == "start":
        if session.devices.training and session.devices.today != now.date():
            return session, (End(),)  # practice that was switched on here ends with its day
        return (session, (End(),)) if is_changed(session) else (session, ())
    return change(session, over=WARNED, shown_at=now, reminded=False), ()


def _ticket_seconds(session: Session, idle: Idle) -> int:
    """How long the number stays: read, or noted where no paper comes, or until staff have seen to the paper."""
    if paper_is_settled(session):
        return idle.ticket_seconds
    if session.slip.state in (JobState.FAILED_CLEAN, JobState.CANCELLED):
        return 4 * idle.ticket_seconds
    return idle.trouble_seconds


def _saved_seconds(session: Session, idle: Idle) -> int:
    """How long a code stays that somebody may have to write down."""
    return idle.ticket_seconds if session.slip.state in SETTLED else 4 * idle.ticket_seconds


def is_changed(session: Session) -> bool:
    """Whether somebody left anything on the start screen: a language, a look, or answers on the way もどる."""
    nobody = change(
        EMPTY,
        devices=session.devices,
        lines=session.lines,
        touched_at=session.touched_at,
        shown_at=session.shown_at,
        pressed=session.pressed,
        pressed_at=session.pressed_at,
        camera_state=session.camera_state,
    )
    return session != nobody


def seconds_left(session: Session, around: Around) -> int:
    """Of the warning, for its time bar: one cell a second, half as fast for who asked for more time."""
    whole = around.bundle.site.idle.warning_seconds
    if session.shown_at is None:
        return whole
    return max(0, round(whole - (around.now - session.shown_at).total_seconds() / session.patience))
