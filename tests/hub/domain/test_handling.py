"""What a stage usually takes: of the work itself, holds and undone steps left out, and of nobody who did it."""

import itertools
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.handling import LEAST, Flow, Handling, Usual, done_in, late_after, takes, usual, worked
from hub.domain.pace import Wait
from hub.domain.stage import State
from hub.domain.visit import Leg, Visit

NINE = datetime(2027, 3, 29, 9, 0, tzinfo=timezone(timedelta(hours=9)))


def at(minutes):
    return NINE + timedelta(minutes=minutes)


def visit(*legs):
    return Visit("v", NINE.date(), "A-001", "residence", NINE, legs)


def leg(state, since, id_="v-1"):
    return Leg(id_, "moving_in", "residence", "reception", state, at(since), arrived=NINE)


def handled(minutes, people=1, ended=0):
    return Handling(people, minutes * 60, at(ended - minutes - 10), at(ended))


def steps(*states):
    """Seconds and whether it is over, step by step."""
    visits = [visit(leg(state, since)) for state, since in states]
    return [[(each.seconds, each.over) for each in worked(before, after)] for before, after in itertools.pairwise(visits)]


def test_the_work_is_counted_without_the_hold_in_its_middle():
    counted = steps((State.CALLED, 5), (State.SERVING, 6), (State.ON_HOLD, 9), (State.SERVING, 30), (State.DONE, 34))

    assert counted == [[], [(180, False)], [], [(240, True)]]


def test_a_finished_stage_that_is_taken_back_was_not_finished():
    assert steps((State.SERVING, 6), (State.DONE, 9), (State.SERVING, 6)) == [[(180, True)], [(-180, False)]]


def test_papers_of_two_procedures_in_one_hand_are_worked_on_once():
    before = visit(leg(State.SERVING, 0), leg(State.SERVING, 0, "v-2"))
    after = visit(leg(State.DONE, 8), leg(State.DONE, 8, "v-2"))
    assert [each.seconds for each in worked(before, after)] == [480]


def test_the_usual_time_of_a_large_family_is_that_of_large_families():
    seen = [handled(5)] * LEAST + [handled(20, people=6)] * LEAST

    assert usual(seen, 7) == Usual(1200, 1200)
    assert usual(seen, 1) == Usual(300, 300)
    assert usual(seen, 3) == usual(seen), "of threes too few were seen: all count"
    assert usual(seen[: LEAST - 1]) is None


@given(st.lists(st.integers(0, 90), min_size=LEAST, max_size=60))
def test_half_take_no_longer_than_the_middle_and_nine_of_ten_no_longer_than_the_most(minutes):
    found = usual([handled(each) for each in minutes])
    assert found.middle <= found.most
    assert sum(each * 60 <= found.middle for each in minutes) * 2 >= len(minutes)
    assert sum(each * 60 <= found.most for each in minutes) * 10 >= len(minutes) * 9


def test_a_stage_to_come_takes_the_line_that_stands_there_and_the_work():
    found = takes(Usual(250, 600), Wait(55, 80), people=27)
    assert (found.work, found.least, found.most, found.people) == (4, 59, 84, 27)
    assert takes(None, Wait(55, 80)) is None
    assert takes(Usual(250, 600), None) is None


def test_what_is_in_hand_is_done_first_and_the_rest_behind_it_two_at_once():
    assert done_in([(240, 120), (240, 600)], [240, 240, 240]) == (2, 1, 5, 6, 9)
    assert done_in([], [240, 240]) == (4, 8)
    assert done_in([], []) == ()


def test_a_list_that_grows_is_never_said_to_be_empty_soon():
    assert Flow(20, 240, 0, came=12, went=8).empty_in(10) is None
    assert Flow(20, 240, 0, came=4, went=10).empty_in(12) == 120
    assert Flow(20, 240, 0, came=4, went=10).empty_in(0) is None


def waited(*minutes):
    """Handled for two minutes each, after these minutes in the line."""
    return [Handling(1, 120, NINE, NINE + timedelta(minutes=each + 2)) for each in minutes]


def test_late_is_who_is_over_the_goal_and_over_what_nine_of_ten_waited_today():
    assert late_after(10, waited(*[20] * (LEAST - 1))) == 10, "too few were seen to tell what today is like"
    assert late_after(10, waited(*range(21, 31))) == 30
    assert late_after(10, waited(*[3] * 10)) == 10, "a quick day makes nobody late before the goal"
