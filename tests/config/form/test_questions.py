"""Which fields show, and how many questions a form has."""

import pytest

from config.form import answer_at, asked, question_count, toggled, visible
from config.words import field_at


def paths(bundle, form, answers, channel="kiosk"):
    return [path for path, _ in visible(bundle.forms[form], answers, channel)]


@pytest.mark.parametrize(
    ("form", "portal", "kiosk"),
    [
        ("moving_in", 20, 19),
        ("moving_within", 18, 17),
        ("moving_out", 14, 13),
        ("householder_change", 12, 11),
        ("household_split", 13, 12),
        ("household_transfer", 12, 11),
        ("household_merge", 13, 12),
        ("certificates", 9, 9),
        ("seal_registration", 9, 9),
    ],
)
def test_a_resident_alone_meets_the_number_of_questions_the_tile_promises(bundle, form, portal, kiosk):
    assert question_count(bundle.forms[form], "portal") == portal
    assert question_count(bundle.forms[form], "kiosk") == kiosk


def test_a_brother_who_moves_too_adds_no_question_to_the_count_but_his_own_fields(bundle, moved_in):
    moved_in["movers"].append({"nationality": "japan", "relationship": "sibling"})

    shown = paths(bundle, "moving_in", moved_in)

    assert "movers.1.name_kana" in shown
    assert "movers.1.which_sibling" in shown
    assert "movers.0.which_sibling" not in shown
    assert question_count(bundle.forms["moving_in"], "portal") == 20


def test_a_form_without_people_shows_one_empty_person(bundle):
    assert "movers.0.nationality" in paths(bundle, "moving_in", {})
    assert "movers.0.nationality" in paths(bundle, "moving_in", {"movers": []})


def test_a_foreign_resident_is_asked_for_the_residence_card_and_never_for_the_domicile(bundle, moved_in):
    moved_in["movers"][0] |= {"nationality": "foreign", "residence_category": "mid_long_term", "residence_card_when": "now"}

    shown = paths(bundle, "moving_in", moved_in)

    assert {"movers.0.name_latin", "movers.0.residence_status", "movers.0.residence_card_number"} <= set(shown)
    assert not {"movers.0.domicile", "movers.0.name", "movers.0.former_surname"} & set(shown)
    assert "residence_cards" in shown


def test_a_card_that_will_be_issued_later_needs_no_number(bundle, moved_in):
    moved_in["movers"][0] |= {"nationality": "foreign", "residence_category": "mid_long_term", "residence_card_when": "later"}

    assert "movers.0.residence_card_number" not in paths(bundle, "moving_in", moved_in)


def test_who_came_from_abroad_is_asked_for_the_country_and_not_for_a_town(bundle, moved_in):
    moved_in["old_address"] = {"kind": "abroad"}

    shown = paths(bundle, "moving_in", moved_in)

    assert "old_address.country" in shown
    assert "old_address.town" not in shown
    assert "arrived_from_abroad" in shown


def test_an_answer_that_does_not_show_opens_nothing(bundle, moved_in):
    moved_in["movers"][0] |= {"relationship": "self", "adopted": False, "whose_child": "wife"}  # left over from another choice

    assert "movers.0.whose_child" not in paths(bundle, "moving_in", moved_in)


def test_what_is_sent_leaves_out_answers_that_no_longer_show(bundle, moved_in):
    moved_in["movers"][0]["adopted"] = False
    moved_in["new_address"] |= {"is_flat": False, "prefecture_city": "神奈川県みどり野市"}

    sent = asked(bundle.forms["moving_in"], moved_in, "kiosk")

    assert "adopted" not in sent["movers"][0]
    assert "building" not in sent["new_address"]
    assert "prefecture_city" not in sent["new_address"]
    assert sent["movers"][0]["name"] == "川崎 太郎"


def test_the_visit_plan_is_asked_at_home_only(bundle, moved_in):
    assert "visit_date" in paths(bundle, "moving_in", moved_in, "portal")
    assert "visit_date" not in paths(bundle, "moving_in", moved_in, "kiosk")


def test_prefecture_and_city_of_the_new_address_stand_already(bundle, moved_in):
    field = dict(visible(bundle.forms["moving_in"], moved_in, "kiosk"))["new_address.prefecture_city"]

    assert field.fixed == "神奈川県みどり野市"


def test_wards_come_from_the_site(bundle):
    assert field_at(bundle.forms["moving_in"], "new_address.ward").options == ("川辺区", "中央区", "里山区")


def test_an_address_left_to_the_counter_is_one_field(bundle):
    shown = paths(bundle, "certificates", {"address": {"needs_staff": True}})

    assert "address" in shown
    assert "address.town" not in shown


def test_every_chosen_certificate_opens_its_copies(bundle):
    shown = paths(bundle, "certificates", {"documents": ["seal_certificate", "tax_certificate"]})

    assert [path for path in shown if path.startswith("copies_")] == ["copies_seal_certificate", "copies_tax_certificate"]
    assert "registration_card" in shown
    assert "scope" not in shown


def test_a_proxy_for_a_seal_certificate_alone_needs_no_letter(bundle):
    assert "letter_of_proxy" not in paths(bundle, "certificates", {"documents": ["seal_certificate"], "requester": "proxy"})
    assert "letter_of_proxy" in paths(bundle, "certificates", {"documents": ["residence_certificate"], "requester": "proxy"})


def test_who_takes_over_the_household_is_asked_only_when_two_or_more_stay(bundle):
    leaves = {"whole_household": False, "householder_moves": "yes"}

    assert "next_householder" in paths(bundle, "moving_out", leaves | {"q_householder_leaves": True})
    assert "next_householder" not in paths(bundle, "moving_out", leaves | {"q_householder_leaves": False})


def test_none_stands_alone_among_several_choices(bundle):
    field = field_at(bundle.forms["moving_in"], "q_other")

    assert toggled(field, ("none",), "dog") == ("dog",)
    assert toggled(field, ("water", "dog"), "none") == ("none",)
    assert toggled(field, ("water",), "dog") == ("dog", "water")
    assert toggled(field, ("dog", "water"), "dog") == ("water",)


def test_an_answer_is_found_by_its_path(moved_in):
    assert answer_at(moved_in, "movers.0.name_kana") == "カワサキ\u3000タロウ"
    assert answer_at(moved_in, "old_address.town") == "栄一丁目"
    assert answer_at(moved_in, "movers.4.name") is None
    assert answer_at(moved_in, "move_date.day") is None


# What somebody new here, or who comes for an old parent, may not know: form, path, what a page of it offers beside its answers.
NOT_KNOWN_BY_EVERYBODY = [
    ("moving_in", "q_card"),
    ("moving_in", "moved_out_with_card"),
    ("moving_in", "q_insurance"),
    ("moving_in", "pension_age"),
    ("moving_within", "householder_moves"),
    ("moving_out", "householder_moves"),
    ("moving_out", "q_select_all"),
    ("household_split", "livelihood_separate"),
    ("certificates", "shown_items"),
    ("certificates", "style"),
    ("certificates", "own_city_register"),
    ("certificates", "tax_address"),
]


@pytest.mark.parametrize(("name", "path"), NOT_KNOWN_BY_EVERYBODY)
def test_nobody_has_to_invent_an_answer_to_what_they_may_not_know(bundle, name, path):
    field = next(field for step in bundle.forms[name].steps for field in step.fields if field.id == path)

    assert field.staff_way or field.kind == "yes_no_unknown" or "unknown" in field.options


def test_of_a_certificate_of_one_person_alone_nobody_is_asked_how_several_shall_stand_on_it(bundle):
    asks = {"documents": ["residence_certificate"], "requester": "self"}

    assert "style" not in paths(bundle, "certificates", asks | {"scope": "single"})
    assert "style" in paths(bundle, "certificates", asks | {"scope": "all"})
