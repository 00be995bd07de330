"""Identity documents: one with a photo, or two of which one is from an office."""

import pytest

from config.identity import OFFICE, OTHER, PHOTO, Identity, identity
from config.words import field_at


@pytest.mark.parametrize(
    ("documents", "verdict"),
    [
        ({"driving_licence"}, Identity.ENOUGH),
        ({"cash_card", "passport"}, Identity.ENOUGH),
        ({"eligibility", "pension_book"}, Identity.ENOUGH),
        ({"eligibility", "cash_card"}, Identity.ENOUGH),
        ({"eligibility"}, Identity.ONE_MORE),
        ({"student_card", "cash_card"}, Identity.ONE_FROM_OFFICE),
        ({"none"}, Identity.NONE),
        (set(), Identity.NONE),
    ],
)
def test_documents_are_enough_or_say_what_is_missing(documents, verdict):
    assert identity(documents) is verdict


def test_every_document_one_can_choose_is_of_one_class(bundle):
    options = set(field_at(bundle.forms["moving_in"], "identity_documents").options) - {"none"}

    assert sorted(options) == sorted((*PHOTO, *OFFICE, *OTHER))
