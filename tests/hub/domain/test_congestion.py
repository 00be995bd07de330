"""混雑状況: marks from the wait, the staff's word over them for an hour, nothing where nobody can tell."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.congestion import MARKS, STANDS, Statement, congestion, mark_of, standing
from hub.domain.pace import Wait
from hub.store.moments import JST

TEN = datetime(2027, 3, 29, 10, 0, tzinfo=JST)


def said(service="residence", mark="busy", at=TEN):
    return Statement(service, mark, at, at + STANDS)


@pytest.mark.parametrize(
    ("most", "mark"), [(15, "free"), (20, "moderate"), (30, "moderate"), (35, "busy"), (60, "busy"), (65, "very_busy")]
)
def test_the_mark_is_that_of_the_wait_nine_of_ten_do_not_exceed(most, mark):
    assert mark_of(Wait(0, most), 9) == mark


def test_an_empty_line_is_free_and_a_line_nobody_can_judge_has_no_mark():
    assert mark_of(None, 0) == "free"
    assert mark_of(None, 3) is None


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_longer_wait_never_gets_a_lighter_mark(one, other):
    short, long = sorted((one * 5, other * 5))

    assert MARKS.index(mark_of(Wait(0, short), 1)) <= MARKS.index(mark_of(Wait(0, long), 1))


def test_the_staffs_word_stands_over_the_computed_one_with_its_time():
    shown = congestion("residence", True, 0, Wait(0, 5), standing([said()], TEN))

    assert (shown.mark, shown.stated, shown.wait) == ("busy", TEN, Wait(0, 5))


def test_a_statement_ends_by_itself_and_the_last_one_counts():
    later = said(mark="free", at=TEN + timedelta(minutes=5))

    assert standing([said(), later], TEN + timedelta(minutes=6))["residence"] == later
    assert standing([said()], TEN + STANDS) == {}
    assert standing([later], TEN) == {}  # of a clock that was put back


def test_a_closed_service_has_no_mark_whatever_was_said():
    shown = congestion("residence", False, 4, None, standing([said()], TEN))

    assert (shown.mark, shown.stated, shown.open) == (None, None, False)
