"""The simulated printer understands what a library it knows nothing of writes, and answers as the standard says."""

import numpy as np
import pytest
from escpos.printer import Dummy
from PIL import Image

from hardware.printer.machine import Machine


def drawing():
    dots = np.random.default_rng(7).integers(0, 2, (300, 576), dtype=np.uint8)
    return dots, Image.fromarray((1 - dots) * 255).convert("1")


@pytest.mark.parametrize("fragment", [24, 255, 960])
def test_a_picture_written_by_python_escpos_comes_out_dot_for_dot(fragment):
    dots, image = drawing()
    library = Dummy()
    library.hw("INIT")
    library.image(image, impl="bitImageRaster", fragment_height=fragment)
    library.cut(feed=False)
    machine = Machine()

    machine.receive(library.output)
    while machine.work(1000):
        pass

    (sheet,) = machine.sheets
    assert b"".join(sheet.rows) == np.packbits(dots, axis=1).tobytes()


def test_status_questions_are_answered_at_once_even_inside_a_picture():
    machine = Machine()
    machine.receive(b"\x1d\x76\x30\x00\x48\x00\x02\x00" + b"\x00" * 70 + b"\x10\x04\x01")

    assert machine.take_answers() == b"\x12"
    assert machine.buffered == 8 + 73


@pytest.mark.parametrize(
    ("knobs", "real_time", "automatic"),
    [
        ({}, "12121212", "1000000F"),
        ({"paper": "near_end"}, "1212121E", "1000030F"),
        ({"paper": "out"}, "1A32127E", "18000F0F"),
        ({"cover_open": True}, "1A161212", "3800000F"),
        ({"cutter": "jam"}, "1A521A12", "1808000F"),
        ({"hot": True}, "1A525212", "1840000F"),
    ],
)
def test_faults_show_in_the_bits_of_the_standard(knobs, real_time, automatic):
    machine = Machine()
    machine.receive(b"\x1d\x61\xff")
    machine.work(0)
    machine.take_answers()
    for knob, value in knobs.items():
        setattr(machine, knob, value)
    machine.changed()
    if knobs:
        assert machine.take_answers().hex().upper() == automatic

    machine.receive(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04")

    assert machine.take_answers().hex().upper() == real_time


def test_a_marker_is_answered_only_when_the_rows_before_it_are_on_paper():
    machine = Machine()
    machine.receive(b"\x1d\x76\x30\x00\x48\x00\x05\x00" + bytes(72 * 5) + b"\x1d\x28\x48\x06\x00\x30\x30abcd")

    machine.work(4)
    assert machine.take_answers() == b""

    machine.work(4)
    assert machine.take_answers() == b"\x37\x22abcd\x00"


def test_clearing_works_in_the_middle_of_a_picture_and_across_packets():
    machine = Machine()
    machine.receive(b"\x1d\x76\x30\x00\x48\x00\x05\x00" + bytes(100) + b"\x10\x14\x08\x01\x03")
    machine.receive(b"\x14\x01\x06\x02\x08\x1d\x72\x01")
    machine.work(10)

    assert machine.take_answers() == b"\x37\x25\x00\x00"
    assert machine.row == 0


def test_bytes_that_are_no_commands_are_printed_as_text():
    machine = Machine()
    machine.receive(b"hello\n\x1d\x56\x42\x00")
    machine.work(100)

    assert machine.sheets[0].junk == 5
    assert len(machine.sheets[0].rows) == 24


PICTURE = b"\x1d\x76\x30\x00\x48\x00\x05\x00" + bytes(72 * 5)
CUT = b"\x1d\x56\x42\x00"


def marker(name):
    return b"\x1d\x28\x48\x06\x00\x30\x30" + name


@pytest.mark.parametrize("off", [b"\x1b\x40", b"\x1d\x61\x00"], ids=["ESC @", "GS a 0"])
def test_a_reset_in_a_job_switches_automatic_status_off_until_it_is_asked_for_again(off):
    machine = Machine()
    machine.receive(b"\x1d\x61\xff" + off)
    machine.work(0)
    machine.take_answers()
    machine.paper = "near_end"
    machine.changed()
    assert machine.take_answers() == b""

    machine.receive(b"\x1d\x61\xff")
    machine.work(0)

    assert machine.take_answers() == b"\x10\x00\x03\x0f"


def test_of_the_markers_that_nobody_was_there_to_hear_the_latest_is_told_to_the_next_host():
    machine = Machine()
    machine.hears(there=False)
    machine.receive(marker(b"aaas") + PICTURE + CUT + marker(b"aaae"))
    machine.work(10)
    machine.work(10)
    assert machine.take_answers() == b""

    machine.hears(there=True)

    assert machine.take_answers() == b"\x37\x22aaae\x00"


def test_clearing_the_buffers_forgets_a_marker_that_was_not_told():
    machine = Machine()
    machine.hears(there=False)
    machine.receive(marker(b"aaae"))
    machine.work(0)
    machine.receive(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
    machine.take_answers()

    machine.hears(there=True)

    assert machine.take_answers() == b""


def test_a_clone_answers_what_it_has_read_before_it_is_printed():
    clone, honest = Machine(tier="B", proof="parsed"), Machine(tier="B")
    for machine in (clone, honest):
        machine.receive(PICTURE + CUT + b"\x1d\x72\x01")

    assert (clone.take_answers(), clone.row, clone.sheets) == (b"\x00", 0, [])
    assert honest.take_answers() == b""
    for machine in (clone, honest):
        machine.work(10)
        machine.work(10)
    assert honest.take_answers() == b"\x00"
    assert clone.sheets == honest.sheets


@pytest.mark.parametrize(
    ("tier", "answers"),
    [("A", b"\x37\x22abcd\x00\x00\x5fUKETSUKE\x00\x12"), ("B", b"\x00\x5fUKETSUKE\x00\x12"), ("C", b"\x12"), ("D", b"")],
)
def test_what_a_printer_can_prove_is_what_it_answers(tier, answers):
    machine = Machine(tier=tier)
    machine.receive(marker(b"abcd") + b"\x1d\x72\x01" + b"\x1d\x49\x42")
    machine.work(0)
    machine.receive(b"\x10\x04\x01")

    assert machine.take_answers() == answers


def test_after_a_jam_it_goes_on_only_when_told_and_with_the_cover_shut():
    machine = Machine(cutter="jam_at_cut")
    machine.receive(PICTURE + CUT)
    machine.work(10)
    machine.work(10)
    assert (machine.cutter, machine.sheets) == ("jam", [])
    machine.cutter, machine.cover_open = "cleared", True
    machine.receive(b"\x10\x05\x01")
    machine.work(10)
    assert machine.sheets == []

    machine.cover_open = False
    machine.receive(b"\x10\x05\x01")
    machine.work(10)

    assert [len(sheet.rows) for sheet in machine.sheets] == [5]


def test_recovering_with_the_buffers_cleared_drops_the_rest():
    machine = Machine(cutter="cleared")
    machine.receive(PICTURE + CUT)

    machine.receive(b"\x10\x05\x02")
    machine.work(10)

    assert (machine.buffered, machine.row, machine.cutter) == (0, 0, "ok")


@pytest.mark.parametrize("pause", [0, 8, 8 + 72, 8 + 2 * 72, 8 + 5 * 72, 12 + 5 * 72])
def test_it_can_be_stopped_at_a_byte_of_what_it_is_told(pause):
    machine = Machine(pause_at=pause)
    machine.receive(PICTURE + CUT + marker(b"abcd"))
    for _ in range(5):
        machine.work(10)
    assert machine.paused
    assert machine.obeyed == pause
    assert machine.take_answers() == b""

    machine.pause_at = None
    for _ in range(5):
        machine.work(10)

    assert machine.take_answers() == b"\x37\x22abcd\x00"


def test_power_that_fails_takes_what_was_not_printed_and_leaves_the_paper_in_the_printer():
    machine = Machine()
    machine.receive(PICTURE + CUT)
    machine.work(3)

    machine.power_off()
    machine.receive(PICTURE + CUT)
    machine.work(10)
    machine.work(10)

    assert [len(sheet.rows) for sheet in machine.sheets] == [3 + 5]
