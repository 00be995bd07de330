"""One householder in a new household: asked by name, and where nobody was named chosen out of all who move."""

from config.form import offered
from config.theme import LANDSCAPE
from kiosk.flow import events
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from kiosk.viewmodels.asked import question
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.stage import Stage
from tests.kiosk.flow.resident import TODAY, Resident, choosing, demo, until


def couple(hers, his):
    """花子 has said what she is, then 太郎, who moves with her; up to where a household is chosen."""
    resident = until(Resident().choose_procedure("moving", "in").go_on().for_themselves(), "movers.0.name:family")
    resident.name("かわさき", "はなこ").choose("female").born("showa", "220203").choose(hers)
    people = {"movers.relationship": lambda one: one.choose(his if ".1." in one.page.path else hers)}
    until_list(resident, people)
    resident.touch(events.PersonAdd()).choose("japan").name("かわさき", "たろう").choose("male").born("showa", "220203")
    return resident, people


def without_a_householder():
    """The couple of whom nobody is the householder, up to where that is said."""
    resident, people = couple("wife", "husband")
    resident.choose("husband")
    for _ in range(60):
        if resident.session.entry.wrong:
            return resident, people
        resident.answer_one(people)
    raise AssertionError(resident.where)


def until_list(resident, wanted):
    for _ in range(60):
        if resident.where == "movers:people":
            return
        resident.answer_one(wanted)
    raise AssertionError(resident.where)


def asked(resident):
    return question(Stage(resident.session, resident.bundle, grid(LANDSCAPE, "M"), resident.now), resident.page)


def test_the_question_names_who_is_asked_about_and_the_householder():
    resident, _ = couple("self", "husband")
    assert resident.where == "movers.1.relationship:choice"
    assert asked(resident) == "川崎　太郎さんは、世帯主の川崎　花子さんの何にあたりますか".replace("\u3000", " ")


def test_where_nobody_is_the_householder_one_is_chosen_by_name_as_soon_as_it_is_known_to_be_missing():
    resident, people = without_a_householder()
    assert (resident.where, resident.session.entry.wrong) == ("movers:people", "problem.one_householder")
    assert resident.answers["new_household"] == "new"
    resident.go_on()
    assert resident.session.entry.wrong == "problem.one_householder"  # and nothing leads past it

    resident.choose("1").answer({**people, "new_household": choosing("new")})

    assert resident.screen == "review"
    assert [one["relationship"] for one in resident.answers["movers"]] == ["wife", "self"]
    assert resident.problems() == []


def test_who_was_wrongly_called_householder_is_asked_again_once_another_is_chosen():
    resident, people = without_a_householder()

    resident.choose("0")
    assert resident.answers["movers"][0]["relationship"] == "self"
    assert resident.answer(people).screen == "review"
    assert [one["relationship"] for one in resident.answers["movers"]] == ["self", "husband"]


def tiles(resident):
    boxes = screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes
    return {box.id.removeprefix("choice.") for box in boxes if box.id.startswith("choice.")}


def test_the_second_person_is_offered_no_second_householder_and_no_wife_who_is_a_man():
    resident, _ = couple("self", "husband")

    shown = tiles(resident)
    assert {"husband", "child", "father"} <= shown
    assert {"self", "wife", "mother"}.isdisjoint(shown)


def test_a_touch_where_it_can_no_longer_be_is_told_and_not_taken():
    resident, _ = couple("self", "husband")
    resident.choose("wife")

    assert (resident.where, resident.session.entry.wrong) == ("movers.1.relationship:choice", "problem.cannot_be")
    assert resident.at("movers.1.relationship") is None


def test_a_husband_who_turns_out_to_be_a_woman_on_the_review_is_asked_again():
    resident, people = couple("self", "husband")
    assert resident.answer(people).screen == "review"

    resident.touch(events.Edit("movers.1.sex"), events.Choose("female"))
    assert (resident.where, resident.session.entry.wrong) == ("movers.1.relationship:choice", "problem.cannot_be")
    assert "husband" not in tiles(resident)
    assert resident.go_on().where == "movers.1.relationship:choice"

    assert resident.choose("cohabitant").answer(people).screen == "review"
    assert resident.problems() == []


def test_no_small_child_is_named_as_the_one_who_heads_the_household():
    resident, _ = without_a_householder()
    child = {**resident.answers["movers"][1], "birth_date": "2015-05-05"}
    resident.session = change(resident.session, answers={**resident.answers, "movers": [resident.answers["movers"][0], child]})

    boxes = screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes
    assert [box.id for box in boxes if box.id.startswith("head.")] == ["head.0"]
    assert resident.choose("1").where == "movers:people"
    assert resident.answers["movers"][1].get("relationship") != "self"


def test_who_heads_the_new_household_is_not_asked_whether_there_is_one():
    resident, people = couple("self", "husband")
    seen = []
    while resident.page is not None:
        seen.append(resident.page.path)
        resident.answer_one(people)

    assert "new_household" not in seen
    assert resident.at("new_household") == "new"
    assert resident.problems() == []


def test_who_turns_out_to_join_somebody_is_asked_after_all():
    resident, people = couple("self", "husband")
    resident.answer(people)
    resident.touch(events.Edit("movers.0.relationship")).choose("child")

    assert resident.at("new_household") is None
    resident.answer({**people, "new_household": choosing("join")})
    assert resident.screen == "review"
    assert resident.at("new_household") == "join"


def test_a_second_wife_is_not_offered():
    form = demo().forms["moving_in"]
    [movers] = (field for step in form.steps for field in step.fields if field.id == "movers")
    field = next(one for one in movers.fields if one.id == "relationship")
    he, she, another = {"relationship": "self", "sex": "male"}, {"relationship": "wife", "sex": "female"}, {"sex": "female"}

    assert "wife" in offered(form, {"movers": [he, another]}, "movers.1.relationship", field, TODAY)
    assert "wife" not in offered(form, {"movers": [he, she, another]}, "movers.2.relationship", field, TODAY)
    assert "wife" in offered(form, {"movers": [he, she]}, "movers.1.relationship", field, TODAY), "her own stays"


def test_the_new_householder_of_a_household_is_named_once():
    resident = Resident().choose_procedure("household", "householder").go_on()
    seen = []
    while resident.page is not None:
        seen.append(resident.page.path)
        resident.answer_one()

    assert "new_householder" not in seen
    assert resident.at("new_householder") == resident.at("members.0.name")
    resident.touch(events.Edit("members.0.name")).type("かわさき").touch(events.CheckAtCounter()).enter("じろう")
    assert resident.at("new_householder") == resident.at("members.0.name")
    assert resident.problems() == []
