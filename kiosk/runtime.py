"""The parent process of a kiosk: one UI process a visit and a spare one, the hub, the devices; runs effects, feeds events back.

Nothing of a visit stays here: what an effect brings is handed on, and what is still under way when the visit ends is dropped.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol

import msgspec

from config.bundle import Bundle
from config.japanese.postal import PostalFileMissing, towns
from hardware.cards.port import CardFault, Fault
from hardware.printer.port import PrinterState
from hardware.speech.port import Utterance
from hub import wire
from hub.client import LinkDown, LinkUp, News, Rejected, Unchanged, Unreachable
from kiosk.camera import Camera
from kiosk.devices import Devices
from kiosk.flow import effects
from kiosk.flow.events import (
    CameraChanged,
    Candidates,
    CardFailed,
    EntryFound,
    EntryRefused,
    Event,
    HelpSeen,
    HubChanged,
    LinesChanged,
    PrinterChanged,
    ReaderChanged,
    SlipChanged,
    Started,
    Towns,
)
from kiosk.input.port import KanaKanji
from kiosk.journal import Journal
from kiosk.numbers import Numbers
from kiosk.papers import Papers
from kiosk.pipe import InUse
from kiosk.process import Face
from kiosk.reader import Reader
from kiosk.settings import Settings
from kiosk.standing import Standing

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0
SHOW_SECONDS = 10.0  # from the order to the first picture
SPARE_AFTER_SECONDS = 1.5  # the next spare starts when the resident is not waiting for the first picture any more
FAILED_SOON_SECONDS = 5.0  # a UI process that lived no longer failed at its start
LONGEST_CODE = 60  # characters of a reception code, with room; longer ones are foreign

FOREIGN = wire.Refusal(
    error="foreign_code", message="This is not a reception code of this system.", cure="Show the code of the pre-entry."
)
HUB_AWAY = wire.Refusal(
    error="hub_away", message="The hub cannot be reached.", cure="Begin without the code, or take a number alone."
)


class Hub(Protocol):
    """What is needed of hub.client.HubClient."""

    async def hub(self) -> wire.HubIdentity | wire.Refusal | Unreachable: ...
    async def bundle(self, known: str = "") -> Bundle | Unchanged | wire.Refusal | Unreachable: ...
    async def open_visit(self, visit: wire.OpenVisit, key: str) -> wire.Ticket | wire.Refusal | Unreachable: ...
    async def open_sealed_visit(self, visit: wire.SealedVisit, key: str) -> wire.Ticket | wire.Refusal | Unreachable: ...
    async def find_entry(self, code: str) -> wire.FoundEntry | wire.Refusal | Unreachable: ...
    async def report_state(self, kiosk: str, state: wire.KioskState) -> wire.Refusal | Unreachable | None: ...
    async def call_help(self, kiosk: str, on: bool) -> wire.Refusal | Unreachable | None: ...
    async def report_slip(self, slip: wire.SlipPrinted) -> wire.Refusal | Unreachable | None: ...
    def events(self, view: Any, since: int | None = None) -> AsyncIterator[News]: ...


class Runtime:
    """`start_face` starts a UI process, `new_key` makes a key no press ever had, `clock` is aware, JST."""

    def __init__(
        self,
        settings: Settings,
        hub: Hub,
        journal: Journal,
        standing: Standing,
        devices: Devices,
        start_face: Callable[[], Coroutine[Any, Any, Face]],
        clock: Callable[[], datetime],
        new_key: Callable[[], str],
    ) -> None:
        self._settings, self._hub, self._standing, self._devices = settings, hub, standing, devices
        self._start_face, self._clock, self._new_key = start_face, clock, new_key
        self._journal = journal
        self._bundle = standing.bundle()
        self._configured = asyncio.Event()
        self._numbers = Numbers(hub, journal, settings.kiosk, clock)
        identity = standing.identity()
        self._numbers.seal_key = identity.seal_key if identity else ""
        self._papers = Papers(devices.open_printer, journal, hub, settings.slip_dots, self._slip_changed, self._printer_changed)
        self._reader = Reader(devices.open_reader, self._from_reader) if devices.open_reader else None
        self._camera = Camera(devices.scanner) if devices.scanner else None
        self._loop = asyncio.get_running_loop()
        self._face: Face | None = None
        self._spare: asyncio.Task[Face] | None = None
        self._visit = 0  # counts visits; an answer for an earlier one is dropped
        self._tasks: set[asyncio.Task[None]] = set()  # end with the visit
        self._lasting: set[asyncio.Task[None]] = set()  # go on after it
        self._converter: KanaKanji | None = None
        self._kana: effects.Convert | None = None
        self._ticket = ""
        self._lines: dict[str, wire.ServiceLine] = {}
        self._state = wire.KioskState("idle")
        self._help = False
        self._crashes = 0
        self._day: date | None = None
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """For ever; cancel to stop. Ends every process it started."""
        try:
            async with asyncio.TaskGroup() as group:
                for work in (self._listen(), self._numbers.deliver(), self._papers.report(), self._heartbeat(), self._faces()):
                    group.create_task(work)
        finally:
            await self._stop()

    async def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """One request on the control port."""
        if request == {"state": True}:
            return {
                "ok": True,
                "kiosk": self._settings.kiosk,
                "pid": self._face.pid if self._face else None,
                "spare": self._spare.result().pid if self._spare and self._spare.done() else None,
                "visit": self._visit,
                "hub": self._numbers.hub_up,
                "printer": self._papers.state.value,
                "reader": self._reader.ready if self._reader else None,
                "state": self._state.state,
                "crashes": self._crashes,
                "waiting_for_hub": len(await asyncio.to_thread(self._journal.waiting)),
            }
        if self._face is None or not self._face.shown.is_set():
            return {"error": "no window yet"}
        return await self._face.ask(request)

    # --- UI processes ----------------------------------------------------------------------------------------------------------

    async def _faces(self) -> None:
        """One visit after the other, each with a process of its own."""
        await self._wait_for_configuration()
        failures = 0
        while True:
            before, face = self._face, await (self._take_spare() or self._start_face())
            self._face = face
            began = self._loop.time()
            over = await self._visit_on(face, before)
            if before is not None:
                await before.end()
            await self._forget_visit()
            if over or face.retired:
                # It stays on the glass, empty, until the next one is drawn.
                failures = 0
                continue
            self._crashes += 1
            failures = failures + 1 if self._loop.time() - began < FAILED_SOON_SECONDS else 0
            log.error("a UI process ended by itself or hung", extra={"count": self._crashes})
            self._set_state(crashes=self._crashes)
            await face.end()
            self._face = None
            await asyncio.sleep(min(failures, 5))

    async def _visit_on(self, face: Face, before: Face | None) -> bool:
        """Show `face`, end `before`, serve until the visit is over. False where the process ended otherwise."""
        self._visit += 1
        over = False
        showing = asyncio.create_task(self._bring_up(face, before))
        try:
            async for message in face.messages():
                match message:
                    case effects.End():
                        over = True
                        break
                    case InUse(on):
                        self._set_state(state="in_use" if on else "idle", step=None, steps=None)
                    case effects.Effect():
                        self._act(message)
        finally:
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)
        return over

    async def _bring_up(self, face: Face, before: Face | None) -> None:
        await face.ready.wait()
        day = self._clock().date()
        if day != self._day:
            self._day = day
            await asyncio.to_thread(self._journal.forget_days_before, day - timedelta(days=1))
        face.begin(
            Started(
                today=day,
                kiosk=self._settings.kiosk,
                printer=self._papers.state,
                reader=bool(self._reader and self._reader.ready),
                camera=self._camera is not None,
                hub=self._numbers.hub_up,
                training=self._settings.training,
                extra={"key": self._new_key()},
            )
        )
        if self._lines:
            face.send(LinesChanged(tuple(self._lines.values())))
        await face.shown.wait()
        if before is not None:
            await before.end()
        await asyncio.sleep(SPARE_AFTER_SECONDS)
        if self._spare is None:
            self._spare = asyncio.create_task(self._start_face())
        if self._converter is None:
            self._converter = self._devices.open_converter()

    async def _forget_visit(self) -> None:
        """Nothing of the visit stays: not in devices, not in the converter, not here."""
        self._visit += 1
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        if self._reader is not None:
            self._reader.leave()
        if self._camera is not None:
            await self._camera.stop()
        if self._devices.speaker is not None:
            self._devices.speaker.hush()
        converter, self._converter, self._kana = self._converter, None, None
        if converter is not None:
            await converter.close()
        self._ticket = ""
        if self._help:
            self._call_help(False)
        self._set_state(state="idle", step=None, steps=None)

    def _take_spare(self) -> asyncio.Task[Face] | None:
        spare, self._spare = self._spare, None
        return spare

    async def _renew(self, bundle: Bundle) -> None:
        """Another configuration: the spare knows the old one, and so does a window nobody uses."""
        self._bundle = bundle
        if (spare := self._take_spare()) is not None:
            await (await spare).end()
        if self._face is not None and self._state.state == "idle":
            self._face.retire()

    # --- effects ----------------------------------------------------------------------------------------------------------------

    def _act(self, effect: effects.Effect) -> None:
        """Do what the session wants done. Never waits."""
        match effect:
            case effects.Convert():
                idle, self._kana = self._kana is None, effect
                if idle:
                    self._during_visit(self._convert())
            case effects.LookUpPostalCode(postal_code):
                self._during_visit(self._look_up(postal_code))
            case effects.WaitForCard() if self._reader is not None:
                self._reader.wait(self._visit)
            case effects.ReadCard(secret, allow_last_try) if self._reader is not None:
                self._reader.read(self._visit, secret, allow_last_try=allow_last_try)
            case effects.WaitForCard() | effects.ReadCard():
                self._tell(CardFailed(CardFault(Fault.READER_GONE)))
            case effects.LeaveCard():
                if self._reader is not None:
                    self._reader.leave()
            case effects.StartScanner():
                if self._camera is not None:
                    self._camera.start(self._teller())
                else:
                    self._tell(CameraChanged("no_camera"))
            case effects.StopScanner():
                if self._camera is not None:
                    self._during_visit(self._camera.stop())
            case effects.FindEntry(code):
                self._during_visit(self._find_entry(code))
            case effects.TakeNumber(key, visit):
                self._during_visit(self._take_number(key, visit))
            case effects.PrintSlip(visit, slip, copy):
                # Outlives the visit: who walks away with the number leaves the paper to come.
                self._ticket = visit
                self._keep(asyncio.create_task(self._papers.print_slip(visit, slip, copy)), self._lasting)
            case effects.ReportSlip(visit, came):
                self._papers.resident_says(visit, came)
            case effects.CallHelp(on):
                self._call_help(on)
            case effects.ShowStep(step, steps):
                self._set_state(step=step, steps=steps)
            case effects.Speak(language, text):
                if self._devices.speaker is not None:
                    self._devices.speaker.hush()
                    self._devices.speaker.say(Utterance(language, text))
            case effects.Hush():
                if self._devices.speaker is not None:
                    self._devices.speaker.hush()

    async def _convert(self) -> None:
        """The latest kana until there is none newer: who types faster than Mozc answers misses nothing."""
        tell = self._teller()
        while self._kana is not None:
            wanted = self._kana
            if self._converter is None:
                self._converter = self._devices.open_converter()
            candidates = await self._converter.convert(wanted.kana, name=wanted.name)
            if wanted is self._kana:
                self._kana = None
                tell(Candidates(wanted.kana, candidates))

    async def _look_up(self, postal_code: str) -> None:
        tell = self._teller()
        try:
            found = await asyncio.to_thread(towns, postal_code, self._bundle.site.address if self._bundle else None)
        except PostalFileMissing as missing:
            log.error("no postal codes: %s", missing)
            found = ()
        tell(Towns(postal_code, tuple((town.prefecture, town.city, town.town) for town in found)))

    async def _find_entry(self, code: str) -> None:
        tell = self._teller()
        if len(code) > LONGEST_CODE:
            tell(EntryRefused(FOREIGN))
            return
        match await self._hub.find_entry(code):
            case wire.FoundEntry() as entry:
                tell(EntryFound(entry))
            case wire.Refusal() as refusal:
                tell(EntryRefused(refusal))
            case Unreachable():
                tell(EntryRefused(HUB_AWAY))

    async def _take_number(self, key: str, visit: wire.OpenVisit) -> None:
        tell = self._teller()
        if self._bundle is not None:
            tell(await self._numbers.take(key, visit, self._bundle))

    def _call_help(self, on: bool) -> None:
        self._help = on
        self._set_state(state="help_called" if on else "in_use")
        self._keep(asyncio.create_task(self._tell_help(on)), self._lasting)

    async def _tell_help(self, on: bool) -> None:
        """Until the hub knows, or the resident has changed their mind."""
        while self._help is on:
            if not isinstance(await self._hub.call_help(self._settings.kiosk, on), Unreachable):
                return
            await asyncio.sleep(1)

    # --- what comes in -----------------------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        """The hub's news, for ever."""
        async for news in self._hub.events("kiosk"):
            match news:
                case LinkUp():
                    self._set_hub(True)
                    self._keep(asyncio.create_task(self._refresh()), self._lasting)
                case LinkDown():
                    self._set_hub(False)
                case Rejected(refusal):
                    log.error("the hub refuses this kiosk (%s): %s", refusal.error, refusal.cure)
                case wire.BoardState():
                    self._lines = {line.service: line for line in news.lines}
                    self._tell_lines()
                case wire.VisitOpened(line=line) | wire.LegCalled(line=line) | wire.LegMoved(line=line) if line is not None:
                    self._lines[line.service] = line
                    self._tell_lines()
                case wire.KioskChanged(kiosk=kiosk, help_since=None) if kiosk == self._settings.kiosk and self._help:
                    self._tell(HelpSeen())
                case _:
                    pass

    async def _refresh(self) -> None:
        """Who the hub is, and its configuration where it is another one."""
        identity = await self._hub.hub()
        if isinstance(identity, wire.HubIdentity):
            self._numbers.seal_key = identity.seal_key
            await asyncio.to_thread(self._standing.keep_identity, identity)
        bundle = await self._hub.bundle(self._bundle.hash if self._bundle else "")
        if isinstance(bundle, Bundle) and (self._bundle is None or bundle.hash != self._bundle.hash):
            await asyncio.to_thread(self._standing.keep_bundle, bundle)
            await self._renew(bundle)
        if self._bundle is not None:
            self._configured.set()

    async def _wait_for_configuration(self) -> None:
        if self._bundle is not None:
            return
        log.warning("no configuration yet: waiting for the hub at %s", self._settings.hub or "(found by mDNS)")
        await self._configured.wait()

    async def _heartbeat(self) -> None:
        """The kiosk's state for the floor view: at every change, and every few seconds as a sign of life."""
        while True:
            self._changed.clear()
            state = msgspec.structs.replace(
                self._state,
                printer=self._papers.state.value,
                reader=_standing_of(self._reader.ready) if self._reader else "none",
                camera="ready" if self._camera else "none",
            )
            await self._hub.report_state(self._settings.kiosk, state)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), HEARTBEAT_SECONDS)

    def _set_hub(self, up: bool) -> None:
        if up is not self._numbers.hub_up:
            self._numbers.hub_changed(up)
            self._tell(HubChanged(up))
            self._changed.set()

    def _set_state(self, **changes: Any) -> None:
        state = msgspec.structs.replace(self._state, **changes)
        if self._help and state.state == "in_use":
            state = msgspec.structs.replace(state, state="help_called")
        if state != self._state:
            self._state = state
            self._changed.set()

    def _from_reader(self, visit: int, event: Event) -> None:
        """From the reader's thread."""
        self._loop.call_soon_threadsafe(self._reader_says, visit, event)

    def _reader_says(self, visit: int, event: Event) -> None:
        if isinstance(event, ReaderChanged):
            self._changed.set()
        if isinstance(event, ReaderChanged) or visit == self._visit:
            self._tell(event)

    def _printer_changed(self, state: PrinterState) -> None:
        self._tell(PrinterChanged(state))
        self._changed.set()

    def _slip_changed(self, visit: str, change: SlipChanged) -> None:
        if visit == self._ticket:
            self._tell(change)

    def _tell_lines(self) -> None:
        self._tell(LinesChanged(tuple(self._lines.values())))

    # --- to the session -----------------------------------------------------------------------------------------------------------

    def _tell(self, event: Event) -> None:
        """An event for whoever is before the kiosk now."""
        if self._face is not None and self._face.started:
            self._face.send(event)

    def _teller(self) -> Callable[[Event], None]:
        """Speaks to this visit only: an answer that comes after its end is dropped."""
        visit = self._visit

        def tell(event: Event) -> None:
            if visit == self._visit:
                self._tell(event)

        return tell

    def _during_visit(self, work: Coroutine[Any, Any, None]) -> None:
        """A task that ends with the visit."""
        self._keep(asyncio.create_task(work), self._tasks)

    def _keep(self, task: asyncio.Task[None], among: set[asyncio.Task[None]]) -> None:
        among.add(task)
        task.add_done_callback(among.discard)
        task.add_done_callback(_complain)

    async def _stop(self) -> None:
        """Every process and device this runtime has started."""
        await self._forget_visit()
        for task in self._lasting:
            task.cancel()
        await asyncio.gather(*self._lasting, return_exceptions=True)
        if self._face is not None:
            await self._face.end()
        if (spare := self._take_spare()) is not None:
            await (await spare).end()
        if self._reader is not None:
            await asyncio.to_thread(self._reader.close)
        await asyncio.to_thread(self._papers.close)
        if self._devices.speaker is not None:
            await asyncio.to_thread(self._devices.speaker.close)


def _complain(task: asyncio.Task[None]) -> None:
    """A bug in one effect is told and does not end the kiosk."""
    if not task.cancelled() and (trouble := task.exception()) is not None:
        log.error("an effect failed", exc_info=trouble)


def _standing_of(ready: bool | None) -> Literal["ready", "fault", "unknown"]:
    return "unknown" if ready is None else "ready" if ready else "fault"
