"""Where bytes are dear a picture travels without its gaps and margins, and comes out the same."""

from hypothesis import given
from hypothesis import strategies as st

from hardware.printer import job
from hardware.printer.machine import Machine

WIDTH, STRIDE = 384, 48
ROWS = st.one_of(
    st.just(b""),  # a gap
    st.binary(min_size=1, max_size=STRIDE),
    st.sampled_from([b"\x10\x04", b"\x10", b"\x04\x01", b"\x10\x05\x01", b"\x10\x14\x08", b"\x01"]),  # what looks like commands
)
PICTURES = st.lists(st.tuples(ROWS, st.integers(1, 130)), min_size=1, max_size=12).map(
    lambda bands: b"".join(row.ljust(STRIDE, b"\0") * count for row, count in bands)
)


def printed(data):
    machine = Machine(width=WIDTH, buffer_bytes=10**7)
    machine.receive(job.initialise() + data)
    machine.work(10**6)
    return machine


@given(PICTURES)
def test_every_dot_is_there_and_every_row_in_its_place(picture):
    machine = printed(job.body(WIDTH, job.defuse(picture), dear=True))

    (sheet,) = machine.sheets
    whole = b"".join(sheet.rows)
    assert len(whole) == len(picture)
    added = int.from_bytes(whole, "big") ^ int.from_bytes(job.defuse(picture), "big")
    assert not added & int.from_bytes(job.defuse(picture), "big")  # none is missing
    assert added.bit_count() <= len(picture) // 50 + 4  # and hardly one too many
    assert sheet.junk == 0


@given(PICTURES)
def test_no_byte_of_it_acts_as_a_command(picture):
    machine = Machine(width=WIDTH, buffer_bytes=10**7)

    machine.receive(b"".join(job.narrow_slices(WIDTH, picture)))

    assert machine.take_answers() == b""


@given(PICTURES)
def test_it_is_never_much_longer_than_the_plain_way_and_no_slice_is_higher_than_a_slice(picture):
    narrow = job.narrow_slices(WIDTH, picture)

    gaps = len(picture) // STRIDE // job.BLANK_ROWS
    assert sum(map(len, narrow)) <= sum(map(len, job.slices(WIDTH, picture))) + 16 * (gaps + 1)
    assert all(int.from_bytes(part[6:8], "little") <= job.SLICE_ROWS for part in narrow)
    assert all(len(part) <= 8 + job.SLICE_ROWS * STRIDE for part in narrow)  # so padding always completes a torn one


def test_a_slip_needs_about_half_the_bytes(paper):
    plain, narrow = (len(job.body(paper.width, paper.packed, dear=dear)) for dear in (False, True))

    assert narrow < 0.6 * plain
