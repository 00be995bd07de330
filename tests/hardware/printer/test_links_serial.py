"""A serial line, on a pty: never waited for, stopped when told to stop, given time by its speed, lost when it is pulled out."""

import os
import select
import tty
from dataclasses import replace

import pytest

from hardware.printer.links.address import parse
from hardware.printer.links.link import LinkLost, LinkTaken
from hardware.printer.links.serial_port import open_serial
from hardware.printer.port import JobState, PrinterState
from hardware.printer.sheet import Raster
from tests.hardware.printer.watched import IMPATIENT, PATIENCE, QUICK

FAST = "baud=4000000"


@pytest.fixture
def pty():
    """Our end, and the path of the line."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    os.set_blocking(ours, False)
    yield ours, os.ttyname(theirs)
    os.close(theirs)
    os.close(ours)


def opened(path, settings=FAST):
    return open_serial(parse(f"serial://{path}?{settings}"))


def heard(link, size=1):
    """The next bytes from the printer; the kernel brings them when it likes."""
    return _whole(link, size, link.receive)


def arrived(ours, size):
    """The next bytes at the printer."""
    return _whole(ours, size, lambda: os.read(ours, size))


def _whole(source, size, read):
    data = b""
    while len(data) < size:
        assert select.select([source], [], [], PATIENCE)[0]
        data += read()
    return data


def filled(link):
    """Give until nothing more is taken; how much that was."""
    total = 0
    for _ in range(1000):
        taken = link.send(b"\x55" * 4096)
        total += taken
        if not taken and link.again() is None:
            return total
    raise AssertionError("it takes without end")


def test_bytes_go_both_ways_unchanged(pty):
    ours, path = pty
    link = opened(path)
    every = bytes(range(256))

    assert link.send(every) == 256
    assert arrived(ours, 256) == every
    assert link.receive() == b""
    os.write(ours, every)

    assert heard(link, 256) == every
    link.close()


def test_a_line_that_nobody_reads_takes_a_little_and_then_nothing_and_holds_nobody(pty):
    _, path = pty
    link = opened(path)

    taken = [filled(link)]
    while taken[-1] and sum(taken) < 100_000:  # the kernel moves bytes on for a while, then stands too
        taken.append(filled(link))

    assert 0 < sum(taken) < 100_000
    assert link.again() is None
    link.close()


def test_a_sender_told_to_stop_by_xoff_stops_and_goes_on_at_xon(pty):
    ours, path = pty
    link = opened(path, FAST + "&flow=xonxoff")
    os.write(ours, b"\x13!")
    assert heard(link) == b"!"  # the sign is for the line, not for us

    assert link.send(b"picture") == 0

    os.write(ours, b"\x11!")
    assert heard(link) == b"!"
    assert link.send(b"picture") == 7
    assert arrived(ours, 7) == b"picture"
    link.close()


def test_closing_a_stopped_line_does_not_wait_for_it(pty):
    ours, path = pty
    link = opened(path, FAST + "&flow=xonxoff")
    link.send(b"x" * 500)
    os.write(ours, b"\x13!")
    heard(link)
    filled(link)

    link.close()

    opened(path).close()


def test_a_slow_line_is_given_little_at_a_time(pty):
    ours, path = pty
    link = opened(path, "baud=9600")

    first = link.send(b"\x55" * 4096)

    assert first == 96  # a tenth of a second
    assert link.send(b"\x55" * 4096) == 0
    assert link.again() is not None
    assert arrived(ours, 96) == b"\x55" * 96
    link.close()


def test_what_hinders_is_said_with_its_cure(pty, tmp_path):
    _, path = pty
    (tmp_path / "notes").write_text("")

    with pytest.raises(LinkLost, match="adapter plugged in"):
        opened(tmp_path / "none")
    with pytest.raises(LinkLost, match="no serial line"):
        opened(tmp_path / "notes")
    with pytest.raises(LinkLost, match="flow=rtscts or flow=xonxoff"):
        opened(path, "flow=dsr")  # a pty has no such line, as some adapters have none
    held = opened(path)
    with pytest.raises(LinkTaken, match="another program uses"):
        opened(path)
    held.close()
    opened(path).close()


def test_a_line_whose_other_end_is_gone_is_lost():
    ours, theirs = os.openpty()
    link = opened(os.ttyname(theirs))
    os.close(theirs)
    os.close(ours)

    with pytest.raises(LinkLost):
        link.receive()
    link.close()


# --- with the simulated printer behind it ------------------------------------------------------------------------------------


@pytest.fixture
def on_a_line(start, watch, tmp_path):
    """A simulated printer on a serial line, and the printer under test."""

    def connected(*options, settings=FAST, limits=QUICK):
        path = tmp_path / "line"
        device = start("--pty", str(path), *options)
        watched = watch(f"serial://{path}?{settings}", limits)
        watched.until_ready()
        return device, watched

    return connected


def test_a_small_buffer_that_stops_the_line_by_signs_loses_no_dot(on_a_line, paper):
    device, printer = on_a_line("--buffer", "2048", "--flow", "xonxoff", settings=FAST + "&flow=xonxoff")

    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert device.sheets() == [paper]


def test_the_signs_are_no_answer_where_the_line_does_not_use_them(on_a_line, paper):
    device, printer = on_a_line("--buffer", "2048", "--flow", "xonxoff", settings=FAST + "&flow=none")
    device.order(reply_split=True)

    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert device.sheets() == [paper]


def test_a_slow_line_has_the_time_it_needs_and_no_paper_is_held_for_it(on_a_line):
    dense = Raster(576, 240, b"\xf0" * 72 * 240)  # 4.6 s at 38400 baud
    hurried = replace(QUICK, shortest_deadline=0.5, slack=4.0)
    device, printer = on_a_line("--baud", "38400", settings="baud=38400", limits=hurried)

    printer.submit("a", dense)

    assert printer.final("a").state is JobState.PRINTED
    assert [change.state for change in printer.history] == [JobState.SENDING, JobState.PRINTING, JobState.PRINTED]
    assert device.sheets() == [dense]


def test_a_line_that_stands_still_without_a_word_is_doubt_at_the_deadline(on_a_line, paper):
    device, printer = on_a_line("--buffer", "4096", limits=replace(IMPATIENT, unproved=0.3))
    device.order(mute=True, paper_out_at_row=50)

    printer.submit("a", paper)

    printer.until("a", JobState.HELD, JobState.FAILED_CLEAN)
    if printer.history[-1].state is JobState.HELD:
        assert printer.final("a").state is JobState.UNCERTAIN
    printer.until_state(PrinterState.UNREACHABLE)
    assert device.sheets() == []


def test_a_switched_off_printer_on_a_living_line_is_unreachable_not_busy(start, watch, tmp_path):
    device = start("--pty", str(tmp_path / "line"))
    device.order(mute=True)

    printer = watch(f"serial://{tmp_path / 'line'}?{FAST}")

    assert printer.until_state(PrinterState.UNREACHABLE, PrinterState.BUSY) is PrinterState.UNREACHABLE
