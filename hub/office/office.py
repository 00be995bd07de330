"""Use cases, one method each: ask whether the actor may, let the domain decide, commit one transaction, tell everybody.

Every method's first argument is the actor. Expected trouble comes back as wire.Refusal; broken rules are raised
(NotAllowed, IllegalAction, Conflict, KeyReused, CounterBusy, WrongCounter, UnknownVisit, Busy, CommitFailed) and turned into
the same shape by `refusals.refusal_of`.
"""

from collections.abc import Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import AsyncIterator

from config.bundle import Bundle
from hub.office.staff import Initial, SignedIn
from hub.security.actors import Actor, Board, Kiosk, Staff, StaffRole
from hub.wire import (
    ActOnLeg,
    BoardState,
    CalledNext,
    CallNext,
    Event,
    FindEntry,
    Following,
    FoundEntry,
    HelpCall,
    HubIdentity,
    KioskState,
    KioskView,
    OpenVisit,
    RecordView,
    Refusal,
    SavedEntry,
    SaveEntry,
    SealedVisit,
    SlipPrinted,
    Stage,
    Ticket,
    VisitView,
)

Listener = Callable[[tuple[Event, ...]], None]


class Office:
    """All use cases over one store. Made by `open_office`; belongs to one event loop."""

    # --- what a resident does ---------------------------------------------------------------------------------------------

    async def open_visit(self, actor: Actor, message: OpenVisit, key: str) -> Ticket | Refusal:
        """One number, durable when this returns. The same key gives the same ticket; raises KeyReused for another message."""
        raise NotImplementedError

    async def open_sealed_visit(self, actor: Actor, message: SealedVisit, key: str) -> Ticket | Refusal:
        """Take over a number a kiosk gave while the hub was away. Never refused for its answers; waits since `issued_at`."""
        raise NotImplementedError

    async def find_entry(self, actor: Actor, message: FindEntry) -> FoundEntry | Refusal:
        """The pre-entry behind a reception code or its short code. Wrong codes are limited per actor."""
        raise NotImplementedError

    async def save_entry(self, actor: Actor, message: SaveEntry, key: str) -> SavedEntry | Refusal:
        """Keep finished forms for a visit to come. The codes are returned once and stored as hashes only."""
        raise NotImplementedError

    async def follow(self, actor: Actor, token: str) -> Following | Refusal:
        """The phone page's view of one visit (token in any case)."""
        raise NotImplementedError

    # --- counters -----------------------------------------------------------------------------------------------------------

    async def call_next(self, actor: Actor, message: CallNext, key: str | None = None) -> CalledNext:
        """Call the next at this counter (back-office: take the next), first finishing what it serves where asked to."""
        raise NotImplementedError

    async def act(self, actor: Actor, message: ActOnLeg, key: str | None = None) -> VisitView:
        """One action of the table. Raises Conflict with the visit as it is now where `version` is not the current one."""
        raise NotImplementedError

    async def record(self, actor: Actor, visit: str) -> RecordView | Refusal:
        """受付データ of a visit being served at the actor's own counter. Each opening is one audit event."""
        raise NotImplementedError

    async def visits(
        self, actor: Actor, stage: Stage | None = None, counter: int | None = None, limit: int = 400
    ) -> tuple[VisitView, ...]:
        """Today's open visits: at that counter first, then waiting in the order of the policy (`reason`), then absent, then the rest."""
        raise NotImplementedError

    async def visit(self, actor: Actor, visit: str) -> VisitView:
        """One visit. Raises UnknownVisit."""
        raise NotImplementedError

    async def history(self, actor: Actor, visit: str) -> tuple[Event, ...]:
        """Everything the log holds of one visit, oldest first."""
        raise NotImplementedError

    # --- floor ----------------------------------------------------------------------------------------------------------------

    async def report_kiosk(self, actor: Actor, state: KioskState) -> None:
        """A kiosk's heartbeat. Only a change becomes an event."""
        raise NotImplementedError

    async def call_help(self, actor: Actor, message: HelpCall) -> None:
        """職員をよぶ at the actor's kiosk, on or off."""
        raise NotImplementedError

    async def take_help(self, actor: Actor, kiosk: str) -> None:
        """行きます: somebody goes to this kiosk; its help call ends."""
        raise NotImplementedError

    async def report_slip(self, actor: Actor, message: SlipPrinted) -> None:
        """What became of a paper. Raises UnknownVisit."""
        raise NotImplementedError

    async def kiosks(self, actor: Actor) -> tuple[KioskView, ...]:
        """Every enrolled kiosk with its last state; nothing of any resident."""
        raise NotImplementedError

    # --- what everybody is told -----------------------------------------------------------------------------------------------

    async def board_state(self, actor: Actor) -> BoardState:
        """Everything a board shows, consistent with `seq`."""
        raise NotImplementedError

    async def events_since(self, actor: Actor, seq: int, limit: int = 1000) -> tuple[Event, ...] | None:
        """Events after `seq`, in order; None where more than `limit` are missing: start from a snapshot instead."""
        raise NotImplementedError

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` in the loop's thread with the events of every commit, in order of `seq`. Returns the way to stop."""
        raise NotImplementedError

    async def set_notices(self, actor: Actor, notices: tuple[str, ...]) -> None:
        """お知らせ on the boards, until changed or the day is closed."""
        raise NotImplementedError

    async def identity(self, actor: Actor) -> HubIdentity:
        """Who this hub is and the public key kiosks seal to."""
        raise NotImplementedError

    # --- people and devices -----------------------------------------------------------------------------------------------------

    async def sign_in(self, actor: Actor, login: str, password: str) -> SignedIn | Refusal:
        """A session for this person. Wrong passwords are limited per login and per origin."""
        raise NotImplementedError

    async def sign_out(self, actor: Actor) -> None:
        """End the actor's own session."""
        raise NotImplementedError

    async def session(self, actor: Actor, token: str) -> Staff | None:
        """Who stands behind a session token; None where it is unknown, idle for too long or ended."""
        raise NotImplementedError

    async def take_counter(self, actor: Actor, counter: int) -> Staff | Refusal:
        """Sit down at a desk: the session's counter from now on."""
        raise NotImplementedError

    async def create_staff(self, actor: Actor, login: str, role: StaffRole, name: str, password: str) -> str:
        """A person who may sign in. Returns the id. Raises ValueError where the login is taken."""
        raise NotImplementedError

    async def create_demo_staff(self, actor: Actor) -> tuple[Initial, ...]:
        """First start: one clerk, one floor guide, one manager with a random password each, shown once. Empty where staff exist."""
        raise NotImplementedError

    async def enrol_device(self, actor: Actor, kind: str, name: str) -> str:
        """A device token for `kiosk` or `board`, shown once. The same kind and name again replaces the old token."""
        raise NotImplementedError

    async def revoke_device(self, actor: Actor, kind: str, name: str) -> bool:
        """Take a device's token away. False where there was none."""
        raise NotImplementedError

    async def device(self, actor: Actor, token: str) -> Kiosk | Board | None:
        """Which device this token is."""
        raise NotImplementedError

    # --- the house ----------------------------------------------------------------------------------------------------------------

    async def close_day(self, actor: Actor) -> date:
        """日締め: what is still open is closed through the table (absent: no_show, others: left). Returns the day closed."""
        raise NotImplementedError

    async def expire(self, actor: Actor, now: datetime) -> dict[str, int]:
        """Destroy what is past its time (records, pre-entries, sessions, keys). Returns counts by name."""
        raise NotImplementedError


@asynccontextmanager
async def open_office(state: Path, bundle: Bundle) -> AsyncIterator[Office]:
    """The office over the folder `state` (hub.db, keys/), for the time of the context. Must be entered inside the loop."""
    raise NotImplementedError
    yield
