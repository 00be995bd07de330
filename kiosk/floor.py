"""What the floor view is told: this kiosk's state as a sign of life, and the call for help. Never a procedure, never a value."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, Literal, Protocol

import msgspec

from hub.client import Unreachable
from hub.wire import KioskState, Refusal

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0
HELP_AGAIN_SECONDS = 1.0


class Hub(Protocol):
    """What is needed of hub.client.HubClient here."""

    async def report_state(self, kiosk: str, state: KioskState) -> Refusal | Unreachable | None: ...
    async def call_help(self, kiosk: str, on: bool) -> Refusal | Unreachable | None: ...


class Devices(msgspec.Struct, frozen=True):
    """Standing of the devices, in the words of KioskState."""

    printer: str
    reader: Literal["ready", "fault", "none", "unknown"]
    camera: Literal["ready", "none"]


class Floor:
    """`devices` is asked at every report."""

    def __init__(self, hub: Hub, kiosk: str, devices: Callable[[], Devices]) -> None:
        self._hub = hub
        self._kiosk = kiosk
        self._devices = devices
        self._changed = asyncio.Event()
        self._ringing: asyncio.Task[None] | None = None
        self.state = KioskState("idle")
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
        """For ever: the state at every change, and every few seconds."""
        while True:
            self._changed.clear()
            devices = self._devices()
            state = msgspec.structs.replace(self.state, printer=devices.printer, reader=devices.reader, camera=devices.camera)
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
