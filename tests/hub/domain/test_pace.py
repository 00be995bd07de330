"""What a telephone is told about the wait: nothing where nobody can tell, else a range that nine of ten stay within."""

import random
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.pace import LEAST_CALLS, LONGEST_PAUSE, Declared, Wait, expected_wait

NINE = datetime(2027, 3, 29, 9, 0, tzinfo=timezone(timedelta(hours=9)))


def every(minutes, calls):
    """Calls at a steady pace, the last one now."""
    return [NINE - timedelta(minutes=minutes * back) for back in range(calls, 0, -1)]


def test_six_people_at_three_minutes_each_wait_fifteen_to_thirty_five_minutes():
    assert expected_wait(every(3, 20), 5, NINE) == Wait(15, 35)


def test_a_line_nobody_called_from_for_a_quarter_of_an_hour_says_nothing():
    assert expected_wait(every(2, 20), 3, NINE + LONGEST_PAUSE) is None
    assert expected_wait([], 0, NINE) is None
    assert expected_wait(every(1, LEAST_CALLS - 1), 0, NINE) is None


def test_the_next_in_a_quick_line_is_told_five_minutes():
    assert expected_wait(every(1, 30), 0, NINE) == Wait(0, 5)


@given(st.lists(st.integers(0, 3599), min_size=LEAST_CALLS, max_size=60), st.integers(0, 300), st.integers(0, 899))
def test_more_people_ahead_never_wait_less_and_a_range_is_never_upside_down(seconds, ahead, since):
    calls = sorted(NINE - timedelta(seconds=each) for each in seconds)
    calls[-1] = NINE
    now = NINE + timedelta(seconds=since)
    one, more = expected_wait(calls, ahead, now), expected_wait(calls, ahead + 1, now)
    assert one is not None and more is not None
    assert one.least % 5 == one.most % 5 == 0 and 0 <= one.least < one.most
    assert one.least <= more.least and one.most <= more.most


def test_of_a_thousand_steady_lines_nine_in_ten_are_called_by_the_time_said():
    chance, told, kept, early = random.Random(20270329), 0, 0, 0
    for _ in range(1000):
        pace, ahead = chance.uniform(1, 6), chance.randrange(0, 25)
        calls = [NINE - timedelta(minutes=60)]
        while calls[-1] < NINE:
            calls.append(calls[-1] + timedelta(minutes=chance.expovariate(1 / pace)))
        past = calls[1:-1]
        wait = expected_wait(past, ahead, NINE)
        if wait is None:
            continue
        took = sum(chance.expovariate(1 / pace) for _ in range(ahead + 1))
        told += 1
        kept += took <= wait.most
        early += took < wait.least
    assert 0.88 <= kept / told <= 0.99
    assert early / told < 0.5


def test_before_the_line_was_called_often_enough_the_declared_range_stands_in_and_is_marked():
    declared = Declared(10, 25, NINE - timedelta(minutes=5))

    assert expected_wait(every(1, LEAST_CALLS - 1), 3, NINE, declared) == Wait(10, 25, usual=True)
    assert expected_wait([], 0, NINE, Declared(10, 25)) == Wait(10, 25, usual=True)
    assert expected_wait(every(3, 20), 5, NINE, declared) == Wait(15, 35)


def test_who_has_waited_longer_than_usual_ends_what_is_said_of_the_usual():
    assert expected_wait([], 3, NINE, Declared(10, 25, NINE - timedelta(minutes=26))) is None


def test_a_line_that_stands_still_is_no_usual_line():
    assert expected_wait(every(2, 20), 3, NINE + LONGEST_PAUSE, Declared(10, 25)) is None
