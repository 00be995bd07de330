"""The days of 予約 as a resident sees them: weeks of months, each day by sign and words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.words import words
from hub.web.pages.calendar import SIGNS, calendar
from hub.wire import FreeDay
from tests.hub.web.running_hub import demo_bundle

TODAY = date(2027, 4, 26)
LAST = date(2027, 5, 24)
OPEN = tuple(
    FreeDay(day, 13, 13)
    for day in (TODAY + timedelta(days=ahead) for ahead in range(29))
    if day.weekday() < 5 and not (date(2027, 4, 29) == day or date(2027, 5, 3) <= day <= date(2027, 5, 5))
)


def shown(found=OPEN, language="ja", first=TODAY, last=LAST):
    def say(key, **values):
        return words(demo_bundle(), language, f"booking.{key}", **values)

    return calendar(found, first, last, TODAY, language, say)


def days(of):
    return {day.day: day for month in of.months for week in month.weeks for day in week if day is not None}


def test_weeks_of_two_months_stand_under_their_year_in_both_counts():
    months = shown().months
    assert [month.title for month in months] == ["2027(令和9)年4月", "2027(令和9)年5月"]
    assert [[day.day.day if day else None for day in week] for week in months[0].weeks] == [[25, 26, 27, 28, 29, 30, None]]
    assert [day.day.day if day else None for day in months[1].weeks[0]] == [None] * 6 + [1]


def test_a_holiday_and_a_weekend_are_closed_and_what_is_too_far_off_has_no_sign():
    by_day = days(shown())
    assert {by_day[date(2027, 4, 29)].sign, by_day[date(2027, 5, 3)].sign, by_day[date(2027, 5, 1)].sign} == {SIGNS["off"]}
    assert by_day[date(2027, 5, 1)].words == "お休み"
    assert by_day[date(2027, 5, 25)].sign == "" and by_day[date(2027, 4, 25)].words == ""


@pytest.mark.parametrize(
    ("free", "look", "said"), [(13, "free", "空きあり"), (3, "free", "空きあり"), (2, "few", "残りわずか"), (0, "full", "満員")]
)
def test_a_day_says_by_shape_and_words_how_much_is_left(free, look, said):
    day = days(shown((FreeDay(TODAY, free, 13),)))[TODAY]
    assert (day.look, day.sign, day.words) == (look, SIGNS[look], said)
    assert day.left == (f"あと{free}組" if free else "") and day.open == (free > 0) and day.today


def test_the_earliest_day_is_the_first_with_a_place_and_none_where_all_are_full():
    full = FreeDay(TODAY, 0, 13)
    assert shown((full, *OPEN[1:])).earliest.day == date(2027, 4, 27)
    assert shown((full,)).earliest is None


@pytest.mark.parametrize(
    ("language", "first"), [("ja", "日"), ("ja-easy", "日"), ("en", "Mon"), ("pt", "dom"), ("vi", "Th 2"), ("ne", "आइत")]
)
def test_a_week_begins_where_the_readers_weeks_begin(language, first):
    of = shown(language=language)
    assert of.weekdays[0][0] == first
    assert {day.day.weekday() for month in of.months for week in month.weeks if (day := week[0]) is not None} == {
        0 if first in ("Mon", "Th 2") else 6
    }


@given(st.integers(0, 40), st.integers(0, 120), st.sampled_from(demo_bundle().site.languages))
def test_every_day_that_can_be_asked_for_stands_there_once(begins, more, language):
    first = TODAY + timedelta(days=begins)
    of = shown((), language, first, first + timedelta(days=more))
    listed = [day.day for month in of.months for week in month.weeks for day in week if day is not None and day.look != "outside"]
    assert listed == [first + timedelta(days=ahead) for ahead in range(more + 1)]
    assert all(len(week) == 7 for month in of.months for week in month.weeks)
