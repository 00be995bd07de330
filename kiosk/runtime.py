"""The parent process of a kiosk: one UI process a visit and a spare one, the hub, the devices; runs effects, feeds events back."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol

from config.bundle import Bundle
from hardware.printer.port import PrinterState
from kiosk import assistance, floor, link, numbers, papers, sitting
from kiosk.assistance import Assistance
from kiosk.devices import Devices
from kiosk.floor import Floor
from kiosk.flow import effects
from kiosk.flow.events import Event, PrinterChanged, ReaderChanged, SlipChanged, Started
from kiosk.journal import Journal
from kiosk.link import Link
from kiosk.numbers import Numbers
from kiosk.papers import Papers
from kiosk.pipe import InUse, Word
from kiosk.process import Face
from kiosk.settings import Settings
from kiosk.sitting import Equipment, Sitting
from kiosk.standing import Standing
from kiosk.viewmodels.slip import specimens
from kiosk.watch import CameraWatch, ReaderWatch

log = logging.getLogger(__name__)

SPARE_AFTER_SECONDS = 1.5  # the next spare starts when the resident is not waiting for the first picture any more
FAILED_SOON_SECONDS = 5.0  # a UI process that lived no longer failed at its start


class Hub(assistance.Hub, floor.Hub, link.Hub, numbers.Hub, papers.Hub, sitting.Hub, Protocol):
    """What is needed of hub.client.HubClient."""


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
        self._settings, self._journal, self._clock, self._new_key = settings, journal, clock, new_key
        self._start_face = start_face
        self._loop = asyncio.get_running_loop()
        self._face: Face | None = None
        self._spare: asyncio.Task[Face] | None = None
        self._changing_over: asyncio.Task[None] | None = None
        self._sitting: Sitting | None = None
        self._sittings = 0
        self._crashes = 0
        self._interrupted = False  # the last window ended while somebody used it
        self._day: date | None = None
        self._standing = standing
        self._practised = 0  # visits of training so far
        self._numbers = Numbers(hub, journal, settings.kiosk, clock, self._number_settled)
        self._papers = Papers(
            devices.open_printer,
            journal,
            hub,
            settings.slip_dots,
            self._slip_changed,
            self._printer_changed,
            clock,
            dpi=settings.slip_dpi,
        )
        self._drawn_for = ""  # hash of the configuration whose slips were drawn ahead
        self._floor = Floor(hub, settings.kiosk, self._standing_of_devices, clock, lambda: self._numbers.refused)
        self._reader = ReaderWatch(devices.open_reader, self._reader_changed) if devices.open_reader else None
        self._camera = CameraWatch(devices.camera_is_there, self._floor.look_again) if devices.camera_is_there else None
        self._link = Link(hub, settings.kiosk, standing, self._numbers, self._tell, self._renew, self._tell_key)
        self._speaker = devices.speaker
        self._assistance = Assistance(hub, settings.kiosk, self._set_training)
        self._equipment = Equipment(
            hub, self._numbers, self._papers, self._floor, self._reader, self._camera, devices.speaker, self._assistance
        )

    async def run(self) -> None:
        """For ever; cancel to stop. Ends every process it started."""
        try:
            async with asyncio.TaskGroup() as group:
                for work in (
                    self._link.listen(),
                    self._numbers.deliver(),
                    self._papers.report(),
                    self._floor.report(),
                    self._faces(),
                ):
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
                "sitting": self._sittings,
                "hub": self._link.up,
                "printer": self._papers.state.value,
                "reader": self._reader.ready if self._reader else None,
                "state": self._floor.state.state,
                "crashes": self._crashes,
                "waiting_for_hub": len(await asyncio.to_thread(self._journal.waiting)),
            }
        if self._face is None or not self._face.shown.is_set():
            return {"error": "no window yet"}
        return await self._face.ask(request)

    # --- UI processes ----------------------------------------------------------------------------------------------------------

    async def _faces(self) -> None:
        """One visit after the other, each with a process of its own."""
        failures = 0
        while True:
            bundle = await self._configuration()
            if bundle.hash != self._drawn_for:
                self._drawn_for = bundle.hash
                self._papers.prepare(specimens(bundle, self._clock()))
            before, face = self._face, await (self._take_spare() or self._start_face())
            self._face = face
            self._sittings += 1
            self._sitting = Sitting(face.pid, self._equipment, bundle, face.send)
            began = self._loop.time()
            over = await self._visit_on(face, before, self._sitting)
            in_use = self._floor.state.state != "idle"
            shown = face.shown.is_set()
            if shown:
                await self._end(before)
            await self._sitting.end()
            if shown and (over or face.retired):
                # It stays on the glass, empty, until the next one is drawn.
                failures = 0
                continue
            self._crashes += 1
            self._interrupted = in_use
            failures = failures + 1 if self._loop.time() - began < FAILED_SOON_SECONDS else 0
            log.error("a UI process ended by itself or hung; %s since the start", self._crashes)
            self._floor.set(crashes=self._crashes)
            await self._end(face)
            self._face = None if shown else before  # what was never drawn leaves the one before it on the glass
            await asyncio.sleep(min(failures, 5))

    async def _configuration(self) -> Bundle:
        """Until there is any, nothing can be shown: the floor is told, for the heartbeat alone would look well."""
        if self._link.bundle is None:
            self._floor.set(state="out_of_service")
            await self._link.configuration()
            self._floor.set(state="idle")
        return await self._link.configuration()

    async def _visit_on(self, face: Face, before: Face | None, here: Sitting) -> bool:
        """Show `face`, end `before`, serve until the visit is over. False where the process ended otherwise."""
        showing = asyncio.create_task(self._bring_up(face, before, here))
        try:
            async for message in face.messages():
                match message:
                    case effects.End():
                        return True
                    case InUse(on):
                        if self._reader is not None:
                            self._reader.used(on)
                        self._floor.set(state="in_use" if on else "idle", step=None, steps=None)
                    case effects.Effect() | Word():
                        here.act(message)
            return False
        finally:
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)

    async def _bring_up(self, face: Face, before: Face | None, here: Sitting) -> None:
        await face.ready.wait()
        day = self._clock().date()
        if day != self._day:
            self._day = day
            await asyncio.to_thread(self._journal.forget_days_before, day - timedelta(days=1))
        interrupted, self._interrupted = self._interrupted, False
        training = self._settings.training or self._standing.practice_on() == day
        self._practised += int(training)
        self._floor.set(training=training)
        face.begin(
            Started(
                today=day,
                kiosk=self._settings.kiosk,
                printer=self._papers.state,
                reader=training or bool(self._reader and self._reader.ready),
                camera=self._camera is not None,
                hub=self._link.up,
                training=training,
                headphones=self._settings.headphones,
                interrupted=interrupted,
                extra={"key": self._new_key(), "practice": self._practised, "has_reader": self._reader is not None},
            )
        )
        here.tell_key()
        if self._link.lines is not None:
            face.send(self._link.lines)
        await face.shown.wait()
        await self._end(before)
        await asyncio.sleep(SPARE_AFTER_SECONDS)
        if self._spare is None:
            self._spare = asyncio.create_task(self._start_face())

    async def _end(self, face: Face | None) -> None:
        """No process, nothing of its visit; the reader is free again."""
        if face is not None:
            await face.end()
            if self._reader is not None:
                self._reader.take_back(face.pid)

    def _take_spare(self) -> asyncio.Task[Face] | None:
        spare, self._spare = self._spare, None
        return spare

    async def _renew(self) -> None:
        """Another configuration: the spare knows the old one, and so does a window nobody uses."""
        if (spare := self._take_spare()) is not None:
            await (await spare).end()
        self._stop_changing_over()
        if self._face is not None and self._floor.state.state == "idle":
            self._spare = asyncio.create_task(self._start_face())
            self._changing_over = asyncio.create_task(self._change_over(self._face, self._spare))

    async def _change_over(self, face: Face, spare: asyncio.Task[Face]) -> None:
        """`face` goes when the next one is ready and it is still unused: the glass is never empty."""
        await (await asyncio.shield(spare)).ready.wait()
        if self._face is face and self._floor.state.state == "idle":
            face.retire()

    def _stop_changing_over(self) -> None:
        if self._changing_over is not None:
            self._changing_over.cancel()
            self._changing_over = None

    # --- from the devices -------------------------------------------------------------------------------------------------------

    def _standing_of_devices(self) -> floor.Devices:
        reader: Literal["ready", "fault", "none", "unknown"] = "none"
        if self._reader is not None:
            reader = "unknown" if self._reader.ready is None else "ready" if self._reader.ready else "fault"
        return floor.Devices(
            printer=self._papers.state.value if self._papers.is_there else "none",
            reader=reader,
            camera=self._camera.state.value if self._camera else "none",
            speaker=self._speaker.state().value if self._speaker else "none",
        )

    def _reader_changed(self) -> None:
        """From the reader's thread too."""
        self._loop.call_soon_threadsafe(self._reader_says)

    def _reader_says(self) -> None:
        left = self._reader is not None and self._reader.left
        if left is not (self._floor.state.card_left is not None):
            self._floor.set(card_left=self._clock() if left else None)
        self._floor.look_again()
        self._tell(ReaderChanged(bool(self._reader and self._reader.ready)))

    def _tell_key(self) -> None:
        if self._sitting is not None:
            self._sitting.tell_key()

    def _printer_changed(self, state: PrinterState) -> None:
        self._floor.look_again()
        self._tell(PrinterChanged(state))

    def _number_settled(self) -> None:
        self._papers.delivered()
        self._floor.look_again()

    def _slip_changed(self, visit: str, change: SlipChanged) -> None:
        if self._sitting is not None:
            self._sitting.tell_slip(visit, change)

    def _set_training(self, on: bool) -> None:
        """From the staff panel: until switched off there, at the latest to the end of the day."""
        self._standing.keep_practice(self._clock().date() if on else None)

    def _tell(self, event: Event) -> None:
        """An event for whoever is before the kiosk now."""
        if self._sitting is not None and self._face is not None and self._face.started:
            self._sitting.tell(event)

    async def _stop(self) -> None:
        """Every process and device this runtime has started."""
        if self._sitting is not None:
            await self._sitting.end()
        await self._assistance.close()
        await self._floor.close()
        self._stop_changing_over()
        await self._end(self._face)
        if (spare := self._take_spare()) is not None:
            await (await spare).end()
        if self._reader is not None:
            await asyncio.to_thread(self._reader.close)
        await self._papers.close()
        if self._speaker is not None:
            await asyncio.to_thread(self._speaker.close)
