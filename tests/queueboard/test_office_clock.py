"""A display tells the office's time, whatever its own clock says."""

from datetime import datetime, timedelta

from hub.client import LinkUp
from hub.wire import Ping, VisitEnded
from queueboard.board import STALE_AFTER, heard, is_stale
from queueboard.clock import OfficeClock, since_start
from tests.queueboard.test_board import EMPTY, NOW


class Machine:
    """A television whose wall clock is an hour slow."""

    def __init__(self):
        self.seconds = 1000.0
        self.wall = NOW - timedelta(hours=1)
        self.clock = OfficeClock(lambda: self.wall, lambda: self.seconds)


def test_until_the_hub_is_heard_the_time_is_the_displays_own():
    machine = Machine()
    machine.seconds += 5

    assert machine.clock() == NOW - timedelta(hours=1) + timedelta(seconds=5)


def test_the_hubs_time_goes_on_between_two_pings_and_when_somebody_sets_the_display():
    machine = Machine()
    machine.clock.hear(LinkUp(3, NOW))
    machine.seconds += 1.5
    assert machine.clock() == NOW + timedelta(seconds=1.5)
    machine.wall += timedelta(hours=3)
    assert machine.clock() == NOW + timedelta(seconds=1.5)
    machine.clock.hear(Ping(4, NOW + timedelta(seconds=2)))
    assert machine.clock() == NOW + timedelta(seconds=2)


def test_a_fact_told_again_after_a_cut_does_not_turn_the_clock_back():
    machine = Machine()
    machine.clock.hear(Ping(3, NOW))
    machine.clock.hear(VisitEnded(seq=2, at=NOW - timedelta(minutes=20), visit="v", number="A-001"))

    assert machine.clock() == NOW


def test_silence_is_seen_though_the_displays_own_clock_was_set_back():
    machine = Machine()
    machine.clock.hear(LinkUp(3, NOW))
    board = heard(EMPTY, machine.clock())
    machine.wall -= timedelta(hours=2)
    machine.seconds += STALE_AFTER.total_seconds() + 1

    assert is_stale(board, machine.clock())


def test_the_steady_clock_only_goes_forward():
    before = since_start()

    assert since_start() >= before
    assert isinstance(OfficeClock(datetime.now)(), datetime)
