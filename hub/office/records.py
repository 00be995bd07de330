"""Records on the tables of the counters: each opening is noted once, an exception needs somebody who may allow it."""

from datetime import datetime, timedelta

from config.form import Form
from hub.domain.crosscheck import Sheet
from hub.domain.numbering import meant
from hub.office import casework, checklist, deciding, handing_over, names, passing_on, record_views, scanning
from hub.office.arrivals import own_key
from hub.office.house import House
from hub.office.printing import ToPrint, note_printing, to_print
from hub.office.record_views import Look
from hub.office.refusals import refuse
from hub.office.scanning import KeptScan
from hub.security.actors import Actor, Staff, name_of
from hub.security.attempts import Attempts
from hub.security.may import ask, may
from hub.security.passwords import Passwords
from hub.store import audit, doors
from hub.store.store import Store
from hub.wire import (
    CheckField,
    CheckIdentity,
    CorrectRecord,
    DecideProcedure,
    FindVisit,
    Found,
    HandOver,
    PassOn,
    RecordView,
    Refusal,
    SettleFee,
    TickItem,
    ViewRecord,
    WriteNote,
)

OPENINGS = 10_000  # remembered: a busy day has a third of it
WRONG_PINS = 5
LOCK = timedelta(minutes=15)
SEARCHES = 20  # by name
SEARCHES_WINDOW = timedelta(minutes=10)

Opening = tuple[str, str, datetime]  # session, visit, since when its desk serves it


class Records:
    """Over the store. A page draws the same record again with every event; only the first look is an opening."""

    def __init__(self, store: Store, house: House, passwords: Passwords) -> None:
        self._store, self._house, self._passwords = store, house, passwords
        self._opened: dict[Opening, None] = {}
        self._wrong = Attempts(WRONG_PINS, LOCK)
        self._searches = Attempts(SEARCHES, SEARCHES_WINDOW)

    async def record(self, actor: Actor, visit: str) -> RecordView | Refusal:
        """受付データ of a visit being served at the actor's own counter. Each opening is one audit event."""
        ask(actor, "record")
        house = self._house
        opened = await self._store.read(lambda connection: casework.look(connection, house, actor, visit))
        if isinstance(opened, Refusal):
            return opened
        opening = (actor.session if isinstance(actor, Staff) else "", visit, opened.since)
        if opened.holds and opening not in self._opened:
            await self._store.write(casework.note_opening(actor, visit, house.clock()))
            if len(self._opened) >= OPENINGS:
                del self._opened[next(iter(self._opened))]
            self._opened[opening] = None
        return opened.view

    async def correct_record(self, actor: Actor, message: CorrectRecord, key: str | None = None) -> RecordView | Refusal:
        """訂正 of answers, with a reason, by the form's own rules. Raises Declined where another counter holds the record."""
        ask(actor, "correct_record")
        return await self._store.write(casework.correct(self._house, actor, message, key and own_key(actor, "correct", key)))

    async def check_identity(self, actor: Actor, message: CheckIdentity, key: str | None = None) -> RecordView | Refusal:
        """本人確認: what was shown. Raises Declined where another counter holds the record."""
        ask(actor, "check_identity")
        approver = await self._approver(actor, message) if message.approver else None
        if isinstance(approver, Refusal):
            return approver
        return await self._store.write(
            casework.check_identity(self._house, actor, message, approver, key and own_key(actor, "identity", key))
        )

    async def write_note(self, actor: Actor, message: WriteNote, key: str | None = None) -> RecordView | Refusal:
        """申し送り."""
        ask(actor, "write_note")
        return await self._store.write(casework.write_note(self._house, actor, message, key and own_key(actor, "note", key)))

    async def find_visit(self, actor: Actor, message: FindVisit) -> Found | Refusal:
        """さがす among the visits of today, by number or name. Names are limited per person, and noted without the name."""
        ask(actor, "find_visit")
        now, who = self._house.clock(), name_of(actor)
        if not meant(message.text):
            until = self._searches.blocked_until(who, now)
            if until is not None:
                return refuse("too_many_tries", message=f"Too many searches by name. Locked until {until:%H:%M}.")
            self._searches.failed(who, now)
        return await self._store.write(names.search(self._house, actor, message.text))

    def form(self, actor: Actor, version: str) -> Form | None:
        """The form an application was entered in; None where this release cannot read it any more."""
        ask(actor, "record")
        return self._house.forms.get(version)

    async def hand_over(self, actor: Actor, message: HandOver, key: str | None = None) -> RecordView | Refusal:
        """交付 of one thing. Raises Declined where another counter holds the record."""
        ask(actor, "hand_over")
        return await self._store.write(handing_over.hand_over(self._house, actor, message, key and own_key(actor, "hand", key)))

    async def settle_fee(self, actor: Actor, message: SettleFee, key: str | None = None) -> RecordView | Refusal:
        """収納済. Raises Declined where another counter holds the record."""
        ask(actor, "settle_fee")
        return await self._store.write(handing_over.settle_fee(self._house, actor, message, key and own_key(actor, "fee", key)))

    async def tick_item(self, actor: Actor, message: TickItem, key: str | None = None) -> RecordView | Refusal:
        """確かめた of one thing of the checklist. Raises Declined where another counter holds the record."""
        ask(actor, "tick_item")
        return await self._store.write(checklist.tick(self._house, actor, message, key and own_key(actor, "tick", key)))

    async def decide_procedure(self, actor: Actor, message: DecideProcedure, key: str | None = None) -> RecordView | Refusal:
        """手続きを決める of a number alone. Raises Declined where another counter holds the record."""
        ask(actor, "decide_procedure")
        return await self._store.write(deciding.decide(self._house, actor, message, key and own_key(actor, "decide", key)))

    async def pass_on(self, actor: Actor, message: PassOn, key: str | None = None) -> RecordView | Refusal:
        """窓口で確認 goes on unsettled, for a reason. Raises Declined where another counter holds the record."""
        ask(actor, "pass_on")
        return await self._store.write(passing_on.pass_on(self._house, actor, message, key and own_key(actor, "pass_on", key)))

    async def view_record(self, actor: Actor, message: ViewRecord) -> RecordView | Refusal:
        """閲覧 of a record that is not in one's hands; each look is an event and lies in the audit."""
        ask(actor, "view_record")
        return await self._store.write(record_views.view_record(self._house, actor, message))

    async def looks(self, actor: Actor) -> tuple[Look, ...]:
        """Who looked into which record, and why."""
        ask(actor, "looks")
        house = self._house
        return await self._store.read(lambda connection: record_views.looks(connection, house))

    async def keep_scan(
        self, actor: Actor, visit: str, sheet: Sheet, pictures: tuple[bytes, ...], left_out: int = 0
    ) -> RecordView | Refusal:
        """Lay a paper beside the record, sealed; one before it is destroyed. Raises Declined where another counter holds it."""
        ask(actor, "keep_scan")
        return await self._store.write(scanning.keep_scan(self._house, actor, visit, sheet, pictures, left_out))

    async def drop_scan(self, actor: Actor, visit: str) -> RecordView | Refusal:
        """Destroy the paper beside the record: it was another one's. Raises Declined where another counter holds the record."""
        ask(actor, "drop_scan")
        return await self._store.write(scanning.drop_scan(self._house, actor, visit))

    async def scan(self, actor: Actor, visit: str) -> KeptScan | Refusal | None:
        """The paper beside a record open at the actor's own counter; None where there is none."""
        ask(actor, "scan")
        house = self._house
        return await self._store.read(lambda connection: scanning.scan(connection, house, actor, visit))

    async def check_field(self, actor: Actor, message: CheckField, key: str | None = None) -> RecordView | Refusal:
        """照合 of one field, with its event and audit line. Raises Declined where another counter holds the record."""
        ask(actor, "check_field")
        return await self._store.write(scanning.check_field(self._house, actor, message, key and own_key(actor, "check", key)))

    async def print_forms(self, actor: Actor, visit: str) -> ToPrint | Refusal:
        """申請書 of a visit being served at the actor's own counter, with today's values. Each printing is one audit event."""
        ask(actor, "print_forms")
        view = await self.record(actor, visit)
        if isinstance(view, Refusal):
            return view
        found = to_print(self._house, view)
        await self._store.write(note_printing(actor, visit, self._house.clock()))
        return found

    async def _approver(self, actor: Actor, message: CheckIdentity) -> Staff | Refusal:
        """Wrong tries are limited per number and per clerk, and noted."""
        now, who, number = self._house.clock(), name_of(actor), message.approver
        until = self._wrong.blocked_until(number, now) or self._wrong.blocked_until(who, now)
        if until is not None:
            return refuse("too_many_tries", message=f"Too many wrong tries. Locked until {until:%H:%M}.")
        person = await self._store.read(lambda connection: doors.staff_by_number(connection, number))
        if not await self._passwords.matches(person.pin if person else None, message.pin) or person is None:
            self._wrong.failed(number, now)
            self._wrong.failed(who, now)
            await self._store.write(lambda tx: audit.note(tx, now, who, "wrong_pin", message.visit))
            return refuse("wrong_pin")
        approver = Staff(person.id, person.role, "", "")
        return approver if may(approver, "allow_exception") else refuse("not_allowed", message="This needs a manager.")
