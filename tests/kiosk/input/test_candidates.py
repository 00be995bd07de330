"""What is offered on the candidate buttons."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.input.candidates import kana_only, tidy, whole_names


def forms(character):
    return {"崎": ("崎", "﨑", "嵜")}.get(character, (character,))


def test_forms_of_one_kanji_stand_beside_each_other():
    assert tidy(["川崎", "河崎"], "かわさき", name=True, variants=forms)[:4] == ("川崎", "川﨑", "川嵜", "河崎")


def test_symbols_emoji_and_half_width_kana_are_not_offered():
    offered = tidy(["🚪", "戸", "ﾄ", "ト゚", "→", "戸"], "と", name=True)

    assert offered == ("戸", "と", "ト")


def test_digits_and_letters_are_offered_for_an_address_but_not_for_a_name():
    assert "3丁目" not in tidy(["3丁目"], "さんちょうめ", name=True)
    assert "3丁目" in tidy(["3丁目"], "さんちょうめ", name=False)


def test_a_registered_form_outside_the_plane_of_everyday_kanji_is_offered():
    assert tidy(["𠮷田", "葛󠄂飾"], "よしだ", name=True)[:2] == ("𠮷田", "葛󠄂飾")


def test_a_name_in_hiragana_is_found_on_the_second_page_however_many_kanji_there_are():
    many = [f"{kanji}良" for kanji in "桜咲佐紗作朔策索昨柵錯冊"]

    offered = tidy(many, "さくら", name=True)

    assert offered[8:10] == ("さくら", "サクラ")
    assert [word for word in offered if word not in ("さくら", "サクラ")] == many


def test_what_the_dictionary_could_not_read_is_no_name_and_katakana_before_a_kanji_is_one():
    offered = tidy(["葛城", "過ツラギ", "キヨ子", "一ノ瀬"], "かつらぎ", name=True)

    assert offered[:3] == ("葛城", "キヨ子", "一ノ瀬")
    assert "過ツラギ" not in offered


def test_other_kana_than_were_typed_are_no_candidates():
    assert tidy(["づんた", "ズンた", "ズンタ", "ずんた"], "ずんた", name=True) == ("ずんた", "ズンタ")


def test_of_one_reading_names_stand_before_verbs_and_ailments():
    offered = tidy(["知ろう", "脂漏", "士郎", "四郎"], "しろう", name=True)

    assert offered == ("士郎", "四郎", "知ろう", "しろう", "シロウ")


def test_where_the_dictionary_knows_no_name_the_kana_are_proposed_and_nothing_that_is_no_name():
    assert tidy(["遅漏", "散ろう"], "ちろう", name=True) == ("ちろう", "チロウ", "散ろう")
    assert tidy(["知ろう", "四郎"], "しろう", name=False)[0] == "知ろう"


def test_a_whole_name_is_offered_with_the_likeliest_of_both_parts_first():
    offered = whole_names([("玉", "多摩"), ("一郎", "一朗")], "たま　いちろう")

    assert offered[:3] == ("玉　一郎", "玉　一朗", "多摩　一郎")
    assert {"多摩　一朗", "たま　いちろう"} <= set(offered)


def test_forms_of_one_code_point_come_after_everything_else():
    offered = tidy(["渡辺", "渡部"], "わたなべ", name=True, sequences=lambda one: ("辺\U000e0102",) if one == "辺" else ())

    assert offered == ("渡辺", "渡部", "わたなべ", "ワタナベ", "渡辺\U000e0102")


@given(st.lists(st.text(max_size=6), max_size=100), st.text("あいうえおかきくけこ", min_size=1, max_size=10))
def test_each_word_is_offered_once_and_both_kana_forms_within_two_pages(words, kana):
    offered = tidy(words, kana, name=True, variants=forms)

    assert len(set(offered)) == len(offered)
    assert set(kana_only(kana)) <= set(offered[:10])
    assert "" not in offered
