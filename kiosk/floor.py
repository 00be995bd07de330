"""What the floor view is told: this kiosk's state as a sign of life, and the call for help. Never a procedure, never a value."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

import msgspec

from config.release import program
from hub.client import Unreachable
from hub.wire import Device, KioskState, Refusal, RefusedNumber

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0
HELP_AGAIN_SECONDS = 1.0
# A warm print head cools by itself: nobody is sent there before this.
PATIENCE: dict[tuple[Device, str], timedelta] = {("printer", "hot"): timedelta(seconds=60)}


class Hub(Protocol):
    """What is needed of hub.client.HubClient here."""

    async def report_state(self, kiosk: str, state: KioskState) -> Refusal | Unreachable | None: ...
    async def call_help(self, kiosk: str, on: bool) -> Refusal | Unreachable | None: ...


class Devices(msgspec.Struct, frozen=True):
    """Standing of the devices, in the words of KioskState."""

    printer: str
    reader: Literal["ready", "fault", "none", "unknown"]
    camera: str
    speaker: str = "none"


class Looked(msgspec.Struct, frozen=True):
    """The devices as they are, since when, and as they are told (a warm printer is not told at once)."""

    now: Devices | None = None
    since: dict[Device, datetime] = {}
    told: dict[Device, str] = {}
    told_since: dict[Device, datetime] = {}


def look(before: Looked, devices: Devices, now: datetime) -> Looked:
    """The next look at the devices."""
    since, told, told_since = dict(before.since), dict(before.told), dict(before.told_since)
    words: dict[Device, str] = msgspec.structs.asdict(devices)  # type: ignore[assignment]
    for device, word in words.items():
        if before.now is None or getattr(before.now, device) != word:
            since[device] = now
        if told.get(device) != word and now - since[device] >= PATIENCE.get((device, word), timedelta(0)):
            told[device], told_since[device] = word, since[device]
    return Looked(devices, since, told, told_since)


class Floor:
    """`devices` and `refused` are asked at every report. `clock`: aware, JST."""

    def __init__(
        self,
        hub: Hub,
        kiosk: str,
        devices: Callable[[], Devices],
        clock: Callable[[], datetime],
        refused: Callable[[], tuple[RefusedNumber, ...]] = tuple,
    ) -> None:
        self._hub = hub
        self._kiosk = kiosk
        self._devices = devices
        self._clock = clock
        self._refused = refused
        self._looked = Looked()
        self._changed = asyncio.Event()
        self._ringing: asyncio.Task[None] | None = None
        self.state = KioskState("idle", version=program())
        self.help = False

    def set(self, **changes: Any) -> None:
        """Change fields of the state; told at once."""
        state = msgspec.structs.replace(self.state, **changes)
        if self.help and state.state == "in_use":
            state = msgspec.structs.replace(state, state="help_called")
        if state != self.state:
            self.state = state
            self.look_again()

    def look_again(self) -> None:
        """A device has changed."""
        self._changed.set()

    def call_help(self, on: bool) -> None:
        """Ring, or take the call back; tried until the hub has heard it."""
        if on is self.help:
            return
        self.help = on
        self.set(state="help_called" if on else "in_use")
        if self._ringing is not None:
            self._ringing.cancel()
        self._ringing = asyncio.create_task(self._ring(on))

    async def report(self) -> None:
        """For ever: the whole state at every change, and every few seconds; so nothing is lost while the hub is away."""
        while True:
            self._changed.clear()
            self._looked = look(self._looked, self._devices(), self._clock())
            state = msgspec.structs.replace(self.state, **self._looked.told, since=self._looked.told_since, refused=self._refused())
            await self._hub.report_state(self._kiosk, state)
            # Not wait_for: before Python 3.12 it loses a cancellation that comes together with the event.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await self._changed.wait()

    async def close(self) -> None:
        if self._ringing is not None:
            self._ringing.cancel()
            await asyncio.gather(self._ringing, return_exceptions=True)

    async def _ring(self, on: bool) -> None:
        while True:
            answer = await self._hub.call_help(self._kiosk, on)
            if not isinstance(answer, Unreachable):
                if answer is not None:
                    log.error("the hub refuses the call for help (%s): %s", answer.error, answer.cure)
                return
            await asyncio.sleep(HELP_AGAIN_SECONDS)
