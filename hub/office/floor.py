"""The use cases of the floor: kiosks, boards and papers as they report themselves, help calls, a number asked for by a guide."""

from datetime import date

from hub.office import floor_numbers, kiosks
from hub.office.arrivals import own_key
from hub.office.floor_numbers import FloorNotes
from hub.office.house import House
from hub.office.kiosks import LastSeen, step_of
from hub.security.actors import Actor, Staff, name_of
from hub.security.may import ask, asked_device
from hub.store.store import Store
from hub.wire import (
    BoardHealth,
    BoardView,
    FloorNote,
    FloorNumber,
    HelpCall,
    KioskState,
    KioskView,
    PaperTrouble,
    Refusal,
    SlipPrinted,
    VisitView,
)


class Floor:
    """Over the store. Every method's first argument is the actor; refusals are returned."""

    def __init__(self, store: Store, house: House) -> None:
        self._store, self._house = store, house
        self._seen: LastSeen[KioskState] = LastSeen(step_of)
        self._boards_seen: LastSeen[BoardHealth] = LastSeen()

    async def report_kiosk(self, actor: Actor, state: KioskState) -> None:
        """A kiosk's heartbeat. Only a change becomes an event."""
        kiosk, now = asked_device(actor, "report_kiosk"), self._house.clock()
        if self._seen.heard(kiosk, state, now):
            await self._store.write(kiosks.change_kiosk(kiosk, name_of(actor), now, state=state))

    async def call_help(self, actor: Actor, message: HelpCall) -> None:
        """職員をよぶ at the actor's kiosk, on or off."""
        kiosk = asked_device(actor, "call_help")
        await self._store.write(kiosks.change_kiosk(kiosk, name_of(actor), self._house.clock(), help_on=message.on))

    async def take_help(self, actor: Actor, kiosk: str) -> None:
        """行きます: somebody goes to this kiosk; its help call ends, and for a while the others see who went."""
        ask(actor, "take_help")
        staff = actor.id if isinstance(actor, Staff) else ""
        await self._store.write(kiosks.take_help(kiosk, staff, name_of(actor), self._house.clock()))

    async def report_slip(self, actor: Actor, message: SlipPrinted) -> None:
        """What became of a paper. Raises UnknownVisit."""
        kiosk, own = asked_device(actor, "report_slip"), own_key(actor, "sealed", message.visit)
        await self._store.write(kiosks.report_slip(kiosk, name_of(actor), self._house.clock(), message, own))

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
        board, now = asked_device(actor, "report_board"), self._house.clock()
        if self._boards_seen.heard(board, health, now):
            await self._store.write(kiosks.change_board(board, name_of(actor), now, health))

    async def boards(self, actor: Actor) -> tuple[BoardView, ...]:
        """Every enrolled board with what it last said."""
        ask(actor, "boards")
        return await self._store.read(lambda connection: kiosks.board_views(connection, self._boards_seen))

    async def kiosks(self, actor: Actor) -> tuple[KioskView, ...]:
        """Every enrolled kiosk with its last state; nothing of any resident."""
        ask(actor, "kiosks")
        now = self._house.clock()
        return await self._store.read(lambda connection: kiosks.kiosk_views(connection, self._seen, now))

    async def floor_number(self, actor: Actor, number: str) -> FloorNumber | Refusal:
        """Where a number of today stands, for the floor."""
        ask(actor, "floor_number")
        house = self._house
        return await self._store.read(lambda connection: floor_numbers.floor_number(connection, house, number))

    async def numbers_alike(self, actor: Actor, typed: str, day: date | None = None) -> tuple[VisitView, ...]:
        """The numbers of a day (None: today) that may be meant by what somebody typed."""
        ask(actor, "floor_number")
        house = self._house
        return await self._store.read(lambda connection: floor_numbers.alike(connection, house, typed, day))

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
