"""No writing is taken unseen: the key that takes it shows it."""

import pytest

from config.theme import LANDSCAPE, PORTRAIT
from kiosk.flow import events
from kiosk.flow.saving import GOING_ON
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident, demo, until


def name_page():
    return until(Resident().choose_procedure("moving", "in").go_on(), "movers.0.name:family")


def next_key(resident, panel=LANDSCAPE, **changes):
    session = change(resident.session, **changes)
    return next(box for box in screen_of(session, demo(), panel, resident.now).boxes if box.id == "next")


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT])
@pytest.mark.parametrize("size", ["M", "XL"])
def test_the_key_that_takes_a_name_shows_the_writing_it_takes(panel, size):
    resident = name_page()
    assert [line.text for line in next_key(resident, panel, size=size).lines] == ["つぎへ"]

    resident.type("かわさき")
    first = next_key(resident, panel, size=size)
    resident.touch(events.Candidate(1))
    other = next_key(resident, panel, size=size)

    assert [line.text for line in first.lines] == ["川崎", "この字でよい"]
    assert [line.text for line in other.lines] == ["河崎", "この字でよい"]
    assert first.lines[0].px > first.lines[1].px  # the name is what one looks at
    assert (first.event, first.enabled) == (events.Next(), True)


def test_the_kanji_of_the_key_are_drawn_in_a_japanese_face_and_heard_by_nobody_else():
    resident = name_page().type("かわさき")

    key = next_key(resident, language="zh")

    assert key.lines[0].language == "ja"
    assert "川崎" in key.aloud
    assert "川崎" not in key.spoken


def test_a_writing_too_long_to_be_seen_there_leaves_the_key_as_it_was():
    resident = name_page().type("かわさき").tell(events.Candidates("かわさき", ("アレクサンドラマリアサントス",)))

    assert [line.text for line in next_key(resident).lines] == ["つぎへ"]


def test_a_town_is_taken_no_more_unseen_than_a_name():
    resident = until(Resident().choose_procedure("moving", "in").go_on(), "movers.0.domicile:words").type("みどり")
    resident.tell(events.Candidates("みどり", ("みどり", "緑")))

    assert [line.text for line in next_key(resident).lines] == ["みどり", "この字でよい"]


def test_what_is_typed_in_letters_goes_on_as_ever():
    resident = until(Resident().choose_procedure("moving", "in").go_on(), "movers.0.domicile:words").touch(events.Key("latin"))

    assert [line.text for line in next_key(resident.type("SAKURA")).lines] == ["つぎへ"]


def test_names_that_are_one_touch_stand_where_good_news_would():
    resident = until(Resident().choose_procedure("moving", "in").go_on(), "old_householder:family")
    session = change(resident.session, notice=GOING_ON)

    shown = {box.id for box in screen_of(session, demo(), LANDSCAPE, resident.now).boxes}
    assert "candidate.0" in shown and "notice" not in shown
    first = screen_of(change(name_page().session, notice=GOING_ON), demo(), LANDSCAPE, resident.now).boxes
    assert "notice" in {box.id for box in first}, "where nothing else stands there"
