"""Words into a width: smaller first, then broken where one may break."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.viewmodels.boxes import Line
from kiosk.viewmodels.fitting import fit, height_of, line_width, plain


def test_words_that_fit_stay_as_they_are():
    assert fit(Line("もどる", 28), 300) == (Line("もどる", 28),)


def test_a_long_label_gets_smaller_before_it_is_broken():
    (line,) = fit(Line("ほかのご用件を追加する", 45), 420, 2)
    assert 28 <= line.px < 45


def test_a_written_break_is_kept():
    assert [line.text for line in fit(Line("スマホで\n順番を見る", 24), 400, 2)] == ["スマホで", "順番を見る"]


def test_japanese_is_broken_between_phrases():
    assert [line.text for line in fit(Line("カードを置きなおす", 45), 200, 2)] == ["カードを", "置きなおす"]


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
