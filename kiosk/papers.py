"""Slips on their way to paper: drawn, spooled, printed once; what became of each is told to the screen and to the hub."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Protocol

import msgspec

from hardware.printer.port import FINAL, JobChange, JobState, OnChange, OnState, PrinterState, PrintJob, Slip, TicketPrinter
from hardware.printer.slip import draw
from hub.client import Unreachable
from hub.wire import Refusal, SlipPrinted, SlipResult
from kiosk.flow.events import SlipChanged
from kiosk.flow.saving import PAPER
from kiosk.flow.sheets import SHEET
from kiosk.journal import Journal
from kiosk.practice import is_practice

log = logging.getLogger(__name__)

_result = partial(msgspec.convert, type=SlipResult)

REPORT_AGAIN_SECONDS = 5.0
PREPARE_PAUSE_SECONDS = 0.1  # a window is starting at the same time
GOOD_SECONDS = 900.0  # a slip that could not start within a quarter of an hour is not printed: its resident has gone


class Hub(Protocol):
    """What is needed of hub.client.HubClient here."""

    async def report_slip(self, slip: SlipPrinted) -> Refusal | Unreachable | None: ...


class Papers:
    """`open_printer(on_change, on_state)` makes the device; `tell(visit, event)` reaches that visit's screen if it is there."""

    def __init__(
        self,
        open_printer: Callable[[OnChange, OnState], TicketPrinter] | None,
        journal: Journal,
        hub: Hub,
        dots: int,
        tell: Callable[[str, SlipChanged], None],
        on_printer: Callable[[PrinterState], None],
        clock: Callable[[], datetime],
        *,
        dpi: int = 203,
    ) -> None:
        self._journal = journal
        self._hub = hub
        self._dots, self._dpi = dots, dpi
        self._tell = tell
        self._on_printer = on_printer
        self._clock = clock
        self._to_report = asyncio.Event()
        self._asked: set[str] = set()
        self._failed: set[str] = set()  # jobs of which nothing reached the paper: they may be asked for again
        self._busy: set[asyncio.Task[None]] = set()
        self._preparing: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._printer = open_printer(self._changed, self._state_changed) if open_printer is not None else None

    @property
    def is_there(self) -> bool:
        """Whether this kiosk has a printer."""
        return self._printer is not None

    @property
    def state(self) -> PrinterState:
        return self._printer.state() if self._printer is not None else PrinterState.UNREACHABLE

    def print_slip(self, visit: str, slip: Slip, copy: int) -> None:
        """One paper for one (visit, copy), however often it is asked for; again only where nothing came of it.

        Goes on after the end of the visit.
        """
        job = f"{visit}.{copy}"
        again = job in self._failed
        if job in self._asked and not again:
            return
        self._asked.add(job)
        self._failed.discard(job)
        self._do(self._print(visit, job, slip, again=again))

    def print_picture(self, paper: str, width: int, raster: bytes) -> None:
        """A paper of no visit, drawn where its code is known. No disk keeps it: after a crash it is not printed."""
        if self._printer is None:
            self._tell(paper, SlipChanged(JobState.FAILED_CLEAN, PrinterState.UNREACHABLE))
            return
        job = PrintJob(f"{paper}.1", width, raster, good_until=time.time() + GOOD_SECONDS, fleeting=True)
        self._do(asyncio.to_thread(self._printer.submit, job))

    async def _print(self, visit: str, job: str, slip: Slip, *, again: bool) -> None:
        if self._printer is None:
            self._tell(visit, SlipChanged(JobState.FAILED_CLEAN, PrinterState.UNREACHABLE))
            return
        if again:
            await asyncio.to_thread(self._journal.forget, job)
        elif await asyncio.to_thread(self._journal.has, job):
            return  # after a restart the spool still knows what was printed before it
        good_until = time.time() + GOOD_SECONDS
        raster = await asyncio.to_thread(draw, slip, self._dots, self._dpi)
        await asyncio.to_thread(self._printer.submit, PrintJob(job, raster.width, raster.packed, good_until=good_until))

    def prepare(self, slips: Iterable[Slip]) -> asyncio.Task[None]:
        """Draw what slips will have in common, one after another in quiet: the first resident waits no longer.

        Gives the work for whoever wants to wait for it; `close` ends it.
        """
        self._stop_preparing()
        self._preparing = asyncio.create_task(self._draw_ahead(slips if self.is_there else ()))
        return self._preparing

    def _stop_preparing(self) -> None:
        if self._preparing is not None:
            self._preparing.cancel()
            self._preparing = None

    async def _draw_ahead(self, slips: Iterable[Slip]) -> None:
        for slip in slips:
            await asyncio.sleep(PREPARE_PAUSE_SECONDS)
            await asyncio.to_thread(draw, slip, self._dots, self._dpi)

    def resident_says(self, visit: str, came: bool, copy: int) -> None:
        """The answer to 番号札は出ましたか, where the printer could not tell."""
        self._do(asyncio.to_thread(self._report, SlipPrinted(visit, "printed_unverified" if came else "missing", copy)))

    async def report(self) -> None:
        """For ever: tell the hub what became of each paper, in order, until it has heard it."""
        while True:
            self._to_report.clear()
            if await self._report_all():
                await asyncio.sleep(REPORT_AGAIN_SECONDS)
            else:
                await self._to_report.wait()

    def delivered(self) -> None:
        """A number of this kiosk's own is in the hub's hands: it knows whose paper is meant now."""
        self._to_report.set()

    async def _report_all(self) -> int:
        """How many the hub still has to hear of: none of a number it does not have yet."""
        left = 0
        waiting = {key for key, _ in await asyncio.to_thread(self._journal.waiting)}
        for seq, slip in await asyncio.to_thread(self._journal.reports):
            if slip.visit in waiting:
                continue  # `delivered` wakes us
            match await self._hub.report_slip(slip):
                case Unreachable():
                    return left + 1
                case Refusal(error=error) if error in ("busy", "not_stored", "failed"):
                    left += 1
                    continue
                case Refusal(error=error):
                    log.error("the hub does not take the report of a paper", extra={"error": error})
            await asyncio.to_thread(self._journal.reported, seq)
        return left

    async def close(self) -> None:
        self._stop_preparing()
        await asyncio.gather(*self._busy, return_exceptions=True)
        if self._printer is not None:
            await asyncio.to_thread(self._printer.close)

    def _do(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    def _changed(self, change: JobChange) -> None:
        """From the printer's thread: what became of a paper is on disk before anybody hears of it."""
        visit, _, copy = change.job.rpartition(".")
        if change.state in FINAL or change.state is JobState.HELD:
            number = int(copy) if copy.isdecimal() else 1
            self._report(SlipPrinted(visit, _result(change.state), number, change.fault.value if change.fault else ""))
        self._loop.call_soon_threadsafe(self._took_note, visit, change)

    def _took_note(self, visit: str, change: JobChange) -> None:
        if change.state is JobState.FAILED_CLEAN:
            self._failed.add(change.job)
        self._tell(visit, SlipChanged(change.state, change.fault))

    def _report(self, slip: SlipPrinted) -> None:
        """From any thread. What is of practice, of a saved entry or a sheet without a number is of no visit: never told."""
        if is_practice(slip.visit) or slip.visit.startswith((PAPER, SHEET)):
            return
        now = self._clock()
        self._journal.report(msgspec.structs.replace(slip, at=now), now.date())
        self._loop.call_soon_threadsafe(self._to_report.set)

    def _state_changed(self, state: PrinterState) -> None:
        self._loop.call_soon_threadsafe(self._on_printer, state)
