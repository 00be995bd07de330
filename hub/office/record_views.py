"""閲覧: somebody in charge reads a record that is not in their hands, for a reason that is kept. Nothing can be changed there."""

from datetime import date, datetime

import msgspec

from config.my_number import holds_my_number
from hub.domain.events import RecordViewed
from hub.domain.reasons import LOOKS
from hub.domain.retention import expires_on, key_month
from hub.office import casework
from hub.office.house import House
from hub.office.refusals import refuse
from hub.security.actors import Actor, name_of
from hub.security.envelope import Envelope, close_envelope, open_envelope
from hub.store import audit, doors, visits
from hub.store import record_views as kept
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction
from hub.store.vault import SealedRow
from hub.wire import RecordView, Refusal, ViewRecord

LISTED = 100
SHORTEST = 5  # signs of a reason in words


class Look(msgspec.Struct, frozen=True):
    """One look as the list shows it. `words`: empty where they were destroyed with the record."""

    at: datetime
    who: str
    number: str
    reason: str
    words: str


def view_record(house: House, actor: Actor, message: ViewRecord) -> Operation[RecordView | Refusal]:
    """The record as it is, read-only; noted before it is shown, each time."""
    now = house.clock()

    def operation(tx: Transaction) -> RecordView | Refusal:
        words = " ".join(message.words.split())
        if message.reason not in LOOKS or len(words) < SHORTEST:
            return refuse("reason_needed")
        if holds_my_number(words):
            return refuse("my_number_written")
        found = visits.with_number(tx.connection, message.day or visits.day_of(now), message.number)
        visit = visits.living(tx.connection, found.id) if found is not None else None
        if visit is None:
            return refuse("unknown_number")
        view = casework.read_only(tx.connection, house, visit)
        if isinstance(view, Refusal):
            return view
        id_ = house.random(16).hex()
        sealed = _seal(house, id_, words, expires_on(visit.day, house.site.retention.records_days))
        kept.note(tx, kept.Looked(id_, now, name_of(actor), visit.id, visit.number, message.reason), sealed)
        audit.note(tx, now, name_of(actor), "record_viewed", f"{visit.id} {message.reason}")
        event = RecordViewed(at=now, visit=visit.id, number=visit.number, staff=name_of(actor), reason=message.reason)
        tx.emit(event, name_of(actor))
        return view

    return operation


def looks(connection: Connection, house: House) -> tuple[Look, ...]:
    """The last ones, the newest first."""
    found = list(kept.latest(connection, LISTED))
    names = doors.names_of(connection, (each.actor.partition(":")[2] for each in found))
    return tuple(
        Look(each.at, names.get(each.actor.partition(":")[2], each.actor), each.number, each.reason, _words(house, each))
        for each in found
    )


def _seal(house: House, id_: str, words: str, expiry: date) -> SealedRow:
    month = key_month(expiry)
    closed = close_envelope(house.keys.month_key(month), words.encode(), _place(house, id_), house.random(44))
    return SealedRow(month, closed.wrapped_key, closed.sealed, expiry)


def _words(house: House, looked: kept.Looked) -> str:
    sealed = looked.words
    if sealed is None or not house.keys.has_month(sealed.key_month):
        return ""
    envelope = Envelope(sealed.wrapped_key, sealed.sealed)
    return open_envelope(house.keys.month_key(sealed.key_month), envelope, _place(house, looked.id)).decode()


def _place(house: House, id_: str) -> str:
    return f"{house.site.id}|record_views|{id_}"
