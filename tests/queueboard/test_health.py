"""A board without sound says so to the floor, with the moment it fell silent."""

import asyncio
from datetime import datetime, timedelta, timezone

from hardware.speech.port import SpeakerState
from hub.client import Unreachable
from hub.wire import BoardHealth
from queueboard.health import report

NOW = datetime(2026, 11, 21, 10, 32, tzinfo=timezone(timedelta(hours=9)))


class Loudspeaker:
    """Stands as it is told to."""

    def __init__(self):
        self.stands = SpeakerState.READY

    def state(self):
        return self.stands


class Hub:
    """Hears while it is `there`."""

    def __init__(self):
        self.there = True
        self.heard = asyncio.Queue()
        self.missed = asyncio.Event()

    async def report_board(self, health):
        if not self.there:
            self.missed.set()
            return Unreachable("away")
        await self.heard.put(health)
        return None


def test_the_floor_hears_since_when_a_board_is_silent_also_when_the_hub_was_away_meanwhile():
    async def scenario():
        hub, speaker, times = Hub(), Loudspeaker(), iter(range(1_000_000))
        reporting = asyncio.create_task(report(hub, speaker, lambda: NOW + timedelta(seconds=next(times)), pause=0.001))
        async with asyncio.timeout(60):
            first = await hub.heard.get()
            hub.there = False
            speaker.stands = SpeakerState.NO_DEVICE
            while not hub.heard.empty():
                hub.heard.get_nowait()
            await hub.missed.wait()
            hub.there = True
            after = [await hub.heard.get() for _ in range(3)]
        reporting.cancel()
        return first, after

    first, after = asyncio.run(scenario())

    assert first == BoardHealth("ready", NOW)
    assert {health.speaker for health in after} == {"no_device"}
    assert len({health.since for health in after}) == 1
    assert after[0].since > NOW
