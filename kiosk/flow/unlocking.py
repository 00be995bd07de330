"""Staff come and go: the pad for number and PIN, three minutes, back to the resident. Pure."""

from datetime import timedelta

from hub import wire
from kiosk.flow import events
from kiosk.flow.assist import Assist, Form
from kiosk.flow.effects import AnyEffect, EndUnlock, Unlock
from kiosk.flow.moves import Around, Step
from kiosk.flow.state import Session, change

NOBODY_KNOCKS = timedelta(seconds=30)  # a pad on which nobody types goes by itself
LONGEST_STAFF_NUMBER, LONGEST_PIN, PIN_DIGITS = 4, 8, 6


def knock(session: Session, around: Around) -> Step:
    """The corner was held: a pad for number and PIN over whatever is shown; nothing of it is touched."""
    if session.assist is not None:
        return session, ()
    return at(change(session, over="assist", shown_at=around.now), Assist())


def pin(session: Session, assist: Assist, event: events.AnyEvent) -> Step:
    """Number, then PIN; one field after the other."""
    entering = assist.entering
    typed: str = assist.number if entering == "number" else assist.pin
    longest = LONGEST_STAFF_NUMBER if entering == "number" else LONGEST_PIN
    match event:
        case events.Key("delete") if entering == "pin" and not typed:
            return at(session, change(assist, entering="number", told=""))
        case events.Key("delete"):
            typed = typed[:-1]
        case events.Key("clear"):
            typed = ""
        case events.Key(key) if len(key) == 1 and key.isascii() and key.isdigit() and len(typed) < longest:
            typed += key
        case events.Next() if entering == "number" and len(typed) >= 2:
            return at(session, change(assist, entering="pin", told=""))
        case events.Next() if entering == "pin" and len(typed) >= PIN_DIGITS - 2:
            if not session.devices.hub:
                return at(session, change(assist, pin="", told="staff.refused.hub_away"))
            return at(session, change(assist, waiting=True, told=""), Unlock(session.devices.kiosk, assist.number, typed))
        case _:
            return session, ()
    return at(session, change(assist, **({"number": typed} if entering == "number" else {"pin": typed})))


def unlocked(session: Session, around: Around, answer: wire.Unlocked) -> Step:
    """Number and PIN were right. Where nobody waits for it any more the unlock ends at once."""
    assist = session.assist
    if assist is None or not assist.waiting or assist.page != "pin":
        return session, (EndUnlock(answer.unlock),)
    ends_at = around.now + timedelta(seconds=answer.seconds)
    here = Assist(page="panel", unlock=answer.unlock, staff=answer.number, role=answer.role, ends_at=ends_at)
    return at(session, change(here, spare=answer.spare, counter=answer.counter))


def leave(session: Session, around: Around) -> Step:
    """来庁者の画面へ: as it was left, with all the time a resident has."""
    unlock = session.assist.unlock if session.assist else ""
    away = change(session, over="", assist=None, touched_at=around.now, shown_at=around.now)
    return away, (EndUnlock(unlock),) if unlock else ()


def tick(session: Session, around: Around) -> Step:
    """The time of staff runs, the resident's stands still."""
    assist = session.assist
    if assist is None:
        return session, ()
    quiet = around.now - (session.touched_at or around.now)
    over = around.now >= assist.ends_at if assist.ends_at is not None else quiet >= NOBODY_KNOCKS
    return leave(session, around) if over else (session, ())


def seconds_left(assist: Assist, around: Around) -> int:
    """Until the kiosk is the resident's again."""
    return max(0, round((assist.ends_at - around.now).total_seconds())) if assist.ends_at else 0


def at(session: Session, assist: Assist, *effects: AnyEffect) -> Step:
    """Staff stand before this."""
    return change(session, assist=assist), effects


def panel_of(assist: Assist) -> Assist:
    """The panel, nothing begun on it."""
    return change(assist, page="panel", typed="", purpose="", reason="", told="", about="", waiting=False, form=Form())
