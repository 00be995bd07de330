"""What comes after the number: of one service with the waits between, of several one line for each call."""

import msgspec
import pytest

from config.theme import LANDSCAPE, PORTRAIT
from hardware.printer.port import JobState
from hub.wire import NextCall, Ticket
from kiosk.flow import events
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import NOW, TODAY, Resident

CALLS = (("reception", (4,)), ("delivery", (4,)), ("reception", (7,)), ("reception", (1, 2)))
TICKET = Ticket("v", "F-001", TODAY, "my_number_card", ("pin_reset", "nhi_join"), NOW, (), people_waiting=0)


def told(count, panel):
    """Words of each call, in their order."""
    calls = tuple(NextCall(stage, counters) for stage, counters in CALLS[:count])
    resident = Resident().touch(events.NumberOnly(), events.Choose("residence"))
    resident.tell(events.NumberTaken(msgspec.structs.replace(TICKET, calls=calls)), events.SlipChanged(JobState.PRINTED))
    screen = screen_of(resident.session, resident.bundle, panel, resident.now)
    return ["".join(line.text for line in box.lines) for box in screen.boxes if box.id.endswith(".text") and "call." in box.id]


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_calls_of_several_services_have_a_line_each_and_no_papers_are_promised_between(panel):
    assert told(4, panel) == ["受付　4番の窓口へ", "交付　4番の窓口へ", "受付　7番の窓口へ", "受付　1〜2番の窓口へ"]


def test_of_one_service_the_wait_for_the_papers_stands_between():
    assert len(told(2, LANDSCAPE)) == 3
