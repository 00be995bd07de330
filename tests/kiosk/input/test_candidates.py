"""What is offered on the candidate buttons."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.input.candidates import kana_only, tidy


def forms(character):
    return {"崎": ("崎", "﨑", "嵜")}.get(character, (character,))


def test_forms_of_one_kanji_stand_beside_each_other():
    assert tidy(["川崎", "河崎"], "かわさき", name=True, variants=forms)[:4] == ("川崎", "川﨑", "川嵜", "河崎")


def test_symbols_emoji_and_half_width_kana_are_not_offered():
    offered = tidy(["🚪", "戸", "ﾄ", "ト゚", "→", "戸"], "と", name=True)

    assert offered == ("戸", "ト", "と")


def test_digits_and_letters_are_offered_for_an_address_but_not_for_a_name():
    assert "3丁目" not in tidy(["3丁目"], "さんちょうめ", name=True)
    assert "3丁目" in tidy(["3丁目"], "さんちょうめ", name=False)


def test_a_registered_form_outside_the_plane_of_everyday_kanji_is_offered():
    assert tidy(["𠮷田", "葛󠄂飾"], "よしだ", name=True)[:2] == ("𠮷田", "葛󠄂飾")


@given(st.lists(st.text(max_size=6), max_size=100), st.text("あいうえおかきくけこ", min_size=1, max_size=10))
def test_each_word_is_offered_once_and_both_kana_forms_come_last(words, kana):
    offered = tidy(words, kana, name=True, variants=forms)

    assert len(set(offered)) == len(offered)
    assert offered[-2:] == kana_only(kana)
    assert "" not in offered
