"""Fees by the day, and the hint to the convenience store."""

from datetime import date

import pytest
from msgspec.structs import replace

from config.fees import StoreHint, fee_on, store_hint, total
from config.procedure import Fee

TODAY = date(2026, 11, 21)
ASKED = {"documents": ["residence_certificate"], "copies_residence_certificate": 2, "requester": "self", "birth_date": "1980-02-17"}


@pytest.fixture
def promoted(bundle):
    promotion = Fee("residence_certificate", 300, 10, "2026-11-01", "2026-11-30")
    return replace(bundle, fees=(*bundle.fees, promotion))


def hint(bundle, answers, day=TODAY, card_at_hand=True, move_filed=False):
    return store_hint(bundle, answers, day, card_at_hand=card_at_hand, move_filed=move_filed)


def test_copies_are_added_up(bundle):
    assert total(bundle, ASKED, TODAY) == 600
    assert total(bundle, {"documents": ["seal_certificate", "family_register_full"]}, TODAY) == 750


def test_the_store_is_cheaper(bundle):
    assert hint(bundle, ASKED) == StoreHint(400, 600)
    assert hint(bundle, ASKED).difference == 200


def test_a_promotion_begins_and_ends_by_itself(promoted):
    assert fee_on(promoted.fees, "residence_certificate", date(2026, 10, 31)).store == 200
    assert fee_on(promoted.fees, "residence_certificate", date(2026, 11, 1)).store == 10
    assert fee_on(promoted.fees, "residence_certificate", date(2026, 11, 30)).store == 10
    assert fee_on(promoted.fees, "residence_certificate", date(2026, 12, 1)).store == 200


def test_a_fee_nobody_set_is_none(bundle):
    assert fee_on(bundle.fees, "nothing", TODAY) is None
    assert fee_on((Fee("old", 1, valid_until="2020-01-01"),), "old", TODAY) is None


@pytest.mark.parametrize(
    "change",
    [
        {"requester": "proxy"},
        {"requester": "relative"},
        {"birth_date": "2011-11-22"},  # fifteen tomorrow
        {"documents": ["residence_certificate", "family_register_removed"]},  # no store has it
        {"documents": ["tax_payment_certificate"]},
        {"documents": []},
    ],
)
def test_the_store_is_no_way_for_everybody(bundle, change):
    assert hint(bundle, ASKED | change) is None


def test_somebody_who_turns_fifteen_today_may_go(bundle):
    assert hint(bundle, ASKED | {"birth_date": "2011-11-21"}) == StoreHint(400, 600)


def test_without_card_or_with_a_move_just_filed_the_store_is_not_named(bundle):
    assert hint(bundle, ASKED, card_at_hand=False) is None
    assert hint(bundle, ASKED, move_filed=True) is None


def test_a_store_that_costs_the_same_is_no_hint(bundle):
    assert hint(replace(bundle, fees=(Fee("residence_certificate", 300, 300),)), ASKED) is None
