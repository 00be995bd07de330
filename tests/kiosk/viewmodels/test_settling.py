"""Of the places where a line may end the best are taken, and none is wider than it may be."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.viewmodels.settling import settled


def lines(read, count, width):
    return settled(read.split("|"), count, width, len)


def test_a_sentence_that_fits_the_next_line_begins_there():
    assert lines("番号札を|とって|お待ちください。|時刻に|なったら、|先に|お呼びします。", 2, 22) == [
        "番号札をとってお待ちください。",
        "時刻になったら、先にお呼びします。",
    ]


def test_no_short_word_stands_alone_on_the_last_line():
    assert lines("ほかの|カードを|おく", 2, 8) == ["ほかの", "カードをおく"]


def test_a_bracket_goes_down_whole():
    assert lines("ロックは|窓口で|直せます|（本人確認書類が|必要です）", 2, 20) == [
        "ロックは窓口で直せます",
        "（本人確認書類が必要です）",
    ]


def test_what_does_not_fit_so_many_lines_is_said_to():
    assert lines("番号札を|とって|お待ちください。", 2, 7) is None
    assert lines("番号札を", 2, 7) is None


pieces = st.lists(st.sampled_from(["を", "あの", "（か", "）と", "です。", "長い言葉 ", "ある"]), min_size=1, max_size=12)


@given(pieces, st.integers(1, 5), st.integers(4, 30))
def test_whatever_is_settled_loses_nothing_and_stays_in_its_width(pieces, count, width):
    found = settled(pieces, count, width, len)
    if found is not None:
        assert len(found) == count
        assert "".join(found).replace(" ", "") == "".join(pieces).replace(" ", "")
        assert all(len(line) <= width for line in found)
