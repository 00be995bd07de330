"""Each fault of a printer, over a real line to a simulated device: what the job says, and how many papers came out."""

import io
import socket
from dataclasses import replace

import msgspec
import pytest
from PIL import Image
from pyzbar.pyzbar import decode

from hardware.printer.job import SLICE_ROWS, body
from hardware.printer.memory import MemorySpool
from hardware.printer.port import JobState, PrinterState, PrintJob, Tier
from hardware.printer.sheet import picture
from hardware.printer.slip import draw, number_area
from tests.hardware.printer.watched import IMPATIENT, QUICK, Watched

HEAD = 16  # bytes before the picture: ESC @, GS a, start marker
SLICE = 8 + SLICE_ROWS * 72


def count(sheets, paper):
    """How many sheets are exactly this paper."""
    return sum(sheet.packed == paper.packed for sheet in sheets)


def number_count(sheets, slip):
    """How many sheets carry the number of `slip`, whole or torn."""
    rows = draw(slip).rows(number_area(slip))
    return sum(rows in sheet.packed for sheet in sheets)


@pytest.fixture(scope="session")
def next_slip(slip):
    return msgspec.structs.replace(slip, number="A-025", qr="HTTPS://Q.EXAMPLE.LG.JP/T/NEXTNEXTNEXT2")


def test_a_healthy_printer_gives_one_paper_with_number_and_code(device, printer, slip, paper):
    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert printer.printer.tier() is Tier.A
    (sheet,) = device.sheets()
    assert sheet == paper
    assert sheet.rows(number_area(slip)) == draw(slip).rows(number_area(slip))
    assert [found.data.decode() for found in decode(Image.open(io.BytesIO(picture(sheet))))] == [slip.qr]
    assert [change.state for change in printer.history] == [JobState.SENDING, JobState.PRINTING, JobState.PRINTED]


def test_without_paper_nothing_is_sent_and_the_cause_is_named(device, printer, paper):
    device.order(paper="out")
    printer.until_state(PrinterState.PAPER_END)

    printer.submit("a", paper)

    assert printer.final("a") == msgspec.structs.replace(
        printer.history[-1], state=JobState.FAILED_CLEAN, fault=PrinterState.PAPER_END
    )
    assert device.order(state=True)["buffered"] == 0
    device.order(paper="ok")
    printer.until_ready()
    printer.submit("b", paper)
    assert printer.final("b").state is JobState.PRINTED
    assert len(device.sheets()) == 1


def test_little_paper_left_prints_and_says_so(device, printer, paper):
    device.order(paper="near_end")
    assert printer.until_state(PrinterState.NEAR_END) is PrinterState.NEAR_END

    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED


@pytest.mark.parametrize("row", [0, 1, 300, 1200])
def test_paper_that_ends_midway_is_finished_after_the_change_on_one_sheet(device, printer, slip, paper, row):
    device.order(paper_out_at_row=row)
    printer.submit("a", paper)
    assert printer.until("a", JobState.HELD).fault is PrinterState.PAPER_END
    assert printer.printer.state() is PrinterState.PAPER_END

    device.order(paper="ok")

    assert printer.final("a").state is JobState.PRINTED
    assert device.sheets() == [paper]


@pytest.mark.parametrize(
    ("fault", "mended", "named"),
    [
        ({"cover": "open"}, {"cover": "closed"}, PrinterState.COVER),
        ({"heat": "hot"}, {"heat": "ok"}, PrinterState.HOT),
        ({"cutter": "jam"}, {"cutter": "ok"}, PrinterState.CUTTER),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else str(value),
)
def test_a_fault_midway_holds_the_paper_until_it_is_mended(device, printer, paper, fault, mended, named):
    device.order(speed=40)
    printer.submit("a", paper)
    printer.until("a", JobState.PRINTING)
    device.order(**fault)
    assert printer.until("a", JobState.HELD).fault is named

    device.order(**mended, speed=4000)

    assert printer.until("a", JobState.PRINTING, JobState.PRINTED)
    device.await_sheets(1)
    assert printer.history[-1].state is JobState.PRINTED or printer.final("a").state is JobState.PRINTED
    assert device.sheets() == [paper]


def test_a_jam_at_the_cut_holds_the_paper_and_turns_the_next_one_away(device, printer, paper):
    device.order(cutter="jam_at_cut")
    printer.submit("a", paper)
    assert printer.until("a", JobState.HELD).fault is PrinterState.CUTTER

    printer.submit("b", paper)

    assert printer.final("b").fault is PrinterState.CUTTER
    device.order(cutter="ok")
    assert printer.final("a").state is JobState.PRINTED
    assert len(device.sheets()) == 1


def test_a_hot_head_makes_the_resident_wait_but_not_fail(device, printer, paper):
    device.order(heat="hot")
    printer.until_state(PrinterState.HOT)
    printer.submit("a", paper)

    device.order(heat="ok")

    assert printer.final("a").state is JobState.PRINTED


@pytest.mark.parametrize("after", [1, 3, HEAD - 1])
def test_a_line_that_breaks_before_the_picture_loses_nothing(device, printer, paper, after):
    device.order(cut_link_after=after)

    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert device.sheets() == [paper]


@pytest.mark.parametrize(
    "after",
    [HEAD + 1, HEAD + 5, HEAD + 8, HEAD + 3000, HEAD + SLICE, HEAD + SLICE + 4, HEAD + 3 * SLICE + 2001, -16, -13, -5, 0],
)
def test_a_line_that_breaks_in_the_picture_is_never_sent_again_and_spoils_no_next_paper(
    device, watch, slip, next_slip, paper, after
):
    printer = watch(device.url, IMPATIENT)
    printer.until_ready()
    whole = HEAD + len(body(paper.width, paper.packed)) + 11
    device.order(cut_link_after=after if after > 0 else whole + after)
    printer.submit("a", paper)
    assert printer.final("a").state is JobState.UNCERTAIN

    next_paper = draw(next_slip)
    printer.submit("b", next_paper)

    assert printer.final("b").state is JobState.PRINTED
    sheets = device.sheets()
    assert count(sheets, next_paper) == 1
    assert number_count(sheets, slip) <= 1
    assert number_count(sheets, next_slip) == 1
    assert sheets[-1] == next_paper


def test_a_power_cut_midway_leaves_doubt_and_a_torn_sheet_of_its_own(device, printer, paper):
    device.order(speed=100)
    printer.submit("a", paper)
    printer.until("a", JobState.PRINTING)
    while device.order(state=True)["row"] < 100:
        pass
    device.order(power="off")
    assert printer.final("a").state is JobState.UNCERTAIN
    printer.until_state(PrinterState.UNREACHABLE)

    device.order(power="on", speed=4000)
    printer.until_ready()
    printer.submit("b", paper)

    assert printer.final("b").state is JobState.PRINTED
    torn, whole = device.sheets()
    assert whole == paper
    assert torn.packed == paper.packed[: len(torn.packed)]


def test_a_printer_that_falls_silent_takes_no_job(device, printer, paper):
    device.order(mute=True)
    printer.submit("a", paper)

    assert printer.final("a").state is JobState.FAILED_CLEAN
    assert printer.history[-1].fault is PrinterState.UNREACHABLE
    assert device.sheets() == []


def test_silence_midway_holds_the_paper_and_the_next_answer_settles_it(device, printer, paper):
    device.order(speed=100)
    printer.submit("a", paper)
    printer.until("a", JobState.PRINTING)
    device.order(mute=True)
    assert printer.until("a", JobState.HELD).fault in (PrinterState.UNREACHABLE, PrinterState.UNKNOWN)

    device.order(mute=False, speed=4000)

    assert printer.final("a").state in (JobState.PRINTED, JobState.UNCERTAIN)
    assert device.await_sheets(1) == [paper]


def test_lasting_silence_midway_is_doubt_never_success(device, printer, paper):
    device.order(speed=100)
    printer.submit("a", paper)
    printer.until("a", JobState.PRINTING)

    device.order(mute=True)

    assert printer.final("a").state is JobState.UNCERTAIN
    assert len(device.sheets()) <= 1


def test_another_program_on_the_line_is_seen_as_busy_until_it_leaves(device, watch, paper):
    other = socket.create_connection(device.address)
    watched = watch(device.url)
    assert watched.until_state(PrinterState.BUSY) is PrinterState.BUSY
    watched.submit("a", paper)
    assert watched.final("a").fault is PrinterState.BUSY

    other.close()

    assert watched.until_ready() is Tier.A
    watched.submit("b", paper)
    assert watched.final("b").state is JobState.PRINTED
    assert device.sheets() == [paper]


def test_answers_that_come_byte_by_byte_prove_a_paper_as_well(device, printer, paper):
    device.order(reply_split=True)

    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED


def test_a_small_buffer_that_fills_up_while_paper_is_out_holds_and_goes_on(start, watch, paper):
    device = start("--buffer", "4096")
    watched = watch(device.url)
    device.order(paper_out_at_row=100)
    watched.submit("a", paper)
    assert watched.until("a", JobState.HELD).fault is PrinterState.PAPER_END

    device.order(paper="ok")

    assert watched.final("a").state is JobState.PRINTED
    assert device.sheets() == [paper]


def test_a_held_paper_is_cancelled_when_the_printer_confirms_it(start, watch, paper, next_slip):
    device = start("--buffer", "200000")
    watched = watch(device.url)
    device.order(paper_out_at_row=200)
    watched.submit("a", paper)
    watched.until("a", JobState.HELD)

    watched.printer.cancel("a")
    assert watched.final("a").state is JobState.CANCELLED

    device.order(paper="ok")
    watched.submit_when_ready("b", draw(next_slip))
    assert watched.final("b").state is JobState.PRINTED
    torn, whole = device.sheets()
    assert whole == draw(next_slip)
    assert torn.packed == paper.packed[: 200 * 72]


def test_a_printer_too_full_to_hear_the_cancelling_leaves_one_paper_at_most(start, watch, slip, paper, next_slip):
    device = start("--buffer", "4096")
    watched = watch(device.url)
    device.order(paper_out_at_row=200)
    watched.submit("a", paper)
    watched.until("a", JobState.HELD)

    watched.printer.cancel("a")
    device.order(paper="ok")

    assert watched.final("a").state in (JobState.CANCELLED, JobState.UNCERTAIN, JobState.PRINTED)
    watched.submit_when_ready("b", draw(next_slip))
    assert watched.final("b").state is JobState.PRINTED
    assert device.sheets()[-1] == draw(next_slip)
    assert number_count(device.sheets(), slip) <= 1


def test_without_markers_a_paper_is_printed_but_unverified(start, watch, paper):
    device = start("--tier", "B")
    watched = watch(device.url)
    watched.submit("a", paper)
    assert watched.final("a").state is JobState.PRINTED_UNVERIFIED
    assert watched.printer.tier() is Tier.B

    device.order(paper_out_at_row=300)
    watched.submit("b", paper)
    assert watched.until("b", JobState.HELD).fault is PrinterState.PAPER_END
    device.order(paper="ok")

    assert watched.final("b").state is JobState.PRINTED_UNVERIFIED
    assert device.sheets() == [paper, paper]


def test_with_status_only_a_paper_is_unverified_and_a_fault_still_holds_it(start, watch, paper):
    device = start("--tier", "C")
    watched = watch(device.url, replace(QUICK, marker=0.2))  # no marker will come, however long one waits
    watched.submit("a", paper)
    assert watched.final("a").state is JobState.PRINTED_UNVERIFIED
    assert watched.printer.tier() is Tier.C

    device.order(paper_out_at_row=1100)  # the rest fits the buffer, so that questions still get through
    watched.submit("b", paper)
    assert watched.until("b", JobState.HELD).fault is PrinterState.PAPER_END
    device.order(paper="ok")

    assert watched.final("b").state is JobState.PRINTED_UNVERIFIED
    assert device.sheets() == [paper, paper]


def test_a_printer_declared_to_be_silent_prints_and_nobody_claims_it(start, watch, paper):
    device = start("--tier", "D")
    watched = watch(device.url + "?tier=D")

    watched.submit("a", paper)

    assert watched.final("a").state is JobState.UNCERTAIN
    assert device.await_sheets(1) == [paper]


def test_a_printer_that_is_switched_on_later_is_found(device, watch, paper):
    device.order(power="off")
    watched = watch(device.url)
    watched.until_state(PrinterState.UNREACHABLE)
    watched.submit("a", paper)
    assert watched.final("a").fault is PrinterState.UNREACHABLE

    device.order(power="on")

    assert watched.until_ready() is Tier.A


def test_closing_gives_queued_papers_back_and_says_that_one_in_hand_is_in_doubt(device, printer, paper):
    device.order(paper_out_at_row=50)
    printer.submit("a", paper)
    printer.until("a", JobState.HELD)
    device.order(paper="ok", heat="hot")
    printer.until_state(PrinterState.HOT)
    printer.submit("b", paper)

    printer.printer.close()

    assert printer.final("a").state is JobState.UNCERTAIN
    assert printer.final("b").state is JobState.FAILED_CLEAN
    assert [job.job for job in printer.spool.unfinished()] == ["a"]  # a restart must still part its torn half


def test_a_spool_that_fails_once_stops_neither_the_printer_nor_the_truth(device, paper, next_slip):
    class FullDisk(MemorySpool):
        """No room for one change, at the worst moment: the picture is about to leave."""

        full = True

        def set_state(self, job, state):
            if state is JobState.PRINTING and self.full:
                self.full = False
                raise OSError("no space left on device")
            super().set_state(job, state)

    watched = Watched(device.url, spool=FullDisk(1))
    watched.until_ready()
    watched.submit("a", paper)
    assert watched.final("a").state is JobState.UNCERTAIN

    watched.submit("b", draw(next_slip))

    assert watched.final("b").state is JobState.PRINTED
    assert device.sheets() == [draw(next_slip)]
    watched.printer.close()


def test_a_picture_wider_than_the_paper_is_refused_before_it_is_stored(printer, paper):
    with pytest.raises(ValueError, match="640 dots does not fit this printer of 576"):
        printer.printer.submit(PrintJob("a", 640, bytes(80)))

    assert printer.spool.unfinished() == []
