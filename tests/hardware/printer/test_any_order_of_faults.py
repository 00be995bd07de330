"""Whatever happens to printer, line and process, in any order: at most one paper by itself, and no paper claimed that is not there.

The rules (`turn`) run against the simulated machine with a clock of our own: no threads, no sockets, thousands of accidents.
"""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hardware.printer.port import FINAL, JobState
from tests.hardware.printer.office import ROWS, Office
from tests.hardware.printer.spooler import FolderSpool

ACCIDENTS = st.one_of(
    st.tuples(st.just("carry"), st.sampled_from([1, 3, 12, 40, 500])),
    st.tuples(st.just("flow"), st.integers(1, 2500)),
    st.tuples(st.just("flow"), st.integers(1, 2500)),
    st.tuples(st.just("print_rows"), st.integers(1, 250)),
    st.tuples(st.just("pass_time"), st.sampled_from([0.1, 0.3, 0.5, 1.0, 1.2, 5.0, 35.0])),
    st.sampled_from([("submit",), ("submit",), ("reprint",), ("break_line",), ("kill_spooler",), ("cancel",)]),
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
            ("turn", {"cutter": "cleared"}),
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


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    accidents=st.lists(ACCIDENTS, max_size=25),
    kind=st.sampled_from([("A", "printed"), ("A", "printed"), ("B", "printed"), ("B", "parsed")]),
    buffer_bytes=st.sampled_from([400, 1024, 65536]),
)
@example(accidents=[("submit",), ("flow", 900), ("break_line",), ("submit",)], kind=("A", "printed"), buffer_bytes=65536)
@example(accidents=[("submit",), ("flow", 900), ("kill_spooler",), ("submit",)], kind=("A", "printed"), buffer_bytes=65536)
@example(
    accidents=[("submit",), ("carry", 40), ("flow", 1), ("carry", 1), ("carry", 1), ("break_line",)],
    kind=("B", "printed"),
    buffer_bytes=400,
)
@example(
    accidents=[("submit",), ("flow", 300), ("power", False), ("power", True), ("submit",)],
    kind=("B", "printed"),
    buffer_bytes=65536,
)
@example(
    accidents=[("submit",), ("flow", 8), ("flow", 1643), ("turn", {"paper": "out"}), ("cancel",)],
    kind=("B", "printed"),
    buffer_bytes=400,
)
@example(
    accidents=[("turn", {"hot": True}), ("turn", {"mute": True}), ("turn", {"hot": False})], kind=("A", "printed"), buffer_bytes=400
)
@example(accidents=[("break_line",), ("flow", 117), ("pass_time", 1.0)], kind=("B", "printed"), buffer_bytes=65536)
def test_papers_by_themselves_are_at_most_one_and_claimed_ones_are_there(accidents, kind, buffer_bytes):
    with tempfile.TemporaryDirectory() as folder:
        office = Office(kind[0], buffer_bytes, lambda: FolderSpool(Path(folder), synced=False))
        office.machine.proof = kind[1]
        office.run(2)

        suffer(office, accidents)
        office.mend()
        office.run(60)
        last = office.submit()
        office.run(20)

        assert office.on_disk() == {}
    assert all(state in FINAL for state in office.told.values()), office.told
    for job in range(office.submitted):
        papers = 1 + office.copies[job]
        assert office.sheets_with_number(job) <= papers, "more papers than the first and what staff printed again"
        assert office.rows_on_paper(job) <= ROWS * papers, "some of a picture came out twice"
    for name, state in office.told.items():
        job, copy = int(name.partition(".")[0]), int(name.partition(".")[2] or 1)
        match state:
            case JobState.PRINTED_UNVERIFIED if kind[1] == "parsed":
                assert office.whole_sheets(job, copy) <= 1  # such a printer cannot know; "unverified" says so
            case JobState.PRINTED | JobState.PRINTED_UNVERIFIED:
                assert office.whole_sheets(job, copy) == 1, (name, state)
            case JobState.FAILED_CLEAN:
                assert office.whole_sheets(job, copy) == 0
                assert office.rows_on_paper(job) == 0 or office.copies[job]
            case _:
                assert office.whole_sheets(job, copy) <= 1
    assert office.told[str(last)] in (JobState.PRINTED, JobState.PRINTED_UNVERIFIED)
    assert office.whole_sheets(last) == 1
