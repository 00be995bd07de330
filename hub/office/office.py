"""Use cases, one method each: ask whether the actor may, let the domain decide, commit one transaction, tell everybody.

Every method's first argument is the actor. Expected trouble comes back as wire.Refusal; broken rules are raised
(NotAllowed, IllegalAction, Conflict, KeyReused, CounterBusy, WrongCounter, UnknownVisit, Busy, CommitFailed) and turned into
the same shape by `refusals.refusal_of`.
"""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from config.bundle import Bundle
from config.form import Channel, Form
from config.overlay import Subject
from hub import wire
from hub.domain.congestion import Congestion, Mark
from hub.domain.crosscheck import Sheet
from hub.domain.notice import Notice, Wrong
from hub.domain.retention import dead_months
from hub.office import (
    appointments,
    being_made,
    checklist,
    codes,
    congestion,
    counters,
    entries,
    families,
    floor_numbers,
    handing_over,
    kiosks,
    notices,
    own_number,
    paper_forms,
    passing_on,
    reception,
    record_views,
    scanning,
    undo,
    views,
    waits,
)
from hub.office.allowance import Allowance
from hub.office.announce import notices_to_wire, to_wire
from hub.office.applications import wanted
from hub.office.arrivals import Arrivals, own_key
from hub.office.assistance import Desk, end_forgotten
from hub.office.being_made import BeingMade
from hub.office.bookings import Bookings
from hub.office.branch import Branch, Problems, Told
from hub.office.feed import Feed, Listener
from hub.office.floor_numbers import FloorNotes
from hub.office.forms import keep_forms, kept_forms
from hub.office.house import Clock, House, Random, now_in_japan
from hub.office.kiosks import LastSeen, step_of
from hub.office.lines import staffed
from hub.office.paper_forms import BlankForm
from hub.office.printing import ToPrint, note_printing, to_print
from hub.office.record_views import Look
from hub.office.records import Records
from hub.office.refusals import UnknownVisit
from hub.office.release import VERSION
from hub.office.roster import Roster, Secret
from hub.office.roster import Wrong as Wrongly
from hub.office.scanning import KeptScan
from hub.office.sealed import opened, replied
from hub.office.staff import IDLE, FrontDoor, Initial, SignedIn
from hub.office.views import Surroundings, Work
from hub.security.actors import Actor, Board, Kiosk, Resident, Staff, StaffRole, System, name_of, role_of
from hub.security.keyring import KeyRing
from hub.security.may import NotAllowed, ask
from hub.security.passwords import Passwords
from hub.security.tokens import DEVICE_BYTES, device_token, token_hash
from hub.store import commands, doors, log, names, steps, vault, visits
from hub.store.database import Connection
from hub.store.roster import Enrolled, Person
from hub.store.store import Store
from hub.store.transaction import Logged, Transaction
from hub.store.writer import Figures
from hub.wire import (
    ActOnLeg,
    Assistance,
    BoardHealth,
    BoardState,
    BoardView,
    CalledNext,
    CallNext,
    CancelNumber,
    CheckField,
    CheckIdentity,
    Choice,
    CorrectRecord,
    EndUnlock,
    Event,
    FindEntry,
    FindVisit,
    FloorNote,
    FloorNumber,
    Following,
    Found,
    FoundEntry,
    HandNumber,
    HandOver,
    HelpCall,
    HubIdentity,
    KioskState,
    KioskView,
    LastStep,
    MergeVisits,
    OpenPaperVisit,
    OpenVisit,
    PaperTrouble,
    Parted,
    PassOn,
    RecordView,
    Refusal,
    Reissue,
    Reissued,
    SavedEntry,
    SaveEntry,
    SealedCall,
    SealedReply,
    SealedVisit,
    SettleFee,
    SlipPrinted,
    SplitVisit,
    Stage,
    TakeRole,
    Ticket,
    TickItem,
    Undone,
    UndoStep,
    Unlock,
    Unlocked,
    ViewRecord,
    VisitView,
    Waits,
    WriteNote,
)

DeviceKind = Literal["kiosk", "board"]

MOST_VISITS = 2_000  # of one list: more than a ward has open at any moment
KEPT_ANSWERS = timedelta(days=3)  # longer than any kiosk keeps trying
SAVED_BY_ONE, SAVED_FROM_OUTSIDE = 20, 300  # entries in ten minutes: of one address, of all together
DEVICE_KNOWN = timedelta(seconds=5)  # so long a token taken away from another process still passes


class Office:
    """All use cases over one store. Made by `open_office`; belongs to one event loop."""

    def __init__(self, store: Store, house: House, passwords: Passwords, feed: Feed) -> None:
        self._store, self._house, self._feed = store, house, feed
        self._arrivals = Arrivals(store, house)
        self._door = FrontDoor(store, house, passwords)
        self._desk = Desk(store, house, passwords, self._arrivals)
        self._records = Records(store, house, passwords)
        self._roster = Roster(store, house, passwords)
        self._branch = Branch(store, house, house.bundle)
        self._seen: LastSeen[KioskState] = LastSeen(step_of)
        self._boards_seen: LastSeen[BoardHealth] = LastSeen()
        self._codes, self._saving = codes.Codes(), Allowance(SAVED_BY_ONE, SAVED_FROM_OUTSIDE)
        self.bookings = Bookings(store, house, self._codes, self._arrivals)
        self._devices: dict[bytes, tuple[datetime, Kiosk | Board]] = {}

    # --- what a resident does ---------------------------------------------------------------------------------------------

    async def open_visit(self, actor: Actor, message: OpenVisit, key: str) -> Ticket | Refusal:
        """One number, durable when this returns. The same key gives the same ticket; raises KeyReused for another message."""
        ask(actor, "open_visit")
        return await self._arrivals.open_visit(actor, message, key)

    async def open_paper_visit(self, actor: Actor, message: OpenPaperVisit, key: str) -> Ticket | Refusal:
        """A number for who writes by hand; the same key gives the same ticket."""
        ask(actor, "open_paper_visit")
        return await self._arrivals.open_paper_visit(actor, message, key)

    async def blank_form(self, actor: Actor, visit: str) -> BlankForm | Refusal:
        """What to draw of a number that was given for paper. Raises UnknownVisit."""
        ask(actor, "blank_form")
        house = self._house
        return await self._store.read(lambda connection: paper_forms.blank_form(connection, house, visit))

    async def open_sealed_visit(self, actor: Actor, message: SealedVisit, key: str) -> Ticket | Refusal:
        """Take over a number a kiosk gave while the hub was away. Never refused for its answers; waits since `issued_at`."""
        ask(actor, "open_sealed_visit")
        return await self._arrivals.open_sealed_visit(actor, message, key)

    async def open_visit_unread(self, actor: Actor, call: SealedCall, key: str) -> Ticket | Refusal:
        """`open_visit` with a message sealed to this hub: nobody on the way has read it."""
        ask(actor, "open_visit_unread")
        message = opened(self._house, call, "open_visit", key, OpenVisit)
        return message if isinstance(message, Refusal) else await self.open_visit(actor, message, key)

    async def find_entry_unread(self, actor: Actor, call: SealedCall) -> SealedReply | Refusal:
        """`find_entry` with question and answer sealed."""
        ask(actor, "find_entry_unread")
        message = opened(self._house, call, "find_entry", "", FindEntry, replies=True)
        return message if isinstance(message, Refusal) else replied(call, "find_entry", await self.find_entry(actor, message))

    async def save_entry_unread(self, actor: Actor, call: SealedCall, key: str) -> SealedReply | Refusal:
        """`save_entry` with forms and codes sealed."""
        ask(actor, "save_entry_unread")
        message = opened(self._house, call, "save_entry", key, SaveEntry, replies=True)
        return message if isinstance(message, Refusal) else replied(call, "save_entry", await self.save_entry(actor, message, key))

    async def find_entry(self, actor: Actor, message: FindEntry) -> FoundEntry | Refusal:
        """The pre-entry behind a reception code or its short code. Wrong codes are limited per device; at home all together too."""
        ask(actor, "find_entry")
        house, now = self._house, self._house.clock()
        locked = self._codes.locked(actor, message.code, now)
        if locked is not None:
            return locked
        outside = isinstance(actor, Resident)

        def question(connection: Connection) -> FoundEntry | Refusal:
            found = entries.find_entry(connection, house, message.code, now)
            if outside:
                return found
            return entries.with_appointment(found, appointments.found_here(connection, house, message.code, now))

        found = await self._store.read(question)
        return self._codes.judged(actor, message.code, found, now)

    async def save_entry(self, actor: Actor, message: SaveEntry, key: str) -> SavedEntry | Refusal:
        """Keep forms for a visit to come, finished or not. The codes are returned once and stored as hashes only."""
        ask(actor, "save_entry")
        house, now = self._house, self._house.clock()
        if message.unfinished is not None:
            ask(actor, "save_unfinished_entry")
            refused = entries.unfinished_refusal(house, message)
            if refused is not None:
                return refused
            return await self._keep_entry(actor, message, key)
        channel: Channel = "portal" if isinstance(actor, Resident) else "kiosk"
        asked = wanted(house, message.applications, None, visits.day_of(now), channel)
        if isinstance(asked, Refusal):
            return asked
        return await self._keep_entry(actor, message, key)

    async def _keep_entry(self, actor: Actor, message: SaveEntry, key: str) -> SavedEntry | Refusal:
        now = self._house.clock()
        until = self._saving.used_up_until(actor, now)
        saved = await self._store.write(entries.save_entry(self._house, message, own_key(actor, "entry", key), now, until))
        if isinstance(saved, SavedEntry):
            self._saving.used(actor, now)
        return saved

    async def follow(self, actor: Actor, token: str) -> Following | Refusal:
        """The phone page's view of one visit of today (token in any case)."""
        ask(actor, "follow")
        house, hashed, now = self._house, token_hash(token.upper()), self._house.clock()

        def question(connection: Connection) -> Following | Refusal:
            return views.followed(connection, house, hashed, now)

        return await self._store.read(question)

    async def follow_all(self, actor: Actor, tokens: Sequence[str]) -> dict[str, Following | Refusal]:
        """The same for many phones, from one snapshot."""
        ask(actor, "follow_all")
        house, now = self._house, self._house.clock()
        hashes = {token: token_hash(token.upper()) for token in tokens}

        def question(connection: Connection) -> dict[str, Following | Refusal]:
            return {token: views.followed(connection, house, hashed, now) for token, hashed in hashes.items()}

        return await self._store.read(question)

    async def ask_for_minutes(self, actor: Actor, token: str) -> Refusal | None:
        """5分かかります: the holder of a called number comes a little later, once."""
        ask(actor, "ask_for_minutes")
        return await self._store.write(own_number.ask_for_minutes(self._house, token, self._house.clock()))

    async def give_back(self, actor: Actor, token: str) -> Refusal | None:
        """来られなくなった: the holder of a number gives it back."""
        ask(actor, "give_back")
        return await self._store.write(own_number.give_back(self._house, token, self._house.clock()))

    # --- counters -----------------------------------------------------------------------------------------------------------

    async def call_next(self, actor: Actor, message: CallNext, key: str | None = None) -> CalledNext:
        """Call the next at the actor's counter (back office: take the next), first finishing what it serves where asked to."""
        ask(actor, "call_next")
        own = None if key is None else own_key(actor, "next", key)
        return await self._store.write(counters.call_next(self._house, actor, message, own))

    async def act(self, actor: Actor, message: ActOnLeg, key: str | None = None) -> VisitView:
        """One action of the table. Raises Conflict with the visit as it is now where `version` is not the current one."""
        ask(actor, "act")
        if message.action == "take_over":
            ask(actor, "take_over")
        own = None if key is None else own_key(actor, "act", key)
        return await self._store.write(counters.act(self._house, actor, message, own))

    async def record(self, actor: Actor, visit: str) -> RecordView | Refusal:
        """受付データ of a visit being served at the actor's own counter. Each opening is one audit event."""
        ask(actor, "record")
        return await self._records.open(actor, visit)

    def form(self, actor: Actor, version: str) -> Form | None:
        """The form an application was entered in; None where this release cannot read it any more."""
        ask(actor, "record")
        return self._house.forms.get(version)

    async def correct_record(self, actor: Actor, message: CorrectRecord, key: str | None = None) -> RecordView | Refusal:
        """訂正 of answers, with a reason, by the form's own rules. Raises Declined where another counter holds the record."""
        ask(actor, "correct_record")
        return await self._records.correct(actor, message, key and own_key(actor, "correct", key))

    async def check_identity(self, actor: Actor, message: CheckIdentity, key: str | None = None) -> RecordView | Refusal:
        """本人確認: what was shown. Raises Declined where another counter holds the record."""
        ask(actor, "check_identity")
        return await self._records.check_identity(actor, message, key and own_key(actor, "identity", key))

    async def write_note(self, actor: Actor, message: WriteNote, key: str | None = None) -> RecordView | Refusal:
        """申し送り."""
        ask(actor, "write_note")
        return await self._records.write_note(actor, message, key and own_key(actor, "note", key))

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

    async def pass_on(self, actor: Actor, message: PassOn, key: str | None = None) -> RecordView | Refusal:
        """窓口で確認 goes on unsettled, for a reason. Raises Declined where another counter holds the record."""
        ask(actor, "pass_on")
        return await self._store.write(passing_on.pass_on(self._house, actor, message, key and own_key(actor, "pass_on", key)))

    async def being_made(self, actor: Actor, counter: int) -> BeingMade:
        """もうすぐできる: whom the delivery of this counter will call before long."""
        ask(actor, "being_made")
        house = self._house
        return await self._store.read(lambda connection: being_made.being_made(connection, house, counter))

    async def floor_number(self, actor: Actor, number: str) -> FloorNumber | Refusal:
        """Where a number of today stands, for the floor."""
        ask(actor, "floor_number")
        house = self._house
        return await self._store.read(lambda connection: floor_numbers.floor_number(connection, house, number))

    async def note_from_floor(self, actor: Actor, message: FloorNote, key: str | None = None) -> FloorNumber | Refusal:
        """申し送り from the floor, for every stage to come."""
        ask(actor, "note_from_floor")
        own = key and own_key(actor, "floor_note", key)
        return await self._store.write(floor_numbers.note_from_floor(self._house, actor, message, own))

    async def floor_notes(self, actor: Actor, visit: str) -> FloorNotes:
        """申し送り of the floor, for the desk that calls the visit. Raises UnknownVisit."""
        ask(actor, "floor_notes")
        house = self._house
        return await self._store.read(lambda connection: floor_numbers.floor_notes(connection, house, actor, visit))

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

    async def find_visit(self, actor: Actor, message: FindVisit) -> Found | Refusal:
        """さがす among the visits of today, by number or name. Names are limited per person, and noted without the name."""
        ask(actor, "find_visit")
        return await self._records.find(actor, message)

    async def print_forms(self, actor: Actor, visit: str) -> ToPrint | Refusal:
        """申請書 of a visit being served at the actor's own counter, with today's values. Each printing is one audit event."""
        ask(actor, "print_forms")
        view = await self.record(actor, visit)
        if isinstance(view, Refusal):
            return view
        found = to_print(self._house, view)
        await self._store.write(note_printing(actor, visit, self._house.clock()))
        return found

    async def undo(self, actor: Actor, message: UndoStep, key: str | None = None) -> Undone:
        """取り消す: the actor's last step at this counter, within a minute. Raises Declined, Conflict, CounterBusy."""
        ask(actor, "undo")
        own = own_key(actor, "undo", key) if key else None
        return await self._store.write(undo.undo(self._house, actor, message, own))

    async def split_visit(self, actor: Actor, message: SplitVisit, key: str | None = None) -> Parted:
        """分ける: a part of a visit goes on under a number of its own, waiting since the visit came. Raises Declined, Conflict."""
        ask(actor, "split_visit")
        own = own_key(actor, "split", key) if key else None
        answer = await self._store.write(families.split(self._house, actor, message, own))
        url = self._house.follow_url(answer.ticket.visit)
        return msgspec.structs.replace(answer, ticket=msgspec.structs.replace(answer.ticket, follow_url=url))

    async def merge_visits(self, actor: Actor, message: MergeVisits, key: str | None = None) -> VisitView:
        """まとめる: two numbers of one family become one visit, waiting since the earlier came. Raises Declined, Conflict."""
        ask(actor, "merge_visits")
        own = own_key(actor, "merge", key) if key else None
        return await self._store.write(families.merge(self._house, actor, message, own))

    async def last_step(self, actor: Actor, counter: int) -> LastStep | None:
        """What `undo` would take back now."""
        ask(actor, "last_step")
        now = self._house.clock()
        return await self._store.read(lambda connection: undo.last_step(connection, actor, counter, now))

    async def choices(self, actor: Actor, since: datetime) -> tuple[Choice, ...]:
        """Why each number called since then was the one: the rule, its keys, how many were passed over."""
        ask(actor, "choices")
        return await self._store.read(lambda connection: views.choices(connection, since))

    async def staffed(self, actor: Actor) -> frozenset[int]:
        """Counters at which somebody is signed in."""
        ask(actor, "staffed")
        now = self._house.clock()
        return await self._store.read(lambda connection: staffed(connection, now))

    async def visits(
        self, actor: Actor, stage: Stage | None = None, counter: int | None = None, limit: int = 400
    ) -> tuple[VisitView, ...]:
        """Open visits: at that counter first, then waiting in the order of the policy (`reason`), then others', absent last."""
        ask(actor, "visits")
        house, now, who = self._house, self._house.clock(), name_of(actor)
        work = await self._store.read(lambda connection: views.work_list(connection, house, stage, counter, limit, now, None, who))
        return work.visits

    async def work(self, actor: Actor, stage: Stage, counter: int, listed: int | None) -> Work:
        """`visits` as a desk's page draws them: while it has somebody, only the first `listed` of those who wait (None: all)."""
        ask(actor, "work")
        house, now, who = self._house, self._house.clock(), name_of(actor)
        return await self._store.read(
            lambda connection: views.work_list(connection, house, stage, counter, MOST_VISITS, now, listed, who)
        )

    async def surroundings(self, actor: Actor, since: datetime) -> Surroundings:
        """Who sits where, how many wait, and the choices since then, for a desk's page."""
        ask(actor, "surroundings")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: views.surroundings(connection, house, since, now))

    async def visit(self, actor: Actor, visit: str) -> VisitView:
        """One visit. Raises UnknownVisit."""
        ask(actor, "visit")

        def question(connection: Connection) -> VisitView:
            found = visits.find(connection, visit)
            if found is None:
                raise UnknownVisit(visit)
            return views.visit_view(connection, found)

        return await self._store.read(question)

    async def history(self, actor: Actor, visit: str) -> tuple[Event, ...]:
        """Everything the log holds of one visit and of the numbers it was made of, oldest first."""
        ask(actor, "history")

        def question(connection: Connection) -> list[Logged]:
            found = visits.find(connection, visit)
            parts = {visit, *found.record_ids} if found else {visit}
            return sorted((each for part in parts for each in log.of_visit(connection, part)), key=lambda each: each.seq)

        return tuple(to_wire(each) for each in await self._store.read(question))

    # --- floor ----------------------------------------------------------------------------------------------------------------

    async def report_kiosk(self, actor: Actor, state: KioskState) -> None:
        """A kiosk's heartbeat. Only a change becomes an event."""
        ask(actor, "report_kiosk")
        kiosk, now = _device_id(actor), self._house.clock()
        if self._seen.heard(kiosk, state, now):
            await self._store.write(kiosks.change_kiosk(kiosk, name_of(actor), now, state=state))

    async def call_help(self, actor: Actor, message: HelpCall) -> None:
        """職員をよぶ at the actor's kiosk, on or off."""
        ask(actor, "call_help")
        await self._store.write(kiosks.change_kiosk(_device_id(actor), name_of(actor), self._house.clock(), help_on=message.on))

    async def take_help(self, actor: Actor, kiosk: str) -> None:
        """行きます: somebody goes to this kiosk; its help call ends."""
        ask(actor, "take_help")
        await self._store.write(kiosks.change_kiosk(kiosk, name_of(actor), self._house.clock(), help_on=False))

    async def report_slip(self, actor: Actor, message: SlipPrinted) -> None:
        """What became of a paper. Raises UnknownVisit."""
        ask(actor, "report_slip")
        own = own_key(actor, "sealed", message.visit)
        await self._store.write(kiosks.report_slip(_device_id(actor), name_of(actor), self._house.clock(), message, own))

    async def settle_paper(self, actor: Actor, visit: str) -> None:
        """紙を見ました: staff saw to a paper that was not proved to be out. Raises UnknownVisit."""
        ask(actor, "settle_paper")
        await self._store.write(kiosks.settle_paper(visit, name_of(actor), self._house.clock()))

    async def settle_number(self, actor: Actor, kiosk: str, number: str) -> None:
        """対応しました: staff found who holds a number of a kiosk's own that was refused."""
        ask(actor, "settle_number")
        await self._store.write(kiosks.settle_number(kiosk, number, self._house.clock()))

    async def papers(self, actor: Actor) -> tuple[PaperTrouble, ...]:
        """Papers of today not proved to be out, of visits that were not called yet, the oldest first."""
        ask(actor, "papers")
        morning = self._house.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        return await self._store.read(lambda connection: kiosks.papers_in_trouble(connection, morning))

    async def report_board(self, actor: Actor, health: BoardHealth) -> None:
        """A board's heartbeat. Only a change becomes an event."""
        ask(actor, "report_board")
        board, now = _device_id(actor), self._house.clock()
        if self._boards_seen.heard(board, health, now):
            await self._store.write(kiosks.change_board(board, name_of(actor), now, health))

    async def boards(self, actor: Actor) -> tuple[BoardView, ...]:
        """Every enrolled board with what it last said."""
        ask(actor, "boards")
        return await self._store.read(lambda connection: kiosks.board_views(connection, self._boards_seen))

    async def kiosks(self, actor: Actor) -> tuple[KioskView, ...]:
        """Every enrolled kiosk with its last state; nothing of any resident."""
        ask(actor, "kiosks")
        today = self._house.clock().date()
        return await self._store.read(lambda connection: kiosks.kiosk_views(connection, self._seen, today))

    # --- staff at a kiosk ---------------------------------------------------------------------------------------------------

    async def unlock_kiosk(self, actor: Actor, message: Unlock) -> Unlocked | Refusal:
        """Number and PIN, typed at the actor's kiosk: it is theirs for three minutes."""
        ask(actor, "unlock_kiosk")
        return await self._desk.unlock(_device_id(actor), message)

    async def unlock_kiosk_unread(self, actor: Actor, call: SealedCall) -> Unlocked | Refusal:
        """`unlock_kiosk` with number and PIN sealed, for this kiosk alone."""
        ask(actor, "unlock_kiosk_unread")
        message = opened(self._house, call, "unlock_kiosk", _device_id(actor), Unlock)
        return message if isinstance(message, Refusal) else await self.unlock_kiosk(actor, message)

    async def reissue_slip(self, actor: Actor, message: Reissue) -> Reissued | Refusal:
        """番号札を再発行: the ticket once more, with a copy number of its own."""
        ask(actor, "reissue_slip")
        return await self._desk.reissue(_device_id(actor), message)

    async def cancel_number(self, actor: Actor, message: CancelNumber) -> Refusal | None:
        """番号を取り消す, with a reason."""
        ask(actor, "cancel_number")
        return await self._desk.cancel_number(_device_id(actor), message)

    async def hand_number(self, actor: Actor, message: HandNumber, key: str) -> Ticket | Refusal:
        """番号札を出す for somebody with a paper form."""
        ask(actor, "hand_number")
        return await self._desk.hand_number(_device_id(actor), message, key)

    async def note_assistance(self, actor: Actor, message: Assistance) -> Refusal | None:
        """What staff did at the kiosk alone."""
        ask(actor, "note_assistance")
        return await self._desk.note(_device_id(actor), message)

    async def take_role(self, actor: Actor, message: TakeRole) -> Refusal | None:
        """役割 of a spare tablet for today."""
        ask(actor, "take_role")
        return await self._desk.take_role(_device_id(actor), message)

    async def end_unlock(self, actor: Actor, message: EndUnlock) -> None:
        """来庁者の画面へ: the kiosk is the resident's again."""
        ask(actor, "end_unlock")
        await self._desk.end(_device_id(actor), message)

    # --- what everybody is told -----------------------------------------------------------------------------------------------

    async def board_state(self, actor: Actor) -> BoardState:
        """Everything a board shows, consistent with `seq`."""
        ask(actor, "board_state")
        house, now = self._house, self._house.clock()
        state = await self._store.read(
            lambda connection: views.board_state(connection, house, notices.notices_of(connection, house, now), now)
        )
        return msgspec.structs.replace(state, board=actor.id) if isinstance(actor, Board) else state

    async def waits(self, actor: Actor) -> Waits:
        """How long whoever took a number now would wait."""
        ask(actor, "waits")
        house, now = self._house, self._house.clock()
        lines = await self._store.read(lambda connection: waits.lines(connection, house, now))
        return Waits(now, {line.service: line.wait for line in lines})

    async def public_board(self, actor: Actor) -> BoardState:
        """The same for a page anybody may open: numbers, counters and how many wait."""
        ask(actor, "public_board")
        return await self.board_state(System())

    async def events_since(self, actor: Actor, seq: int, limit: int = 1000) -> tuple[Event, ...] | None:
        """Events after `seq`, in order; None where more than `limit` are missing: start from a snapshot instead."""
        ask(actor, "events_since")
        logged = await self._store.read(lambda connection: log.since(connection, seq, limit))
        return None if logged is None else tuple(to_wire(each) for each in logged)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` in the loop's thread with the events of every commit, in order of `seq`. Returns the way to stop."""
        return self._feed.subscribe(listener)

    async def notices(self, actor: Actor) -> tuple[Notice, ...]:
        """お知らせ of the branch, without those of the configuration."""
        ask(actor, "notices")
        now = self._house.clock()
        return await self._store.read(lambda connection: notices.written(connection, now))

    async def public_notices(self, actor: Actor) -> tuple[wire.Notice, ...]:
        """All that the boards show, for a page anybody may open."""
        ask(actor, "public_notices")
        house, now = self._house, self._house.clock()
        return notices_to_wire(await self._store.read(lambda connection: notices.notices_of(connection, house, now)))

    async def put_up_notice(
        self, actor: Actor, text: str, until: datetime, others: Mapping[str, str] | None = None
    ) -> Wrong | None:
        """One more on every board until its time, in Japanese and `others`; why not where something is wrong with it."""
        ask(actor, "put_up_notice")
        now = self._house.clock()
        return await self._store.write(notices.put_up(self._house, name_of(actor), text, until, now, others))

    async def take_down_notice(self, actor: Actor, notice: str) -> None:
        """Off every board."""
        ask(actor, "take_down_notice")
        await self._store.write(notices.take_down(self._house, name_of(actor), notice, self._house.clock()))

    async def congestion(self, actor: Actor) -> tuple[Congestion, ...]:
        """混雑状況 of every service, as a number taken now would find it."""
        ask(actor, "congestion")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: congestion.now_at(connection, house, now))

    async def state_congestion(self, actor: Actor, service: str, mark: Mark | None) -> None:
        """What the staff see in the hall, for an hour; None: what is computed counts again."""
        ask(actor, "state_congestion")
        await self._store.write(congestion.state(self._house, actor, service, mark, self._house.clock()))

    @property
    def bundle(self) -> Bundle:
        """The configuration in force: the files and what the office changed of them."""
        return self._house.bundle

    @property
    def files(self) -> Bundle:
        """The configuration as the files say it."""
        return self._branch.files

    async def settings(self, actor: Actor) -> Told:
        """Every change the office made of its configuration."""
        ask(actor, "settings")
        return await self._branch.told()

    async def change_settings(
        self, actor: Actor, subject: Subject, body: object | None, effective_on: date, seen: int
    ) -> Problems | Refusal | None:
        """Hours, closed days, counters … from a day on; checked like the files. None where it was taken."""
        ask(actor, "change_settings")
        return await self._branch.change(actor, subject, body, effective_on, seen)

    async def undo_settings(self, actor: Actor, version: int) -> Problems | Refusal | None:
        """The last change of a subject taken back."""
        ask(actor, "undo_settings")
        return await self._branch.undo(actor, version)

    async def identity(self, actor: Actor) -> HubIdentity:
        """Who this hub is and the public key kiosks seal to."""
        ask(actor, "identity")
        house = self._house
        return HubIdentity(
            site=house.site.id,
            name=house.site.name["ja"],
            version=VERSION,
            bundle=house.bundle.hash,
            seal_key=house.opener.seal_key,
            now=house.clock(),
        )

    def figures(self) -> Figures:
        """The writer's figures, for /metrics."""
        return self._store.figures()

    # --- people and devices -----------------------------------------------------------------------------------------------------

    async def sign_in(self, actor: Actor, login: str, password: str) -> SignedIn | Refusal:
        """A session for this person. Wrong passwords are limited per login and per origin."""
        ask(actor, "sign_in")
        return await self._door.sign_in(login, password, actor.origin if isinstance(actor, Resident) else "")

    async def sign_out(self, actor: Actor) -> None:
        """End the actor's own session."""
        ask(actor, "sign_out")
        await self._door.sign_out(_staff(actor))

    async def session(self, actor: Actor, token: str) -> Staff | None:
        """Who stands behind a session token; None where it is unknown, idle for too long or ended."""
        ask(actor, "session")
        return await self._door.session(token)

    async def leave_desk(self, actor: Actor) -> None:
        """離席・鍵: the actor's own screen shows nothing until the password is said. Its desk counts as empty meanwhile."""
        ask(actor, "leave_desk")
        await self._door.leave_desk(_staff(actor))

    async def come_back(self, actor: Actor, password: str) -> Staff | Refusal:
        """The person of the session is back."""
        ask(actor, "come_back")
        return await self._door.come_back(_staff(actor), password)

    async def left_behind(self, actor: Actor) -> str:
        """The number at the desk of who is away; empty where there is none."""
        ask(actor, "left_behind")
        return await self._door.left_behind(_staff(actor))

    async def take_counter(self, actor: Actor, counter: int) -> Staff | Refusal:
        """Sit down at a desk: the session's counter from now on."""
        ask(actor, "take_counter")
        return await self._door.take_counter(_staff(actor), counter)

    async def create_staff(self, actor: Actor, login: str, role: StaffRole, name: str, password: str) -> str:
        """A person who may sign in. Returns the id. Raises LoginTaken."""
        ask(actor, "create_staff")
        return await self._door.create_staff(login, role, name, password)

    async def set_pin(self, actor: Actor, login: str, number: str) -> str | None:
        """A new PIN for kiosks, shown once, and the number it goes with. None: nobody has this login. Raises doors.NumberTaken."""
        ask(actor, "set_pin")
        return await self._door.set_pin(login, number)

    async def create_demo_staff(self, actor: Actor) -> tuple[Initial, ...]:
        """First start: one clerk, one floor guide, one manager with a random password each, shown once. Empty where staff exist."""
        ask(actor, "create_demo_staff")
        return await self._door.create_demo_staff()

    async def enrol_device(self, actor: Actor, kind: DeviceKind, name: str) -> str:
        """A device token, shown once. The same kind and name again replaces the old token."""
        ask(actor, "enrol_device")
        token, now = device_token(self._house.random(DEVICE_BYTES)), self._house.clock()
        await self._store.write(lambda tx: doors.put_device(tx, kind, name, token_hash(token), now))
        self._devices.clear()
        return token

    async def revoke_device(self, actor: Actor, kind: DeviceKind, name: str) -> bool:
        """Take a device's token away. False where there was none."""
        ask(actor, "revoke_device")
        self._devices.clear()
        return await self._store.write(lambda tx: doors.drop_device(tx, kind, name))

    async def device(self, actor: Actor, token: str) -> Kiosk | Board | None:
        """Which device this token is."""
        ask(actor, "device")
        hashed, now = token_hash(token), self._house.clock()
        known = self._devices.get(hashed)
        if known is not None and now - known[0] < DEVICE_KNOWN:
            return known[1]
        row = await self._store.read(lambda connection: doors.device_by(connection, hashed))
        self._devices.pop(hashed, None)
        if row is None:
            return None
        device = Kiosk(row[1]) if row[0] == "kiosk" else Board(row[1])
        self._devices[hashed] = (now, device)
        return device

    async def roster(self, actor: Actor) -> tuple[tuple[Person, ...], tuple[Enrolled, ...]]:
        """Who works here and which devices are enrolled."""
        ask(actor, "roster")
        return await self._roster.told()

    async def take_on_staff(self, actor: Actor, login: str, role: str, name: str) -> Secret | Wrongly:
        """Somebody new; their first password is shown once."""
        ask(actor, "take_on_staff")
        return await self._roster.take_on(actor, login, role, name)

    async def renew_password(self, actor: Actor, person: str) -> Secret | Wrongly:
        """Ends every session of this person."""
        ask(actor, "renew_password")
        answer = await self._roster.new_password(actor, person)
        self._door.sessions_ended()
        return answer

    async def give_pin(self, actor: Actor, person: str, number: str) -> Secret | Wrongly:
        """A number and a new PIN for kiosks."""
        ask(actor, "give_pin")
        return await self._roster.give_pin(actor, person, number)

    async def staff_left(self, actor: Actor, person: str) -> Wrongly | None:
        """Signs in no more."""
        ask(actor, "staff_left")
        answer = await self._roster.leave(actor, person)
        self._door.sessions_ended()
        return answer

    async def staff_came_back(self, actor: Actor, person: str) -> Secret | Wrongly:
        """Who had left, with a new password."""
        ask(actor, "staff_came_back")
        answer = await self._roster.come_back(actor, person)
        self._door.sessions_ended()
        return answer

    async def enrol(self, actor: Actor, kind: str, name: str) -> Secret | Wrongly:
        """A device's token, shown once, in place of an older one."""
        ask(actor, "enrol")
        self._devices.clear()
        return await self._roster.enrol(actor, kind, name)

    async def take_away_token(self, actor: Actor, kind: str, name: str) -> None:
        """The device is not known any more."""
        ask(actor, "take_away_token")
        self._devices.clear()
        await self._roster.revoke(actor, kind, name)

    # --- the house ----------------------------------------------------------------------------------------------------------------

    async def take_files(self, actor: Actor, bundle: Bundle) -> bool:
        """The site's files as they are now; every board and kiosk takes them without a restart. False where nothing differs."""
        ask(actor, "take_files")
        await self._store.write(keep_forms(bundle.forms.values()))
        self._house.forms = {**self._house.forms, **{form.version: form for form in bundle.forms.values()}}
        return await self._branch.take_files(bundle)

    async def close_day(self, actor: Actor, until: date | None = None) -> date:
        """日締め of today, or of all days up to `until`: what is open ends (absent: no_show, others: left). Returns that day."""
        ask(actor, "close_day")
        day = until or visits.day_of(self._house.clock())
        await self._store.write(reception.close_days(self._house, name_of(actor), day, even_if_empty=until is None))
        return day

    async def _begin(self) -> None:
        """Before the first question: what the office changed earlier holds again."""
        await self._branch.apply()

    async def expire(self, actor: Actor, now: datetime) -> dict[str, int]:
        """End what is past its time: open visits of days before, records, pre-entries, sessions, answers, month keys.

        Returns counts by name. Cheap where there is nothing to do; to be called every hour or so.
        """
        ask(actor, "expire")
        today = visits.day_of(now)
        before = today - timedelta(days=1)
        ended = await self._store.write(reception.close_days(self._house, name_of(actor), before, even_if_empty=False))

        def operation(tx: Transaction) -> dict[str, int]:
            return {
                **vault.expire(tx, today),
                "scans_of_ended": vault.destroy_scans_of_ended(tx),
                "redeemed": entries.forget_redeemed(tx, now - timedelta(days=1)),
                "sessions": doors.drop_sessions(tx, now - IDLE),
                "steps": steps.forget_before(tx, now - undo.UNDO_FOR),
                "answers": commands.forget(tx, now - KEPT_ANSWERS),
                "names": names.forget_before(tx, today),
                "appointments": appointments.forget(tx, self._house, today),
                "unopened": reception.forget_unopened(tx, now - timedelta(days=self._house.site.retention.records_days)),
            }

        counts = await self._store.write(operation)
        forgotten = await self._store.write(end_forgotten(now))
        await self._branch.apply()
        dead = dead_months(self._house.keys.months(), today)
        for month in dead:
            self._house.keys.destroy_month(month)
        return {**counts, "visits": ended, "month_keys": len(dead), "unlocks": forgotten}


@asynccontextmanager
async def open_office(
    state: Path,
    bundle: Bundle,
    clock: Clock = now_in_japan,
    random: Random = secrets.token_bytes,
    passwords: Passwords | None = None,
) -> AsyncIterator[Office]:
    """The office over the folder `state` (hub.db, keys/), for the time of the context. Days past are closed first."""
    feed, checked = Feed(), passwords or Passwords()
    house = House(bundle, KeyRing(state / "keys"), clock, random)
    store = Store(state / "hub.db", feed.publish)
    try:
        await store.write(keep_forms(bundle.forms.values()))
        house.forms = {**await store.read(kept_forms), **house.forms}
        office = Office(store, house, checked, feed)
        await office.close_day(System(), visits.day_of(clock()) - timedelta(days=1))
        await office._begin()
        yield office
    finally:
        await store.close()
        if passwords is None:
            checked.close()


def _device_id(actor: Actor) -> str:
    if not isinstance(actor, Kiosk | Board):
        raise NotAllowed("kiosk", role_of(actor))
    return actor.id


def _staff(actor: Actor) -> Staff:
    if not isinstance(actor, Staff):
        raise NotAllowed("session", role_of(actor))
    return actor
