"""Use cases, one method each: ask whether the actor may, let the domain decide, commit one transaction, tell everybody.

Every method's first argument is the actor. Expected trouble comes back as wire.Refusal; broken rules are raised
(NotAllowed, IllegalAction, Conflict, KeyReused, CounterBusy, WrongCounter, UnknownVisit, Busy, CommitFailed) and turned into
the same shape by `refusals.refusal_of`.
"""

import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from config.bundle import Bundle
from config.form import Channel
from config.release import RELEASE
from hub.domain.handling import Flow, Takes, Usual
from hub.domain.retention import dead_months
from hub.office import (
    appointments,
    backlog,
    being_made,
    codes,
    counters,
    desk_work,
    entries,
    families,
    following,
    own_number,
    paces,
    paper_forms,
    reception,
    taking_back,
    undo,
    views,
    waits,
)
from hub.office.allowance import Allowance
from hub.office.announce import to_wire
from hub.office.applications import wanted
from hub.office.arrivals import Arrivals, own_key
from hub.office.assistance import AtKiosk, end_forgotten
from hub.office.backlog import Backlog
from hub.office.being_made import BeingMade
from hub.office.bookings import Bookings
from hub.office.branch import Branch
from hub.office.desk_work import Surroundings, Work
from hub.office.devices import Devices
from hub.office.feed import Feed, Listener
from hub.office.floor import Floor
from hub.office.forms import keep_forms, kept_forms
from hub.office.hall import Hall
from hub.office.house import Clock, House, Random, now_in_japan
from hub.office.lines import staffed
from hub.office.paper_forms import BlankForm, PaperSlip
from hub.office.records import Records
from hub.office.refusals import UnknownVisit
from hub.office.roster import Roster
from hub.office.sealed import opened, replied
from hub.office.staff import FrontDoor
from hub.office.waits import StageToCome
from hub.security.actors import Actor, Resident, System, name_of
from hub.security.keyring import KeyRing
from hub.security.may import ask
from hub.security.passwords import Passwords
from hub.security.tokens import token_hash
from hub.store import commands, doors, log, names, steps, vault, visits
from hub.store.database import Connection
from hub.store.store import Store
from hub.store.transaction import Logged, Transaction
from hub.store.writer import Figures
from hub.wire import (
    ActOnLeg,
    CalledNext,
    CallNext,
    Choice,
    Event,
    FindEntry,
    Following,
    FoundEntry,
    HubIdentity,
    LastStep,
    MergeVisits,
    OpenPaperVisit,
    OpenVisit,
    Parted,
    Refusal,
    SavedEntry,
    SaveEntry,
    SealedCall,
    SealedReply,
    SealedVisit,
    SplitVisit,
    Stage,
    Ticket,
    Undone,
    UndoStep,
    VisitView,
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
        self._codes, self._saving = codes.Codes(), Allowance(SAVED_BY_ONE, SAVED_FROM_OUTSIDE)
        self.assistance = AtKiosk(store, house, passwords, self._arrivals)
        self.bookings = Bookings(store, house, self._codes, self._arrivals)
        self.branch = Branch(store, house, house.bundle)
        self.devices = Devices(store, house)
        self.door = FrontDoor(store, house, passwords)
        self.floor = Floor(store, house)
        self.hall = Hall(store, house)
        self.records = Records(store, house, passwords)
        self.roster = Roster(store, house, passwords, self.door, self.devices)

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

    async def paper_slip(self, actor: Actor, visit: str) -> PaperSlip | Refusal:
        """A number that was given for paper, for its own small paper. Raises UnknownVisit."""
        ask(actor, "paper_slip")
        house = self._house
        return await self._store.read(lambda connection: paper_forms.paper_slip(connection, house, visit))

    async def take_back_number(self, actor: Actor, visit: str) -> Refusal | None:
        """番号を取り消す of a number the actor gave for paper within the last minute. Raises UnknownVisit."""
        ask(actor, "take_back_number")
        return await self._store.write(taking_back.take_back(self._house, actor, visit, self._house.clock()))

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
            return following.followed(connection, house, hashed, now)

        return await self._store.read(question)

    async def way_takes(self, actor: Actor, token: str) -> Mapping[tuple[str, str], Takes]:
        """How long each stage of a way takes from now on, by service and stage; without those too little is known of."""
        ask(actor, "follow")
        house, hashed, now = self._house, token_hash(token.upper()), self._house.clock()
        return await self._store.read(lambda connection: following.way_takes(connection, house, hashed, now))

    async def follow_all(self, actor: Actor, tokens: Sequence[str]) -> dict[str, Following | Refusal]:
        """The same for many phones, from one snapshot."""
        ask(actor, "follow_all")
        house, now = self._house, self._house.clock()
        hashes = {token: token_hash(token.upper()) for token in tokens}

        def question(connection: Connection) -> dict[str, Following | Refusal]:
            return {token: following.followed(connection, house, hashed, now) for token, hashed in hashes.items()}

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

    async def being_made(self, actor: Actor, counter: int) -> BeingMade:
        """もうすぐできる: whom the delivery of this counter will call before long."""
        ask(actor, "being_made")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: being_made.being_made(connection, house, counter, now))

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
        return await self._store.read(lambda connection: desk_work.choices(connection, since))

    async def staffed(self, actor: Actor) -> frozenset[int]:
        """Counters at which somebody is signed in."""
        ask(actor, "staffed")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: staffed(connection, house, now))

    async def visits(
        self, actor: Actor, stage: Stage | None = None, counter: int | None = None, limit: int = 400
    ) -> tuple[VisitView, ...]:
        """Open visits: at that counter first, then waiting in the order of the policy (`reason`), then others', absent last."""
        ask(actor, "visits")
        house, now, who = self._house, self._house.clock(), name_of(actor)
        work = await self._store.read(
            lambda connection: desk_work.work_list(connection, house, stage, counter, limit, now, None, who)
        )
        return work.visits

    async def work(self, actor: Actor, stage: Stage, counter: int, listed: int | None) -> Work:
        """`visits` as a desk's page draws them: while it has somebody, only the first `listed` of those who wait (None: all)."""
        ask(actor, "work")
        house, now, who = self._house, self._house.clock(), name_of(actor)
        return await self._store.read(
            lambda connection: desk_work.work_list(connection, house, stage, counter, MOST_VISITS, now, listed, who)
        )

    async def surroundings(self, actor: Actor, since: datetime) -> Surroundings:
        """Who sits where, how many wait, and the choices since then, for a desk's page."""
        ask(actor, "surroundings")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: desk_work.surroundings(connection, house, since, now))

    async def backlogs(self, actor: Actor) -> tuple[Backlog, ...]:
        """Where papers wait in the back office, the stage that is most behind first."""
        ask(actor, "surroundings")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: backlog.backlogs(connection, house, now))

    async def usual(self, actor: Actor, service: str, stage: Stage, people: int) -> Usual | None:
        """ふだんの時間 of a stage of a service, for a family of so many."""
        ask(actor, "surroundings")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: house.paces.usual(connection, service, stage, people, now))

    async def late_after(self, actor: Actor, stage: Stage, services: Iterable[str]) -> Mapping[str, int]:
        """Minutes after which one is おそい at this stage, by service."""
        ask(actor, "surroundings")
        house, now = self._house, self._house.clock()
        goal: int = getattr(house.site.goals, stage)
        return await self._store.read(
            lambda connection: {each: house.paces.late_after(connection, each, stage, goal, now) for each in services}
        )

    async def stages_to_come(self, actor: Actor, service: str, stages: Sequence[Stage], people: int) -> Mapping[Stage, StageToCome]:
        """The lines of a service that a family of so many, sent on now, would find."""
        ask(actor, "surroundings")
        house, now = self._house, self._house.clock()
        return await self._store.read(
            lambda connection: {each: waits.stage_to_come(connection, house, service, each, people, now) for each in stages}
        )

    async def flow(self, actor: Actor, stage: Stage, services: Sequence[str], waiting_since: Sequence[datetime]) -> Flow:
        """How a stage of these services goes today. `waiting_since`: when what lies there now came."""
        ask(actor, "surroundings")
        now = self._house.clock()
        return await self._store.read(lambda connection: paces.flow(connection, services, stage, waiting_since, now))

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

    async def reasons(self, actor: Actor, visit: str) -> tuple[desk_work.Given, ...]:
        """What was given as the reason of each press on one visit and on the numbers it was made of."""
        ask(actor, "reasons")

        def question(connection: Connection) -> tuple[desk_work.Given, ...]:
            found = visits.find(connection, visit)
            parts = {visit, *found.record_ids} if found else {visit}
            return tuple(each for part in sorted(parts) for each in desk_work.given(connection, part))

        return await self._store.read(question)

    # --- the house ----------------------------------------------------------------------------------------------------------------

    async def events_since(self, actor: Actor, seq: int, limit: int = 1000) -> tuple[Event, ...] | None:
        """Events after `seq`, in order; None where more than `limit` are missing: start from a snapshot instead."""
        ask(actor, "events_since")
        logged = await self._store.read(lambda connection: log.since(connection, seq, limit))
        return None if logged is None else tuple(to_wire(each) for each in logged)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` in the loop's thread with the events of every commit, in order of `seq`. Returns the way to stop."""
        return self._feed.subscribe(listener)

    @property
    def bundle(self) -> Bundle:
        """The configuration in force: the files and what the office changed of them."""
        return self._house.bundle

    async def identity(self, actor: Actor) -> HubIdentity:
        """Who this hub is and the public key kiosks seal to."""
        ask(actor, "identity")
        house = self._house
        return HubIdentity(
            site=house.site.id,
            name=house.site.name["ja"],
            version=RELEASE,
            bundle=house.bundle.hash,
            seal_key=house.opener.seal_key,
            now=house.clock(),
        )

    def figures(self) -> Figures:
        """The writer's figures, for /metrics."""
        return self._store.figures()

    async def close_day(self, actor: Actor, until: date | None = None) -> date:
        """日締め of today, or of all days up to `until`: what is open ends (absent: no_show, others: left). Returns that day."""
        ask(actor, "close_day")
        day = until or visits.day_of(self._house.clock())
        await self._store.write(reception.close_days(self._house, name_of(actor), day, even_if_empty=until is None))
        return day

    async def _begin(self) -> None:
        """Before the first question: what the office changed earlier holds again."""
        await self.branch.apply()

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
                "sessions": doors.drop_sessions(tx, now - self._house.staff_idle),
                "steps": steps.forget_before(tx, now - undo.UNDO_FOR),
                "answers": commands.forget(tx, now - KEPT_ANSWERS),
                "names": names.forget_before(tx, today),
                "appointments": appointments.forget(tx, self._house, today),
                "unopened": reception.forget_unopened(tx, now - timedelta(days=self._house.site.retention.records_days)),
            }

        counts = await self._store.write(operation)
        forgotten = await self._store.write(end_forgotten(now))
        await self.branch.apply()
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
