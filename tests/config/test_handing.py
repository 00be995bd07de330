"""What a visit is handed at its end, and what that costs."""

from datetime import date

import pytest

from config.handing import FeeLine, Item, fees_due, to_hand

DAY = date(2027, 3, 29)
COPIES = {
    "documents": ["residence_certificate", "family_register_full"],
    "copies_residence_certificate": 2,
    "copies_family_register_full": 1,
}


def test_certificates_come_with_their_copies_and_other_procedures_with_what_they_give(bundle):
    assert to_hand(bundle, ["certificates", "seal_registration"], [("certificates", COPIES)]) == (
        Item("certificates.residence_certificate", 2),
        Item("certificates.family_register_full", 1),
        Item("seal_registration.seal_card", 1),
    )


def test_a_family_that_asked_twice_for_the_same_gets_the_copies_of_both(bundle):
    twice = [("certificates", COPIES), ("certificates", {"documents": ["residence_certificate"]})]
    assert to_hand(bundle, ["certificates", "certificates"], twice)[0] == Item("certificates.residence_certificate", 3)
    assert sum(line.amount for line in fees_due(bundle, ["certificates"], twice, DAY)) == 3 * 300 + 450


@pytest.mark.parametrize(
    ("procedures", "due"),
    [
        (["moving_in"], ()),
        (["seal_registration"], ()),  # costs nothing here: there is nothing to take
        (["card_loss"], (FeeLine("card_loss.card_reissue", 1000, 1),)),
        (["certificates"], ()),  # entered on paper: nobody knows which yet
        ([""], ()),  # a number alone
    ],
)
def test_a_procedure_without_a_list_of_certificates_costs_what_it_costs(bundle, procedures, due):
    assert fees_due(bundle, procedures, [], DAY) == due


def test_what_was_left_to_the_counter_is_no_certificate(bundle):
    assert to_hand(bundle, ["certificates"], [("certificates", {"documents": [{"needs_staff": True}]})]) == ()
