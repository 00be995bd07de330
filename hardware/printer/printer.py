"""One ticket printer: a thread that owns its line, reads its answers and does what `life` decides."""

import logging
import os
import queue
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from hardware.printer.happenings import (
    Action,
    CancelWanted,
    Closing,
    Connect,
    Connected,
    ConnectFailed,
    Flushed,
    HangUp,
    Happening,
    Heard,
    Lost,
    Paper,
    Report,
    Send,
    Submitted,
    TakeBack,
    Tick,
)
from hardware.printer.life import Life, Phase, deadline, wake
from hardware.printer.life import state as state_of
from hardware.printer.limits import Limits
from hardware.printer.links.address import Address, parse
from hardware.printer.links.dial import dial
from hardware.printer.links.link import Link, LinkLost, LinkTaken
from hardware.printer.port import JobChange, JobState, OnChange, OnState, PrinterState, PrintJob, Spool, Tier
from hardware.printer.replies import ReplyStream
from hardware.printer.turn import advance

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dialled:
    """What came of one attempt to open the line, the `number`th."""

    number: int
    outcome: Link | LinkLost


def open_printer(
    url: str,
    spool: Spool,
    on_change: OnChange,
    on_state: OnState,
    width: int = 576,
    limits: Limits | None = None,
    open_line: Callable[[Address], Link] = dial,
) -> "EscposPrinter":
    """The printer named by `url`, `width` dots wide; connects by itself, now and whenever the line breaks.

    Callbacks come from its thread and must be short. Jobs the spool still holds past `queued` are reported `uncertain`
    (once more after a second crash, if the printer was not cleared of their torn half in between).
    `open_line` raises LinkLost, and may take its time. Raises BadPrinterUrl.
    """
    return EscposPrinter(parse(url), spool, on_change, on_state, width, limits or Limits(), open_line)


class EscposPrinter:
    """A `TicketPrinter` that speaks ESC/POS."""

    def __init__(
        self,
        address: Address,
        spool: Spool,
        on_change: OnChange,
        on_state: OnState,
        width: int,
        limits: Limits,
        open_line: Callable[[Address], Link],
    ) -> None:
        self._address = address
        self._open_line = open_line
        self._spool = spool
        self._on_change = on_change
        self._on_state = on_state
        self._width = width
        self._life = Life(
            blind=address.blind, alone=address.alone, seconds_per_byte=address.seconds_per_byte, limits=limits, width=width
        )
        self._state = self._told = state_of(self._life)
        self._link: Link | None = None
        self._trouble: str | None = None  # why there is no line
        self._dials = 0
        self._send_at: float | None = None  # when a line that stands still is to be tried again
        self._stream = ReplyStream()
        self._outbox: deque[memoryview] = deque()
        self._inbox: queue.SimpleQueue[Happening | Dialled | None] = queue.SimpleQueue()  # None: close
        self._wake_reads, self._wake_writes = os.pipe()
        os.set_blocking(self._wake_reads, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wake_reads, selectors.EVENT_READ)
        self._pause = limits.pause(len(limits.back_off))
        self._owed: list[str] = []  # in doubt, not yet told
        self._doubtful: list[str] = []  # told to be uncertain, half of their paper may still be in the printer
        self._closed = False
        self._closing = threading.Lock()  # who dials must not hand a line to a printer that is no more
        self._take_over()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)
        self._thread.start()

    # --- for others, from any thread --------------------------------------------------------------------------------------------

    def state(self) -> PrinterState:
        return self._state

    def tier(self) -> Tier | None:
        return self._life.tier

    def trouble(self) -> str | None:
        """Why there is no line, for the field engineer; None while there is one."""
        return self._trouble

    def identity(self) -> tuple[str, str, str] | None:
        """Maker, model and firmware as the printer tells them; None where it does not."""
        match self._life.identity:
            case (maker, model, firmware):
                return maker, model, firmware
        return None

    def submit(self, job: PrintJob) -> None:
        """Durable in the spool when this returns. Raises ValueError for a picture that is not `width` dots wide."""
        if job.width % 8 or not 0 < job.width <= self._width or not job.raster or len(job.raster) % (job.width // 8):
            raise ValueError(f"a job of {job.width} dots does not fit this printer of {self._width} dots")
        self._spool.add(job)
        self._put(Submitted(_paper(job)))

    def cancel(self, job: str) -> None:
        self._put(CancelWanted(job))

    def close(self) -> None:
        """Ends the thread. A paper in hand becomes `uncertain`, queued ones `failed_clean`."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._put(None)
        self._thread.join()
        while not self._inbox.empty():
            if isinstance(left := self._inbox.get(), Dialled):
                self._refuse(left)
        self._selector.close()
        os.close(self._wake_reads)
        os.close(self._wake_writes)

    def _put(self, happening: Happening | Dialled | None) -> None:
        self._inbox.put(happening)
        os.write(self._wake_writes, b"!")

    # --- the thread -------------------------------------------------------------------------------------------------------------

    def _take_over(self) -> None:
        """What the spool still holds from a process that ended: queued jobs go on, the others are in doubt."""
        for job in self._spool.unfinished():
            if job.state is JobState.QUEUED:
                self._inbox.put(Submitted(_paper(job)))
            else:
                self._in_doubt(_paper(job))

    def _in_doubt(self, paper: Paper) -> None:
        """To be reported; and the printer may hold half of it."""
        self._owed.append(paper.job)
        self._life = replace(self._life, torn=deadline(self._life, paper))

    def _run(self) -> None:
        while True:
            try:
                self._serve()
                return
            except Exception:
                # The one place per device: a kiosk without this thread would wait for its paper for ever.
                log.exception("the printer's thread failed (spool or callback); line closed, next attempt in %s s", self._pause)
            self._hang_up()
            self._begin_again()
            time.sleep(self._pause)

    def _begin_again(self) -> None:
        """After a failure nothing is sure but what was handed over, and what was not."""
        before = self._life
        self._life = Life(
            blind=before.blind,
            alone=before.alone,
            seconds_per_byte=before.seconds_per_byte,
            limits=before.limits,
            width=before.width,
            failures=1,
            queue=before.queue,
            torn=before.torn,
        )
        if before.paper is not None:
            self._in_doubt(before.paper)

    def _serve(self) -> None:
        while self._owed:
            self._report(JobChange(self._owed[0], JobState.UNCERTAIN))
            self._owed.pop(0)
        while True:
            self._advance(Tick())
            self._write()
            due = min((at for at in (wake(self._life), self._send_at) if at is not None), default=None)
            ready = self._selector.select(None if due is None else max(0.0, due - time.monotonic()))
            for key, events in ready:
                if key.fd == self._wake_reads:
                    os.read(self._wake_reads, 512)
                elif events & selectors.EVENT_READ:
                    self._read()
            if not self._take_inbox():
                self._advance(Closing())
                self._hang_up()
                return

    def _take_inbox(self) -> bool:
        """False when the printer is to be closed."""
        while not self._inbox.empty():
            happening = self._inbox.get()
            match happening:
                case None:
                    return False
                case Dialled(number) if number != self._dials:
                    self._refuse(happening)  # of an attempt before a failure of this thread
                case Dialled(_, outcome):
                    self._dialled(outcome)
                case _:
                    self._advance(happening)
        return True

    def _read(self) -> None:
        if self._link is None:
            return
        try:
            arrived = self._link.receive()
        except LinkLost as lost:
            self._broke(lost)
            return
        for reply in self._stream.feed(arrived):
            self._advance(Heard(reply))

    def _write(self) -> None:
        if self._send_at is not None and time.monotonic() < self._send_at:
            return
        self._send_at = None
        while self._link is not None and self._outbox:
            try:
                taken = self._link.send(bytes(self._outbox[0][:4096]))
            except LinkLost as lost:
                self._broke(lost)
                return
            if not taken:
                pause = self._link.again()
                self._send_at = None if pause is None else time.monotonic() + pause
                break
            self._outbox[0] = self._outbox[0][taken:]
            if not self._outbox[0]:
                self._outbox.popleft()
            if not self._outbox:
                self._advance(Flushed())
        self._watch()

    def _watch(self) -> None:
        if self._link is None or (descriptor := self._link.fileno()) is None:
            return
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outbox and self._send_at is None else 0)
        self._selector.modify(descriptor, events)
        self._link.expect_standstill(self._life.phase is Phase.HELD)

    def _broke(self, lost: LinkLost) -> None:
        self._hang_up()
        self._no_line(lost)
        self._advance(Lost())

    def _no_line(self, lost: LinkLost) -> None:
        if str(lost) != self._trouble:  # said once, however often it is tried
            self._trouble = str(lost)
            log.warning("no line to the printer: %s", lost)

    def _hang_up(self) -> None:
        if self._link is not None:
            if (descriptor := self._link.fileno()) is not None:
                self._selector.unregister(descriptor)
            self._link.close()
        self._link = None
        self._outbox.clear()
        self._send_at = None

    # --- doing what is decided --------------------------------------------------------------------------------------------------

    def _advance(self, happening: Happening) -> None:
        while len(self._life.markers) < 3:  # a turn uses two at most
            self._life = replace(self._life, markers=(*self._life.markers, self._spool.next_marker()))
        self._life, actions = advance(self._life, happening, time.monotonic())
        self._state = state_of(self._life)  # before anybody hears of a job: who then asks must not be told of yesterday
        for action in actions:
            self._act(action)
        self._clear_up()
        if self._state is not self._told:
            self._told = self._state
            self._on_state(self._state)

    def _act(self, action: Action) -> None:
        match action:
            case Report(change):
                self._report(change)
            case Send(data):
                self._outbox.append(memoryview(data))
            case TakeBack():
                self._outbox.clear()
                self._send_at = None
            case HangUp():
                self._hang_up()
            case Connect():
                self._connect()

    def _connect(self) -> None:
        self._dials += 1
        threading.Thread(target=self._open, args=(self._dials,), name="printer-dial", daemon=True).start()

    def _open(self, number: int) -> None:
        """In a thread of its own: a name server may let it wait for half a minute, jobs and `close` must not."""
        outcome: Link | LinkLost
        try:
            outcome = self._open_line(self._address)
        except LinkLost as lost:
            outcome = lost
        except Exception as failure:
            # Without an outcome the printer would wait for ever.
            log.exception("opening the line to the printer failed")
            outcome = LinkLost(type(failure).__name__)
        dialled = Dialled(number, outcome)
        with self._closing:
            if not self._closed:
                self._put(dialled)
                return
        self._refuse(dialled)

    def _refuse(self, dialled: Dialled) -> None:
        if not isinstance(dialled.outcome, LinkLost):
            dialled.outcome.close()

    def _dialled(self, outcome: Link | LinkLost) -> None:
        if isinstance(outcome, LinkLost):
            self._no_line(outcome)
            self._advance(ConnectFailed(taken=isinstance(outcome, LinkTaken)))
            return
        self._link, self._stream, self._trouble = outcome, ReplyStream(), None
        if (descriptor := outcome.fileno()) is not None:
            self._selector.register(descriptor, selectors.EVENT_READ)
        self._advance(Connected())

    def _report(self, change: JobChange) -> None:
        if change.state is JobState.UNCERTAIN and self._life.torn is not None:
            # Written only when the printer is rid of the torn half: a crash before that must find the job and see to it again.
            self._doubtful.append(change.job)
            self._on_change(change)
            return
        self._spool.set_state(change.job, change.state)
        self._on_change(change)

    def _clear_up(self) -> None:
        while self._doubtful and self._life.torn is None:
            self._spool.set_state(self._doubtful.pop(), JobState.UNCERTAIN)


def _paper(job: PrintJob) -> Paper:
    now = time.monotonic()
    until = inf if job.good_until is None else now + job.good_until - time.time()
    return Paper(job.job, job.width, job.raster, now, until=until)
