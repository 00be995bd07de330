"""The two kana keys, and the two alphabets into each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.japanese import kana


@pytest.mark.parametrize("circle", ["かが", "はばぱ", "ハバパ", "しじ", "ウヴ", "つづ"])
def test_the_voiced_key_walks_in_a_circle(circle):
    for one, following in zip(circle, circle[1:] + circle[0], strict=True):
        assert kana.voiced(one) == following


@pytest.mark.parametrize("circle", ["つっ", "ツッ", "やゃ", "あぁ", "わゎ"])
def test_the_small_key_goes_there_and_back(circle):
    assert kana.small(circle[0]) == circle[1]
    assert kana.small(circle[1]) == circle[0]


@pytest.mark.parametrize("plain", ["ん", "ー", "な", "A", "川"])
def test_a_character_without_another_form_stays(plain):
    assert kana.voiced(plain) == plain
    assert kana.small(plain) == plain


def test_a_small_kana_can_be_voiced_in_one_touch():
    assert kana.voiced("っ") == "づ"
    assert kana.small("づ") == "っ"


def test_katakana_of_both_widths_and_hiragana_agree():
    assert kana.to_katakana("さとう ﾊﾅｺ ｶﾞｷﾞ") == "サトウ ハナコ ガギ"
    assert kana.to_hiragana("サトウ ﾊﾅｺー") == "さとう はなこー"


@given(st.text(st.characters(min_codepoint=ord("ぁ"), max_codepoint=ord("ゖ"))))
def test_hiragana_comes_back_from_katakana(text):
    assert kana.to_hiragana(kana.to_katakana(text)) == text
