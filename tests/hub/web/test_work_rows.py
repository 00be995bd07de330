"""What a work list of the back office says of each of its papers, decided from plain values."""

from datetime import timedelta

import msgspec
import pytest

from hub.web.pages.around import Around
from hub.web.pages.work_rows import work_list
from hub.wire import VisitView
from tests.hub.small_office import NINE
from tests.hub.web.test_desk import BUNDLE, EXAMINATION, visit

NAMES = {"k": "木村 さとし"}


def listed(*views: VisitView, stage="examination", staffed=frozenset({21}), late_after=None):
    return work_list(BUNDLE, EXAMINATION, stage, views, NAMES, Around(staffed, late_after=late_after or {}), NINE)


def with_leg(view: VisitView, stage="examination", **changes):
    legs = tuple(msgspec.structs.replace(leg, **changes) if leg.stage == stage else leg for leg in view.legs)
    return msgspec.structs.replace(view, legs=legs)


def examined(number="A-106", state="waiting", minutes=4, counter=None, **more):
    return visit(number, state, counter, "examination", minutes, **more)


@pytest.mark.parametrize(("minutes", "late"), [(14, False), (15, True)])
def test_late_is_late_by_the_clock_of_the_stage(minutes, late):
    assert listed(examined(minutes=minutes)).rows[0].late is late


@pytest.mark.parametrize(("minutes", "late"), [(39, False), (40, True)])
def test_where_everybody_waits_long_today_late_is_who_waits_longer_than_nearly_all_of_them(minutes, late):
    assert listed(examined(minutes=minutes), late_after={"residence": 40, "seal": 15}).rows[0].late is late


def test_what_a_colleague_has_is_listed_with_the_name_and_the_time_it_came():
    taken = with_leg(examined(state="serving", counter=22, minutes=1), by="k", arrived=NINE - timedelta(minutes=20))
    (row,) = listed(taken).rows
    assert (row.holder, row.minutes, row.late, row.mine, row.may) == ("木村 さとし", 20, True, False, "")


def test_nothing_is_taken_while_papers_are_in_hand():
    rows = listed(examined(state="serving", counter=21), examined("A-107")).rows
    assert [row.may for row in rows] == ["", ""]
    assert rows[0].mine
    assert listed(examined("A-107")).rows[0].may == "take"


def test_who_entered_it_does_not_get_it_to_verify():
    (row,) = listed(examined(reason="own_entry")).rows
    assert row.may == "" and row.heed == "自分が入力。ほかの方が照合します"


def test_a_row_says_what_to_heed_in_two_words_at_most():
    back = with_leg(examined(consideration=True, booked=NINE), reason="entered_wrongly")
    (row,) = listed(back).rows
    assert row.marks == (("差し戻し", "caution"), ("配慮", "note"))
    assert row.heed == "入力がちがう"
    assert row.kinds == ("back", "heed")


def test_papers_on_hold_wait_for_whoever_goes_on_with_them():
    held = with_leg(examined(state="on_hold"), due=NINE + timedelta(minutes=30), reason="waiting_for_family")
    work = listed(held, examined("A-107"))
    assert (work.rows[0].may, work.rows[0].marks[0], work.rows[0].heed) == ("go_on", ("保留", "dash"), "9:30まで　家族を待つ")
    assert (work.waiting, work.desks, work.count("")) == (1, 1, 2)
