"""A form as pages, and what a browser sends back as answers."""

from datetime import date

import pytest

from config.form import Problem, check, cleaned, put
from hub.web.pages.questions import counted_problems, leaves, own_problems, questions, read
from tests.hub.web.running_hub import demo_bundle, entered_at_home

BUNDLE = demo_bundle()
FORM = BUNDLE.forms["moving_in"]
TODAY = date(2027, 3, 29)


def leaf_of(id_, answers):
    return next(leaf for leaf in leaves([FORM], answers) if leaf.id == id_)


def paths(id_, answers):
    return [q.path for q in questions(BUNDLE, FORM, answers, leaf_of(id_, answers), (), "ja", TODAY)]


def test_every_person_has_a_page_and_every_step_one():
    two = {"movers": [{}, {}]}

    assert [leaf.id for leaf in leaves([FORM], two)][:4] == ["notifier", "movers.0", "movers.1", "old_home"]
    assert [leaf.id for leaf in leaves([FORM], {})][-2:] == ["visit_plan", "guidance"]


def test_an_answer_opens_the_questions_that_depend_on_it():
    abroad = {"old_address": {"kind": "abroad"}}

    assert "old_address.country" not in paths("old_home", {})
    assert "old_address.country" in paths("old_home", abroad)
    assert "arrived_from_abroad" in paths("old_home", abroad)


@pytest.mark.parametrize("form", BUNDLE.forms.values(), ids=lambda form: form.id)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_question_of_every_form_can_be_drawn(form, language):
    for leaf in leaves([form], form.standard):
        for question in questions(BUNDLE, form, form.standard, leaf, (), language, TODAY):
            assert question.label and question.look
            assert bool(question.options) == (question.look in ("buttons", "list", "ticks", "tick"))


def test_what_was_sent_becomes_answers_of_the_right_kind():
    leaf = leaf_of("new_home", {})
    sent = {
        "shown": "new_address.ward\nnew_address.town\nnew_address.is_flat\nmove_date\nnew_household",
        "new_address.ward": "川辺区",
        "new_address.town": "南町",
        "new_address.is_flat": "no",
        "move_date.year": "2027",
        "move_date.month": "3",
        "move_date.day": "7",
        "surprise": "1",
    }

    assert read(FORM, {"old_householder": "緑野"}, leaf, sent) == {
        "old_householder": "緑野",
        "new_address": {"ward": "川辺区", "town": "南町", "is_flat": False},
        "move_date": "2027-03-07",
    }


def test_an_emptied_field_is_no_answer_and_one_not_shown_is_kept():
    leaf = leaf_of("old_home", {})
    given = {"old_householder": "緑野", "old_address": {"kind": "japan", "town": "港町"}}

    assert read(FORM, given, leaf, {"shown": "old_householder", "old_householder": ""}) == {
        "old_address": {"kind": "japan", "town": "港町"}
    }


def test_a_question_left_to_the_counter_keeps_what_was_written():
    leaf = leaf_of("old_home", {})
    sent = {"shown": "old_householder", "old_householder": "みどりの", "old_householder.staff": "yes"}

    inland = {"old_address": {"kind": "japan"}}

    assert read(FORM, inland, leaf, sent) == inland | {"old_householder": {"needs_staff": True, "text": "みどりの"}}


def test_who_has_no_telephone_ticks_it_and_finds_it_ticked():
    leaf = leaf_of("notifier", {})
    answers = read(FORM, {"phone": "0441234567"}, leaf, {"shown": "phone", "phone": "", "phone.none": "yes"})

    assert answers == {"phone": {"none": True}}
    asked = next(q for q in questions(BUNDLE, FORM, answers, leaf, (), "ja", TODAY) if q.path == "phone")
    assert (asked.value, asked.none, asked.has_none, asked.staff) == ("", "電話番号はない", True, "")
    assert read(FORM, answers, leaf, {"shown": "phone", "phone": "0441234567"}) == {"phone": "0441234567"}


def test_a_name_typed_whole_at_home_is_not_asked_to_be_parted_and_is_told_why_it_helps():
    answers = {"movers": [{"nationality": "japan"}]}
    leaf = leaf_of("movers.0", answers)

    def hint(at_home, path):
        return next(q.hint for q in questions(BUNDLE, FORM, answers, leaf, (), "ja", TODAY, at_home) if q.path == path)

    assert "カワサキ タロウ" in hint(True, "movers.0.name_kana") and "あける" in hint(True, "movers.0.name")
    assert (hint(False, "movers.0.name_kana"), hint(False, "movers.0.name")) == ("名字と名前のあいだを1つあけます。", "")
    sent = {"shown": "movers.0.name_kana", "movers.0.name_kana": "かわさきたろう"}
    assert cleaned(FORM, read(FORM, answers, leaf, sent))["movers"][0]["name_kana"] == "カワサキタロウ"


def test_a_half_written_date_is_wrong_not_missing():
    leaf = leaf_of("new_home", {})
    answers = read(FORM, {}, leaf, {"shown": "move_date", "move_date.year": "2027", "move_date.month": "", "move_date.day": ""})

    problems = own_problems(leaf, check(FORM, answers, "portal", TODAY, BUNDLE.site), ["move_date"])
    assert [problem.code for problem in problems] == ["not_a_date"]


def test_only_what_was_shown_is_held_against_the_resident():
    leaf = leaf_of("new_home", {})
    problems = check(FORM, {}, "portal", TODAY, BUNDLE.site)

    assert [problem.path for problem in own_problems(leaf, problems, ["move_date"])] == ["move_date"]


def test_paths_grow_lists_of_people():
    answers = {}
    put(answers, "movers.1.name", "緑野")
    put(answers, "old_address.town", "港町")
    put(answers, "consent", True)
    put(answers, "consent", None)

    assert answers == {"movers": [{}, {"name": "緑野"}], "old_address": {"town": "港町"}}


def test_a_finished_form_has_nothing_left_to_ask():
    assert check(FORM, entered_at_home().answers, "portal", TODAY, BUNDLE.site) == ()


def test_a_household_without_or_with_two_householders_is_said_on_the_page_of_its_people():
    form = BUNDLE.forms["householder_change"]
    both = [Problem("members.1.relationship", "one_householder", 1)]
    leaf = next(leaf for leaf in leaves([form], {"members": [{}, {}]}) if leaf.id == "members.1")
    other = next(leaf for leaf in leaves([form], {}) if leaf.id == "household")

    assert counted_problems(form, leaf, both) == tuple(both)
    assert counted_problems(form, other, both) == ()


def test_a_no_against_a_child_on_the_list_is_said_at_home_on_the_page_it_was_given_on():
    answers = entered_at_home().answers
    child = answers["movers"][0] | {"birth_date": "2020-05-01", "relationship": "child"}
    denied = {**answers, "movers": [*answers["movers"], child], "q_children": "no"}
    leaf = leaf_of("survey", denied)

    wrong = own_problems(leaf, check(FORM, denied, "portal", TODAY, BUNDLE.site), ["q_children", "q_care"])
    said = {q.path: q.wrong for q in questions(BUNDLE, FORM, denied, leaf, wrong, "ja", TODAY) if q.wrong}

    assert said == {"q_children": "18歳までの方が届出の中にいます。「はい」をえらんでください"}
    assert own_problems(leaf_of("old_home", denied), wrong, ["old_householder"]) == ()


def test_at_home_too_a_second_person_is_offered_only_what_they_can_be():
    answers = entered_at_home().answers
    head = {**answers["movers"][0], "sex": "male", "relationship": "self"}
    wife = {**head, "sex": "female", "birth_date": "2019-05-01", "relationship": "wife"}
    listed = {**answers, "movers": [head, wife]}
    leaf = leaf_of("movers.1", listed)

    wrong = own_problems(leaf, check(FORM, listed, "portal", TODAY, BUNDLE.site), ["movers.1.relationship"])
    (asked,) = (q for q in questions(BUNDLE, FORM, listed, leaf, wrong, "ja", TODAY) if q.path == "movers.1.relationship")

    assert asked.wrong == "性別や生年月日から、この関係にはなりません。えらびなおしてください"
    assert {"self", "wife", "husband", "father"}.isdisjoint(value for value, _ in asked.options)
    assert {"child", "grandchild"} <= {value for value, _ in asked.options}


def test_nothing_is_said_to_stand_as_the_first_person_has_it_over_an_empty_field():
    answers = entered_at_home().answers
    first = {**answers["movers"][0], "domicile_head": {"needs_staff": True}}
    listed = {**answers, "movers": [first, {**first, "relationship": "child"}]}
    asked = {q.path: q for q in questions(BUNDLE, FORM, listed, leaf_of("movers.1", listed), (), "ja", TODAY)}

    assert asked["movers.1.domicile"].as_first and asked["movers.1.domicile"].value
    assert asked["movers.1.domicile_head"].left_to_staff and not asked["movers.1.domicile_head"].as_first
