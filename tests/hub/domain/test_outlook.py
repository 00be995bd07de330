"""混雑予測 of a band: from days like it, and no guess where too few are known."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.congestion import MARKS
from hub.domain.outlook import LEAST_DAYS, Past, days_like, outlook

TODAY = date(2027, 6, 2)  # a Wednesday
days = st.dates(date(2027, 1, 1), date(2029, 12, 31))
past_days = st.lists(
    st.builds(Past, st.lists(st.integers(0, 240), max_size=20).map(tuple), st.integers(0, 9)), min_size=LEAST_DAYS, max_size=12
)


def past(*minutes: int, days: int = LEAST_DAYS) -> list[Past]:
    return [Past(minutes)] * days


def test_seven_days_like_it_say_nothing_and_eight_do():
    assert outlook(past(20, days=7)) is None
    assert outlook(past(20, days=8)) is not None


@pytest.mark.parametrize(
    ("minutes", "mark", "told"),
    [(0, "free", 5), (15, "free", 15), (16, "moderate", 20), (60, "busy", 60), (61, "very_busy", 65)],
)
def test_the_mark_is_that_of_the_wait_eight_of_ten_do_not_exceed(minutes, mark, told):
    found = outlook(past(*[minutes] * 8, 200, 200) if mark != "free" else past(*[minutes] * 10))
    assert found is not None and (found.mark, found.minutes) == (mark, told)


def test_a_band_in_which_nobody_came_on_eight_days_is_free():
    found = outlook(past())
    assert found is not None and found.mark == "free"


def test_free_is_not_said_where_more_than_one_in_ten_waited_over_half_an_hour():
    assert outlook(past(*[5] * 9, 40)).mark == "free"
    assert outlook(past(*[5] * 17, 40, 40)).mark == "moderate"


def test_more_appointments_than_ever_on_such_a_day_are_one_mark_worse():
    usual = [Past((10,), booked=3)] * 8
    assert outlook(usual, booked=3).mark == "free"
    assert outlook(usual, booked=4).mark == "moderate"
    assert outlook([Past((90,), booked=3)] * 8, booked=9).mark == "very_busy", "there is no worse one"


def test_a_wednesday_in_june_is_like_the_wednesdays_before_but_not_those_of_the_moving_season():
    like = list(islice(days_like(TODAY + timedelta(days=14), TODAY), 12))
    assert like[0] == date(2027, 5, 26) and like[6] == date(2027, 4, 14) and like[7] == date(2027, 3, 10)


def test_a_day_of_the_moving_season_is_like_those_of_the_last_years_alone():
    assert list(days_like(date(2027, 3, 31), date(2027, 3, 10)))[:2] == [date(2026, 4, 8), date(2026, 4, 1)]


@given(days, days)
def test_days_like_another_are_over_and_of_its_weekday(day, today):
    found = list(islice(days_like(day, today), 12))
    assert all(each < today and each.weekday() == day.weekday() for each in found)
    assert found == sorted(set(found), reverse=True)


@given(past_days, st.integers(0, 9))
def test_longer_waits_never_look_freer(known, booked):
    longer = [Past(tuple(each + 10 for each in day.waited), day.booked) for day in known]
    before, after = outlook(known, booked), outlook(longer, booked)
    assert MARKS.index(before.mark) <= MARKS.index(after.mark) and before.minutes <= after.minutes
