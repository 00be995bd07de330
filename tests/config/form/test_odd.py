"""Odd answers: asked back, never refused."""

from datetime import date

from config.form import check, odd_answers

TODAY = date(2026, 11, 21)


def told(bundle, answers):
    return [(one.path, one.limit) for one in odd_answers(bundle.forms["moving_in"], answers, "kiosk", TODAY)]


def test_an_ordinary_move_has_nothing_odd(bundle, moved_in):
    assert told(bundle, moved_in) == []


def test_a_birth_of_105_years_ago_and_a_move_of_a_year_ago_are_odd_from_that_day_on_and_never_refused(bundle, moved_in):
    moved_in["movers"][0]["birth_date"], moved_in["move_date"] = "1921-11-22", "2025-11-22"
    assert told(bundle, moved_in) == []

    moved_in["movers"][0]["birth_date"], moved_in["move_date"] = "1921-11-21", "2025-11-21"
    assert told(bundle, moved_in) == [("movers.0.birth_date", 105), ("move_date", 1)]
    refused = [one.code for one in check(bundle.forms["moving_in"], moved_in, "kiosk", TODAY, bundle.site)]
    assert set(refused) <= {"elder_is_listed"}


def test_what_is_left_to_the_counter_is_not_odd(bundle, moved_in):
    moved_in["movers"][0]["birth_date"] = {"needs_staff": True, "text": "明治40年ごろ"}

    assert told(bundle, moved_in) == []
