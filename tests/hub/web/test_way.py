"""The way of a visit on its holder's phone: what each step takes, which desk calls second and by when."""

from datetime import datetime, timedelta

import msgspec
import pytest

from hub.domain.handling import AT_ONCE, Takes
from hub.domain.pace import Wait
from hub.store.moments import JST
from hub.web.pages.phone import calls_left
from hub.web.pages.way import ready_by, way
from hub.wire import ExpectedWait, Following, FollowStage
from tests.hub.web.running_hub import demo_bundle

NOW = datetime(2027, 3, 29, 10, 46, tzinfo=JST)
TOLD = ExpectedWait(15, 25)
STAGES = ("reception", "examination", "verification", "delivery")
TAKES = {
    ("residence", "reception"): Takes(9, Wait(15, 25)),
    ("residence", "examination"): Takes(8, Wait(10, 15)),
    ("residence", "verification"): Takes(4, Wait(5, 15)),
    ("residence", "delivery"): Takes(3, Wait(20, 30), people=11),
}


def following(states=("waiting", "blocked", "blocked", "blocked"), stage="reception", wait=TOLD, since=NOW):
    steps = tuple(
        FollowStage("residence", name, state, since, (12,) if name == "delivery" else ())
        for name, state in zip(STAGES, states, strict=True)
    )
    state = states[STAGES.index(stage)]
    return Following("A-132", NOW.date(), "ja", "residence", stage, state, since, steps, issued_at=NOW, wait=wait, people=2)


def told(follows, known=TAKES, language="ja"):
    return [(mark.look, mark.takes) for mark in way(demo_bundle(), follows, language, known, NOW)]


def test_who_waits_for_the_first_call_reads_what_each_step_takes_and_by_when_all_is_done():
    assert told(following()) == [
        ("done", ()),
        ("now", ()),  # the 9 minutes at the desk would be read as the wait
        ("later", ("約 25〜45分",)),
        ("later", ("12番窓口", "12:35 ごろまで")),  # 25 to the call, 9 there, 42 inside, 30 in the line of the delivery
    ]


def test_what_is_not_known_is_not_said():
    assert told(following(), {}) == [("done", ()), ("now", ()), ("later", ()), ("later", ("12番窓口",))]
    part = {line: each for line, each in TAKES.items() if line[1] != "examination"}
    assert told(following(), part)[2:] == [("later", ()), ("later", ("12番窓口",))]


@pytest.mark.parametrize("wait", [None, ExpectedWait(15, 25, usual=True)])
def test_where_nobody_can_tell_the_first_call_nobody_tells_the_second(wait):
    assert ready_by(following(wait=wait), TAKES, NOW) is None


def test_inside_the_office_only_what_is_left_counts():
    inside = following(("done", "done", "serving", "blocked"), "verification", None, NOW - timedelta(minutes=6))
    in_hand = {**TAKES, ("residence", "verification"): Takes(4, AT_ONCE)}
    assert told(inside, in_hand)[2:] == [("now", ("5分以内",)), ("later", ("12番窓口", "11:20 ごろまで"))]
    late = msgspec.structs.replace(
        inside, way=tuple(msgspec.structs.replace(each, since=NOW - timedelta(hours=1)) for each in inside.way)
    )
    assert ready_by(late, TAKES, NOW) == NOW + timedelta(minutes=34), "never in the past, and behind all who stand there"


def test_the_line_that_stands_at_the_delivery_counts_before_it_is_reached():
    inside = following(("done", "done", "serving", "blocked"), "verification", None, NOW)
    empty = {**TAKES, ("residence", "delivery"): Takes(3, Wait(0, 5))}
    long = {**TAKES, ("residence", "delivery"): Takes(3, Wait(55, 80), people=27)}
    assert ready_by(inside, long, NOW) - ready_by(inside, empty, NOW) == timedelta(minutes=75)
    unknown = {line: each for line, each in TAKES.items() if line[1] != "delivery"}
    assert ready_by(inside, unknown, NOW) is None


def test_two_receptions_say_whose_they_are_on_which_floor_and_at_which_desk():
    others = (
        FollowStage("insurance", "reception", "blocked", NOW, (7,)),
        FollowStage("welfare", "reception", "blocked", NOW, (8,)),
    )
    both = msgspec.structs.replace(following(), way=(following().way[0], *others))
    marks = [mark for mark in way(demo_bundle(), both, "ja", TAKES, NOW) if mark.service]
    assert [(mark.title, mark.service, mark.floor, mark.takes) for mark in marks] == [
        ("1回目：受付", "住民異動", "1階", ()),
        ("2回目：受付", "国保・年金", "2階", ("7番窓口",)),
        ("3回目：受付", "こども・高齢・障害", "2階", ("8番窓口",)),
    ]


def test_with_procedures_of_several_services_no_hour_is_promised():
    other = FollowStage("insurance", "reception", "waiting", NOW)
    assert ready_by(msgspec.structs.replace(following(), way=(*following().way, other)), TAKES, NOW) is None


def test_the_phone_counts_the_calls_still_to_come():
    assert calls_left(following()) == 2
    assert calls_left(following(("serving", "blocked", "blocked", "blocked"))) == 1, "this one was answered"
    assert calls_left(following(("done", "done", "done", "waiting"), "delivery")) == 1
    assert calls_left(following(("done", "done", "done", "serving"), "delivery")) == 0
