"""What staff see of a kiosk from across the room, decided from its heartbeat."""

from datetime import timedelta

import pytest

from hub.web.pages.floor import tile
from hub.wire import KioskState, KioskView
from tests.hub.small_office import NINE


def seen(state, seconds_ago=1, help_minutes=None):
    help_since = None if help_minutes is None else NINE - timedelta(minutes=help_minutes)
    return tile(KioskView("01", state, NINE - timedelta(seconds=seconds_ago), help_since), NINE)


@pytest.mark.parametrize(
    ("state", "seconds_ago", "fault"),
    [
        (KioskState("help_called", 4, 7, printer="paper_end"), 1, ("▤", "用紙切れ")),
        (KioskState("help_called", 4, 7, reader="fault"), 1, ("▣", "読み取り機")),
        (KioskState("help_called", 4, 7), 40, ("×", "つながらない")),
        (KioskState("help_called", 4, 7, printer="ready", reader="ready"), 1, None),
    ],
)
def test_a_kiosk_that_calls_for_help_shows_its_fault_beside_the_call(state, seconds_ago, fault):
    found = seen(state, seconds_ago, help_minutes=2)

    assert (found.look, found.state, found.detail) == ("help", "呼んでいます", "2分・手順 4/7")
    assert found.fault == fault


def test_a_fault_alone_is_the_tile_itself():
    found = seen(KioskState("idle", printer="paper_end"))

    assert (found.look, found.state, found.fault) == ("device", "用紙切れ", None)


def test_a_card_that_was_left_behind_comes_before_every_other_fault():
    found = seen(KioskState("idle", printer="paper_end", card_left=NINE))

    assert (found.look, found.state) == ("device", "忘れ物のカード")


def test_somebody_at_a_kiosk_stands_there_with_step_and_minutes():
    at_step_since = NINE - timedelta(minutes=4)
    found = tile(KioskView("01", KioskState("in_use", 3, 7), NINE, at_step_since=at_step_since), NINE)

    assert (found.state, found.detail, found.minutes, found.since) == ("入力中", "手順 3/7", 4, at_step_since)
    assert seen(KioskState("idle")).since is None


def test_windows_that_ended_by_themselves_are_counted():
    assert seen(KioskState("idle", crashes=3)).crashes == 3
    assert seen(KioskState("idle")).crashes == seen(None).crashes == 0


@pytest.mark.parametrize("state", ["idle", "in_use"])
def test_a_kiosk_of_practice_is_no_kiosk_for_residents(state):
    found = seen(KioskState(state, 2, 7, training=True))

    assert (found.look, found.state) == ("used", "操作研修")
    assert seen(KioskState(state, printer="paper_end", training=True)).state == "用紙切れ", "what needs a person still comes first"
