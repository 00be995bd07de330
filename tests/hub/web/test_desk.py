"""What a counter page shows and what its keys do, decided from plain values."""

from datetime import timedelta

import msgspec
import pytest

from hub.domain.handling import AT_ONCE, Takes, Usual
from hub.domain.pace import Wait
from hub.office.waits import Place, StageToCome
from hub.web.pages.around import Around
from hub.web.pages.desk import LISTED, desk, elsewhere
from hub.web.pages.desk_keys import Act
from hub.web.pages.visitor import with_times
from hub.web.pages.way import ready_by
from hub.wire import Following, FollowStage, LegView, VisitView
from tests.hub.small_office import NINE
from tests.hub.web.running_hub import demo_bundle

BUNDLE = demo_bundle()
RECEPTION = next(each for each in BUNDLE.site.counters if each.number == 1)
EXAMINATION = next(each for each in BUNDLE.site.counters if each.number == 21)
DELIVERY = next(each for each in BUNDLE.site.counters if each.number == 5)
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


def test_an_idle_desk_is_told_who_waits_for_other_desks_and_not_its_own_line():
    around = Around(waiting={"residence": 4, "certificates": 3, "insurance": 0, "welfare": 1})

    assert elsewhere(BUNDLE, RECEPTION, around) == "証明書\u00a03人・こども・高齢・障害\u00a01人"
    assert elsewhere(BUNDLE, RECEPTION, Around()) == ""


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


def steps_of(to_come, now=NINE):
    view = visit("A-117", "serving", 1)
    here = desk(BUNDLE, RECEPTION, "reception", (view,), now).here
    return [(step.note, step.told) for step in with_times(here, Usual(9 * 60, 15 * 60), to_come, now).steps]


def coming(people, wait, work):
    return StageToCome(Place(people, wait), Takes(work, wait, people))


def test_the_steps_tell_who_waits_next_and_by_when_the_resident_is_called_again():
    known = {
        "examination": coming(14, Wait(15, 25), 8),
        "entry": coming(2, Wait(0, 5), 4),
        "verification": coming(0, Wait(0, 5), 3),
        "delivery": coming(42, Wait(75, 100), 2),
    }
    nobody_knows = known | {"entry": StageToCome(Place(2, None), None)}

    assert [note for note, _ in steps_of(known)] == ["発券から", "待ち14・20〜35分", "10分以内", "10分以内", "11:40ごろまで"], (
        "9 here, 33, 9 and 8 inside, 100 in the line of the delivery: 11:39"
    )
    assert steps_of(known)[-1][1] == "いま待ち 42人・75〜100分", "as the board says"
    assert steps_of(nobody_knows)[-1] == ("75〜100分", "いま待ち 42人・75〜100分"), "nobody can tell when it comes there"
    assert steps_of({}) == [("発券から", ""), *[("", "")] * 4]


def test_the_desk_says_by_when_as_the_phone_does():
    known = {stage: coming(3, Wait(10, 20), 5) for stage in ("examination", "entry", "verification", "delivery")}
    way = tuple(
        FollowStage("residence", stage, "serving" if stage == "reception" else "blocked", NINE) for stage in ("reception", *known)
    )
    phone = Following("A-117", NINE.date(), "ja", "residence", "reception", "serving", NINE, way)
    takes = {("residence", stage): each.takes for stage, each in known.items()} | {("residence", "reception"): Takes(9, AT_ONCE)}

    by = ready_by(phone, takes, NINE)
    assert steps_of(known)[-1][0] == f"{by:%H:%M}ごろまで"


def test_who_is_at_another_counter_meanwhile_is_not_the_next():
    waits = visit("A-070")
    first = next(leg for leg in waits.legs if leg.stage == "reception")
    elsewhere = msgspec.structs.replace(first, leg="another", service="insurance", state="serving", counter=7)
    both = msgspec.structs.replace(waits, legs=(*waits.legs, elsewhere))
    found = desk(BUNDLE, RECEPTION, "reception", (both, visit("A-071")), NINE)

    assert found.next is not None and found.next.number == "A-071"
    assert [row.number for row in found.picks] == ["A-071"]
    assert found.waiting[0].why.startswith("7番で対応中・"), "it stays in sight"
    assert found.elsewhere == (("A-070", "7番・受付で対応中です"),)


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


def sent_back(mend="", **more):
    view = visit("A-117", **more)
    legs = tuple(
        msgspec.structs.replace(leg, reason="entered_wrongly", mend=mend) if leg.stage == "reception" else leg for leg in view.legs
    )
    return msgspec.structs.replace(view, legs=legs)


@pytest.mark.parametrize(
    ("mend", "words"),
    [("", "入力がちがう"), ("moving_in.new_address", "入力がちがう：新しい住所"), ("moving_in.gone_since", "入力がちがう")],
)
def test_what_was_sent_back_says_in_the_list_what_is_to_be_mended(mend, words):
    row = desk(BUNDLE, RECEPTION, "reception", (sent_back(mend),), NINE).waiting[0]

    assert row.tag == ("差し戻し", "caution")
    assert row.why.split("・")[0] == words


def test_what_was_sent_back_waits_since_it_came_back_and_nobody_it_was_served_before_has_overtaken_it():
    view = sent_back(minutes=21)
    legs = tuple(msgspec.structs.replace(leg, since=NINE - timedelta(minutes=2)) if leg.reason else leg for leg in view.legs)
    view = msgspec.structs.replace(view, legs=legs)

    row = desk(BUNDLE, RECEPTION, "reception", (view,), NINE).waiting[0]

    assert (row.minutes, row.why) == (2, "入力がちがう・8:58 から")
    assert not row.late


def test_every_way_to_end_says_what_becomes_of_the_number_and_at_the_delivery_nothing_is_ended_unsent():
    serving = keys(visit("A-117", "serving", 1))
    assert "書類の審査・入力は続く" in serving["F8"].hint
    assert "番号も手続きもここで終わり" in serving["Shift+F8"].hint and serving["Shift+F8"].act is not None
    assert serving["F10"].hint == "番号は審査へ進み、次は呼びません"
    last = keys(visit("A-117", "serving", 5, stage="delivery"), counter=DELIVERY, stage="delivery")
    assert last["Shift+F8"].act is None and last["F10"].hint == "番号は終わり、次は呼びません"


def test_who_needs_consideration_and_was_sent_back_wears_both_tags():
    row = desk(BUNDLE, RECEPTION, "reception", (sent_back(reason="consideration"),), NINE).waiting[0]

    assert (row.tag[0], row.sent[0]) == ("配慮", "差し戻し")


def test_consideration_is_known_at_the_desk_as_long_as_the_visit_is_there():
    for state in ("called", "serving"):
        found = desk(BUNDLE, RECEPTION, "reception", (visit("A-117", state, 1, consideration=True),), NINE)
        assert found.here.consideration


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
    assert BUNDLE.site.queue.head_start_minutes == 15 and row.why == "到着 9:00・配慮で 8:45 の順"
