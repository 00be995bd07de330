"""What somebody is told of a wait stays put: worse in small steps, better at once where it matters, never up and down."""

from datetime import datetime, timedelta, timezone
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.pace import Wait
from hub.domain.telling import RESTS, SETTLES, Told, tell

NINE = datetime(2027, 3, 29, 9, 0, tzinfo=timezone(timedelta(hours=9)))
HALF = timedelta(seconds=30)

waits = st.builds(lambda least, width: Wait(least * 5, (least + width) * 5), st.integers(0, 30), st.integers(1, 10))


def told_each_half_minute(seen, desks=None):
    """What is told, looked at every half minute."""
    told, before = [], None
    for step, wait in enumerate(seen):
        before = tell(before, wait, NINE + step * HALF, desks[step] if desks else 3)
        told.append(before)
    return told


def test_a_line_that_slows_down_is_told_in_steps_of_five_minutes():
    told = told_each_half_minute([Wait(10, 20)] * 5 + [Wait(25, 40)] * 20)

    assert [each.wait.most for each in told[4:18:4]] == [20, 25, 30, 35]
    assert told[-1].wait == Wait(25, 40)


def test_a_closed_desk_is_said_as_it_is():
    assert tell(Told(Wait(10, 20), NINE, NINE, 3), Wait(30, 50), NINE + HALF, 2).wait == Wait(30, 50)


def test_who_is_nearly_called_or_much_earlier_hears_it_at_once():
    told = Told(Wait(5, 10), NINE, NINE, 3)
    assert tell(told, Wait(0, 5), NINE + HALF, 3).wait == Wait(0, 5)
    assert tell(Told(Wait(30, 50), NINE, NINE, 3), Wait(15, 30), NINE + HALF, 3).wait == Wait(15, 30)


@pytest.mark.parametrize("shorter", [Wait(10, 20), Wait(10, 25), Wait(15, 20)])
def test_between_two_neighbouring_ranges_the_words_do_not_flicker(shorter):
    told = told_each_half_minute([shorter, Wait(15, 25)] * 40)

    assert sum(a.wait != b.wait for a, b in pairwise(told)) == 1
    assert told[-1].wait == Wait(15, 25), "the longer one"


def test_what_became_longer_and_is_shorter_again_for_good_is_told_so():
    told = told_each_half_minute([Wait(10, 20)] * 5 + [Wait(15, 25)] * 10 + [Wait(10, 20)] * 40)

    assert [wait.most for wait, _ in groupby(told, lambda each: each.wait)] == [20, 25, 20]
    back = next(each for before, each in pairwise(told) if each.wait.most < before.wait.most)
    assert SETTLES - RESTS <= back.at - (NINE + 15 * HALF) <= SETTLES


def test_where_nobody_can_tell_nothing_is_told():
    assert tell(Told(Wait(5, 10), NINE, NINE, 3), None, NINE + HALF, 3) is None


def test_who_looks_again_after_half_an_hour_is_told_how_it_is():
    told = Told(Wait(5, 10), NINE, NINE, 3)
    assert tell(told, Wait(25, 40), NINE + timedelta(minutes=30), 3).wait == Wait(25, 40)


@given(st.lists(waits, min_size=2, max_size=80))
def test_nobody_is_told_more_than_five_minutes_more_at_once(seen):
    for before, after in pairwise(told_each_half_minute(seen)):
        assert after.wait.most <= before.wait.most + 5
        assert after.wait.least <= before.wait.least + 5


@given(st.lists(waits, min_size=2, max_size=80))
def test_what_became_worse_stands_for_two_minutes_before_it_becomes_worse_again(seen):
    told = told_each_half_minute(seen)
    rises = [after.at for before, after in pairwise(told) if after.wait.most > before.wait.most]
    assert all(later - earlier >= RESTS for earlier, later in pairwise(rises))


@given(st.lists(waits, min_size=1, max_size=40), waits)
def test_nobody_is_told_less_than_is_seen_for_longer_than_the_steps_to_it_take(seen, last):
    missing = max(0, last.most - told_each_half_minute(seen)[-1].wait.most) // 5

    told = told_each_half_minute([*seen, *[last] * int((missing + 1) * RESTS / HALF)])

    assert told[-1].wait.most >= last.most


@given(st.lists(waits, min_size=2, max_size=120))
def test_a_small_step_back_comes_only_after_it_was_seen_for_a_while(seen):
    told = told_each_half_minute(seen)
    for earlier, later in pairwise(told):
        fell = earlier.wait.most - later.wait.most
        if 0 < fell <= 5 and later.wait != Wait(0, 5):
            lately = [each for each in told if each.at <= later.at and later.at - each.at < SETTLES]
            assert not any(after.wait.most > before.wait.most for before, after in pairwise(lately))


@given(st.lists(waits, max_size=20), waits)
def test_a_line_that_stays_as_it_is_is_told_as_it_is_in_the_end(seen, last):
    told = told_each_half_minute([*seen, *[last] * 4 * 60])
    assert told[-1].wait == last


@given(st.lists(waits, min_size=1, max_size=80), st.data())
def test_a_range_is_never_upside_down_and_in_steps_of_five(seen, data):
    desks = data.draw(st.lists(st.integers(0, 4), min_size=len(seen), max_size=len(seen)))
    for told in told_each_half_minute(seen, desks):
        assert 0 <= told.wait.least < told.wait.most
        assert told.wait.least % 5 == told.wait.most % 5 == 0
