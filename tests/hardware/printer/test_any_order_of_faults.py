"""Whatever happens to printer, line and process, in any order: at most one paper by itself, and no paper claimed that is not there.

The rules (`turn`) run against the simulated machine with a clock of our own: no threads, no sockets, thousands of accidents.
"""

from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

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
from hardware.printer.life import Life
from hardware.printer.machine import Machine
from hardware.printer.port import FINAL, JobState
from hardware.printer.replies import ReplyStream
from hardware.printer.turn import advance

WIDTH, ROWS = 64, 200


def picture(job: int) -> bytes:
    """Rows that exist on no other paper."""
    return b"".join(bytes([0x40 + job, row, 0xFF, 0xFF, 0xAA, 0x55, 0x40 + job, row]) for row in range(ROWS))


class Office:
    """One printer, its line, and a spooler that may be killed. The spool is what survives."""

    def __init__(self, tier: str, buffer_bytes: int) -> None:
        self.machine = Machine(tier=tier, width=WIDTH, buffer_bytes=buffer_bytes)
        self.powered = True
        self.now = 100.0
        self.spool: dict[int, JobState] = {}
        self.told: dict[int, JobState] = {}
        self.marker = 0
        self._begin()

    def _begin(self, torn: float | None = None) -> None:
        self.life = Life(width=WIDTH, torn=torn)
        self.open = False
        self.outbox = b""
        self.stream = ReplyStream()

    def tell(self, happening) -> None:
        while len(self.life.markers) < 3:
            self.marker += 1
            self.life = replace(self.life, markers=(*self.life.markers, self.marker))
        self.life, actions = advance(self.life, happening, self.now)
        follow = []
        for action in actions:
            match action:
                case Report(change):
                    assert self.told[change.job] not in FINAL, "a job moved after its end"
                    self.told[change.job] = change.state
                    if change.state is not JobState.UNCERTAIN:
                        self.spool[change.job] = change.state
                case Send(data):
                    self.outbox += data
                case TakeBack():
                    self.outbox = b""
                case HangUp():
                    self.open, self.outbox = False, b""
                case Connect():
                    self.open, self.outbox, self.stream = self.powered, b"", ReplyStream()
                    follow.append(Connected() if self.powered else ConnectFailed())
        if self.life.torn is None:  # as `EscposPrinter` keeps its spool
            self.spool.update({job: state for job, state in self.told.items() if state is JobState.UNCERTAIN})
        for consequence in follow:
            self.tell(consequence)

    # --- what people and things do ------------------------------------------------------------------------------------------

    def submit(self) -> int:
        job = len(self.spool)
        self.spool[job] = self.told[job] = JobState.QUEUED
        self.tell(Submitted(Paper(job, WIDTH, picture(job), self.now)))
        return job

    def cancel(self) -> None:
        for job in list(self.spool):
            self.tell(CancelWanted(job))

    def kill_spooler(self) -> None:
        """kill -9, then a start from what the spool holds, as `EscposPrinter` does."""
        left = {job: state for job, state in self.spool.items() if state not in FINAL}
        doubtful = [job for job, state in left.items() if state is not JobState.QUEUED]
        assert all(self.told[job] is not JobState.QUEUED for job in doubtful)
        self._begin(torn=self.life.limits.deadline(ROWS) if doubtful else None)
        for job in doubtful:
            self.told[job] = JobState.UNCERTAIN
        for job in left.keys() - set(doubtful):
            self.tell(Submitted(Paper(job, WIDTH, picture(job), self.now)))

    def break_line(self) -> None:
        if self.open:
            self.open, self.outbox = False, b""
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

    def carry(self, count: int) -> None:
        """Let `count` bytes pass to the printer, and its answers back."""
        if self.open and self.outbox:
            count = min(count, self.machine.room(), len(self.outbox))
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
        self.turn(paper="ok", cover_open=False, cutter="ok", hot=False, mute=False, paper_out_at_row=None)

    def run(self, seconds: float) -> None:
        for _ in range(int(seconds / 0.1)):
            for _ in range(8):
                self.carry(2000)
                self.print_rows(100)
            self.pass_time(0.1)

    def whole_sheets(self, job: int) -> int:
        rows = tuple(picture(job)[at : at + WIDTH // 8] for at in range(0, ROWS * WIDTH // 8, WIDTH // 8))
        return sum(sheet.rows == rows for sheet in self.machine.sheets)

    def rows_on_paper(self, job: int) -> int:
        return sum(row[0] == 0x40 + job and row[6] == 0x40 + job for sheet in self.machine.sheets for row in sheet.rows)


ACCIDENTS = st.one_of(
    st.tuples(st.just("carry"), st.sampled_from([1, 3, 12, 40, 500])),
    st.tuples(st.just("flow"), st.integers(1, 2500)),
    st.tuples(st.just("flow"), st.integers(1, 2500)),
    st.tuples(st.just("print_rows"), st.integers(1, 250)),
    st.tuples(st.just("pass_time"), st.sampled_from([0.1, 0.3, 0.5, 1.0, 1.2, 5.0, 35.0])),
    st.sampled_from([("submit",), ("submit",), ("break_line",), ("kill_spooler",), ("cancel",)]),
    st.just(("submit",)),
    st.sampled_from([("power", False), ("power", True)]),
    st.sampled_from(
        [
            ("turn", {"paper": "out"}),
            ("turn", {"paper": "ok"}),
            ("turn", {"cover_open": True}),
            ("turn", {"cover_open": False}),
            ("turn", {"cutter": "jam_at_cut"}),
            ("turn", {"cutter": "ok"}),
            ("turn", {"hot": True}),
            ("turn", {"hot": False}),
            ("turn", {"mute": True}),
            ("turn", {"mute": False}),
            ("turn", {"paper_out_at_row": 60}),
            ("run", 2),
        ]
    ),
)


def suffer(office: Office, accidents) -> None:
    for name, *values in accidents:
        if values and isinstance(values[0], dict):
            office.turn(**values[0])
        else:
            getattr(office, name)(*values)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    accidents=st.lists(ACCIDENTS, max_size=25),
    tier=st.sampled_from("AAAB"),
    buffer_bytes=st.sampled_from([400, 1024, 65536]),
)
@example(accidents=[("submit",), ("flow", 900), ("break_line",), ("submit",)], tier="A", buffer_bytes=65536)
@example(accidents=[("submit",), ("flow", 900), ("kill_spooler",), ("submit",)], tier="A", buffer_bytes=65536)
@example(
    accidents=[("submit",), ("carry", 40), ("flow", 1), ("carry", 1), ("carry", 1), ("break_line",)], tier="B", buffer_bytes=400
)
@example(accidents=[("submit",), ("flow", 300), ("power", False), ("power", True), ("submit",)], tier="B", buffer_bytes=65536)
def test_papers_by_themselves_are_at_most_one_and_claimed_ones_are_there(accidents, tier, buffer_bytes):
    office = Office(tier, buffer_bytes)
    office.run(2)

    suffer(office, accidents)
    office.mend()
    office.run(60)
    last = office.submit()
    office.run(20)

    assert all(state in FINAL for state in office.spool.values()), office.spool
    assert office.spool == office.told
    for job, state in office.spool.items():
        assert office.rows_on_paper(job) <= ROWS, "some of a picture came out twice"
        match state:
            case JobState.PRINTED | JobState.PRINTED_UNVERIFIED:
                assert office.whole_sheets(job) == 1, (job, state)
            case JobState.FAILED_CLEAN:
                assert office.rows_on_paper(job) == 0
            case _:
                assert office.whole_sheets(job) <= 1
    assert office.spool[last] in (JobState.PRINTED, JobState.PRINTED_UNVERIFIED)
    assert office.whole_sheets(last) == 1
