"""Slips on their way to paper: drawn, spooled, printed once; what became of each is told to the screen and to the hub."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Protocol

from hardware.printer.port import FINAL, JobChange, JobState, OnChange, OnState, PrinterState, PrintJob, Slip, TicketPrinter
from hardware.printer.slip import draw
from hub.client import Unreachable
from hub.wire import Refusal, SlipPrinted
from kiosk.flow.events import SlipChanged
from kiosk.journal import Journal

log = logging.getLogger(__name__)

REPORT_AGAIN_SECONDS = 5.0
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
    ) -> None:
        self._journal = journal
        self._hub = hub
        self._dots = dots
        self._tell = tell
        self._on_printer = on_printer
        self._reports: asyncio.Queue[SlipPrinted] = asyncio.Queue()
        self._asked: set[str] = set()
        self._printing: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._printer = open_printer(self._changed, self._state_changed) if open_printer is not None else None

    @property
    def state(self) -> PrinterState:
        return self._printer.state() if self._printer is not None else PrinterState.UNREACHABLE

    def print_slip(self, visit: str, slip: Slip, copy: int) -> None:
        """One paper for one (visit, copy), however often it is asked for. Goes on after the end of the visit."""
        job = f"{visit}.{copy}"
        if job in self._asked:
            return
        self._asked.add(job)
        task = asyncio.create_task(self._print(visit, job, slip))
        self._printing.add(task)
        task.add_done_callback(self._printing.discard)

    async def _print(self, visit: str, job: str, slip: Slip) -> None:
        if self._printer is None:
            self._tell(visit, SlipChanged(JobState.FAILED_CLEAN, PrinterState.UNREACHABLE))
            return
        # After a restart the spool still knows what was printed before it.
        if await asyncio.to_thread(self._journal.has, job):
            return
        good_until = time.time() + GOOD_SECONDS
        raster = await asyncio.to_thread(draw, slip, self._dots)
        await asyncio.to_thread(self._printer.submit, PrintJob(job, raster.width, raster.packed, good_until=good_until))

    def resident_says(self, visit: str, came: bool) -> None:
        """The answer to 番号札は出ましたか, where the printer could not tell."""
        if came:
            self._reports.put_nowait(SlipPrinted(visit, "printed_unverified"))

    async def report(self) -> None:
        """For ever: tell the hub what became of each paper, in order."""
        while True:
            slip = await self._reports.get()
            while True:
                if not isinstance(await self._hub.report_slip(slip), Unreachable):
                    break
                await asyncio.sleep(REPORT_AGAIN_SECONDS)

    async def close(self) -> None:
        await asyncio.gather(*self._printing, return_exceptions=True)
        if self._printer is not None:
            await asyncio.to_thread(self._printer.close)

    def _changed(self, change: JobChange) -> None:
        """From the printer's thread."""
        self._loop.call_soon_threadsafe(self._took_note, change)

    def _state_changed(self, state: PrinterState) -> None:
        self._loop.call_soon_threadsafe(self._on_printer, state)

    def _took_note(self, change: JobChange) -> None:
        visit, _, copy = change.job.rpartition(".")
        self._tell(visit, SlipChanged(change.state, change.fault))
        if change.state in FINAL or change.state is JobState.HELD:
            self._reports.put_nowait(SlipPrinted(visit, change.state.value, int(copy) if copy.isdecimal() else 1))  # type: ignore[arg-type]
