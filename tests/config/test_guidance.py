"""What follows from the answers: procedures, deadlines, what to bring."""

from datetime import date

import pytest

from config.form import visible
from config.guidance import guidance, leads_on


def lead_to(bundle, procedure, answers):
    return guidance(bundle, [(procedure, answers)])


def deadlines(found):
    return {one.rule.id: one.deadline for one in found.followed if one.deadline}


def test_a_mover_without_anything_else_brings_the_usual(bundle, moved_in):
    found = lead_to(bundle, "moving_in", moved_in)

    assert found.adds == ()
    assert found.bring == ("bring.identity", "bring.moving_out_certificate")
    assert found.notices == ()


def test_a_child_a_grandmother_in_care_and_a_dog(bundle, moved_in):
    moved_in |= {
        "q_children": "yes",
        "public_school": False,
        "nursery": False,
        "public_employee": False,
        "q_care": "yes",
        "care_needs": ["care_level"],
        "q_other": ["dog"],
        "move_date": "2026-11-10",
    }

    found = lead_to(bundle, "moving_in", moved_in)

    assert found.adds == ("child_allowance", "child_medical", "long_term_care")
    assert deadlines(found) == {"child_allowance": date(2026, 11, 25), "long_term_care": date(2026, 11, 24)}
    assert [one.rule.id for one in found.followed if one.rule.kind == "leaflet"] == ["card_leaflet", "dog"]
    assert "bring.care_paper" in found.bring


def test_a_deadline_on_a_closed_day_moves_to_the_next_open_day(bundle, moved_in):
    moved_in |= {"q_insurance": "yes", "left_job": False, "pension_age": "no", "move_date": "2026-11-07"}

    # 14 days after is Saturday the 21st, then Sunday, then a holiday.
    assert deadlines(lead_to(bundle, "moving_in", moved_in)) == {"nhi_join": date(2026, 11, 24)}


@pytest.mark.parametrize(("procedure", "added"), [("moving_in", "nhi_join"), ("moving_within", "nhi_address")])
@pytest.mark.parametrize("born", [("1951-11-21",), ("1951-11-21", "1940-01-01")])
def test_a_household_of_people_of_75_and_over_alone_is_not_sent_to_national_health_insurance(
    bundle, moved_in, procedure, added, born
):
    day = date(2026, 11, 21)

    def adds(answer, *also):
        movers = [{"birth_date": one} for one in (*born, *also)]
        return guidance(bundle, [(procedure, moved_in | {"movers": movers, "q_insurance": answer, "left_job": True})], day)

    for answer, leads_to in (("yes", added), ("unknown", "nhi_check")):
        assert leads_to not in adds(answer).adds
        assert "bring.insurance_end" not in adds(answer).bring
        assert leads_to in adds(answer, "1951-11-22").adds, "75 tomorrow"
        assert leads_to in adds(answer, {"needs_staff": True}).adds, "the counter asks when they were born"


def test_who_does_not_know_about_the_insurance_is_not_told_flatly_to_join(bundle, moved_in):
    def followed(procedure, answer):
        return [one.rule.id for one in lead_to(bundle, procedure, moved_in | {"q_insurance": answer}).followed]

    assert "nhi_join" not in followed("moving_in", "unknown") and "nhi_join_unsure" in followed("moving_in", "unknown")
    assert "nhi_join" in followed("moving_in", "yes") and "nhi_join_unsure" not in followed("moving_in", "yes")
    assert "nhi_address_unsure" in followed("moving_within", "unknown")
    assert "窓口で" in bundle.texts["ja"]["guidance.nhi_join_unsure"]


@pytest.mark.parametrize("procedure", ["moving_in", "moving_within"])
def test_who_does_not_know_about_the_insurance_is_sent_to_its_desk_under_a_name_that_promises_nothing(bundle, moved_in, procedure):
    found = lead_to(bundle, procedure, moved_in | {"q_insurance": "unknown"})

    assert "nhi_check" in found.adds and not {"nhi_join", "nhi_address"} & set(found.adds)
    assert any("nhi_check" in service.procedures for service in bundle.site.services)
    assert "join" not in bundle.texts["en"]["procedure.nhi_check.name"]


def test_not_knowing_counts_as_yes(bundle, moved_in):
    moved_in |= {"q_card": "unknown", "q_care": "unknown"}

    found = lead_to(bundle, "moving_in", moved_in)

    assert "card_address" in found.adds
    assert found.notices == ("guidance.care_unknown",)


def test_a_day_left_to_the_counter_gives_no_deadline(bundle, moved_in):
    moved_in |= {"q_card": "yes", "move_date": {"needs_staff": True}}

    found = lead_to(bundle, "moving_in", moved_in)

    assert "card_address" in found.adds
    assert deadlines(found) == {}


def test_a_foreign_family_without_papers_is_told_what_to_bring(bundle, moved_in):
    moved_in["movers"].append({"nationality": "foreign", "relationship": "wife", "relationship_proof": "not_today"})
    moved_in["movers"][-1] |= {"residence_category": "mid_long_term", "residence_card_when": "now"}

    found = lead_to(bundle, "moving_in", moved_in)

    assert {"bring.residence_cards", "bring.relationship_paper"} <= set(found.bring)
    assert found.notices == ("guidance.relationship_paper",)


def test_who_has_not_moved_out_yet_is_told_before_the_wait_and_gets_a_number_still(bundle, moved_in):
    moved_in |= {"q_card": "yes", "cards_today": "all", "pins_known": True, "moved_out_with_card": "not_yet"}

    assert lead_to(bundle, "moving_in", moved_in).notices == ("guidance.not_moved_out_yet",)


def test_a_proxy_without_a_letter_is_told(bundle):
    found = lead_to(
        bundle, "certificates", {"documents": ["residence_certificate"], "requester": "proxy", "letter_of_proxy": False}
    )

    assert found.notices == ("guidance.letter_of_proxy",)
    assert "bring.letter_of_proxy" in found.bring


@pytest.mark.parametrize("requester", ["relative", "proxy"])
def test_a_certificate_with_my_number_is_mailed_and_never_handed_to_somebody_else(bundle, requester):
    asked = {"documents": ["residence_certificate"], "requester": requester, "shown_items": ["my_number"]}

    assert "guidance.my_number_by_mail" in lead_to(bundle, "certificates", asked).notices
    assert "guidance.my_number_by_mail" not in lead_to(bundle, "certificates", asked | {"requester": "self"}).notices


def asked_for(bundle, requester, *documents):
    """Whether a letter of proxy is asked about."""
    form = bundle.forms["certificates"]
    return "letter_of_proxy" in {path for path, _ in visible(form, {"documents": documents, "requester": requester}, "kiosk")}


def test_the_registration_card_is_the_letter_of_a_proxy_who_comes_for_a_seal_certificate(bundle):
    assert not asked_for(bundle, "proxy", "seal_certificate")
    assert asked_for(bundle, "proxy", "seal_certificate", "residence_certificate")


def test_a_relative_of_another_household_brings_a_letter_for_residence_records_and_none_for_a_register(bundle):
    assert asked_for(bundle, "relative", "residence_certificate")
    assert not asked_for(bundle, "relative", "family_register_full")
    assert not asked_for(bundle, "same_household", "residence_certificate")


@pytest.mark.parametrize("answers", [{"applicant": "proxy"}, {"applicant": "self", "photo_id_today": False, "guarantor": False}])
def test_seal_registration_without_proof_takes_two_visits(bundle, answers):
    assert "guidance.seal_two_visits" in lead_to(bundle, "seal_registration", answers).notices
    assert "bring.inquiry_reply" in lead_to(bundle, "seal_registration", answers).bring, "the notice is gone with the screen"


def test_two_applications_of_one_visit_name_everything_once(bundle, moved_in):
    moved_in |= {"q_other": ["seal_registration"]}

    found = guidance(bundle, [("moving_in", moved_in), ("seal_registration", {"applicant": "self"})])

    assert found.adds == ()
    assert len(found.bring) == len(set(found.bring))
    assert {"bring.photo_identity", "bring.seal"} <= set(found.bring)


def test_the_householder_who_leaves_two_behind_is_followed_by_another(bundle):
    assert lead_to(bundle, "moving_out", {"q_householder_leaves": True}).adds == ("householder_change",)
    assert lead_to(bundle, "moving_out", {"q_householder_leaves": False}).adds == ()


def test_a_procedure_without_a_form_still_says_what_to_bring(bundle):
    assert lead_to(bundle, "card_renewal", {}).bring == ("bring.identity", "bring.card")


def test_a_late_mover_is_told_that_filing_is_possible_still(bundle, moved_in):
    moved_in["move_date"] = "2026-10-31"

    assert guidance(bundle, [("moving_in", moved_in)], date(2026, 11, 20)).notices == ("guidance.late_filing",)
    assert guidance(bundle, [("moving_in", moved_in)], date(2026, 11, 14)).notices == ()  # the fourteenth day
    assert guidance(bundle, [("moving_in", moved_in)]).notices == ()  # nobody said which day it is


def test_moving_in_by_card_on_a_saturday_is_told_before_coming(bundle, moved_in):
    moved_in |= {"q_card": "yes", "cards_today": "all", "pins_known": True, "moved_out_with_card": "card_or_online"}

    assert lead_to(bundle, "moving_in", moved_in | {"visit_date": "2026-11-28"}).notices == ("guidance.network_closed",)
    assert lead_to(bundle, "moving_in", moved_in | {"visit_date": "2026-11-27"}).notices == ()
    assert guidance(bundle, [("moving_in", moved_in)], date(2026, 11, 28)).notices == ("guidance.network_closed",)


def test_an_address_in_another_ward_is_told_and_refused_nothing(bundle, moved_in):
    moved_in["new_address"]["ward"] = "里山区"

    assert lead_to(bundle, "moving_in", moved_in).notices == ("guidance.other_ward",)


def test_where_a_paper_with_a_photograph_is_asked_for_the_looser_rule_is_not_told_beside_it(bundle, moved_in):
    with_a_seal = lead_to(bundle, "moving_in", moved_in | {"q_other": ["seal_registration"]}).bring

    assert "bring.photo_identity" in with_a_seal and "bring.identity" not in with_a_seal
    assert "bring.identity" in lead_to(bundle, "moving_in", moved_in).bring


def test_where_answers_may_add_procedures_their_number_is_known_only_so_far(bundle):
    assert leads_on(bundle, ("moving_in",))
    assert leads_on(bundle, ("certificates", "moving_within"))
    assert not leads_on(bundle, ("certificates", "seal_registration"))


def test_who_is_new_to_japan_and_insured_at_work_is_led_to_no_other_insurance(bundle, moved_in):
    moved_in["movers"][0]["nationality"] = "foreign"
    moved_in |= {"old_address": {"kind": "abroad"}, "first_time": True}
    assert "nhi_join" not in lead_to(bundle, "moving_in", moved_in | {"q_insurance": "no"}).adds
    assert "nhi_join" in lead_to(bundle, "moving_in", moved_in | {"q_insurance": "yes"}).adds


def test_who_does_not_know_about_the_pension_is_led_to_its_desk_and_promised_nothing(bundle, moved_in):
    moved_in |= {"q_insurance": "yes", "left_job": False, "pension_age": "unknown"}

    found = lead_to(bundle, "moving_in", moved_in)

    assert "pension" in found.adds
    assert [one.text for one in found.followed if one.rule.adds == ("pension",)] == ["guidance.pension_unsure"]


@pytest.mark.parametrize(
    ("procedure", "rule", "whom"),
    [
        ("moving_in", "nhi_join", "会社などの健康保険がない方は"),
        ("moving_within", "nhi_address", "国民健康保険の方は"),
        ("moving_in", "pension", "20〜59歳で厚生年金でない方は"),
    ],
)
def test_in_a_family_of_whom_one_is_insured_at_work_it_is_said_whom_insurance_and_pension_concern(
    bundle, moved_in, procedure, rule, whom
):
    moved_in |= {"q_insurance": "yes", "left_job": False, "pension_age": "yes"}

    found = {one.rule.id: one.text for one in lead_to(bundle, procedure, moved_in).followed}

    assert bundle.texts["ja"][found[rule]].startswith(whom)


def test_who_wants_some_of_the_household_on_it_is_told_that_the_counter_asks_whom(bundle):
    def notices(scope):
        asked = {"documents": ["residence_certificate"], "requester": "self", "scope": scope}
        return [one.rule.notice for one in lead_to(bundle, "certificates", asked).followed]

    assert "guidance.scope_some" in notices("some")
    assert not {"guidance.scope_some"} & {*notices("single"), *notices("all")}


@pytest.mark.parametrize(
    ("insurance", "kind", "told"),
    [("yes", "abroad", False), ("no", "abroad", True), ("yes", "japan", True), ("unknown", "abroad", True)],
)
def test_who_comes_from_abroad_and_joins_the_insurance_today_has_none_to_show(bundle, moved_in, insurance, kind, told):
    moved_in |= {"q_children": "yes", "q_insurance": insurance, "old_address": {"kind": kind}}

    found = lead_to(bundle, "moving_in", moved_in)

    assert {"child_allowance", "child_medical"} <= set(found.adds)
    assert [each in found.bring for each in ("bring.insurance_paper", "bring.child_insurance")] == [told, told]


@pytest.mark.parametrize("procedure", ["child_allowance", "child_medical"])
def test_who_asks_for_it_alone_is_told_of_the_insurance(bundle, procedure):
    assert {"bring.insurance_paper", "bring.child_insurance"} & set(lead_to(bundle, procedure, {}).bring)
