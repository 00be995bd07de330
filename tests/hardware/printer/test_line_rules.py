"""When a line is opened again, given up or kept: the rules, on a clock of our own."""

from dataclasses import replace

import pytest

from hardware.printer.happenings import (
    Connect,
    Connected,
    ConnectFailed,
    Flushed,
    HangUp,
    Heard,
    Lost,
    Paper,
    Send,
    Submitted,
    Tick,
)
from hardware.printer.life import Life, Phase, state, wake
from hardware.printer.limits import Limits
from hardware.printer.port import PrinterState
from hardware.printer.replies import Marker, RealTimeStatus
from hardware.printer.turn import advance

LIMITS = Limits()


class Line:
    """A life on a line, and when it is `now`."""

    def __init__(self, **known):
        self.life = Life(limits=LIMITS, **known)
        self.now = 1000.0

    def tell(self, happening):
        self.life = replace(self.life, markers=(*self.life.markers, 7, 8, 9))
        self.life, actions = advance(self.life, happening, self.now)
        return actions

    def wait(self):
        """Until the next thing falls due; how long that was, and what is then done."""
        due = wake(self.life)
        passed, self.now = due - self.now, max(self.now, due)
        return passed, self.tell(Tick())

    def connect(self):
        self.tell(Tick())
        return self.tell(Connected())

    def be_ready(self):
        self.connect()
        self.tell(Flushed())
        for _ in range(4):
            self.tell(Heard(RealTimeStatus(0x12)))
        self.tell(Flushed())
        self.tell(Heard(Marker(self.life.awaited)))
        assert state(self.life) is PrinterState.READY


def test_a_printer_that_is_away_is_tried_again_after_1_2_5_10_10_seconds():
    line = Line()
    assert Connect() in line.tell(Tick())
    pauses = []
    for _ in range(5):
        line.tell(ConnectFailed())
        passed, actions = line.wait()
        assert Connect() in actions
        pauses.append(round(passed, 3))

    assert pauses == [1, 2, 5, 10, 10]
    assert state(line.life) is PrinterState.UNREACHABLE


def test_an_idle_line_that_ends_is_opened_at_once_and_then_with_pauses():
    line = Line()
    line.be_ready()

    assert Connect() in line.tell(Lost())

    line.tell(ConnectFailed())
    passed, _ = line.wait()
    assert passed == pytest.approx(2)


def test_a_line_that_another_program_holds_is_busy_until_it_is_free_or_gone():
    line = Line(alone=True)
    line.tell(Tick())
    line.tell(ConnectFailed(taken=True))
    assert state(line.life) is PrinterState.BUSY
    line.wait()
    assert state(line.life) is PrinterState.BUSY

    line.tell(ConnectFailed())

    assert state(line.life) is PrinterState.UNREACHABLE


def test_a_line_of_our_own_that_takes_nothing_is_given_up():
    line = Line(alone=True)
    line.connect()
    done = []
    while HangUp() not in done:
        _, done = line.wait()
        assert line.now < 1000 + 60, "kept for ever"

    assert line.now - 1000 == pytest.approx(LIMITS.misses * LIMITS.answer)


def test_a_silent_line_of_our_own_is_unreachable_a_silent_network_card_is_busy_and_kept():
    for alone, named in ((True, PrinterState.UNREACHABLE), (False, PrinterState.BUSY)):
        line = Line(alone=alone)
        line.connect()
        done = []
        for _ in range(LIMITS.misses):
            line.tell(Flushed())
            _, done = line.wait()

        assert (HangUp() in done) is alone
        if not alone:
            assert state(line.life) is named


def test_a_line_that_may_hold_a_paper_is_never_given_up_for_standing_still():
    line = Line(alone=True, seconds_per_byte=10 / 115200)
    line.be_ready()
    line.tell(Submitted(Paper("a", 576, b"\xff" * 72 * 1000, line.now)))
    line.tell(Flushed())
    picture = [action for action in line.tell(Heard(Marker(line.life.awaited))) if isinstance(action, Send)]
    assert picture
    assert line.life.phase is Phase.PRINTING
    began = line.now

    done = []
    while line.life.phase is Phase.PRINTING:
        _, done = line.wait()

    assert line.life.phase is Phase.HELD
    assert HangUp() not in done
    # 72 000 bytes need 6.25 s on this line, and 125 mm 2.1 s on a slow motor
    assert line.now - began == pytest.approx(72_000 * 10 / 115200 + 125 / 60 + LIMITS.slack, abs=0.01)
