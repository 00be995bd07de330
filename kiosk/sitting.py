"""The parent's side of one person at one kiosk: does what that session wants of hub, papers and devices, until it ends.

Nothing of it stays: what is still under way at the end is dropped, and whatever answers later finds nobody. What the resident
typed never comes here in clear (kiosk.personal).
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from config.bundle import Bundle
from hardware.scanner.port import ScannerState
from hardware.speech.port import Speaker, Utterance
from hub.client import Unreachable
from hub.wire import Refusal, SealedCall, SealedReply
from kiosk.assistance import Assistance
from kiosk.floor import Floor
from kiosk.flow import effects
from kiosk.flow.events import Event, HelpSeen, SlipChanged
from kiosk.numbers import Numbers
from kiosk.papers import Papers
from kiosk.pipe import (
    AskHub,
    CameraStands,
    HubAnswered,
    PrintPicture,
    ReaderStands,
    SealKey,
    TakeSealed,
    TrayStands,
    UnlockSealed,
    WantReader,
    Word,
    YourReader,
)
from kiosk.watch import CameraWatch, ReaderWatch

log = logging.getLogger(__name__)


class Hub(Protocol):
    """What is needed of hub.client.HubClient here."""

    async def find_entry_unread(self, call: SealedCall) -> SealedReply | Refusal | Unreachable: ...
    async def save_entry_unread(self, call: SealedCall, key: str) -> SealedReply | Refusal | Unreachable: ...


@dataclass(frozen=True, slots=True)
class Equipment:
    """What every sitting of this kiosk uses; None for what is not there."""

    hub: Hub
    numbers: Numbers
    papers: Papers
    floor: Floor
    reader: ReaderWatch | None
    camera: CameraWatch | None
    speaker: Speaker | None
    assistance: Assistance


class Sitting:
    """`window`: process id of the UI process of this one; `send` reaches it."""

    def __init__(self, window: int, equipment: Equipment, bundle: Bundle, send: Callable[[Event | Word], None]) -> None:
        self._window = window
        self._with = equipment
        self._bundle = bundle
        self._send = send
        self._over = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._tickets: set[str] = set()  # whose papers were asked for here

    def tell(self, event: Event) -> None:
        """An event for this session; dropped after its end."""
        if not self._over and not (isinstance(event, HelpSeen) and not self._with.floor.help):
            self._send(event)

    def tell_slip(self, visit: str, change: SlipChanged) -> None:
        """What became of a paper, if it was asked for here."""
        if visit in self._tickets:
            self.tell(msgspec.structs.replace(change, visit=visit))

    def tell_key(self) -> None:
        """The key to seal to, as it is now."""
        self._tell_word(SealKey(self._with.numbers.seal_key))

    def act(self, order: effects.Effect | Word) -> None:
        """Do what the session wants done. Never waits."""
        equipment = self._with
        match order:
            case WantReader() if equipment.reader is not None:
                equipment.reader.want(self._window)
                self._do(self._lend(equipment.reader))
            case ReaderStands(ready) if equipment.reader is not None:
                equipment.reader.stands(ready)
            case TrayStands(lies) if equipment.reader is not None:
                equipment.reader.tray(lies)
            case CameraStands(state) if equipment.camera is not None:
                equipment.camera.stands(ScannerState(state))
            case AskHub():
                self._do(self._ask_hub(order))
            case TakeSealed():
                self._do(self._take_number(order))
            case effects.PrintSlip(visit, slip, copy):
                self._tickets.add(visit)
                equipment.papers.print_slip(visit, slip, copy)
            case PrintPicture(paper, width, raster):
                self._tickets.add(paper)
                equipment.papers.print_picture(paper, width, raster)
            case effects.ReportSlip(visit, came, copy):
                equipment.papers.resident_says(visit, came, copy)
            case effects.CallHelp(on):
                equipment.floor.call_help(on)
            case effects.ShowStep(step, steps):
                equipment.floor.set(step=step, steps=steps)
            case effects.Speak(language, text) if equipment.speaker is not None:
                equipment.speaker.hush()
                equipment.speaker.say(Utterance(language, text))
            case UnlockSealed(call):
                self._do(self._unlock(call))
            case effects.ReissueSlip() | effects.CancelNumber() | effects.HandNumber() | effects.TakeRole():
                self._do(self._assist(order))
            case effects.NoteAssistance() | effects.EndUnlock() | effects.SetTraining():
                equipment.assistance.tell(order)
            case effects.Hush() if equipment.speaker is not None:
                equipment.speaker.hush()
            case _:
                pass  # a device this kiosk does not have

    async def end(self) -> None:
        """Nothing of the visit stays: not in the devices, not here."""
        self._over = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        equipment = self._with
        equipment.assistance.end_all()
        if equipment.camera is not None:
            equipment.camera.free()
        if equipment.speaker is not None:
            equipment.speaker.hush()
        equipment.floor.call_help(False)
        equipment.floor.set(state="idle", step=None, steps=None)

    async def _lend(self, reader: ReaderWatch) -> None:
        if await asyncio.to_thread(reader.lend, self._window):
            self._tell_word(YourReader(reader.left))

    async def _ask_hub(self, question: AskHub) -> None:
        hub, call = self._with.hub, question.call
        saves = question.action == "save_entry"
        match await (hub.save_entry_unread(call, question.key) if saves else hub.find_entry_unread(call)):
            case SealedReply() as reply:
                self._tell_word(HubAnswered(question.turn, reply=reply))
            case Refusal() as refusal:
                self._tell_word(HubAnswered(question.turn, refusal=refusal))
            case Unreachable():
                self._tell_word(HubAnswered(question.turn))

    async def _unlock(self, call: SealedCall) -> None:
        self.tell(await self._with.assistance.unlock(call))

    async def _assist(self, order: effects.ReissueSlip | effects.CancelNumber | effects.HandNumber | effects.TakeRole) -> None:
        self.tell(await self._with.assistance.answer(order))

    async def _take_number(self, press: TakeSealed) -> None:
        self.tell(await self._with.numbers.take(press, self._bundle))

    def _tell_word(self, word: Word) -> None:
        if not self._over:
            self._send(word)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """A task that ends with the visit."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        """A bug in one effect is told and does not end the kiosk."""
        self._tasks.discard(task)
        if not task.cancelled() and (trouble := task.exception()) is not None:
            log.error("an effect failed", exc_info=trouble)
