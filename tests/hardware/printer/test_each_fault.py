"""Each fault at each place of a job's bytes: what the job says, how many sheets carry its number; and the next slip is whole."""

from itertools import pairwise

import pytest

from hardware.printer import job as bytes_of
from hardware.printer.port import JobState, PrinterState
from tests.hardware.printer.office import HEAD, STRIDE, WIDTH, Office, picture

BODY = len(bytes_of.body(WIDTH, picture(0)))
PLACES = {
    "nothing": 0,  # obeyed or received of the job
    "header": HEAD + 8,
    "middle": HEAD + 8 + 100 * STRIDE + 8,
    "before the cut": HEAD + BODY - 4,
    "after the cut": HEAD + BODY,
    "before the marker's last byte": HEAD + BODY + 10,
}
MIDWAY = ["header", "middle", "before the cut", "after the cut"]
MENDED_BY_HAND = {
    PrinterState.PAPER_END: {"paper": "out"},
    PrinterState.COVER: {"cover_open": True},
    PrinterState.CUTTER: {"cutter": "jam"},
    PrinterState.HOT: {"hot": True},
    PrinterState.FAULT: {"broken": True},
}


@pytest.fixture
def office():
    office = Office()
    resting(office)
    return office


def resting(office: Office) -> None:
    office.run(10, until=lambda: office.life.phase == "idle")


def stopped_at(office: Office, place: str) -> int:
    """A job of which the printer has obeyed so much and no more."""
    office.machine.pause_at = office.machine.obeyed + PLACES[place]
    job = office.submit()
    office.run(0.5, until=lambda: office.machine.paused)
    assert office.machine.paused
    return job


def go_on(office: Office) -> None:
    office.machine.pause_at = None


def history(office: Office, job: int) -> list[str]:
    return [change.state.value for change in office.changes if change.job == str(job)]


def last(office: Office, job: int):
    return next(change for change in reversed(office.changes) if change.job == str(job))


def next_slip_is_whole(office: Office) -> bool:
    resting(office)
    job = office.submit()
    office.run(10)
    return office.told[str(job)] is JobState.PRINTED and office.whole_sheets(job) == 1 and office.rows_on_paper(job) == 200


# --- what stops the motor -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [fault for fault in MENDED_BY_HAND if fault is not PrinterState.HOT])
def test_a_fault_before_anything_was_printed_gives_the_job_back_and_nothing_comes_out(office, fault):
    job = stopped_at(office, "nothing")
    office.turn(**MENDED_BY_HAND[fault])
    go_on(office)
    office.run(5)
    assert (last(office, job).state, last(office, job).fault) == (JobState.FAILED_CLEAN, fault)

    office.mend()
    office.run(100)

    assert office.sheets_with_number(job) == office.rows_on_paper(job) == 0
    assert next_slip_is_whole(office)


def test_a_hot_head_before_anything_was_printed_makes_the_job_wait_and_one_sheet_comes(office):
    job = stopped_at(office, "nothing")
    office.turn(hot=True)
    go_on(office)
    office.run(50)
    assert office.told[str(job)] is JobState.QUEUED

    office.mend()
    office.run(10)

    assert office.told[str(job)] is JobState.PRINTED
    assert office.whole_sheets(job) == office.sheets_with_number(job) == 1


def test_a_head_that_stays_hot_gives_the_job_back_after_a_minute(office):
    office.turn(hot=True)
    job = office.submit()
    office.run(59)
    assert office.told[str(job)] is JobState.QUEUED

    office.run(3)

    assert (last(office, job).state, last(office, job).fault) == (JobState.FAILED_CLEAN, PrinterState.HOT)
    assert office.rows_on_paper(job) == 0


@pytest.mark.parametrize("place", MIDWAY)
@pytest.mark.parametrize("fault", MENDED_BY_HAND)
def test_a_fault_midway_holds_the_job_under_its_name_and_one_sheet_comes_when_it_is_mended(office, fault, place):
    job = stopped_at(office, place)
    office.turn(**MENDED_BY_HAND[fault])
    go_on(office)
    office.run(120)
    assert (last(office, job).state, last(office, job).fault) == (JobState.HELD, fault)
    assert history(office, job).count("held") == 1

    office.mend()
    office.run(10)

    assert history(office, job) == ["sending", "printing", "held", "printing", "printed"]
    assert office.whole_sheets(job) == office.sheets_with_number(job) == 1
    assert next_slip_is_whole(office)


@pytest.mark.parametrize("fault", MENDED_BY_HAND)
def test_a_fault_after_the_proof_changes_nothing_for_that_paper(office, fault):
    job = stopped_at(office, "before the marker's last byte")
    office.turn(**MENDED_BY_HAND[fault])
    go_on(office)
    office.run(5)

    assert office.told[str(job)] is JobState.PRINTED
    assert office.sheets_with_number(job) == 1


def test_little_paper_left_is_told_once_and_prints(office):
    before = len(office.states)
    office.turn(paper="near_end")
    job = office.submit()
    office.run(30)

    assert office.told[str(job)] is JobState.PRINTED
    assert office.states[before:] == [PrinterState.NEAR_END]


@pytest.mark.parametrize("place", ["header", "middle", "before the cut"])
def test_after_a_jam_the_printer_is_told_to_go_on_when_the_cover_was_opened_and_shut(office, place):
    job = stopped_at(office, place)
    office.turn(cutter="jam")
    go_on(office)
    office.run(5)
    office.turn(cutter="cleared")  # the paper is out of the cutter; the printer does not know
    office.run(5)
    assert office.machine.recovered == 0, "nobody may be cut: only a cover that was shut says that no hand is inside"
    assert office.told[str(job)] is JobState.HELD

    office.turn(cover_open=True)
    office.run(5)
    assert office.machine.recovered == 0
    office.turn(cover_open=False)
    office.run(10)

    assert office.machine.recovered == 1
    assert office.told[str(job)] is JobState.PRINTED
    assert office.whole_sheets(job) == office.sheets_with_number(job) == 1
    assert next_slip_is_whole(office)


# --- what breaks the line -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("received", range(HEAD))
def test_a_line_that_breaks_before_the_picture_starts_the_same_job_again(office, received):
    office.break_after = received
    job = office.submit()
    office.run(20)

    assert history(office, job) == ["sending", "queued", "sending", "printing", "printed"]
    assert office.whole_sheets(job) == office.sheets_with_number(job) == 1
    assert next_slip_is_whole(office)


BOUNDARIES = sorted({HEAD + 8 * slice_ + 96 * STRIDE * slice_ + more for slice_ in (0, 1, 2) for more in (1, 4, 7, 8, 9, 300)})


@pytest.mark.parametrize(
    "received", [*(at for at in BOUNDARIES if at < HEAD + BODY - 8), *range(HEAD + BODY - 8, HEAD + BODY + 11)]
)
def test_a_line_that_breaks_in_the_picture_leaves_doubt_and_the_torn_half_on_a_sheet_of_its_own(office, received):
    office.break_after = received
    job = office.submit()
    office.run(60)

    assert history(office, job) == ["sending", "printing", "uncertain"]
    assert office.sheets_with_number(job) <= 1
    assert office.whole_sheets(job) == (received >= HEAD + BODY - 4)
    before = len(office.machine.sheets)
    assert next_slip_is_whole(office)
    assert len(office.machine.sheets) == before + 1
    assert office.told[str(job)] is JobState.UNCERTAIN


HEAD_B = len(bytes_of.initialise() + bytes_of.ASK_ORDERED)


@pytest.mark.parametrize(
    "received", [1, 2, 3, *range(HEAD_B + 1, HEAD_B + 12), *range(HEAD_B + 770, HEAD_B + 790), HEAD_B + BODY - 2]
)
def test_a_printer_that_cannot_clear_its_buffer_is_brought_back_into_step_from_inside_any_command(received):
    office = Office("B")
    resting(office)
    office.break_after = received
    job = office.submit()
    office.run(60)
    assert office.told[str(job)] in (JobState.UNCERTAIN, JobState.PRINTED_UNVERIFIED)

    following = office.submit()
    office.run(20)

    assert office.told[str(following)] is JobState.PRINTED_UNVERIFIED
    assert office.whole_sheets(following) == 1
    assert office.sheets_with_number(job) <= 1


@pytest.mark.parametrize(
    ("place", "state", "with_number", "whole"),
    [
        ("nothing", JobState.FAILED_CLEAN, 0, 0),
        ("header", JobState.UNCERTAIN, 0, 0),
        ("middle", JobState.UNCERTAIN, 1, 0),
        ("before the cut", JobState.UNCERTAIN, 1, 1),
        ("after the cut", JobState.UNCERTAIN, 1, 1),
        ("before the marker's last byte", JobState.PRINTED, 1, 1),
    ],
)
def test_a_power_loss_is_doubt_from_the_first_byte_of_the_picture_and_never_a_second_sheet(
    office, place, state, with_number, whole
):
    job = stopped_at(office, place)
    office.power(False)
    go_on(office)
    office.run(20)
    assert office.told[str(job)] is state

    office.power(True)
    office.run(100)

    assert (office.sheets_with_number(job), office.whole_sheets(job)) == (with_number, whole)
    assert next_slip_is_whole(office)
    assert office.told[str(job)] is state


# --- silence --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", MIDWAY)
def test_lasting_silence_midway_is_held_then_doubt_and_one_sheet(office, place):
    job = stopped_at(office, place)
    office.turn(mute=True)
    go_on(office)
    office.run(100)
    assert history(office, job) == ["sending", "printing", "held", "uncertain"]
    assert next(change for change in office.changes if change.state is JobState.HELD).fault is PrinterState.UNREACHABLE

    office.mend()
    office.run(60)

    assert office.sheets_with_number(job) == office.whole_sheets(job) == 1
    assert next_slip_is_whole(office)


def test_a_printer_that_fell_silent_gets_no_picture(office):
    job = stopped_at(office, "nothing")
    office.turn(mute=True)
    go_on(office)
    office.run(20)

    assert (last(office, job).state, last(office, job).fault) == (JobState.FAILED_CLEAN, PrinterState.UNREACHABLE)
    office.mend()
    office.run(60)
    assert office.sheets_with_number(job) == 0
    assert next_slip_is_whole(office)


@pytest.mark.parametrize(
    ("place", "state"), [("nothing", JobState.FAILED_CLEAN), *((place, JobState.UNCERTAIN) for place in MIDWAY)]
)
def test_a_printer_that_takes_nothing_any_more_is_never_believed(office, place, state):
    job = stopped_at(office, place)
    office.reads = False
    office.turn(mute=True)
    go_on(office)
    office.run(100)
    assert office.told[str(job)] is state

    office.mend()
    office.run(100)

    assert office.sheets_with_number(job) <= 1
    assert office.told[str(job)] is state
    assert next_slip_is_whole(office)


def test_an_unreachable_printer_gives_the_job_back_and_is_tried_ever_more_seldom():
    office = Office()
    office.powered = False
    office.run(1)
    job = office.submit()
    office.run(40)

    assert (last(office, job).state, last(office, job).fault) == (JobState.FAILED_CLEAN, PrinterState.UNREACHABLE)
    pauses = [round(later - earlier) for earlier, later in pairwise(office.tries)]
    assert pauses[:5] == [1, 2, 5, 10, 10]


# --- what a printer can prove ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "state"), [("A", JobState.PRINTED), ("B", JobState.PRINTED_UNVERIFIED), ("C", JobState.PRINTED_UNVERIFIED)]
)
def test_without_markers_a_good_paper_is_never_called_proved(tier, state):
    office = Office(tier)
    resting(office)
    job = office.submit()
    office.run(20)

    assert office.told[str(job)] is state
    assert office.whole_sheets(job) == 1


@pytest.mark.parametrize("fault", MENDED_BY_HAND)
def test_a_clone_that_answers_what_it_has_only_read_is_not_believed_while_a_fault_stands(fault):
    office = Office("B")
    office.machine.proof = "parsed"
    resting(office)
    office.speed = 800
    job = office.submit()
    office.run(0.3, until=lambda: office.machine.row > 20)  # everything is read and answered; 20 rows are on paper
    office.turn(**MENDED_BY_HAND[fault])
    office.run(60)
    assert (last(office, job).state, last(office, job).fault) == (JobState.HELD, fault)

    office.mend()
    office.run(10)

    assert office.told[str(job)] is JobState.PRINTED_UNVERIFIED
    assert office.whole_sheets(job) == 1


def test_an_early_answer_is_not_believed_before_the_paper_can_be_out():
    office = Office("B")
    office.machine.proof = "parsed"
    resting(office)
    begun = office.now
    job = office.submit()
    office.run(20, until=lambda: office.told[str(job)] is JobState.PRINTED_UNVERIFIED)

    assert office.now - begun >= office.life.limits.printing(200)


def test_a_slow_printer_has_the_time_it_needs(office):
    office.speed = 480  # 60 mm/s
    job = office.submit()
    office.run(0.3)
    assert office.told[str(job)] is JobState.PRINTING

    office.run(4)

    assert history(office, job) == ["sending", "printing", "printed"]
