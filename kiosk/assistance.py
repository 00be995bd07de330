"""Staff at this kiosk, between the window and the hub: asks, and sees to it that every unlock ends."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from hub import wire
from hub.client import Unreachable
from hub.wire import Refusal
from kiosk.flow import effects
from kiosk.flow.events import AssistRefused, Event, KioskUnlocked, NumberCancelled, NumberHanded, RoleTaken, SlipReissued

log = logging.getLogger(__name__)

END_TRIES, END_AGAIN_SECONDS = 5, 3.0  # then the hub ends it by itself, with its time

HUB_AWAY = Refusal(error="hub_away", message="The hub cannot be reached.", cure="Look after the network, then try again.")


class Hub(Protocol):
    """What is needed of hub.client.HubClient here."""

    async def unlock_unread(self, kiosk: str, call: wire.SealedCall) -> wire.Unlocked | Refusal | Unreachable: ...
    async def reissue(self, kiosk: str, message: wire.Reissue) -> wire.Reissued | Refusal | Unreachable: ...
    async def cancel_number(self, kiosk: str, message: wire.CancelNumber) -> Refusal | Unreachable | None: ...
    async def hand_number(self, kiosk: str, message: wire.HandNumber, key: str) -> wire.Ticket | Refusal | Unreachable: ...
    async def take_role(self, kiosk: str, message: wire.TakeRole) -> Refusal | Unreachable | None: ...
    async def note_assistance(self, kiosk: str, message: wire.Assistance) -> Refusal | Unreachable | None: ...
    async def end_unlock(self, kiosk: str, message: wire.EndUnlock) -> Refusal | Unreachable | None: ...


class Assistance:
    """`set_training` is called with what the window is to do from the next visit on."""

    def __init__(self, hub: Hub, kiosk: str, set_training: Callable[[bool], None]) -> None:
        self._hub, self._kiosk, self._set_training = hub, kiosk, set_training
        self._open: set[str] = set()
        self._telling: set[asyncio.Task[None]] = set()

    async def unlock(self, call: wire.SealedCall) -> Event:
        """KioskUnlocked or AssistRefused; number and PIN pass sealed."""
        return self._unlocked(await self._hub.unlock_unread(self._kiosk, call))

    async def answer(self, effect: effects.ReissueSlip | effects.CancelNumber | effects.HandNumber | effects.TakeRole) -> Event:
        """What the hub says, as an event for the window."""
        match effect:
            case effects.ReissueSlip(message):
                reissued = await self._hub.reissue(self._kiosk, message)
                return SlipReissued(reissued) if isinstance(reissued, wire.Reissued) else _refused(reissued)
            case effects.CancelNumber(message):
                refusal = await self._hub.cancel_number(self._kiosk, message)
                return NumberCancelled(message.number) if refusal is None else _refused(refusal)
            case effects.TakeRole(message):
                unwilling = await self._hub.take_role(self._kiosk, message)
                return RoleTaken(message.counter) if unwilling is None else _refused(unwilling)
            case effects.HandNumber(key, message):
                handed = await self._hub.hand_number(self._kiosk, message, key)
                return NumberHanded(handed) if isinstance(handed, wire.Ticket) else _refused(handed)

    def tell(self, effect: effects.NoteAssistance | effects.EndUnlock | effects.SetTraining) -> None:
        """In order and even where the visit ends with it."""
        match effect:
            case effects.SetTraining(on):
                self._set_training(on)
            case effects.NoteAssistance(message):
                self._do(message)
            case effects.EndUnlock(unlock):
                self._open.discard(unlock)
                self._do(wire.EndUnlock(unlock))

    def end_all(self) -> None:
        """The window is gone: whoever had it unlocked has it no more."""
        while self._open:
            self._do(wire.EndUnlock(self._open.pop()))

    async def close(self) -> None:
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    def _unlocked(self, answer: wire.Unlocked | Refusal | Unreachable) -> Event:
        if not isinstance(answer, wire.Unlocked):
            return _refused(answer)
        self._open.add(answer.unlock)
        return KioskUnlocked(answer)

    def _do(self, message: wire.Assistance | wire.EndUnlock) -> None:
        before = tuple(self._telling)
        task = asyncio.create_task(self._tell(message, before))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self, message: wire.Assistance | wire.EndUnlock, before: tuple[asyncio.Task[None], ...]) -> None:
        await asyncio.gather(*before, return_exceptions=True)
        for _ in range(END_TRIES):
            match message:
                case wire.Assistance():
                    answer = await self._hub.note_assistance(self._kiosk, message)
                case wire.EndUnlock():
                    answer = await self._hub.end_unlock(self._kiosk, message)
            if isinstance(answer, Refusal):
                log.error("the hub does not take what staff did here (%s): %s", answer.error, answer.cure)
            if not isinstance(answer, Unreachable):
                return
            await asyncio.sleep(END_AGAIN_SECONDS)


def _refused(answer: Refusal | Unreachable) -> AssistRefused:
    return AssistRefused(answer if isinstance(answer, Refusal) else HUB_AWAY)
