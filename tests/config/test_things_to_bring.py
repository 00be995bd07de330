"""持ち物 of a procedure as data: told until the answers exclude a thing, on every list alike."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.form import Condition, holds, said
from config.guidance import brought_together, guidance
from config.procedure import ThingToBring

BY_CARD = {"q_card": "yes", "cards_today": "all", "pins_known": True, "moved_out_with_card": "card_or_online"}


def brings(bundle, *applications):
    return set(guidance(bundle, applications).bring)


def test_who_moved_out_with_the_card_is_asked_for_no_moving_out_certificate(bundle, moved_in):
    assert brings(bundle, ("moving_in", moved_in | BY_CARD)) == {"bring.identity", "bring.cards_of_all", "bring.pins"}


@pytest.mark.parametrize("paper", ["paper", "not_yet"])
def test_who_holds_a_card_and_moved_out_on_paper_brings_the_paper(bundle, moved_in, paper):
    assert "bring.moving_out_certificate" in brings(bundle, ("moving_in", moved_in | BY_CARD | {"moved_out_with_card": paper}))


def test_who_comes_from_abroad_has_no_moving_out_certificate_and_foreigners_no_family_register(bundle, moved_in):
    moved_in["old_address"] = {"kind": "abroad", "country": "カナダ"}
    japanese = brings(bundle, ("moving_in", moved_in))
    moved_in["movers"][0]["nationality"] = "foreign"
    foreign = brings(bundle, ("moving_in", moved_in))

    assert "bring.moving_out_certificate" not in japanese | foreign
    assert "bring.passports" in japanese & foreign
    assert "bring.family_register_papers" in japanese - foreign


def test_before_anything_was_answered_the_list_says_for_whom_a_paper_is(bundle):
    assert guidance(bundle, [("moving_in", {})]).bring == ("bring.identity", "bring.moving_out_certificate_if_paper")


def test_an_answer_left_to_the_counter_excludes_nothing(bundle, moved_in):
    moved_in["old_address"]["kind"] = {"needs_staff": True}

    assert "bring.moving_out_certificate_if_paper" in brings(bundle, ("moving_in", moved_in))


def test_the_allowance_that_ends_on_leaving_asks_for_no_account(bundle, moved_in):
    children = {"q_children": "yes", "public_school": False, "nursery": False, "public_employee": False}

    assert "bring.account" in brings(bundle, ("moving_in", moved_in | children))
    assert "bring.account" in brings(bundle, ("child_allowance", {}))
    assert brings(bundle, ("moving_out", {"q_select_all": ["children", "school", "nhi"]})) == {
        "bring.identity",
        "bring.eligibility",
    }


def test_the_share_of_costs_was_certified_where_one_comes_from(bundle, moved_in):
    old = {"q_care": "yes", "care_needs": ["over_75"]}

    abroad = {"old_address": {"kind": "abroad", "country": "カナダ"}}

    assert "bring.burden_paper" in brings(bundle, ("moving_in", moved_in | old))
    assert "bring.burden_paper" not in brings(bundle, ("moving_in", moved_in | old | abroad))
    assert "bring.burden_paper" not in brings(bundle, ("moving_within", old))


def test_who_knows_no_pin_is_not_told_to_bring_it(bundle, moved_in):
    told = brings(bundle, ("moving_in", moved_in | BY_CARD | {"pins_known": False}))

    assert told == {"bring.identity", "bring.cards_of_all"}, "one's own card is among those of all"


def test_a_seal_without_a_photo_document_and_a_proxy_bring_what_they_have(bundle):
    def own(**answers):
        return brings(bundle, ("seal_registration", answers)) & {"bring.identity", "bring.photo_identity"}

    assert own(applicant="self", photo_id_today=True) == own() == {"bring.photo_identity"}
    assert own(applicant="self", photo_id_today=False) == own(applicant="proxy") == {"bring.identity"}


def test_an_answer_of_one_form_serves_the_other_procedures_of_the_visit(bundle, moved_in):
    moved_in |= {"q_insurance": "yes", "left_job": False, "pension_age": "yes"}

    assert not any("left" in key or "job_end" in key for key in brings(bundle, ("moving_in", moved_in), ("pension", {})))
    assert "bring.job_end_if_left" in brings(bundle, ("pension", {}))


LEFT_BEHIND = {"bring.pension_number", "bring.job_end_if_left", "bring.insurance_end_if_left"}


def test_who_is_in_japan_for_the_first_time_brings_no_papers_of_an_insurance_or_a_pension_here(bundle, moved_in):
    moved_in |= {"old_address": {"kind": "abroad", "country": "カナダ"}, "q_insurance": "yes", "pension_age": "yes"}
    moved_in["movers"][0]["nationality"] = "foreign"

    def of(**answers):
        return brings(bundle, ("moving_in", moved_in | answers)) & LEFT_BEHIND

    assert of(first_time=True) == set()
    assert of(first_time=False) == LEFT_BEHIND
    japanese = {"movers": [*moved_in["movers"], {"nationality": "japan"}]}
    assert of(first_time=True, **japanese) == LEFT_BEHIND, "a Japanese who comes along was here"
    assert brings(bundle, ("pension", {}), ("nhi_join", {})) >= LEFT_BEHIND


def test_of_two_families_at_one_counter_one_with_the_card_the_other_brings_its_paper(bundle, moved_in):
    assert "bring.moving_out_certificate" in brings(bundle, ("moving_in", moved_in | BY_CARD), ("moving_in", moved_in))


def test_a_family_on_one_ticket_brings_what_is_certain_and_the_stricter_of_two(bundle):
    first = ("bring.identity", "bring.moving_out_certificate_if_paper")
    second = ("bring.photo_identity", "bring.moving_out_certificate", "bring.seal")

    assert brought_together(bundle, (*first, *second)) == second


def test_what_nothing_goes_without_stands_first_however_late_its_rule(bundle, moved_in):
    moved_in["old_address"] = {"kind": "abroad", "country": "カナダ"}
    moved_in["movers"][0] |= {"nationality": "foreign", "residence_card_when": "now"}
    children = {"q_insurance": "yes", "left_job": True, "pension_age": "yes", "q_children": "yes", "public_school": True}
    found = guidance(bundle, [("moving_in", moved_in | children)]).bring

    assert len(found) > 8
    assert found[:3] == ("bring.identity", "bring.residence_cards", "bring.passports")


def test_every_unsure_thing_gives_way_to_the_certain_one(bundle):
    things = [thing for procedure in bundle.procedures.values() for thing in procedure.things if thing.unsure]

    assert things
    assert all(bundle.stricter.get(thing.unsure) == thing.id for thing in things)


def test_a_thing_without_a_condition_is_written_as_its_name_alone(bundle):
    assert bundle.procedures["alias"].things == (ThingToBring("identity"), ThingToBring("alias_proof"))


ANSWER = st.sampled_from(["yes", "no", "unknown"])
LEAF = st.builds(
    lambda field, key, value: {"field": field, key: [value] if key == "in" else value},
    st.sampled_from("abc"),
    st.sampled_from(["is", "is_not", "in"]),
    ANSWER,
)
CONDITION = st.recursive(
    LEAF,
    lambda part: st.builds(
        lambda key, parts: {key: parts}, st.sampled_from(["all", "any"]), st.lists(part, min_size=1, max_size=3)
    ),
)


@given(
    CONDITION,
    st.fixed_dictionaries({}, optional=dict.fromkeys("abc", ANSWER)),
    st.fixed_dictionaries(dict.fromkeys("abc", ANSWER)),
)
def test_what_is_said_early_stays_true_whatever_is_answered_later(raw, early, rest):
    condition = msgspec.convert(raw, Condition)
    later = rest | early

    assert said(condition, later) is holds(condition, later)
    assert said(condition, early) in (None, said(condition, later))


def test_a_bank_card_is_asked_of_who_has_one_for_a_newcomer_has_none_yet(bundle):
    if_any = {"ja": "お持ちの方", "ja-easy": "ある人", "en": "if you have one", "zh": "如有", "ko": "있는 분", "vi": "nếu có"}
    if_any |= {"ne": "भए", "pt": "se tiver", "es": "si la tiene", "fil": "kung mayroon"}

    assert not {language: words for language, words in if_any.items() if words not in bundle.texts[language]["bring.bank_card"]}
