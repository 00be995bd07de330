"""What is sent is seen before: every answer of every person stands on the review."""

from config.form import asked
from config.theme import LANDSCAPE
from kiosk.flow import events
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.review import rows
from kiosk.viewmodels.stage import Stage
from tests.kiosk.flow.resident import Resident, choosing, demo, entering

HER = {"movers.sex": choosing("female"), "movers.relationship": choosing("wife")}
IN_NO_WORDS = ("name_kana", "consent")


def reviewed(resident):
    """What stands on the review, by the path its key leads to."""
    return {row.path: row for row in rows(Stage(resident.session, demo(), grid(LANDSCAPE, "M"), resident.now))}


def a_couple(second):
    """Two people on the list; `second`: what the second page after page says."""
    resident = Resident().choose_procedure("moving", "in").go_on().for_themselves()
    while resident.where != "movers:people":
        resident.answer_one()
    resident.touch(events.PersonAdd())
    while resident.where != "movers:people":
        resident.answer_one(second)
    return resident.go_on().answer({"movers.relationship": choosing("wife")})


def test_where_a_family_is_registered_under_whom_and_who_is_a_man_is_seen_before_it_is_sent():
    shown = reviewed(Resident().choose_procedure("moving", "in").go_on().answer({}))

    assert shown["movers.0.domicile"].label == "本籍" and shown["movers.0.domicile"].value
    assert shown["movers.0.domicile_head"].label == "筆頭者" and shown["movers.0.domicile_head"].value
    assert shown["movers.0.nationality"].value == "日本国籍" and shown["movers.0.sex"].value == "男"


def test_what_two_people_say_alike_is_one_row_and_what_they_do_not_says_whose_it_is():
    resident = a_couple({**HER, "movers.domicile": entering("ひばりそう")})
    shown = reviewed(resident)

    assert shown["movers.0.domicile"].second == "1人目の方"
    assert (shown["movers.1.domicile"].value, shown["movers.1.domicile"].second) == ("ひばり荘", "2人目の方")
    assert shown["movers.0.domicile_head"].second == "" and "movers.1.domicile_head" not in shown


def test_a_foreign_resident_sees_country_and_status_and_corrects_one_alone():
    resident = Resident().choose_procedure("moving", "in").go_on().answer({"movers.nationality": choosing("foreign")})
    shown = reviewed(resident)

    answered = list(asked(demo().forms["moving_in"], resident.answers, "kiosk")["movers"][0])
    assert {"nationality_region", "residence_category"} < set(answered)
    inside = {"name_latin", "name_kana", "birth_date", "relationship", "name"}
    assert {f"movers.0.{part}" for part in answered if part not in inside} <= set(shown)
    resident.touch(events.Edit("movers.0.nationality_region"))
    assert resident.where == "movers.0.nationality_region:choice"
    resident.answer_one()
    assert resident.screen == "review"
