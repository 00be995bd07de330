"""What a name can be found by: every way of typing it, and nothing too short to mean somebody."""

import pytest

from hub.domain.name_keys import asked, keys_of

FAMILY = {
    "movers": [{"name": "髙橋 花子", "name_kana": "タカハシ　ハナコ"}, {"name_latin": "GURUNG SITA", "name_kana": "グルン　シタ"}]
}


@pytest.mark.parametrize(
    "typed",
    [
        "たか",
        "タカハシ",
        "ﾀｶﾊｼ ﾊﾅ",
        "タカハシハナコ",
        "高橋花子",
        "髙橋　花子",
        "高橋",
        "髙橋",
        "gur",
        "GURUNG SITA",
        "Gurung-Sita",
        "グルン",
    ],
)
def test_everybody_of_the_form_is_found_however_the_name_is_typed(typed):
    assert asked(typed) in keys_of(FAMILY)


@pytest.mark.parametrize("typed", ["", "タ", "高", "gu", " ", "・", "ハナコ", "花子", "SITA", "高"])
def test_too_little_or_a_given_name_alone_finds_nobody(typed):
    assert asked(typed) is None or asked(typed) not in keys_of(FAMILY)


def test_what_is_left_to_the_counter_is_found_by_what_was_written():
    assert asked("たかは") in keys_of({"name": {"needs_staff": True, "kana": "タカハシ ハナコ"}})


def test_answers_that_are_no_names_are_not_found():
    assert keys_of({"phone": "09012345678", "new_address": {"town": "タカハシ"}, "q_other": ["none"]}) == frozenset()
