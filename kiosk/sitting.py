"""The parent's side of one person at one kiosk: runs the effects of that session and answers it with events, until it ends.

Nothing of it stays: what is still under way at the end is dropped, and whatever answers later finds nobody.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from config.bundle import Bundle
from config.japanese.postal import PostalFileMissing, towns
from hardware.cards.port import CardFault, Fault
from hardware.speech.port import Speaker, Utterance
from hub.client import Unreachable
from hub.wire import FoundEntry, OpenVisit, Refusal
from kiosk.camera import Camera
from kiosk.floor import Floor
from kiosk.flow import effects
from kiosk.flow.events import (
    CameraChanged,
    Candidates,
    CardFailed,
    Characters,
    EntryFound,
    EntryRefused,
    Event,
    HelpSeen,
    SlipChanged,
    Towns,
)
from kiosk.input.handwriting import open_handwriting
from kiosk.input.port import Handwriting, KanaKanji
from kiosk.numbers import Numbers
from kiosk.papers import Papers
from kiosk.reader import Reader

log = logging.getLogger(__name__)

LONGEST_CODE = 60  # characters of a reception code, with room; longer ones are foreign

FOREIGN = Refusal(
    error="foreign_code", message="This is not a reception code of this system.", cure="Show the code of the pre-entry."
)
HUB_AWAY = Refusal(error="hub_away", message="The hub cannot be reached.", cure="Begin without the code, or take a number alone.")


class Hub(Protocol):
    """What is needed of hub.client.HubClient here."""

    async def find_entry(self, code: str) -> FoundEntry | Refusal | Unreachable: ...


@dataclass(frozen=True, slots=True)
class Equipment:
    """What every sitting of this kiosk uses; None for what is not there."""

    hub: Hub
    numbers: Numbers
    papers: Papers
    floor: Floor
    reader: Reader | None
    camera: Camera | None
    speaker: Speaker | None
    open_converter: Callable[[], KanaKanji]
    open_handwriting: Callable[[], Handwriting] = open_handwriting


class Sitting:
    """`number` counts the sittings of this process; `send` reaches the UI process of this one."""

    def __init__(self, number: int, equipment: Equipment, bundle: Bundle, send: Callable[[Event], None]) -> None:
        self.number = number
        self._with = equipment
        self._bundle = bundle
        self._send = send
        self._over = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._converter: KanaKanji | None = None
        self._kana: effects.Convert | None = None
        self._handwriting: Handwriting | None = None
        self._drawing: effects.Recognise | None = None
        self._ticket = ""

    def tell(self, event: Event) -> None:
        """An event for this session; dropped after its end."""
        if not self._over and not (isinstance(event, HelpSeen) and not self._with.floor.help):
            self._send(event)

    def tell_slip(self, visit: str, change: SlipChanged) -> None:
        """What became of a paper, if it is this person's."""
        if visit == self._ticket:
            self.tell(change)

    def warm(self) -> None:
        """The converter ahead of the first key."""
        if self._converter is None and not self._over:
            self._converter = self._with.open_converter()
            self._do(self._converter.warm())

    def act(self, effect: effects.Effect) -> None:
        """Do what the session wants done. Never waits."""
        equipment = self._with
        match effect:
            case effects.Convert():
                busy, self._kana = self._kana is not None, effect
                if not busy:
                    self._do(self._convert())
            case effects.Recognise():
                busy, self._drawing = self._drawing is not None, effect
                if not busy:
                    self._do(self._recognise())
            case effects.LookUpPostalCode(postal_code):
                self._do(self._look_up(postal_code))
            case effects.WaitForCard() | effects.ReadCard() | effects.LeaveCard():
                self._card(effect)
            case effects.StartScanner() if equipment.camera is not None:
                equipment.camera.start(self.tell)
            case effects.StartScanner():
                self.tell(CameraChanged("no_camera"))
            case effects.StopScanner() if equipment.camera is not None:
                self._do(equipment.camera.stop())
            case effects.FindEntry(code):
                self._do(self._find_entry(code))
            case effects.TakeNumber(key, visit):
                self._do(self._take_number(key, visit))
            case effects.PrintSlip(visit, slip, copy):
                self._ticket = visit
                equipment.papers.print_slip(visit, slip, copy)
            case effects.ReportSlip(visit, came, copy):
                equipment.papers.resident_says(visit, came, copy)
            case effects.CallHelp(on):
                equipment.floor.call_help(on)
            case effects.ShowStep(step, steps):
                equipment.floor.set(step=step, steps=steps)
            case effects.Speak(language, text) if equipment.speaker is not None:
                equipment.speaker.hush()
                equipment.speaker.say(Utterance(language, text))
            case effects.Hush() if equipment.speaker is not None:
                equipment.speaker.hush()
            case _:
                pass  # a device this kiosk does not have

    async def end(self) -> None:
        """Nothing of the visit stays: not in the devices, not in the converter, not here."""
        self._over = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        equipment = self._with
        if equipment.reader is not None:
            equipment.reader.leave()
        if equipment.camera is not None:
            await equipment.camera.stop()
        if equipment.speaker is not None:
            equipment.speaker.hush()
        if self._converter is not None:
            await self._converter.close()
        if self._handwriting is not None:
            await self._handwriting.close()
        equipment.floor.call_help(False)
        equipment.floor.set(state="idle", step=None, steps=None)

    def _card(self, effect: effects.WaitForCard | effects.ReadCard | effects.LeaveCard) -> None:
        reader = self._with.reader
        match effect:
            case effects.LeaveCard():
                if reader is not None:
                    reader.leave()
            case _ if reader is None:
                self.tell(CardFailed(CardFault(Fault.READER_GONE)))
            case effects.WaitForCard():
                reader.wait(self.number)
            case effects.ReadCard(secret, allow_last_try):
                reader.read(self.number, secret, allow_last_try=allow_last_try)

    async def _convert(self) -> None:
        """The latest kana until there is none newer: who types faster than Mozc answers misses nothing."""
        while (wanted := self._kana) is not None:
            if self._converter is None:
                self._converter = self._with.open_converter()
            candidates = await self._converter.convert(wanted.kana, name=wanted.name)
            if wanted is self._kana:
                self._kana = None
                self.tell(Candidates(wanted.kana, candidates))

    async def _recognise(self) -> None:
        """The latest drawing until there is none newer."""
        if self._handwriting is None:
            self._handwriting = self._with.open_handwriting()
        while (wanted := self._drawing) is not None:
            if wanted.strokes:
                characters = await self._handwriting.characters(wanted.strokes)
            else:
                await self._handwriting.warm()
            if wanted is self._drawing:
                self._drawing = None
                if wanted.strokes:
                    self.tell(Characters(wanted.turn, characters))

    async def _look_up(self, postal_code: str) -> None:
        try:
            found = await asyncio.to_thread(towns, postal_code, self._bundle.site.address)
        except PostalFileMissing as missing:
            log.error("no postal codes: %s", missing)
            found = ()
        self.tell(Towns(postal_code, tuple((town.prefecture, town.city, town.town) for town in found)))

    async def _find_entry(self, code: str) -> None:
        answer = FOREIGN if len(code) > LONGEST_CODE else await self._with.hub.find_entry(code)
        match answer:
            case FoundEntry() as entry:
                self.tell(EntryFound(entry))
            case Refusal() as refusal:
                self.tell(EntryRefused(refusal))
            case Unreachable():
                self.tell(EntryRefused(HUB_AWAY))

    async def _take_number(self, key: str, visit: OpenVisit) -> None:
        self.tell(await self._with.numbers.take(key, visit, self._bundle))

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
