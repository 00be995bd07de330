"""A number as the floor sees it: where it stands and whether it needs consideration, never its record; and 申し送り from there."""

from datetime import date

import msgspec

from config.my_number import holds_my_number
from hub.domain.events import RecordChanged
from hub.domain.numbering import meant
from hub.domain.reasons import REASONS
from hub.domain.retention import expires_on
from hub.domain.stage import FINAL, Action
from hub.domain.visit import Visit
from hub.office.casework import NOTES
from hub.office.following import ahead_and_wait, desks_of, foremost
from hub.office.house import House
from hub.office.literals import stage_of, state_of
from hub.office.press import found
from hub.office.refusals import refuse
from hub.office.safe import Content, put_away, take_out
from hub.office.views import visit_view
from hub.security.actors import Actor, Staff, name_of
from hub.store import audit, commands, doors, vault, visits
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction
from hub.wire import FloorNote, FloorNumber, FloorPlace, Note, Refusal, VisitView


class Done(msgspec.Struct, frozen=True):
    """What is remembered of a press: nothing of the note."""

    visit: str


def floor_number(connection: Connection, house: House, number: str) -> FloorNumber | Refusal:
    """A number of today; of a family that goes on with another one, that one."""
    visit = _of_today(connection, house, number)
    if isinstance(visit, Refusal):
        return visit
    content = _content(connection, house, visit)
    return _seen(connection, house, visit, len(content.notes) if isinstance(content, Content) else 0)


def alike(connection: Connection, house: House, typed: str, day: date | None = None) -> tuple[VisitView, ...]:
    """Every number of the day (None: today) somebody may mean who types it in a hurry: digits alone are of several series."""
    on = day or visits.day_of(house.clock())
    given = (visits.with_number(connection, on, each) for each in meant(typed))
    return tuple(visit_view(connection, each) for each in given if each is not None)


class FloorNotes(msgspec.Struct, frozen=True):
    """What the floor wrote beside a visit, the oldest first, and why it was sent back. `names`: of who wrote it, by id."""

    notes: tuple[Note, ...] = ()
    names: dict[str, str] = {}


def floor_notes(connection: Connection, house: House, actor: Actor, visit_id: str) -> FloorNotes:
    """For the desk that calls the visit or serves it: of use before the resident is there."""
    visit = found(connection, visit_id)
    content = _content(connection, house, visit)
    own = actor.counter if isinstance(actor, Staff) else None
    here = next((leg for leg in visit.legs if leg.at_counter and leg.counter == own), None) if own is not None else None
    if here is None or isinstance(content, Refusal):
        return FloorNotes()
    sent_back = [each for each in content.notes if each.back][-1:] if here.reason in REASONS[Action.SEND_BACK] else []
    notes = tuple(each for each in content.notes if each.floor or each in sent_back)
    return FloorNotes(notes, doors.names_of(connection, (each.staff for each in notes)))


def note_from_floor(house: House, actor: Actor, message: FloorNote, key: str | None) -> Operation[FloorNumber | Refusal]:
    """One more note beside the record, for every stage to come."""
    now, fingerprint = house.clock(), house.fingerprint(message)

    def operation(tx: Transaction) -> FloorNumber | Refusal:
        visit = _of_today(tx.connection, house, message.number)
        if isinstance(visit, Refusal):
            return visit
        if visit.ended:
            return refuse("visit_ended")
        content = _content(tx.connection, house, visit)
        if isinstance(content, Refusal):
            return content
        if key is not None and commands.answered(tx, key, fingerprint, Done) is not None:
            return _seen(tx.connection, house, visit, len(content.notes))
        text = " ".join(message.text.split())
        if not text or len(content.notes) >= NOTES:
            return refuse("nothing_changed")
        if holds_my_number(text):
            return refuse("my_number_written")
        note = Note(now, actor.id if isinstance(actor, Staff) else "", None, text, floor=True)
        after = msgspec.structs.replace(content, notes=(*content.notes, note))
        expiry = expires_on(visit.day, house.site.retention.records_days)
        vault.change_record(tx, visit.id, put_away(house, "records", visit.id, after, expiry))
        tx.emit(RecordChanged(at=now, visit=visit.id, number=visit.number, what="noted"), name_of(actor))
        audit.note(tx, now, name_of(actor), "record_noted", visit.id)
        if key is not None:
            commands.remember(tx, key, fingerprint, Done(visit.id), now)
        return _seen(tx.connection, house, visit, len(after.notes))

    return operation


def _seen(connection: Connection, house: House, visit: Visit, notes: int) -> FloorNumber:
    """Every place it is not through with, in the order of the way, each as the resident's own phone is told of it."""
    now = house.clock()
    places = []
    for leg in foremost(visit.legs).values():
        if leg.state in FINAL:
            continue
        ahead, wait = ahead_and_wait(connection, house, visit, leg, now)
        places.append(
            FloorPlace(
                service=leg.service,
                stage=stage_of(leg.stage),
                state=state_of(leg.state),
                since=leg.since,
                counters=desks_of(house, leg),
                people_ahead=ahead,
                wait=wait,
                due=leg.due,
            )
        )
    return FloorNumber(visit=visit_view(connection, visit), notes=notes, places=tuple(places))


def _of_today(connection: Connection, house: House, number: str) -> Visit | Refusal:
    given = visits.with_number(connection, visits.day_of(house.clock()), number)
    living = visits.living(connection, given.id) if given is not None else None
    return living if living is not None else refuse("unknown_number")


def _content(connection: Connection, house: House, visit: Visit) -> Content | Refusal:
    sealed = vault.record(connection, visit.id)
    if sealed is None:
        return Content()
    content = None if sealed == "destroyed" else take_out(house, "records", visit.id, sealed)
    return content if content is not None else refuse("record_destroyed")
