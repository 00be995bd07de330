"""The board's words in the fonts of ten languages."""

import numpy as np
import pytest

from config.fonts import font
from queueboard.letters import ink, one_file, width_of


@pytest.mark.parametrize("language", ["ja", "en", "vi", "es"])
def test_words_of_one_font_are_left_to_the_label(language):
    assert one_file("A-024 17", language, bold=True, number=False) == font(language, bold=True).path


def test_a_number_within_nepali_needs_a_second_font():
    assert one_file("नम्बर A-024", "ne", bold=True, number=False) is None


def test_chinese_is_drawn_with_its_own_face_of_the_collection_not_the_japanese_first_one():
    assert one_file("请到3号窗口", "zh", bold=True, number=False) is None


@pytest.mark.parametrize(
    ("text", "language"), [("नम्बर A-024, काउन्टर 3", "ne"), ("A-024号　3号窗口", "zh"), ("A-024번　3번 창구", "ko")]
)
def test_all_of_a_call_is_in_the_ink_of_the_line(text, language):
    picture = np.asarray(ink(text, 52, bold=True, number=False, language=language))
    columns = np.flatnonzero(picture.any(axis=0))

    assert abs(picture.shape[1] - width_of(text, 52, bold=True, language=language)) <= 2
    assert columns[0] < 10
    assert columns[-1] > picture.shape[1] - 10
    assert not picture[0].any()
    assert not picture[-1].any()


def test_a_letter_that_devanagari_lacks_is_no_empty_box():
    whole = np.asarray(ink("A", 52, bold=True, number=False, language="ne"))
    own = np.asarray(ink("A", 52, bold=True, number=False, language="en"))

    assert (whole.max(axis=1) > 0).sum() == (own.max(axis=1) > 0).sum()
