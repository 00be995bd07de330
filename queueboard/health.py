"""What the floor hears of this board: a sign of life, and how its loudspeaker stands."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec

from hardware.speech.port import Speaker
from hub.client import Unreachable
from hub.wire import BoardHealth, Refusal

HEARTBEAT_SECONDS = 5.0


class Hub(Protocol):
    """What is needed of hub.client.HubClient here."""

    async def report_board(self, health: BoardHealth) -> Refusal | Unreachable | None: ...


def look(before: BoardHealth, speaker: str, now: datetime) -> BoardHealth:
    """The next look at the loudspeaker: `since` is when it changed."""
    return before if before.speaker == speaker else msgspec.structs.replace(before, speaker=speaker, since=now)


async def report(hub: Hub, speaker: Speaker, clock: Callable[[], datetime], pause: float = HEARTBEAT_SECONDS) -> None:
    """For ever: the whole standing every few seconds, so that nothing is lost while the hub is away."""
    health = BoardHealth()
    while True:
        health = look(health, speaker.state().value, clock())
        await hub.report_board(health)
        await asyncio.sleep(pause)
