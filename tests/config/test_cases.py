"""Cases every office meets, from the answers to what the resident is told. All people are fictional."""

from datetime import date

from config.form import check
from config.guidance import guidance
from config.relationship import record_word
from config.words import words

TODAY = date(2026, 11, 20)


def problems(bundle, form, answers):
    return check(bundle.forms[form], answers, "kiosk", TODAY, bundle.site)


def test_a_mother_from_nepal_whose_residence_card_comes_later(bundle, moved_in):
    mother = {
        "nationality": "foreign",
        "name_kana": "グルン\u3000シタ",
        "name_latin": "GURUNG SITA",
        "sex": "female",
        "birth_date": "1995-04-12",
        "relationship": "wife",
        "marriage_filed": True,
        "nationality_region": "NPL",
        "residence_category": "mid_long_term",
        "residence_status": "dependent",
        "period_expiry": "2027-07-15",
        "renewal_pending": False,
        "residence_card_when": "later",
        "relationship_proof": "not_today",
    }
    moved_in["movers"].append(mother)

    found = guidance(bundle, [("moving_in", moved_in)], TODAY)

    assert problems(bundle, "moving_in", moved_in) == ()
    assert record_word(mother) == "縁故者"
    assert {"bring.passports", "bring.relationship_paper"} <= set(found.bring)
    assert "bring.residence_cards" not in found.bring, "nobody of them has one yet"


def test_a_family_from_abroad_brings_passports_and_the_family_register(bundle, moved_in):
    moved_in |= {"old_address": {"kind": "abroad", "country": "アメリカ合衆国"}, "arrived_from_abroad": "2026-11-10"}
    del moved_in["old_householder"]

    assert problems(bundle, "moving_in", moved_in) == ()
    assert {"bring.passports", "bring.family_register_papers"} <= set(guidance(bundle, [("moving_in", moved_in)], TODAY).bring)


def test_a_move_to_the_next_flat_of_the_same_house_is_a_move(bundle, moved_in):
    person = {key: value for key, value in moved_in["movers"][0].items() if not key.startswith("domicile")}
    flat = {"ward": "川辺区", "town": "南町", "lot": "1-1"}
    within = {
        key: moved_in[key]
        for key in ("old_householder", "move_date", "new_household", "q_card", "q_insurance", "q_children", "q_care")
    }
    within |= {"movers": [person], "old_address": flat | {"building": "みどり荘101"}, "whole_household": True, "notifier": "self"}
    within |= {"new_address": flat | {"is_flat": True, "building": "みどり荘102"}, "phone": "0440000000", "consent": True}

    assert problems(bundle, "moving_within", within) == ()


def test_a_birth_date_nobody_knows_is_no_dead_end(bundle, moved_in):
    moved_in["movers"][0]["birth_date"] = {"needs_staff": True, "text": "昭和20年の春"}

    assert problems(bundle, "moving_in", moved_in) == ()


def test_a_register_of_another_city_is_explained_before_the_wait(bundle):
    found = guidance(bundle, [("certificates", {"documents": ["family_register_full"], "own_city_register": "no"})], TODAY)

    assert found.notices == ("guidance.other_city_register",)
    assert "bring.photo_identity" in found.bring


def test_tax_of_a_year_lived_elsewhere_is_sent_to_that_city(bundle):
    answers = {"documents": ["tax_certificate"], "tax_year": "2026", "tax_address": "no"}

    assert guidance(bundle, [("certificates", answers)], TODAY).notices == ("guidance.tax_elsewhere",)


def test_a_death_is_spoken_of_quietly(bundle):
    death = bundle.procedures["death"]

    assert death.quiet
    assert death.icon == "book"
    assert not any(sign in words(bundle, "ja", "procedure.death.short") for sign in "！♪☆")


def test_a_person_of_fourteen_letters_and_an_address_of_two_lines_fit(bundle, moved_in):
    moved_in["movers"][0] |= {
        "name": "アレクサンドラ マリア サントス デラクルス",
        "name_kana": "アレクサンドラ\u3000マリア\u3000サントス\u3000デラクルス",
    }
    moved_in["new_address"]["building"] = "コーポラス多摩川グリーンヒルズ南町第二 1203号室"

    assert problems(bundle, "moving_in", moved_in) == ()
