"""One printer, its line and a spooler that may be killed, on a clock of our own: no threads, no sockets, thousands of accidents.

The rules (`turn`) run against the simulated machine; what survives a kill is what the spool has on disk.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from hardware.printer import job as bytes_of
from hardware.printer.happenings import (
    CancelWanted,
    Connect,
    Connected,
    ConnectFailed,
    Flushed,
    HangUp,
    Heard,
    Lost,
    Paper,
    Report,
    Send,
    Submitted,
    TakeBack,
    Tick,
)
from hardware.printer.life import Life, state
from hardware.printer.machine import Machine
from hardware.printer.memory import MemorySpool
from hardware.printer.port import FINAL, JobChange, JobState, PrinterState, PrintJob, Spool
from hardware.printer.replies import ReplyStream
from hardware.printer.turn import advance

WIDTH, ROWS = 64, 200
STRIDE = WIDTH // 8
HEAD = len(bytes_of.initialise()) + len(bytes_of.ask_marker(b"0000"))
NUMBER = slice(20, 60)  # the rows of a picture that stand for the number on a slip


def picture(job: int, copy: int = 1) -> bytes:
    """Rows that exist on no other number's paper; a second copy has the mark of its own above them."""
    mark = bytes([copy] * STRIDE) * (8 if copy > 1 else 0)
    return mark + b"".join(bytes([0x40 + job, row, 0xFF, 0xFF, 0xAA, 0x55, 0x40 + job, row]) for row in range(ROWS))


def rows_of(job: int, copy: int = 1) -> tuple[bytes, ...]:
    whole = picture(job, copy)
    return tuple(whole[at : at + STRIDE] for at in range(0, len(whole), STRIDE))


class Office:
    """`open_spool` gives what is on disk; it is called again after each kill."""

    def __init__(self, tier: str = "A", buffer_bytes: int = 65536, open_spool: Callable[[], Spool] | None = None) -> None:
        memory = MemorySpool(0)
        self.open_spool = open_spool or (lambda: memory)
        self.machine = Machine(tier=tier, width=WIDTH, buffer_bytes=buffer_bytes)
        self.powered = self.reads = True
        self.speed = 8000  # rows a second
        self.break_after: int | None = None  # bytes until the line breaks
        self.now = 100.0
        self.ends: dict[str, JobState] = {}
        self.told: dict[str, JobState] = {}
        self.changes: list[JobChange] = []
        self.states: list[PrinterState] = []
        self.submitted = 0
        self.copies: Counter[int] = Counter()  # reprints of each number
        self.tries: list[float] = []  # when a connection was attempted
        self._start()

    def _start(self) -> None:
        """As `EscposPrinter` takes over what a former process left."""
        self.spool = self.open_spool()
        left = self.spool.unfinished()
        doubtful = [job for job in left if job.state is not JobState.QUEUED]
        self.life = Life(width=WIDTH)
        self.life = replace(self.life, torn=self.life.limits.deadline(ROWS) if doubtful else None)
        self.open, self.outbox, self.stream = False, b"", ReplyStream()
        self.doubtful = [job.job for job in doubtful]
        for job in doubtful:
            self.note(JobChange(job.job, JobState.UNCERTAIN))
        for job in left:
            if job.state is JobState.QUEUED:
                self.tell(Submitted(Paper(job.job, job.width, job.raster, self.now)))

    def note(self, change: JobChange) -> None:
        self.changes.append(change)
        self.told[change.job] = change.state

    def tell(self, happening) -> None:
        while len(self.life.markers) < 3:
            self.life = replace(self.life, markers=(*self.life.markers, self.spool.next_marker()))
        self.life, actions = advance(self.life, happening, self.now)
        follow = []
        for action in actions:
            match action:
                case Report(change):
                    assert self.told[change.job] not in FINAL, "a job moved after its end"
                    if change.state is JobState.UNCERTAIN and self.life.torn is not None:
                        self.doubtful.append(change.job)
                    else:
                        self.spool.set_state(change.job, change.state)
                    self.note(change)
                case Send(data):
                    self.outbox += data
                case TakeBack():
                    self.outbox = b""
                case HangUp():
                    self._unplugged()
                case Connect():
                    self.tries.append(self.now)
                    self.open, self.outbox, self.stream = self.powered, b"", ReplyStream()
                    self.machine.hears(there=self.open)
                    follow.append(Connected() if self.powered else ConnectFailed())
        while self.doubtful and self.life.torn is None:
            self.spool.set_state(self.doubtful.pop(), JobState.UNCERTAIN)
        if not self.states or state(self.life) is not self.states[-1]:
            self.states.append(state(self.life))
        for consequence in follow:
            self.tell(consequence)

    def _unplugged(self) -> None:
        self.open, self.outbox = False, b""
        self.machine.hears(there=False)

    # --- what people and things do ------------------------------------------------------------------------------------------

    def submit(self) -> int:
        job, self.submitted = self.submitted, self.submitted + 1
        self._submit(str(job), picture(job))
        return job

    def reprint(self) -> None:
        """Staff print the latest number again, marked as such."""
        if self.submitted:
            job = self.submitted - 1
            self.copies[job] += 1
            self._submit(f"{job}.{1 + self.copies[job]}", picture(job, 1 + self.copies[job]))

    def _submit(self, name: str, raster: bytes) -> None:
        self.spool.add(PrintJob(name, WIDTH, raster))
        self.told[name] = JobState.QUEUED
        self.tell(Submitted(Paper(name, WIDTH, raster, self.now)))

    def cancel(self) -> None:
        for job in list(self.told):
            self.tell(CancelWanted(job))

    def kill_spooler(self) -> None:
        """kill -9, then a start from what the spool has on disk."""
        self._unplugged()
        self._start()

    def break_line(self) -> None:
        if self.open:
            self._unplugged()
            self.tell(Lost())

    def power(self, on: bool) -> None:
        if self.powered and not on:
            self.machine.power_off()
            self.powered = False
            self.break_line()
        self.powered = on

    def turn(self, **knobs) -> None:
        for knob, value in knobs.items():
            setattr(self.machine, knob, value)
        self.machine.changed()
        self.listen()

    def carry(self, count: int) -> None:
        """Let `count` bytes pass to the printer, and its answers back."""
        if self.open and self.outbox and self.reads:
            count = min(count, self.machine.room(), len(self.outbox))
            if self.break_after is not None and count >= self.break_after:
                count, self.break_after = self.break_after, None
                self.machine.receive(self.outbox[:count])
                self.break_line()
                return
            if self.break_after is not None:
                self.break_after -= count
            self.machine.receive(self.outbox[:count])
            self.outbox = self.outbox[count:]
            if count and not self.outbox:
                self.tell(Flushed())
        self.listen()

    def print_rows(self, rows: int) -> None:
        if self.powered:
            self.machine.work(rows)
        self.listen()

    def flow(self, count: int) -> None:
        """Let `count` bytes pass while the motor runs and answers come back, as in an ordinary moment."""
        while count > 0:
            self.carry(min(count, 100))
            self.print_rows(20)
            count -= 100

    def listen(self) -> None:
        answers = self.machine.take_answers()
        if self.open:
            for reply in self.stream.feed(answers):
                self.tell(Heard(reply))

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.tell(Tick())

    # --- in the end everything is mended ------------------------------------------------------------------------------------

    def mend(self) -> None:
        self.power(True)
        self.reads = True
        self.turn(paper="ok", cover_open=False, cutter="ok", hot=False, broken=False, mute=False, paper_out_at_row=None)

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        for _ in range(int(seconds / 0.1)):
            for _ in range(8):
                self.carry(2000)
                self.print_rows(self.speed // 80)
                if until():
                    return
            self.pass_time(0.1)

    # --- what lies in the tray ----------------------------------------------------------------------------------------------

    def whole_sheets(self, job: int, copy: int = 1) -> int:
        return sum(sheet.rows == rows_of(job, copy) for sheet in self.machine.sheets)

    def sheets_with_number(self, job: int) -> int:
        """Sheets on which somebody can read the number of `job`, whole or torn."""
        number = b"".join(rows_of(job)[NUMBER])
        return sum(number in b"".join(sheet.rows) for sheet in self.machine.sheets)

    def rows_on_paper(self, job: int) -> int:
        return sum(row[0] == 0x40 + job and row[6] == 0x40 + job for sheet in self.machine.sheets for row in sheet.rows)

    def on_disk(self) -> dict[str, JobState]:
        """Unfinished jobs after a look at the disk."""
        return {job.job: job.state for job in self.open_spool().unfinished()}
