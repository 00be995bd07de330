"""Phones hear of their own row only, and at most once a second, whatever happens in the office."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from hub.web.push import sse
from hub.web.push.broker import Broker, Listener
from hub.wire import DayClosed, Event, Following, LegCalled, LegMoved, NoticesChanged, Refusal, VisitMerged, VisitSplit

PACE_SECONDS = 1.0
AT_ONCE = 25  # rows looked up together: a few milliseconds, so that calls go out between
NOTICED = 100  # phones told of a notice in one go: a thousand look at their page within ten seconds, not within one
Follow = Callable[[Sequence[str]], Awaitable[dict[str, Following | Refusal]]]


class Phones:
    """Remembers which services moved, looks those phones' rows up once a second, sends the ones that changed."""

    def __init__(self, broker: Broker, follow: Follow) -> None:
        self._broker = broker
        self._follow = follow
        self._moved: set[str] = set()  # services
        self._numbers: set[str] = set()  # that went on with another one of the family, or apart again
        self._everything = False
        self._unaware: list[str] = []  # follow tokens to tell their row again: the page beside it has changed
        self._rows: dict[str, Following] = {}  # follow token → the row it was last told
        self._wake = asyncio.Event()

    def publish(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case LegCalled():
                    self._moved.add(event.row.service)
                case LegMoved():
                    self._moved.add(event.service)
                case VisitMerged():
                    self._numbers |= {event.number, event.into_number}
                case VisitSplit():
                    self._numbers |= {event.number, event.origin_number}
                case DayClosed():
                    self._everything = True
                case NoticesChanged():
                    self._unaware = [listener.owner for listener in self._broker.listeners("phone")]
                case _:
                    continue
            self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            moved, numbers, everything = self._moved, self._numbers, self._everything
            self._moved, self._numbers, self._everything = set(), set(), False
            await self._tell(moved, numbers, everything)
            if self._unaware:
                self._wake.set()
            await asyncio.sleep(PACE_SECONDS)

    async def _tell(self, moved: set[str], numbers: set[str], everything: bool) -> None:
        listening: dict[str, list[Listener]] = {}
        for listener in self._broker.listeners("phone"):
            listening.setdefault(listener.owner, []).append(listener)
        self._rows = {token: row for token, row in self._rows.items() if token in listening}
        again, self._unaware = frozenset(self._unaware[:NOTICED]), self._unaware[NOTICED:]
        wanted = [
            token
            for token in listening
            if token in again or (known := self._rows.get(token)) is None or everything or _concerned(known, moved, numbers)
        ]
        for first in range(0, len(wanted), AT_ONCE):
            rows = await self._follow(wanted[first : first + AT_ONCE])
            for token, row in rows.items():
                if isinstance(row, Refusal) or (row == self._rows.get(token) and token not in again):
                    continue
                self._rows[token] = row
                chunk = sse.row(msgspec.json.encode(row))
                for listener in listening[token]:
                    listener.put(0, chunk)


def _concerned(row: Following, moved: set[str], numbers: set[str]) -> bool:
    return not numbers.isdisjoint((row.number, row.own_number)) or any(stage.service in moved for stage in row.way)
