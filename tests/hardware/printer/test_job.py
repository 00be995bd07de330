"""The bytes of a job: a picture can never act as a command, and every marker has a name of its own."""

import hashlib
import re

from hypothesis import given
from hypothesis import strategies as st

from hardware.printer import job
from hardware.printer.machine import Machine

# The same rule, said a second time: DLE EOT, DLE ENQ, DLE DC4 with any argument that some printer obeys.
COMMAND = re.compile(rb"\x10(\x04[\x01-\x08]|\x05[\x00-\x02]|\x14[\x00-\x08])", re.DOTALL)
TRAPS = st.lists(st.sampled_from([b"\x10", b"\x04", b"\x05", b"\x14", b"\x01", b"\x08", b"\x00", b"\xff", b"\x1d"]), max_size=200)


@given(st.one_of(TRAPS.map(b"".join), st.binary(max_size=300)))
def test_a_picture_never_holds_a_real_time_command_and_changes_by_few_dots(picture):
    safe = job.defuse(picture)

    assert not COMMAND.search(safe)
    assert len(safe) == len(picture)
    changed = [(before, after) for before, after in zip(picture, safe, strict=True) if before != after]
    assert all((before, after) == (0x10, 0x18) for before, after in changed)
    assert len(changed) <= len(COMMAND.findall(picture)) * 2 + picture.count(b"\x10\x10")
    assert job.defuse(safe) == safe


@given(TRAPS.map(b"".join), st.sampled_from([16, 32, 384, 576]), st.integers(1, 240))
def test_no_slice_and_no_seam_between_slices_holds_one_either(traps, width, rows):
    stride = width // 8
    raster = (traps * (stride * 300 // (len(traps) or 1) + 1) or bytes(stride * 300))[: stride * 300]

    sent = b"".join(job.slices(width, raster, rows)) + job.cut()

    assert not COMMAND.search(sent)


@given(st.lists(st.binary(min_size=1, max_size=72), min_size=1, max_size=20), st.integers(1, 250))
def test_a_picture_comes_out_of_the_machine_as_it_went_in(patterns, height):
    raster = b"".join((patterns[row % len(patterns)] * 72)[:72] for row in range(height))
    machine = Machine()

    machine.receive(job.initialise() + job.body(576, raster))
    machine.work(1000)

    (sheet,) = machine.sheets
    assert b"".join(sheet.rows) == job.defuse(raster)
    assert sheet.junk == 0


@given(st.integers(0, job.MARKERS - 1), st.integers(0, job.MARKERS - 1))
def test_markers_are_printable_and_differ_where_their_numbers_differ(one, other):
    assert all(0x20 <= byte <= 0x7E for byte in job.marker_name(one, "s"))
    assert (job.marker_name(one, "e") == job.marker_name(other, "e")) == (one == other)
    assert job.marker_name(one, "s") != job.marker_name(other, "e")


def test_the_bytes_of_a_job_are_these():
    """Head, two slices, cut, marker, as they have gone to printers since the first release; a change is meant or a mistake."""
    raster = bytes(range(256)) * 7 + bytes(8)  # 225 rows of 64 dots: three slices

    sent = job.initialise() + job.ask_marker(b"!!!s") + job.body(64, raster) + job.ask_marker(b"!!!e")

    assert sent[:24].hex() == "1b401d61ff" + "1d2848060030302121217" + "3" + "1d76300008006000"
    assert sent[-15:].hex() == "1d564200" + "1d28480600303021212165"
    assert sent.count(b"\x1d\x76\x30\x00\x08\x00") == 3
    assert hashlib.sha256(sent).hexdigest() == "cd38fa3e0ea3590bea1d3353d6ed6cf7cf3baa2a78a1b0d1b2ae83ed55553d91"
