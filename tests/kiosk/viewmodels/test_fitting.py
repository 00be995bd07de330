"""Words into a width: smaller first, then broken where one may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.viewmodels.boxes import Line
from kiosk.viewmodels.fitting import fit, fit_at, height_of, line_width, plain


def test_words_that_fit_stay_as_they_are():
    assert fit(Line("もどる", 28), 300) == (Line("もどる", 28),)


def test_a_long_label_gets_smaller_before_it_is_broken():
    (line,) = fit(Line("ほかのご用件を追加する", 45), 420, 2)
    assert 28 <= line.px < 45


def test_a_written_break_is_kept():
    assert [line.text for line in fit(Line("スマホで\n順番を見る", 24), 400, 2)] == ["スマホで", "順番を見る"]


def test_japanese_is_broken_between_phrases():
    assert [line.text for line in fit(Line("カードを置きなおす", 45), 200, 2)] == ["カードを", "置きなおす"]


def lines_of(text, width, px=36, most=4, language="ja"):
    return [line.text for line in fit(Line(text, px, language=language), width, most)]


def test_a_polite_word_is_not_parted_from_its_beginning():
    assert lines_of("事前入力のQRコードをお持ちの方", 400) == ["事前入力のQRコードを", "お持ちの方"]
    assert lines_of("番号をおよびするまで、お待ちください。", 430) == ["番号をおよびするまで、", "お待ちください。"]


def test_a_verb_of_two_stays_whole():
    assert lines_of("QRコードを読み取ってください", 340) == ["QRコードを", "読み取ってください"]


def test_an_address_ends_its_lines_where_a_place_ends():
    written = "神奈川県みどり野市川辺区見本町1丁目2番3号"
    assert lines_of(written, 460, most=2) == ["神奈川県みどり野市川辺区", "見本町1丁目2番3号"]


def test_no_short_word_is_left_alone_on_the_last_line():
    lines = fit_at(Line("Get it at the counter after all", 36, language="en"), 460)
    assert [line.text for line in lines] == ["Get it at the", "counter after all"]


def test_chinese_is_broken_anywhere_but_before_a_stop():
    lines = fit_at(Line("卡片已于2026年11月19日到期。可在窗口申请新卡。", 28, language="zh"), 300)
    assert len(lines) == 3
    assert not any(line.text.startswith(("。", "，")) for line in lines)


def test_a_short_official_term_in_brackets_stays_whole_in_chinese():
    lines = lines_of("在复印机上选择行政服务 (行政サービス)。", 420, px=32, language="zh")
    assert any("(行政サービス)" in line for line in lines)


def test_chinese_of_two_clauses_is_broken_between_them_and_not_inside_a_word():
    assert lines_of("国民健康保险、年金", 240, px=32, language="zh", most=2) == ["国民健康保险、", "年金"]


def test_a_figure_keeps_the_word_it_counts_and_the_card_its_name():
    until = lines_of("Your card ended on 19 November 2026.", 420, language="en")
    assert until == ["Your card ended on", "19 November 2026."]
    assert lines_of("Please place your My Number Card", 380, px=32, language="en") == ["Please place your", "My Number Card"]
    assert lines_of("Xóa 1 chữ", 104, px=32, language="vi") == ["Xóa", "1 chữ"]


def test_what_goes_on_in_a_list_stands_below_its_words_and_not_below_the_dot():
    first, second = fit_at(Line("・本人確認書類（顔写真付きは1点、ほかは2点）", 28), 400)
    assert first.text.startswith("・本人") and second.text.startswith("  ") and not second.text.startswith("・")
    assert max(line_width(first), line_width(second)) <= 400


def test_no_line_begins_with_a_full_stop():
    lines = fit(Line("まちがいが続くと、カードがロックされます。", 32), 300, 4)
    assert not any(line.text.startswith(("。", "、")) for line in lines)


def test_the_longest_name_is_shown_whole():
    name = "アレクサンドラ　マリア　サントス　デラクルス"
    assert "".join(line.text for line in fit(Line(name, 32), 240, 1)).replace("　", "") == name.replace("　", "")


def test_the_official_term_in_brackets_can_be_left_to_the_paper():
    assert plain("Seal registration (印鑑登録)") == "Seal registration"


@given(
    st.text(alphabet="あかさ亜漢字ABC 123、。・", min_size=1, max_size=24),
    st.integers(360, 900),
    st.integers(1, 3),
    st.integers(40, 200),
)
def test_whatever_is_written_stays_in_its_box_and_loses_nothing(text, width, most, height):
    lines = fit(Line(text, 36), width, most, height)
    assert "".join("".join(line.text for line in lines).split()) == "".join(text.split())
    assert len(lines) <= most
    assert height_of(lines) <= height
    assert all(line_width(line) <= width for line in lines)


def test_one_word_under_one_reading_that_is_too_long_is_made_smaller_and_never_drawn_over_its_frame():
    lines = fit(Line("{令和|れいわ}", 36), 62, 1, shrink=0)
    assert line_width(lines[0]) <= 62


def test_no_line_begins_with_the_particle_behind_a_bracket():
    assert lines_of("免許証の 4つの 数字（暗証番号1）を おして ください", 620, px=36, most=2) == [
        "免許証の 4つの 数字",
        "（暗証番号1）を おして ください",
    ]
    assert not any(line.startswith(("を", "は")) for line in lines_of("数字4けた（暗証番号）をおしてください", 380))


@pytest.mark.parametrize(
    ("text", "width", "px", "told"),
    [
        ("令和", 50, 28, ["令和"]),
        ("儿童、高龄、残障", 200, 36, ["儿童、", "高龄、残障"]),
        ("技术、人文知识、国际业务", 300, 32, ["技术、人文知识、", "国际业务"]),
    ],
)
def test_a_line_of_chinese_parts_no_word(text, width, px, told):
    assert lines_of(text, width, px=px, language="zh", most=2) == told
