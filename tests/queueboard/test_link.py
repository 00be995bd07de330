"""The board at work: what it calls out, and what not."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from config.load import load_site
from config.site import Display
from hub.client import LinkDown, LinkUp
from hub.wire import BoardRow, BoardState, LegCalled, LegMoved, ServiceLine
from queueboard.items import Text
from queueboard.link import Screen

NOW = datetime(2026, 11, 20, 10, 42, tzinfo=timezone(timedelta(hours=9)))
LINE = ServiceLine(service="residence", letter="A", people_waiting=3)


class Voice:
    def __init__(self):
        self.called, self.hushed, self.pauses = [], 0, []

    def call(self, row, pause):
        self.pauses.append(pause)
        self.called.append((row.number, row.times))

    def hush(self):
        self.hushed += 1

    def busy(self):
        return False


@pytest.fixture
def display():
    display = Screen(load_site(Path("config/sites/demo")), Voice())
    display.hear(BoardState(seq=1, at=NOW, rows=(row("A-001"),), lines=(LINE,)), NOW)
    return display


def row(number, times=1, stage="reception"):
    return BoardRow(visit=number, number=number, stage=stage, service="residence", state="called", counter=3, at=NOW, times=times)


def own(**settings):
    """The board of the demo office that is enrolled as 02."""
    bundle = load_site(Path("config/sites/demo"))
    site = msgspec.structs.replace(bundle.site, displays=(Display("02", **settings),))
    screen = Screen(msgspec.structs.replace(bundle, site=site), Voice())
    screen.hear(BoardState(seq=1, at=NOW, rows=(), lines=(LINE,), board="02"), NOW)
    return screen


def after(seconds):
    return NOW + timedelta(seconds=seconds)


def test_what_was_called_before_the_board_came_is_shown_and_not_called_out(display):
    display.tick(after(1))

    assert display.board.calls[0].number == "A-001"
    assert display._voice.called == []


def test_a_recall_while_the_first_call_still_stands_is_heard_too(display):
    display.hear(LegCalled(seq=2, at=NOW, row=row("A-002"), line=LINE), NOW)
    display.hear(LegCalled(seq=3, at=NOW, row=row("A-002", times=2), line=LINE), after(7))
    for second in range(7, 10):
        display.tick(after(second))

    assert display._voice.called == [("A-002", 1), ("A-002", 2)]


def test_calls_follow_one_another_and_who_came_is_not_called_any_more(display):
    for seq, number in ((2, "A-002"), (3, "A-003"), (4, "A-004")):
        display.hear(LegCalled(seq=seq, at=NOW, row=row(number), line=LINE), NOW)
    gone = {
        "visit": "A-003",
        "number": "A-003",
        "stage": "reception",
        "state": "serving",
        "service": "residence",
        "off_board": True,
    }
    display.hear(LegMoved(seq=5, at=NOW, **gone), after(1))
    for second in range(1, 9):
        display.tick(after(second))

    assert [number for number, _ in display._voice.called] == ["A-002", "A-004"]


def test_a_cut_line_silences_the_board_and_a_whole_state_heals_it(display):
    display.hear(LegCalled(seq=2, at=NOW, row=row("A-002"), line=LINE), NOW)
    display.hear(LegCalled(seq=3, at=NOW, row=row("A-003"), line=LINE), NOW)
    display.hear(LinkDown("cut", 1), after(1))
    display.tick(after(12))

    display.hear(BoardState(seq=9, at=NOW, rows=(row("A-009"),), lines=(LINE,)), after(20))
    display.tick(after(21))

    assert [number for number, _ in display._voice.called] == ["A-002"]
    assert display._voice.hushed >= 1


def test_the_repeat_follows_sooner_when_others_wait_to_be_called(display):
    display.hear(LegCalled(seq=2, at=NOW, row=row("A-002"), line=LINE), NOW)
    display.hear(LegCalled(seq=3, at=NOW, row=row("A-003"), line=LINE), NOW)
    display.hear(LegCalled(seq=4, at=NOW, row=row("A-004"), line=LINE), NOW)
    for second in range(30):
        display.hear(LinkUp(4, after(second)), after(second))
        display.tick(after(second))

    assert [number for number, _ in display._voice.called] == ["A-002", "A-003", "A-004"]
    assert display._voice.pauses == [4.0, 1.0, 4.0]


@pytest.mark.parametrize(
    ("settings", "heard"),
    [
        ({}, ["A-002", "A-003", "C-004"]),
        ({"stages": ("delivery",)}, ["A-003"]),
        ({"services": ("certificates",)}, ["C-004"]),
        ({"counters": (1,)}, ["A-003"]),
        ({"voice": False}, []),
    ],
)
def test_a_board_shows_and_calls_out_only_what_it_is_there_for(settings, heard):
    screen = own(**settings)
    calls = (
        row("A-002"),
        msgspec.structs.replace(row("A-003", stage="delivery"), counter=1),
        msgspec.structs.replace(row("C-004"), service="certificates"),
    )
    for seq, each in enumerate(calls, start=2):
        screen.hear(LegCalled(seq=seq, at=NOW, row=each, line=LINE), NOW)
    shown = set()
    for second in range(30):
        screen.hear(LinkUp(4, after(second)), after(second))
        shown |= {item.text for item in screen.tick(after(second)) if isinstance(item, Text)}

    assert [number for number, _ in screen._voice.called] == heard
    everybody = {"A-002", "A-003", "C-004"}
    assert shown & everybody == (set(heard) if settings.get("voice", True) else everybody)


def test_no_two_calls_are_ever_said_at_once_however_they_come(display):
    """A loudspeaker that takes its time: the next call begins when it is free, or after half a minute."""

    class Slow(Voice):
        until = NOW

        def call(self, row, pause):
            assert display_now[0] >= self.until
            super().call(row, pause)
            self.until = display_now[0] + timedelta(seconds=11)

        def busy(self):
            return display_now[0] < self.until

    display_now = [NOW]
    screen = own()
    screen._voice = Slow()
    for second in range(120):
        display_now[0] = after(second)
        if second < 20 and second % 2 == 0:
            screen.hear(LegCalled(seq=second + 2, at=display_now[0], row=row(f"A-0{second + 10}"), line=LINE), display_now[0])
        else:
            screen.hear(LinkUp(4, display_now[0]), display_now[0])
        screen.tick(display_now[0])

    assert len(screen._voice.called) == 10


def test_a_board_told_of_another_configuration_shows_its_names_without_losing_what_is_called(display):
    bundle = display.bundle
    site = bundle.site
    renamed = tuple(
        msgspec.structs.replace(each, name=each.name | {"ja": "引っこしの窓口"}) if each.id == "residence" else each
        for each in site.services
    )
    before = words_of(display.tick(after(1)))

    display.renew(msgspec.structs.replace(bundle, site=msgspec.structs.replace(site, services=renamed)), Voice())

    shown = words_of(display.tick(after(2)))
    assert "引っこしの窓口" not in before and "引っこしの窓口" in shown
    assert "A-001" in before and "A-001" in shown


def words_of(items):
    return " ".join(item.text for item in items if isinstance(item, Text))


def test_a_display_that_is_written_into_the_configuration_later_is_followed_at_once(display):
    bundle = display.bundle
    display.hear(BoardState(seq=5, at=NOW, rows=(), lines=(LINE,), board="hall-a"), NOW)
    large = msgspec.structs.replace(bundle.site, displays=(Display("hall-a", large=True),))
    assert not display.display.large

    display.renew(msgspec.structs.replace(bundle, site=large), Voice())

    assert display.display.large
