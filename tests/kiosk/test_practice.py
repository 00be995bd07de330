"""操作研修: everything works as always, and nothing of it leaves the window."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from config.load import load_site
from config.theme import LANDSCAPE
from hardware.printer.port import PrinterState
from hub.domain.numbering import parse
from hub.wire import Unlocked
from kiosk import practice
from kiosk.brain import Brain
from kiosk.flow import effects, events
from kiosk.practice import GOES_OUT, is_practice

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=9)))
BUNDLE = load_site(Path("config/sites/demo"))


class Trainee:
    """Somebody who learns, before a whole brain; `effects` are what left the window."""

    def __init__(self, **started):
        self.brain = Brain(BUNDLE, LANDSCAPE)
        self.session, self.effects, self.now = self.brain.start(), [], NOW
        about = {"printer": PrinterState.READY, "hub": True, "reader": True, "training": True, **started}
        self.do(events.Started(today=NOW.date(), kiosk="12", extra={"key": "k", "practice": 7}, **about))

    def do(self, *happened):
        for event in happened:
            self.now += timedelta(seconds=1)
            self.session, decided = self.brain.reduce(self.session, event, self.now)
            self.effects += decided
        return self


def left(trainee):
    return {type(effect) for effect in trainee.effects}


def test_a_number_of_practice_is_on_the_screen_and_on_paper_and_the_hub_is_not_asked():
    trainee = Trainee().do(events.NumberOnly(), events.Choose("residence"))

    assert trainee.session.ticket.number == "研-007"
    assert effects.TakeNumber not in left(trainee)
    (printed,) = [effect for effect in trainee.effects if isinstance(effect, effects.PrintSlip)]
    assert printed.slip.number == "研-007"
    assert any("訓練" in mark for mark in printed.slip.marks)
    assert is_practice(printed.visit)
    assert printed.slip.qr == ""


def test_no_hub_takes_a_number_of_practice_for_a_number():
    assert [parse(practice.number_of(running)) for running in (1, 7, 999, 1000)] == [None] * 4


def test_the_card_of_practice_is_read_without_a_reader_and_is_nobodys():
    trainee = Trainee().do(
        events.Begin(), events.Choose("moving"), events.Choose("in"), events.Next(), events.Choose("self"), events.Next()
    )
    trainee.do(*(events.Key(digit) for digit in "1234"), events.Next())

    assert not left(trainee) & {effects.WaitForCard, effects.ReadCard, effects.LeaveCard}
    assert trainee.session.answers["movers"][0]["name"] == "研修 花子"


def test_a_call_for_help_in_practice_rings_nowhere():
    trainee = Trainee().do(events.Help())

    assert trainee.session.over == "help"
    assert effects.CallHelp not in left(trainee)


def test_codes_of_real_pre_entries_are_not_looked_up():
    trainee = Trainee().do(events.HaveCode(), events.CodeSeen(f"UK1:{'A' * 28}"))

    assert effects.FindEntry not in left(trainee)
    assert trainee.session.reception_token is None


def test_staff_practise_the_panel_with_numbers_of_practice():
    trainee = Trainee().do(events.StaffKnock(), *(events.Key(digit) for digit in "03"), events.Next())
    trainee.do(*(events.Key(digit) for digit in "482915"), events.Next())
    assert effects.Unlock in left(trainee), "who practises is somebody all the same"
    trainee.do(events.KioskUnlocked(Unlocked("u", "03", "floor_guide", 180)))
    trainee.do(events.Choose("paper"), events.Choose("residence"), events.Next())
    assert trainee.session.assist.about == "研-007"
    trainee.do(events.Choose("reissue"), events.Key("A"), *(events.Key(digit) for digit in "024"), events.Next())
    assert (trainee.session.assist.about, trainee.session.assist.copy) == ("研-007", 2)
    trainee.do(events.Choose("cancel"), events.Key("A"), *(events.Key(digit) for digit in "024"), events.Next())
    trainee.do(events.Choose("twice"), events.Next())

    assert trainee.session.assist.told == "staff.cancelled"
    assert not left(trainee) & {effects.HandNumber, effects.ReissueSlip, effects.CancelNumber}


def test_what_is_not_known_to_be_harmless_does_not_leave():
    asks_the_hub = {effects.TakeNumber, effects.FindEntry, effects.ReportSlip, effects.CallHelp, effects.HandNumber}

    assert not asks_the_hub & set(GOES_OUT)


def test_without_training_all_of_it_goes_to_the_hub():
    trainee = Trainee(training=False).do(events.NumberOnly(), events.Choose("residence"), events.Help())

    assert {effects.TakeNumber, effects.CallHelp} <= left(trainee)
    assert trainee.session.ticket is None


@pytest.mark.parametrize("days", [0, 1])
def test_practice_that_was_left_on_ends_with_its_day(days):
    trainee = Trainee()
    trainee.now += timedelta(days=days)
    trainee.do(events.Tick())

    assert (effects.End in left(trainee)) is bool(days)
