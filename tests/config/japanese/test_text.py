"""Names keep every stroke, and length is what people count."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.japanese import text
from config.japanese.variants import all_forms, sequences, variants

KEPT = ["髙橋", "﨑", "𠮷田", "葛\U000e0100城", "\ufa10本", "\ufa19", "邊", "\U0002f9b2"]


@pytest.mark.parametrize("name", KEPT)
def test_a_registered_form_is_never_replaced(name):
    assert text.clean(name) == name


def test_a_compatibility_form_would_not_survive_plain_nfc():
    assert unicodedata.normalize("NFC", "\ufa19") != "\ufa19" == text.clean("\ufa19")


def test_marks_typed_apart_are_composed():
    assert text.clean("カ\u3099") == "ガ"


def test_controls_of_direction_and_invisible_signs_are_taken_off():
    assert text.clean("\u200f川\u202e崎\u200b\ufeff") == "川崎"
    assert not text.is_clean("川\u202e崎")


def test_no_control_surrogate_or_private_sign_is_clean_in_all_of_unicode():
    never = {"Cc", "Cs", "Co"}
    for sign in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(sign) in never or sign in text.BIDI_CONTROLS:
            assert not text.is_clean(sign), hex(ord(sign))
        elif unicodedata.category(sign) != "Cf":
            assert text.is_clean(sign), hex(ord(sign))


def test_each_run_of_spaces_is_one():
    assert text.clean("　川崎 　太郎 ") == "川崎 太郎"
    assert text.clean("カワサキ  タロウ", space="\u3000") == "カワサキ\u3000タロウ"


@pytest.mark.parametrize(
    ("name", "length"), [("葛\U000e0100城", 2), ("か\u3099", 1), ("𠮷田", 2), ("", 0), ("e\u0301", 1), ("ア\ufe00", 1)]
)
def test_a_base_and_its_marks_are_one_character(name, length):
    assert text.length(name) == length


def test_kana_is_full_width_katakana_with_one_wide_space():
    assert text.is_kana("アレクサンドラ\u3000マリア\u3000サントス・デラクルス")
    assert text.is_kana("ヴー")
    for wrong in ("カワサキ タロウ", "かわさき", "ｶﾜｻｷ", "\u3000カワサキ", "カワサキ\u3000\u3000タロウ", "川崎", ""):
        assert not text.is_kana(wrong)


def test_latin_is_capitals_with_hyphen_and_apostrophe():
    assert text.is_latin("O'BRIEN-SMITH MARY ANN")
    for wrong in ("Gurung", "GURUNG  SITA", " GURUNG", "GURUNG.", "ＧＵＲＵＮＧ", ""):
        assert not text.is_latin(wrong)


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing_more(written):
    once = text.clean(written)

    assert text.clean(once) == once
    assert text.length(once) <= len(once)
    assert "".join(text.graphemes(once)) == once


def test_forms_of_one_kanji_stand_beside_each_other():
    assert variants("高") == ("高", "髙")
    assert variants("髙") == ("髙", "高")
    assert set(variants("辺")) == {"辺", "邊", "邉"}
    assert variants("神") == ("神", "\ufa19")
    assert variants("山") == ("山",)


def test_no_kanji_stands_in_two_rows_and_every_form_leads_to_all_of_its_row():
    for form in all_forms():
        if len(form) == 1:
            assert form in variants(form)
            assert all(set(variants(other)) == set(variants(form)) for other in variants(form))


def test_a_form_by_a_variation_selector_is_one_character_that_cleaning_keeps():
    for form in (form for form in all_forms() if len(form) == 2):
        assert text.clean(form) == form
        assert text.length(form) == 1
        assert form in sequences(form[0])
