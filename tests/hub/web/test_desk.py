"""What a counter page shows and what its keys do, decided from plain values."""

from datetime import timedelta

import pytest

from hub.web.pages.desk import LISTED, desk
from hub.web.pages.desk_keys import Act
from hub.wire import LegView, VisitView
from tests.hub.small_office import NINE
from tests.hub.web.running_hub import demo_bundle

BUNDLE = demo_bundle()
RECEPTION = next(each for each in BUNDLE.site.counters if each.number == 1)
EXAMINATION = next(each for each in BUNDLE.site.counters if each.number == 21)
STAGES = ("reception", "examination", "entry", "verification", "delivery")


def visit(number, state="waiting", counter=None, stage="reception", minutes=0, **more):
    since = NINE - timedelta(minutes=minutes)
    order = {each: index for index, each in enumerate(STAGES)}
    legs = tuple(
        LegView(
            f"{number}-{each}",
            "moving_in",
            each,
            state if each == stage else ("done" if order[each] < order[stage] else "blocked"),
            "residence",
            counter if each == stage else None,
            since,
        )
        for each in STAGES
    )
    return VisitView(f"visit-{number}", number, 3, "ja", "kiosk", "residence", 2, since, legs, **more)


def keys(*visits, counter=RECEPTION, stage="reception"):
    return {key.key: key for key in desk(BUNDLE, counter, stage, visits, NINE).keys}


def test_nobody_here_and_nobody_waiting_no_key_moves_anything():
    assert all(key.act is None or key.act.name == "page" for key in keys().values())


def test_f2_calls_the_one_the_policy_put_first():
    f2 = keys(visit("A-121", minutes=35), visit("A-118", minutes=41))["F2"]

    assert f2.label == "次を呼ぶ　A-121"
    assert f2.act == Act("next")
    assert "35分" in f2.hint


def test_while_somebody_is_called_f2_says_they_came_and_f4_calls_again():
    found = keys(visit("A-117", "called", 1), visit("A-118"))

    assert (found["F2"].label, found["F2"].act) == ("来られた　A-117", Act("act", "start"))
    assert found["F4"].act == Act("act", "recall")
    assert found["F8"].act == Act("act", "mark_absent")
    assert found["F10"].act is None


def test_while_somebody_is_served_f2_sends_them_on_and_calls_the_next():
    found = keys(visit("A-117", "serving", 1), visit("A-118"))

    assert found["F2"].label == "審査へ送り、次を呼ぶ"
    assert found["F2"].large == "次を呼ぶ　A-118"
    assert found["F2"].act == Act("next", finish=True)
    assert found["F10"].act == Act("act", "finish")
    assert found["F4"].act is None
    assert (found["F8"].label, found["F8"].act) == ("帰られた", Act("page"))


def test_with_nobody_waiting_f2_still_sends_on():
    assert keys(visit("A-117", "serving", 1))["F2"].label == "審査へ送る"


def test_the_last_stage_ends_the_visit():
    delivery = next(each for each in BUNDLE.site.counters if each.number == 5)
    assert keys(visit("A-117", "serving", 5, "delivery"), counter=delivery, stage="delivery")["F2"].label == "終わる"


def test_the_back_office_takes_papers_and_calls_nobody():
    found = keys(visit("A-117", stage="examination"), counter=EXAMINATION, stage="examination")

    assert found["F2"].label == "次を取る　A-117"
    assert found["F4"].act is found["F8"].act is found["F3"].act is None


@pytest.mark.parametrize(
    ("more", "tag"),
    [
        ({"reason": "consideration"}, "配慮"),
        ({"reason": "returned"}, "戻り"),
        ({"entered_at_home": True}, "事前入力"),
        ({"reason": "arrival"}, None),
    ],
)
def test_each_row_tells_why_it_stands_where_it_stands(more, tag):
    row = desk(BUNDLE, RECEPTION, "reception", (visit("A-117", minutes=4, **more),), NINE).waiting[0]

    assert (row.tag[0] if row.tag else None) == tag
    assert row.why.startswith("到着 8:56")


def test_three_hundred_waiting_are_counted_but_not_all_drawn():
    found = desk(BUNDLE, RECEPTION, "reception", tuple(visit(f"A-{n:03}") for n in range(1, 329)), NINE)

    assert (found.count, len(found.waiting), found.more) == (328, LISTED, 328 - LISTED)


def test_the_stepper_has_the_stages_this_service_has():
    here = desk(BUNDLE, EXAMINATION, "examination", (visit("A-117", "serving", 21, "examination"),), NINE).here

    assert [(step.word, step.look) for step in here.steps] == [
        ("受付", "done"),
        ("審査", "now"),
        ("入力", "later"),
        ("照合", "later"),
        ("交付", "later"),
    ]


def test_what_another_desk_serves_is_not_here_and_does_not_wait_here():
    found = desk(BUNDLE, RECEPTION, "reception", (visit("A-117", "serving", 2),), NINE)

    assert found.here is None and not found.waiting


def test_f3_offers_all_who_wait_then_the_absent_and_says_where_the_others_are():
    found = desk(
        BUNDLE,
        RECEPTION,
        "reception",
        (visit("A-003", "serving", 2), *(visit(f"A-{n:03}") for n in range(101, 171)), visit("A-002", "absent")),
        NINE,
    )

    assert [row.number for row in found.picks] == [*(f"A-{n:03}" for n in range(101, 171)), "A-002"]
    assert found.elsewhere == (("A-003", "2番・受付で対応中です"),)


def test_f3_is_there_for_the_absent_alone():
    assert keys(visit("A-002", "absent"))["F3"].act == Act("page")


def test_a_row_says_the_language_and_the_head_start_the_site_gives():
    row = desk(BUNDLE, RECEPTION, "reception", (visit("A-001", consideration=True, reason="consideration"),), NINE).waiting[0]

    assert row.language == "ja"
    assert f"配慮 {BUNDLE.site.queue.head_start_minutes}分" in row.why
