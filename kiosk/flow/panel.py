"""What staff do from the panel: a second paper, a number, taking one back, practice, the printer; with no answer in view. Pure."""

from hardware.printer.port import JobState
from hub import wire
from kiosk.flow import events
from kiosk.flow.assist import Assist, Form, Purpose
from kiosk.flow.effects import CancelNumber, EndUnlock, HandNumber, NoteAssistance, ReissueSlip, SetTraining, TakeRole
from kiosk.flow.moves import Around, Step
from kiosk.flow.proxy import order
from kiosk.flow.state import Session, change
from kiosk.flow.taking import finish
from kiosk.flow.unlocking import at, leave, panel_of

LONGEST_NUMBER = 5  # a letter and four digits, of a kiosk's own number
MOST_PEOPLE = 99
REASONS = ("left", "twice", "wrong_service", "other")
UNDER_WAY = (JobState.QUEUED, JobState.SENDING, JobState.PRINTING, JobState.HELD)


def may_reissue(session: Session) -> bool:
    """Whether a second paper makes sense: the first one is not still to come, and the printer prints."""
    return session.devices.printer.can_print and not (session.ticket is not None and session.slip.state in UNDER_WAY)


def is_begun(session: Session) -> bool:
    """Whether a resident is in the middle of something."""
    return session.screen != "start"


def choose(session: Session, assist: Assist, what: str, around: Around) -> Step:
    """One of the panel's ways."""
    number = session.ticket.number if session.ticket else ""
    match what:
        case "reissue" if number and may_reissue(session):
            return at(session, change(assist, waiting=True, told=""), ReissueSlip(wire.Reissue(assist.unlock, number)))
        case "reissue" if not number and may_reissue(session):
            return at(session, _asking_number(assist, "reissue"))
        case "paper":
            return at(session, change(panel_of(assist), page="paper", form=Form(language=session.language)))
        case "take_over" if is_begun(session) and session.ticket is None:
            return at(session, change(panel_of(assist), page="consent"))
        case "role" if assist.spare:
            return at(session, change(panel_of(assist), page="role"))
        case "test":
            return test(session, assist)
        case "roll":
            return at(session, change(panel_of(assist), page="roll"))
        case "look":
            away, effects = leave(session, around)
            return change(away, over="appearance"), effects
        case "cancel" if number:
            return at(session, change(panel_of(assist), page="reason", purpose="cancel", typed=number.replace("-", "")))
        case "cancel" if is_begun(session):
            return at(session, change(panel_of(assist), page="reason", purpose="cancel_entry"))
        case "cancel":
            return at(session, _asking_number(assist, "cancel"))
        case "training" if not is_begun(session):
            on = not session.devices.training
            noted = NoteAssistance(wire.Assistance(assist.unlock, "training_on" if on else "training_off"))
            away, effects = leave(session, around)
            gone, ended = finish(away)  # the next window begins as it will go on
            return gone, (noted, SetTraining(on), *effects, *ended)
    return session, ()


def _asking_number(assist: Assist, purpose: Purpose) -> Assist:
    return change(panel_of(assist), page="number", purpose=purpose)


def test(session: Session, assist: Assist) -> Step:
    """テスト印刷: told in the panel, as far as it has come."""
    return at(order(session, "test"), change(panel_of(assist), told="staff.tested"))


def number_of(typed: str) -> str:
    """A024 → A-024, as it stands on the paper."""
    return f"{typed[:1]}-{typed[1:]}"


def number(session: Session, assist: Assist, event: events.AnyEvent) -> Step:
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
            return at(session, change(assist, waiting=True, told=""), asked)
        case events.Next() if len(typed) >= LONGEST_NUMBER - 1:
            return at(session, change(assist, page="reason", told=""))
        case _:
            return session, ()
    return at(session, change(assist, typed=typed, told=""))


def confirm(session: Session, assist: Assist, reason: str) -> Step:
    """The reason is chosen; what is erased is said once more before it is."""
    return at(session, change(assist, page="confirm", reason=reason, told=""))


def cancel(session: Session, assist: Assist) -> Step:
    """The number and its record, or what was entered here, are gone."""
    reason = assist.reason
    if assist.purpose == "cancel_entry":
        noted = NoteAssistance(wire.Assistance(assist.unlock, "entry_cancelled", reason))
        gone, ended = finish(session)
        return gone, (noted, EndUnlock(assist.unlock), *ended)
    asked = CancelNumber(wire.CancelNumber(assist.unlock, number_of(assist.typed), reason))
    return at(session, change(assist, waiting=True, told=""), asked)


def paper(session: Session, assist: Assist, event: events.AnyEvent, around: Around) -> Step:
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
            now = offered.index(form.language) if form.language in offered else -1
            form = change(form, language=offered[(now + 1) % len(offered)])
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
            return at(session, change(assist, waiting=True, told=""), HandNumber(key, wire.HandNumber(assist.unlock, visit)))
        case _:
            return session, ()
    return at(session, change(assist, form=form))


def desks(around: Around) -> tuple[int, ...]:
    """Counters a spare may stand beside."""
    return tuple(counter.number for counter in around.bundle.site.counters if "reception" in counter.stages)


def role(session: Session, assist: Assist, role: str, around: Around) -> Step:
    """役割: a writing desk, or beside that counter."""
    if role != "writing_desk" and role not in {str(number) for number in desks(around)}:
        return session, ()
    counter = None if role == "writing_desk" else int(role)
    return at(session, change(assist, waiting=True, told=""), TakeRole(wire.TakeRole(assist.unlock, counter)))
