"""A sentence that tells which key to press calls it by the words that stand on it, in every language."""

import pytest

from config.languages import LANGUAGES
from config.words import words
from tests.pictures.tour import demo

NAMED = [
    ("kiosk.postal.none_hint", "kiosk.page.no_postal_code"),
    ("kiosk.refused.lead", "kiosk.refused.again"),
    ("kiosk.card.last_hint", "kiosk.card.read_last"),
]


@pytest.mark.parametrize(("sentence", "key"), NAMED, ids=lambda one: one)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_calls_a_key_by_its_own_words(language, sentence, key):
    assert words(demo(), language, key) in words(demo(), language, sentence)
