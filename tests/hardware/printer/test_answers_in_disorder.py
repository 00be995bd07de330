"""Answers that come in pieces, late, unasked or as noise: no paper is claimed for them, and none is lost over them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.printer.happenings import Heard
from hardware.printer.machine import Machine
from hardware.printer.port import JobState, PrinterState
from hardware.printer.replies import Marker, ReplyStream
from tests.hardware.printer.office import HEAD, ROWS, Office, picture
from tests.hardware.printer.watched import QUICK

ONE_OF_EACH = b"\x12\x10\x00\x00\x0f\x37\x22ab~s\x00\x37\x25\x00\x5fTM-1\x00\x00\x11\x13\x18\x00\x0f\x0f\x37\x22abce\x00"


def resting() -> Office:
    office = Office()
    office.run(5, until=lambda: office.life.phase == "idle")
    return office


@pytest.mark.parametrize("at", range(1, len(ONE_OF_EACH)))
def test_a_stream_split_at_any_one_byte_says_the_same(at):
    whole, split = ReplyStream(), ReplyStream()

    assert split.feed(ONE_OF_EACH[:at]) + split.feed(ONE_OF_EACH[at:]) == whole.feed(ONE_OF_EACH)


@pytest.mark.parametrize("after", [1, 2, 3, 4, 5, 6, True])
def test_markers_that_come_in_two_packets_prove_a_paper(start, watch, paper, after):
    device = start()
    device.order(reply_split=after, reply_delay=0.005)
    watched = watch(device.url)
    watched.until_ready()

    watched.submit("a", paper)

    assert watched.final("a").state is JobState.PRINTED
    assert device.sheets() == [paper]


def test_an_answer_that_comes_late_still_counts(device, printer, paper):
    device.order(reply_delay=0.4)

    printer.submit("a", paper)

    assert printer.final("a").state is JobState.PRINTED
    assert QUICK.marker > 0.4


@pytest.mark.parametrize("noise", [b"\x12", b"\x1a", b"\x12" * 7, b"\x13", b"\x11", b"\x13\x11", b"\x00", b"\x03"])
def test_an_unasked_byte_proves_nothing_and_holds_nothing_up(noise):
    office = resting()
    office.speed = 800
    job = office.submit()
    for _ in range(40):
        office.run(0.1)
        for reply in office.stream.feed(noise):
            office.tell(Heard(reply))
        assert office.told[str(job)] is not JobState.PRINTED or office.whole_sheets(job) == 1

    assert office.told[str(job)] is JobState.PRINTED


def test_a_storm_of_status_is_told_once_a_change_and_the_paper_comes_out():
    office = resting()
    told = len(office.states)
    job = office.submit()
    for at in range(5000):
        bits = b"\x10\x00\x03\x0f" if at % 1000 >= 500 else b"\x10\x00\x00\x0f"  # a sensor that chatters, ten times
        for reply in office.stream.feed(bits):
            office.tell(Heard(reply))
    office.run(5)

    assert office.told[str(job)] is JobState.PRINTED
    changes = office.states[told:]
    assert len(changes) <= 11
    assert set(changes) <= {PrinterState.NEAR_END, PrinterState.READY}


@pytest.mark.parametrize("name", [b"!!!s", b"!!!e", b"~~~e", b"0000"])
def test_a_marker_of_another_time_proves_nothing(name):
    office = resting()
    office.machine.pause_at = office.machine.obeyed + HEAD
    job = office.submit()
    office.run(0.5, until=lambda: office.machine.paused)
    office.tell(Heard(Marker(name)))
    office.run(3)

    assert office.told[str(job)] is not JobState.PRINTED
    assert office.machine.sheets == []


def test_a_marker_kept_for_a_host_that_was_not_there_proves_nothing_to_the_next_one():
    office = resting()
    job = office.submit()
    office.run(0.1, until=lambda: office.told[str(job)] is JobState.PRINTING)
    office.carry(100000)  # the rest, marker and all, is in the printer, and not printed yet
    assert not office.outbox
    office.break_line()
    assert office.told[str(job)] is JobState.UNCERTAIN
    while office.machine.buffered:
        office.machine.work(100)
    office.run(30)

    assert office.whole_sheets(job) == 1
    assert office.told[str(job)] is JobState.UNCERTAIN
    following = office.submit()
    office.run(10)
    assert office.told[str(following)] is JobState.PRINTED


@settings(max_examples=60)
@given(st.lists(st.tuples(st.binary(max_size=12), st.integers(1, 400)), max_size=12), st.sampled_from("AB"))
def test_no_noise_on_the_line_makes_a_paper_that_is_not_there(noises, tier):
    office = Office(tier)
    office.run(2)
    job = office.submit()
    for noise, count in noises:
        office.flow(count)
        if office.open:
            for reply in office.stream.feed(noise):
                office.tell(Heard(reply))
    office.run(60)

    assert office.rows_on_paper(job) <= ROWS
    if office.told[str(job)] is JobState.PRINTED:
        assert office.whole_sheets(job) == 1


@given(
    st.lists(
        st.one_of(st.binary(max_size=60), st.sampled_from([b"\x1d", b"\x1b", b"\x10\x05\x02", b"\x1d\x28\x48", picture(0)[:300]]))
    )
)
def test_no_bytes_stop_the_simulated_printer(chunks):
    machine = Machine(width=64, buffer_bytes=4096)
    for chunk in chunks:
        machine.receive(chunk[: machine.room()])
        machine.work(50)
        machine.take_answers()
    machine.power_off()
    machine.receive(b"\x10\x04\x01")

    assert machine.take_answers() == b"\x12"
