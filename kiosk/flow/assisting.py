"""Staff at the kiosk: number and PIN, then three minutes to do what a resident needs, with no answer in view. Pure."""

from datetime import timedelta

from hardware.printer.port import JobState
from hub import wire
from kiosk.flow import events
from kiosk.flow.assist import Assist, Form, Purpose
from kiosk.flow.effects import (
    AnyEffect,
    CallHelp,
    CancelNumber,
    EndUnlock,
    HandNumber,
    NoteAssistance,
    ReissueSlip,
    SetTraining,
    TakeRole,
    Unlock,
)
from kiosk.flow.moves import Around, Step
from kiosk.flow.state import Session, Slip, change
from kiosk.flow.taking import finish

NOBODY_KNOCKS = timedelta(seconds=30)  # a pad on which nobody types goes by itself
LONGEST_STAFF_NUMBER, LONGEST_PIN, PIN_DIGITS = 4, 8, 6
LONGEST_NUMBER = 5  # a letter and four digits, of a kiosk's own number
MOST_PEOPLE = 99
REASONS = ("left", "twice", "wrong_service", "other")
UNDER_WAY = (JobState.QUEUED, JobState.SENDING, JobState.PRINTING, JobState.HELD)


def knock(session: Session, around: Around) -> Step:
    """The corner was held: a pad for number and PIN over whatever is shown; nothing of it is touched."""
    if session.assist is not None:
        return session, ()
    return _at(change(session, over="assist", shown_at=around.now), Assist())


def act(session: Session, event: events.AnyEvent, around: Around) -> Step:
    """A touch while staff are here."""
    assist = session.assist
    if assist is None or assist.waiting:
        return session, ()
    match assist.page, event:
        case "pin", events.Help():
            away, _ = leave(session, around)
            return change(away, help_called=True, over="help", shown_at=None), (CallHelp(True),)
        case _, events.Help():
            called = not session.help_called
            return change(session, help_called=called, help_seen=False), (CallHelp(called),)
        case (("pin" | "panel"), events.Back()):
            return leave(session, around)
        case _, events.Back():
            return _at(session, _panel(assist))
        case "pin", _:
            return _pin(session, assist, event)
        case "panel", events.Next():
            return leave(session, around)
        case "panel", events.Choose(what):
            return _choose(session, assist, what, around)
        case "number", _:
            return _number(session, assist, event)
        case "reason", events.Choose(reason) if reason in REASONS:
            return _cancel(session, assist, reason)
        case "paper", _:
            return _paper(session, assist, event, around)
        case "role", events.Choose(role):
            return _role(session, assist, role, around)
        case "consent", events.Choose("yes"):
            gone, effects = leave(session, around)
            return gone, (NoteAssistance(wire.Assistance(assist.unlock, "took_over")), *effects)
        case "consent", events.Choose("no"):
            return _at(session, change(_panel(assist), told="staff.not_agreed"))
    return session, ()


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


def may_reissue(session: Session) -> bool:
    """Whether a second paper makes sense: the first one is not still to come, and the printer prints."""
    return session.devices.printer.can_print and not (session.ticket is not None and session.slip.state in UNDER_WAY)


def is_begun(session: Session) -> bool:
    """Whether a resident is in the middle of something."""
    return session.screen != "start"


# --- what the hub answers ------------------------------------------------------------------------------------------------------


def unlocked(session: Session, around: Around, answer: wire.Unlocked) -> Step:
    """Number and PIN were right. Where nobody waits for it any more the unlock ends at once."""
    assist = session.assist
    if assist is None or not assist.waiting or assist.page != "pin":
        return session, (EndUnlock(answer.unlock),)
    ends_at = around.now + timedelta(seconds=answer.seconds)
    here = Assist(page="panel", unlock=answer.unlock, staff=answer.number, role=answer.role, ends_at=ends_at)
    return _at(session, change(here, spare=answer.spare, counter=answer.counter))


def refused(session: Session, refusal: wire.Refusal) -> Step:
    """The hub said no, or cannot be reached: said where staff stand. Without a valid unlock the pad comes again."""
    assist = session.assist
    if assist is None or not assist.waiting:
        return session, ()
    if refusal.error == "not_unlocked":
        return _at(session, Assist(told="staff.refused.not_unlocked"))
    told = change(assist, waiting=False, told=f"staff.refused.{refusal.error}", pin="")
    return _at(session, told)


def reissued(session: Session, answer: wire.Reissued) -> Step:
    """A second paper with its mark; where it is this visit's, its screen waits for this one."""
    assist = session.assist
    if assist is None:
        return session, ()
    if session.ticket is not None and session.ticket.visit == answer.ticket.visit:
        session = change(session, slip=Slip(copy=answer.copy, orders=session.slip.orders))
    return _printing(session, assist, answer.ticket, answer.copy, answer.language, "staff.reissued")


def handed(session: Session, ticket: wire.Ticket) -> Step:
    """The number for the paper form, on paper and in the panel."""
    assist = session.assist
    if assist is None:
        return session, ()
    assist = change(assist, handed=assist.handed + 1)
    return _printing(session, assist, ticket, 1, assist.form.language, "staff.handed")


def cancelled(session: Session, number: str, around: Around) -> Step:
    """Where it was the number on this screen, the visit here is over."""
    if session.ticket is not None and session.ticket.number == number:
        _, effects = leave(session, around)
        gone, ended = finish(session)
        return gone, (*effects, *ended)
    if session.assist is None:
        return session, ()
    return _at(session, change(_panel(session.assist), told="staff.cancelled", about=number))


def role_taken(session: Session, counter: int | None) -> Step:
    """Said in the head from now on."""
    if session.assist is None:
        return session, ()
    return _at(session, change(_panel(session.assist), counter=counter, told="staff.role_taken"))


def slip_changed(session: Session, event: events.SlipChanged) -> Session:
    """What the printer says of a paper that staff asked for."""
    assist = session.assist
    if assist is None or assist.ticket is None or assist.ticket.visit != event.visit:
        return session
    return change(session, assist=change(assist, paper=event.state, fault=event.fault))


# --- pages --------------------------------------------------------------------------------------------------------------------


def _at(session: Session, assist: Assist, *effects: AnyEffect) -> Step:
    return change(session, assist=assist), effects


def _panel(assist: Assist) -> Assist:
    return change(assist, page="panel", typed="", purpose="", told="", about="", waiting=False, form=Form())


def _pin(session: Session, assist: Assist, event: events.AnyEvent) -> Step:
    """Number, then PIN; one field after the other."""
    entering = assist.entering
    typed: str = assist.number if entering == "number" else assist.pin
    longest = LONGEST_STAFF_NUMBER if entering == "number" else LONGEST_PIN
    match event:
        case events.Key("delete") if entering == "pin" and not typed:
            return _at(session, change(assist, entering="number", told=""))
        case events.Key("delete"):
            typed = typed[:-1]
        case events.Key("clear"):
            typed = ""
        case events.Key(key) if len(key) == 1 and key.isascii() and key.isdigit() and len(typed) < longest:
            typed += key
        case events.Next() if entering == "number" and len(typed) >= 2:
            return _at(session, change(assist, entering="pin", told=""))
        case events.Next() if entering == "pin" and len(typed) >= PIN_DIGITS - 2:
            if not session.devices.hub:
                return _at(session, change(assist, pin="", told="staff.refused.hub_away"))
            return _at(session, change(assist, waiting=True, told=""), Unlock(session.devices.kiosk, assist.number, typed))
        case _:
            return session, ()
    return _at(session, change(assist, **({"number": typed} if entering == "number" else {"pin": typed})))


def _choose(session: Session, assist: Assist, what: str, around: Around) -> Step:
    """One of the panel's ways."""
    number = session.ticket.number if session.ticket else ""
    match what:
        case "reissue" if number and may_reissue(session):
            return _at(session, change(assist, waiting=True, told=""), ReissueSlip(wire.Reissue(assist.unlock, number)))
        case "reissue" if not number and may_reissue(session):
            return _at(session, _asking_number(assist, "reissue"))
        case "paper":
            return _at(session, change(_panel(assist), page="paper", form=Form(language=session.language)))
        case "take_over" if is_begun(session) and session.ticket is None:
            return _at(session, change(_panel(assist), page="consent"))
        case "role" if assist.spare:
            return _at(session, change(_panel(assist), page="role"))
        case "look":
            away, effects = leave(session, around)
            return change(away, over="appearance"), effects
        case "cancel" if number:
            return _at(session, change(_panel(assist), page="reason", purpose="cancel", typed=number.replace("-", "")))
        case "cancel" if is_begun(session):
            return _at(session, change(_panel(assist), page="reason", purpose="cancel_entry"))
        case "cancel":
            return _at(session, _asking_number(assist, "cancel"))
        case "training" if not is_begun(session):
            on = not session.devices.training
            noted = NoteAssistance(wire.Assistance(assist.unlock, "training_on" if on else "training_off"))
            away, effects = leave(session, around)
            gone, ended = finish(away)  # the next window begins as it will go on
            return gone, (noted, SetTraining(on), *effects, *ended)
    return session, ()


def _asking_number(assist: Assist, purpose: Purpose) -> Assist:
    return change(_panel(assist), page="number", purpose=purpose)


def number_of(typed: str) -> str:
    """A024 → A-024, as it stands on the paper."""
    return f"{typed[:1]}-{typed[1:]}"


def _number(session: Session, assist: Assist, event: events.AnyEvent) -> Step:
    """Whose number: a letter, then its digits."""
    typed = assist.typed
    match event:
        case events.Key("delete"):
            typed = typed[:-1]
        case events.Key("clear"):
            typed = ""
        case events.Key(key) if len(key) == 1 and key.isascii() and key.isupper() and not typed:
            typed = key
        case events.Key(key) if len(key) == 1 and key.isascii() and key.isdigit() and 0 < len(typed) < LONGEST_NUMBER:
            typed += key
        case events.Next() if len(typed) >= LONGEST_NUMBER - 1 and assist.purpose == "reissue":
            asked = ReissueSlip(wire.Reissue(assist.unlock, number_of(typed)))
            return _at(session, change(assist, waiting=True, told=""), asked)
        case events.Next() if len(typed) >= LONGEST_NUMBER - 1:
            return _at(session, change(assist, page="reason", told=""))
        case _:
            return session, ()
    return _at(session, change(assist, typed=typed, told=""))


def _cancel(session: Session, assist: Assist, reason: str) -> Step:
    if assist.purpose == "cancel_entry":
        noted = NoteAssistance(wire.Assistance(assist.unlock, "entry_cancelled", reason))
        gone, ended = finish(session)
        return gone, (noted, EndUnlock(assist.unlock), *ended)
    asked = CancelNumber(wire.CancelNumber(assist.unlock, number_of(assist.typed), reason))
    return _at(session, change(assist, waiting=True, told=""), asked)


def _paper(session: Session, assist: Assist, event: events.AnyEvent, around: Around) -> Step:
    """番号札を出す: what the person with the paper form came for, who comes, in which language."""
    form, site = assist.form, around.bundle.site
    match event:
        case events.Choose("more"):
            form = change(form, people=min(form.people + 1, MOST_PEOPLE))
        case events.Choose("fewer"):
            form = change(form, people=max(form.people - 1, 1))
        case events.Choose("consideration"):
            form = change(form, consideration=not form.consideration)
        case events.Choose("language"):
            offered = [one for one in wire.LANGUAGES if one in site.languages]
            at = offered.index(form.language) if form.language in offered else -1
            form = change(form, language=offered[(at + 1) % len(offered)])
        case events.Choose(service) if service in {one.id for one in site.services}:
            form = change(form, service=service)
        case events.Next() if form.service:
            visit = wire.OpenVisit(
                language=form.language,
                channel="paper",
                service=form.service,
                consideration=form.consideration,
                people=form.people,
            )
            key = f"{session.devices.key}-paper-{assist.handed}"
            return _at(session, change(assist, waiting=True, told=""), HandNumber(key, wire.HandNumber(assist.unlock, visit)))
        case _:
            return session, ()
    return _at(session, change(assist, form=form))


def desks(around: Around) -> tuple[int, ...]:
    """Counters a spare may stand beside."""
    return tuple(counter.number for counter in around.bundle.site.counters if "reception" in counter.stages)


def _role(session: Session, assist: Assist, role: str, around: Around) -> Step:
    if role != "writing_desk" and role not in {str(number) for number in desks(around)}:
        return session, ()
    counter = None if role == "writing_desk" else int(role)
    return _at(session, change(assist, waiting=True, told=""), TakeRole(wire.TakeRole(assist.unlock, counter)))


def _printing(session: Session, assist: Assist, ticket: wire.Ticket, copy: int, language: wire.Language, told: str) -> Step:
    """One more order for a paper (kiosk.brain draws it)."""
    assist = change(
        _panel(assist),
        ticket=ticket,
        copy=copy,
        orders=assist.orders + 1,
        language=language,
        paper=None,
        fault=None,
        told=told,
        about=ticket.number,
    )
    return _at(session, assist)
