"""What the answers before it, or the office's own register, already say is not asked."""

import pytest

from config.form import visible


def asked(bundle, form, answers, channel="portal"):
    return {path for path, _ in visible(bundle.forms[form], answers, channel)}


def mover(**answers):
    return {"movers": [{"nationality": "foreign", "relationship": "wife", **answers}]}


def test_a_foreign_resident_who_moves_inside_the_city_is_not_asked_for_what_the_register_has(bundle):
    newcomer = asked(bundle, "moving_in", mover(residence_category="mid_long_term", residence_status="student"))
    neighbour = asked(bundle, "moving_within", mover())

    assert {"movers.0.residence_status", "movers.0.period_expiry", "movers.0.residence_card_when"} <= newcomer - neighbour
    assert {"movers.0.nationality_region", "movers.0.residence_card_number", "movers.0.relationship_proof"} <= neighbour


@pytest.mark.parametrize(("issued", "shown"), [("now", True), ("later", False)])
def test_who_gets_the_residence_card_later_is_not_asked_whether_it_is_here(bundle, issued, shown):
    answers = mover(residence_category="mid_long_term", residence_card_when=issued)

    assert ("residence_cards" in asked(bundle, "moving_in", answers)) is shown


def test_who_comes_from_abroad_is_asked_for_no_householder_of_a_household_that_was_not(bundle):
    assert "old_householder" in asked(bundle, "moving_in", {"old_address": {"kind": "japan"}})
    assert "old_householder" not in asked(bundle, "moving_in", {"old_address": {"kind": "abroad"}})


def test_where_one_moves_to_and_came_from_is_asked_once(bundle):
    options = {field.id: field.options for _, field in visible(bundle.forms["moving_out"], {}, "kiosk")}
    elderly = asked(bundle, "moving_in", {"q_care": "yes", "care_needs": ["over_75"]})

    assert "abroad" not in options["q_select_all"]
    assert not any("prefecture" in path for path in elderly if "." not in path)


@pytest.mark.parametrize(("today", "is_asked"), [("all", True), ("some", True), ("none", False)])
@pytest.mark.parametrize("form", ["moving_in", "moving_within"])
def test_for_its_number_only_who_has_a_card_here_today_is_asked(bundle, form, today, is_asked):
    answers = {"q_card": "yes", "cards_today": today, "old_address": {"kind": "japan"}}

    assert ("pins_known" in asked(bundle, form, answers)) is is_asked


@pytest.mark.parametrize(("insured", "shown"), [("yes", True), ("unknown", True), ("no", False)])
def test_who_does_not_know_about_the_insurance_is_asked_about_the_pension_all_the_same(bundle, insured, shown):
    answers = {"movers": [{"birth_date": "1990-05-01"}], "q_insurance": insured}

    for form in ("moving_in", "moving_within"):
        assert ("pension_age" in asked(bundle, form, answers)) is shown
