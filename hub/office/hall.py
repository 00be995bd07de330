"""The use cases of the hall: what everybody there and at home is told by boards, waits, notices and 混雑状況."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from hub import wire
from hub.domain.congestion import Congestion, Mark
from hub.domain.notice import Notice, Wrong
from hub.domain.stage import RECEPTION
from hub.office import congestion, notices, waits
from hub.office.announce import notices_to_wire
from hub.office.board import board_state
from hub.office.house import House
from hub.office.outlook import DayOutlook, days_ahead
from hub.security.actors import Actor, Board, System, name_of
from hub.security.may import ask
from hub.store import promises
from hub.store.database import Connection
from hub.store.store import Store
from hub.wire import BoardState, Waits


class Hall:
    """Over the store. Every method's first argument is the actor."""

    def __init__(self, store: Store, house: House) -> None:
        self._store, self._house = store, house

    async def board_state(self, actor: Actor) -> BoardState:
        """Everything a board shows, consistent with `seq`."""
        ask(actor, "board_state")
        house, now = self._house, self._house.clock()
        state = await self._store.read(
            lambda connection: board_state(connection, house, notices.notices_of(connection, house, now), now)
        )
        return msgspec.structs.replace(state, board=actor.id) if isinstance(actor, Board) else state

    async def public_board(self, actor: Actor) -> BoardState:
        """The same for a page anybody may open: numbers, counters and how many wait."""
        ask(actor, "public_board")
        return await self.board_state(System())

    async def waits(self, actor: Actor) -> Waits:
        """How long whoever took a number now would wait. Stores what phones were told since it was asked last."""
        ask(actor, "waits")
        house, now = self._house, self._house.clock()
        lines, deliveries = await self._store.read(
            lambda connection: (waits.lines(connection, house, now), waits.deliveries(connection, house, now))
        )
        if rows := house.telling.new(now):
            await self._store.write(lambda tx: promises.note(tx, rows))
        return Waits(now, {line.service: line.wait for line in lines}, deliveries, {line.service: line.others for line in lines})

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

    async def outlook(self, actor: Actor, service: str, procedure: str | None, days: int) -> tuple[DayOutlook, ...]:
        """混雑予測 of one service for every open day up to so many days ahead."""
        ask(actor, "congestion")
        house, now = self._house, self._house.clock()
        return await self._store.read(lambda connection: days_ahead(connection, house, service, procedure, days, now))

    async def reception_minutes(self, actor: Actor, services: Iterable[str]) -> dict[str, int]:
        """What it takes at a counter of these services, as far as enough was seen."""
        ask(actor, "congestion")
        house, now, asked = self._house, self._house.clock(), tuple(services)

        def question(connection: Connection) -> dict[str, int]:
            found = {service: house.paces.usual(connection, service, RECEPTION, 1, now) for service in asked}
            return {service: max(1, round(usual.middle / 60)) for service, usual in found.items() if usual is not None}

        return await self._store.read(question)

    async def state_congestion(self, actor: Actor, service: str, mark: Mark | None) -> None:
        """What the staff see in the hall, for an hour; None: what is computed counts again."""
        ask(actor, "state_congestion")
        await self._store.write(congestion.state(self._house, actor, service, mark, self._house.clock()))
