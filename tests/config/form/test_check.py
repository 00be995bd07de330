"""What is wrong with the answers: the same verdict at the kiosk, in the portal and in the hub."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.form import Problem, asked, check, cleaned, differences, left_to_staff, visible
from config.load import load_site

TODAY = date(2026, 11, 21)


def problems(bundle, answers, form="moving_in", channel="kiosk"):
    return check(bundle.forms[form], answers, channel, TODAY, bundle.site)


def codes(bundle, answers, **keys):
    return {problem.path: problem.code for problem in problems(bundle, answers, **keys)}


def test_a_complete_entry_has_no_problem(bundle, moved_in):
    assert problems(bundle, moved_in) == ()


def test_every_missing_answer_is_named_by_its_path(bundle, moved_in):
    del moved_in["move_date"], moved_in["movers"][0]["name_kana"], moved_in["old_address"]["town"]

    assert problems(bundle, moved_in) == (
        Problem("movers.0.name_kana", "missing"),
        Problem("old_address.town", "missing"),
        Problem("move_date", "missing"),
    )


def test_an_unknown_answer_is_refused_at_every_depth(bundle, moved_in):
    moved_in["my_number"] = "0"
    moved_in["movers"][0]["income"] = 1
    moved_in["old_address"]["floor"] = "3"

    assert codes(bundle, moved_in) == {
        "my_number": "unknown_field",
        "movers.0.income": "unknown_field",
        "old_address.floor": "unknown_field",
    }


def test_an_answer_to_a_question_that_was_not_asked_is_refused(bundle, moved_in):
    moved_in["movers"][0]["residence_card_number"] = "AB12345678CD"
    moved_in["cards_today"] = "all"

    assert codes(bundle, moved_in) == {"movers.0.residence_card_number": "not_asked", "cards_today": "not_asked"}


def test_a_move_that_has_not_happened_cannot_be_filed_as_moving_in(bundle, moved_in):
    moved_in["move_date"] = "2026-11-22"

    assert problems(bundle, moved_in) == (Problem("move_date", "too_late", "2026-11-21"),)


def test_a_move_three_weeks_ago_is_accepted(bundle, moved_in):
    moved_in["move_date"] = "2026-10-31"

    assert problems(bundle, moved_in) == ()


def test_moving_out_may_lie_ahead(bundle, moved_in):
    out = {
        "movers": [{key: moved_in["movers"][0][key] for key in ("nationality", "name_kana", "name", "sex", "birth_date")}],
        "old_address": {"ward": "川辺区", "town": "南町", "lot": "1-1"},
        "old_householder": "川崎 太郎",
        "whole_household": True,
        "destination": {"kind": "japan", "prefecture_city": "東京都大田区"},
        "move_date": "2026-11-30",
        "q_card": "no",
        "q_select_all": ["none"],
        "notifier": "self",
        "phone": "0440000000",
        "consent": True,
    }

    assert problems(bundle, out, form="moving_out") == ()
    assert codes(bundle, out | {"move_date": "2026-11-01"}, form="moving_out") == {"move_date": "too_early"}


@pytest.mark.parametrize(
    ("path", "answer", "code"),
    [
        ("name_kana", "かわさき", "not_kana"),
        ("name_kana", "カワサキ タロウ", "not_kana"),  # a half-width space
        ("name", "川" * 41, "too_long"),
        ("name", "川崎\u202e太郎", "wrong_kind"),
        ("name", "川崎\n太郎", "wrong_kind"),
        ("name", "  ", "wrong_kind"),
        ("name", "川\ue000", "wrong_kind"),  # 外字
        ("name", 7, "wrong_kind"),
        ("sex", "other", "unknown_option"),
        ("sex", ["male"], "wrong_kind"),
        ("birth_date", "1980-02-30", "not_a_date"),
        ("birth_date", "19800217", "not_a_date"),
        ("birth_date", "1872-12-31", "too_early"),
        ("birth_date", "2027-01-01", "too_late"),
        ("relationship", True, "wrong_kind"),
        ("name", "123456789018", "my_number"),
        ("name", "緑野 花子 1234-5678-9018", "my_number"),
        ("domicile", "１２３４５６７８９０１８", "my_number"),
    ],
)
def test_a_wrong_answer_about_a_person_is_named(bundle, moved_in, path, answer, code):
    moved_in["movers"][0][path] = answer

    assert codes(bundle, moved_in)[f"movers.0.{path}"] == code


@pytest.mark.parametrize(
    ("path", "answer", "code"),
    [
        ("phone", "12345", "not_a_phone"),
        ("phone", "090-0000-0000", "not_a_phone"),
        ("phone", "0901234567", "not_a_mobile"),
        ("phone", "0701234567", "not_a_mobile"),
        ("q_card", True, "wrong_kind"),
        ("q_card", "perhaps", "unknown_option"),
        ("q_other", "dog", "wrong_kind"),
        ("q_other", ["dog", "cat"], "unknown_option"),
        ("q_other", ["dog", "dog"], "unknown_option"),
        ("q_other", ["dog", "none"], "not_together"),
        ("q_other", [], "missing"),
        ("consent", False, "not_agreed"),
        ("consent", "yes", "wrong_kind"),
        ("old_address", "神奈川県", "wrong_kind"),
        ("movers", {"name": "川崎 太郎"}, "wrong_kind"),
    ],
)
def test_a_wrong_answer_is_named(bundle, moved_in, path, answer, code):
    moved_in[path] = answer

    assert codes(bundle, moved_in)[path] == code


def test_a_name_keeps_its_variant_and_counts_it_as_one_character(bundle, moved_in):
    moved_in["movers"][0]["name"] = "葛\U000e0100" * 40

    assert problems(bundle, moved_in) == ()


def test_nine_people_do_not_fit_on_one_form(bundle, moved_in):
    child = moved_in["movers"][0] | {"relationship": "child"}
    moved_in["movers"] += [child] * 8

    assert problems(bundle, moved_in) == (Problem("movers", "too_many", 8),)


def test_a_name_not_found_goes_on_with_its_kana(bundle, moved_in):
    moved_in["movers"][0]["name"] = {"needs_staff": True, "kana": "カワサキ\u3000タロウ"}
    moved_in["movers"][0]["birth_date"] = {"needs_staff": True, "text": "昭和20年ごろ"}

    assert problems(bundle, moved_in) == ()


def test_who_has_no_telephone_has_answered(bundle, moved_in):
    moved_in["phone"] = {"none": True}

    assert problems(bundle, moved_in) == ()
    assert left_to_staff(bundle.forms["moving_in"], moved_in) == ()
    assert ("phone", "0440000000", {"none": True}) in differences({"phone": "0440000000"}, moved_in)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("phone", {"none": False}),
        ("phone", {"none": True, "text": "0440000000"}),
        ("phone", {"needs_staff": True}),
        ("old_householder", {"none": True}),
        ("new_household", {"none": True}),
    ],
)
def test_that_there_is_none_is_said_only_where_there_may_be_none(bundle, moved_in, path, answer):
    moved_in[path] = answer

    assert codes(bundle, moved_in)[path] == "wrong_kind"


def test_only_questions_with_a_staff_way_can_be_left_to_the_counter(bundle, moved_in):
    moved_in["q_card"] = {"needs_staff": True}
    moved_in["movers"][0]["name"] = {"needs_staff": True, "my_number": "0"}

    assert codes(bundle, moved_in) == {"q_card": "wrong_kind", "movers.0.name": "wrong_kind"}


def test_a_visit_plan_from_home_does_not_disturb_the_kiosk(bundle, moved_in):
    moved_in |= {"visit_site": "kawabe", "visit_date": "2026-11-25", "visit_band": "morning"}

    assert problems(bundle, moved_in, channel="kiosk") == ()
    assert problems(bundle, moved_in, channel="portal") == ()
    assert codes(bundle, moved_in | {"visit_band": "night"}, channel="portal") == {"visit_band": "unknown_option"}


def test_who_comes_later_than_planned_is_received_all_the_same(bundle, moved_in):
    moved_in |= {"visit_site": "kawabe", "visit_date": "2026-11-19", "visit_band": "morning"}

    assert codes(bundle, moved_in, channel="portal") == {"visit_date": "too_early"}
    assert problems(bundle, moved_in, channel="kiosk") == ()


def test_the_fixed_city_may_be_sent_back_but_not_changed(bundle, moved_in):
    moved_in["new_address"]["prefecture_city"] = "神奈川県みどり野市"
    assert problems(bundle, moved_in) == ()

    moved_in["new_address"]["prefecture_city"] = "東京都大田区"
    assert codes(bundle, moved_in) == {"new_address.prefecture_city": "unknown_option"}


def test_six_kinds_of_certificate_are_too_many(bundle):
    kinds = bundle.forms["certificates"].steps[0].fields[0].options[:6]

    assert codes(bundle, {"documents": list(kinds)}, form="certificates")["documents"] == "too_many"


@pytest.mark.parametrize(("copies", "code"), [(0, "too_few"), (11, "too_many"), (True, "wrong_kind"), ("1", "wrong_kind")])
def test_copies_are_counted(bundle, copies, code):
    answers = {"documents": ["seal_certificate"], "copies_seal_certificate": copies}

    assert codes(bundle, answers, form="certificates")["copies_seal_certificate"] == code


def test_typed_text_is_cleaned_kind_by_kind(bundle):
    typed = {
        "movers": [
            {"name_kana": " かわさき  ﾀﾛｳ ", "name": "川\u200b崎　太郎 ", "name_latin": "ｇｕｒｕｎｇ  sita", "former_surname": " "}
        ],
        "phone": "０９０-００００-００００",
        "old_address": {"postal_code": "〒225-0013", "lot": "１－１"},
        "q_other": ["none"],
    }

    assert cleaned(bundle.forms["moving_in"], typed) == {
        "movers": [{"name_kana": "カワサキ\u3000タロウ", "name": "川崎 太郎", "name_latin": "GURUNG SITA"}],
        "phone": "09000000000",
        "old_address": {"postal_code": "2250013", "lot": "１－１"},
        "q_other": ["none"],
    }


DEMO = load_site(Path(__file__).parents[3] / "config" / "sites" / "demo")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2000) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.sampled_from(["needs_staff", "kind", "name"]), inner)
    ),
    max_leaves=6,
)
TOP = sorted({path.split(".")[0] for path, _ in visible(DEMO.forms["moving_in"], {}, "portal")})


@given(st.dictionaries(st.sampled_from(TOP) | st.text(max_size=4), JSON))
def test_no_message_of_any_shape_breaks_the_check(answers: dict[str, Any]):
    form = DEMO.forms["moving_in"]

    found = check(form, answers, "kiosk", TODAY, DEMO.site)

    assert found  # nothing random is a complete form
    cleaned(form, answers)
    kept = asked(form, answers, "kiosk")
    assert not [one for one in check(form, kept, "kiosk", TODAY, DEMO.site) if one.code in {"not_asked", "unknown_field"}]


def test_a_new_household_has_exactly_one_householder(bundle, moved_in):
    brother = moved_in["movers"][0] | {"name": "川崎 次郎", "relationship": "sibling", "which_sibling": "younger_brother"}
    moved_in["movers"].append(brother)
    assert problems(bundle, moved_in) == ()

    both = moved_in | {"movers": [moved_in["movers"][0]] * 2}
    assert problems(bundle, both) == (Problem("movers.1.relationship", "one_householder", 1),)

    nobody = moved_in | {"movers": [brother, brother]}
    assert problems(bundle, nobody) == (Problem("movers.0.relationship", "one_householder", 1),)


def test_who_joins_a_household_is_not_its_householder(bundle, moved_in):
    joins = moved_in | {"new_household": "join", "new_householder": "川崎 花子"}

    assert problems(bundle, joins) == (Problem("movers.0.relationship", "householder_is_there", 0),)


def within(answers, **changes):
    """A complete 転居届 of the same household."""
    old = {"ward": "川辺区", "town": "川岸", "lot": "2-3"}
    left_out = {"domicile", "domicile_head"}
    movers = [{key: value for key, value in one.items() if key not in left_out} for one in answers["movers"]]
    return {key: value for key, value in answers.items() if key != "q_other"} | {
        "movers": movers,
        "old_address": old,
        "whole_household": True,
        **changes,
    }


def test_who_moves_within_the_city_lives_elsewhere_afterwards(bundle, moved_in):
    def said(new):
        return problems(bundle, within(moved_in, new_address=new), form="moving_within")

    house = {"ward": "川辺区", "town": "川岸", "lot": "2-3", "is_flat": False}

    assert said(house) == (Problem("new_address.lot", "same_address"),)
    assert said(house | {"lot": " 2-3 "})[-1:] == (Problem("new_address.lot", "same_address"),)
    for other in (
        {"lot": "2-4"},
        {"ward": "中央区"},
        {"town": {"needs_staff": True}},
        {"is_flat": True, "building": "みどり荘101"},
    ):
        assert said(house | other) == (), other


@pytest.mark.parametrize(
    ("arrived", "told"),
    [("2026-11-16", True), ("2026-11-10", False), ("2026-11-09", False), ({"needs_staff": True}, False)],
)
def test_nobody_moves_in_before_arriving_in_japan(bundle, moved_in, arrived, told):
    def said(kind):
        answers = moved_in | {"old_address": {"kind": kind}, "arrived_from_abroad": arrived, "move_date": "2026-11-10"}
        return [problem.path for problem in problems(bundle, answers) if problem.code == "moved_before_arriving"]

    assert said("abroad") == (["move_date"] if told else [])
    assert said("japan") == [], "who did not come from abroad is not asked when"


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("householder_change", "new_householder"),
        ("household_transfer", "new_householder"),
        ("household_merge", "other_householder"),
    ],
)
def test_another_householder_is_not_the_one_so_far_unless_staff_are_to_look(bundle, form, other):
    def said(name):
        found = problems(bundle, {"old_householder": "川崎\u3000太郎", other: name}, form=form)
        return [problem.path for problem in found if problem.code == "same_householder"]

    assert said("川崎太郎") == [other]
    assert said("川崎　花子") == said({"needs_staff": True, "text": "川崎太郎"}) == []


@pytest.mark.parametrize("form", ["moving_in", "moving_within"])
@pytest.mark.parametrize(
    ("born", "relationship", "household", "told"),
    [
        ("2012-05-01", "child", "new", ["q_children"]),
        ("2012-05-01", "nephew_niece", "join", ["q_children"]),
        ("2010-05-01", "child", "new", ["q_children"]),
        ("2010-05-01", "self", "new", []),  # somebody of 16 who lives alone
        ("2010-05-01", "child", "join", []),  # moves alone to a parent
        ("2008-11-21", "child", "new", []),  # 18 today, 17 on the day of the move
        ("2008-11-22", "child", "new", ["q_children"]),
        ("1951-11-21", "father", "new", []),  # 75 today, 74 on the day of the move
        ("1951-11-15", "father", "new", ["q_care"]),
        ({"needs_staff": True}, "father", "new", []),
    ],
)
def test_a_no_against_the_ages_of_the_list_is_told(bundle, moved_in, form, born, relationship, household, told):
    moved_in["movers"].append(moved_in["movers"][0] | {"birth_date": born, "relationship": relationship})
    answers = moved_in | {"new_household": household}
    answers = within(answers) if form == "moving_within" else answers

    def said(answers):
        return [problem.path for problem in problems(bundle, answers, form=form) if problem.code.endswith("_is_listed")]

    assert said(answers) == told
    assert said(answers | {"q_children": "unknown", "q_care": "unknown"}) == []
    assert said(answers | {"q_children": "yes", "q_care": "yes"}) == []
