"""How long the waits are, told to the screens that show them: soon after a line moved, and each half minute where it changed."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from hub import wire
from hub.web.push.broker import Broker

AT_LEAST_SECONDS = 30.0  # a wait grows while nobody is called
AT_MOST_SECONDS = 5.0  # between two tellings, whatever happens in the office
MOVES = (
    wire.VisitOpened,
    wire.LegCalled,
    wire.LegMoved,
    wire.VisitSplit,
    wire.VisitMerged,
    wire.DayClosed,
    wire.SettingsChanged,
)


class Waits:
    """Remembers what was told last and stays silent while it holds."""

    def __init__(self, broker: Broker, look: Callable[[], Awaitable[wire.Waits]]) -> None:
        self._broker, self._look = broker, look
        self._told: tuple[object, ...] = ()
        self._moved = asyncio.Event()

    def publish(self, events: tuple[wire.Event, ...]) -> None:
        if any(isinstance(event, MOVES) for event in events):
            self._moved.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AT_LEAST_SECONDS):
                    await self._moved.wait()
            self._moved.clear()
            now = await self._look()
            told = (now.waits, now.others, now.deliveries)
            if told != self._told:
                self._broker.tell_waits(now)
                self._told = told
            await asyncio.sleep(AT_MOST_SECONDS)
