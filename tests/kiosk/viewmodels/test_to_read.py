"""How long a screen takes to read: the review of a family longer than a minute, a question not."""

import pytest

from config.languages import LANGUAGES
from config.theme import LANDSCAPE
from kiosk.flow.idling import until_warning
from kiosk.viewmodels.boxes import Box, Line, Screen
from kiosk.viewmodels.to_read import letters
from tests.pictures.tour import screens


def seconds(language):
    return {name: until_warning(60, letters(screen)) for name, screen in screens(LANDSCAPE, "M", language)}


def test_a_reading_counts_once_kanji_count_twice_and_keys_not_at_all():
    boxes = (
        Box("told", "text", 0, 0, 9, 9, (Line("{住所|じゅうしょ} 1-2", 24), Line("Name", 24))),
        Box("next", "primary", 0, 0, 9, 9, (Line("つぎへ", 24),)),
    )

    assert letters(Screen("page", 9, 9, boxes)) == 2 * 2 + 3 + 4
    assert letters(None) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_review_is_given_longer_than_a_minute_in_every_language_and_a_tile_to_choose_not(language):
    times = seconds(language)

    assert max(took for name, took in times.items() if name.startswith("review")) > 80
    assert times["refused"] == 60
