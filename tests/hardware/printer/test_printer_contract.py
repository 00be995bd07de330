"""What every printer owes, on every kind of line: driver and simulated device in pairs."""

from collections.abc import Iterator

import msgspec
import pytest

from hardware.printer.port import JobState, PrinterState, Tier
from hardware.printer.slip import draw
from tests.hardware.printer.lines import KINDS, Connected
from tests.hardware.printer.watched import Watched


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def connected(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connected]:
    line = Connected(kind, tmp_path_factory.mktemp(kind) / "printer")
    yield line
    line.device.end()


@pytest.fixture
def line(connected: Connected) -> Connected:
    """A printer fresh from its box, connected in every way in turn."""
    connected.device.order(unbox=True, buffer=65536, speed=4000)
    return connected


@pytest.fixture
def printer(line: Connected) -> Iterator[Watched]:
    watched = line.watch()
    watched.until_ready()
    yield watched
    watched.printer.close()


@pytest.fixture(scope="session")
def next_paper(slip):
    return draw(msgspec.structs.replace(slip, number="A-025"))


def test_a_paper_comes_out_as_drawn_and_is_proved(line, printer, paper):
    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert printer.printer.tier() is Tier.A
    assert printer.printer.identity() == ("UKETSUKE", "SIMULATED", "1.0")
    assert printer.printer.trouble() is None
    assert line.device.sheets() == [paper]


def test_the_clerk_hears_of_an_empty_printer_and_nothing_is_sent(line, printer, paper):
    line.device.order(paper="out")
    printer.until_state(PrinterState.PAPER_END)

    printer.submit("a", paper)

    assert printer.final("a").fault is PrinterState.PAPER_END
    line.device.order(paper="ok")
    printer.until_ready()
    assert line.device.sheets() == []


@pytest.mark.parametrize(
    ("fault", "mended", "named"),
    [
        ({"paper_out_at_row": 300}, {"paper": "ok"}, PrinterState.PAPER_END),
        ({"cutter": "jam_at_cut"}, {"cutter": "ok"}, PrinterState.CUTTER),
    ],
    ids=["paper", "cutter"],
)
def test_a_fault_midway_holds_the_paper_and_it_is_finished_afterwards(line, printer, paper, fault, mended, named):
    line.device.order(**fault)
    printer.submit("a", paper)
    assert printer.until("a", JobState.HELD).fault is named

    line.device.order(**mended)

    assert printer.final("a").state is JobState.PRINTED
    assert line.device.sheets() == [paper]


def test_a_printer_that_takes_nothing_for_a_while_stops_nobody(line, printer, paper, next_paper):
    line.device.order(buffer=4096, paper_out_at_row=100)
    printer.submit("a", paper)
    printer.until("a", JobState.HELD)

    printer.submit("b", next_paper)
    assert printer.final("b").fault is PrinterState.PAPER_END

    line.device.order(paper="ok")
    assert printer.final("a").state is JobState.PRINTED
    assert line.device.sheets() == [paper]


def test_closing_while_the_printer_takes_nothing_ends_at_once_and_says_that_the_paper_is_in_doubt(line, printer, paper):
    line.device.order(buffer=4096, paper_out_at_row=100)
    printer.submit("a", paper)
    printer.until("a", JobState.HELD)

    printer.printer.close()

    assert printer.final("a").state is JobState.UNCERTAIN


@pytest.mark.parametrize("after", [30, 5000, 20000])
def test_a_line_cut_in_the_picture_is_doubt_and_the_next_paper_is_whole(line, printer, paper, next_paper, after):
    line.device.order(cut_link_after=after)
    printer.submit("a", paper)
    assert printer.final("a").state is JobState.UNCERTAIN

    line.plug_in()
    printer.until_ready()
    printer.submit("b", next_paper)

    assert printer.final("b").state is JobState.PRINTED
    assert line.device.sheets()[-1] == next_paper
    assert line.device.sheets().count(paper) == 0


def test_a_printer_that_is_unplugged_is_found_again_when_it_is_back(line, printer, paper):
    line.unplug()
    printer.until_state(PrinterState.UNREACHABLE)
    assert printer.printer.trouble()
    printer.submit("a", paper)
    assert printer.final("a").fault is PrinterState.UNREACHABLE

    line.plug_in()

    printer.until_ready()
    printer.submit("b", paper)
    assert printer.final("b").state is JobState.PRINTED
    assert line.device.sheets() == [paper]


def test_unplugged_with_one_paper_printing_and_one_queued_neither_comes_twice(line, printer, paper, next_paper):
    line.device.order(paper_out_at_row=400)
    printer.submit("a", paper)
    printer.until("a", JobState.HELD)
    line.device.order(paper="ok", heat="hot")
    printer.until("a", JobState.HELD)
    printer.submit("b", next_paper)

    line.unplug()
    assert printer.final("a").state is JobState.UNCERTAIN
    assert printer.final("b").fault is PrinterState.UNREACHABLE
    line.device.order(heat="ok")
    line.plug_in()

    printer.until_ready()
    printer.submit("c", next_paper)
    assert printer.final("c").state is JobState.PRINTED
    assert line.device.sheets()[-1] == next_paper
    assert line.device.sheets().count(next_paper) == 1
    assert line.device.sheets().count(paper) <= 1


def test_a_line_that_another_program_holds_is_said_to_be_busy_and_taken_over_when_free(line, kind, paper):
    if kind == "device-file":
        pytest.skip("the kernel's driver lets one program in; a pty lets root in twice")
    leave = line.another_program()
    printer = line.watch()
    printer.until_state(PrinterState.BUSY)

    leave()

    assert printer.until_ready() is Tier.A
    printer.submit("a", paper)
    assert printer.final("a").state is JobState.PRINTED
    printer.printer.close()


def test_after_closing_the_line_is_free_for_the_next_program(line, printer, paper):
    printer.printer.close()

    successor = line.watch()

    successor.until_ready()
    successor.submit("a", paper)
    assert successor.final("a").state is JobState.PRINTED
    successor.printer.close()
