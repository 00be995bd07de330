"""One value as typed beside one as printed: what is the same place, day or name, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.crosscheck import Box, Entered, Outcome, Reading, compare
from hub.domain.crosscheck.addresses import alike

BOX = Box(0, 0.0, 0.0, 10.0, 5.0)
SAME, VARIANT, MISMATCH, UNREADABLE = Outcome


def found(kind, entered, read, building="", sure=0.99, ink=True):
    finding = compare(Entered("path", "field", kind, entered, building), Reading(BOX, read, sure, ink))
    return None if finding is None else (finding.outcome, finding.reason)


@pytest.mark.parametrize(
    ("entered", "read", "outcome", "reason"),
    [
        ("見本　太郎", "見本太郎", SAME, "equal"),
        ("髙橋 一郎", "高橋一郎", VARIANT, "form"),
        ("渡邉", "渡邊", VARIANT, "form"),
        ("神\ufa19谷".replace("神", "", 1), "神谷", VARIANT, "form"),
        ("葛\U000e0100西", "葛西", VARIANT, "form_unseen"),
        ("山崎", "山崎", SAME, "alike"),  # the paper may show 﨑, which the model cannot print
        ("崎", "埼", MISMATCH, "differs"),
        ("佑介", "祐介", MISMATCH, "differs"),
        ("見本太郎", "見本太朗", MISMATCH, "differs"),
        ("NGUYEN THI LAN", "NGUYENTHILAN", SAME, "equal"),
    ],
)
def test_names_that_differ_in_form_only_are_shown_and_never_taken_as_equal(entered, read, outcome, reason):
    assert found("name", entered, read) == (outcome, reason)


@pytest.mark.parametrize(
    ("entered", "read", "outcome"),
    [
        ("ミドリノ　ハナコ", "ミドリノハナコ", SAME),
        ("みどりの はなこ", "ﾐﾄﾞﾘﾉﾊﾅｺ", SAME),
        ("コーイチ", "コ-イチ", SAME),
        ("マッダ", "マツダ", VARIANT),
        ("オオノ", "オノ", MISMATCH),
        ("イイヅカ", "イイズカ", VARIANT),
        ("サトー", "サト", VARIANT),
        ("サトウ", "ザトウ", MISMATCH),
    ],
)
def test_readings_are_compared_in_one_width_and_doubtful_kana_are_shown(entered, read, outcome):
    assert found("kana", entered, read)[0] is outcome


@pytest.mark.parametrize(
    ("entered", "read", "outcome", "reason"),
    [
        ("1988-04-02", "昭和63年4月2日", SAME, "era"),
        ("1988-04-02", "昭和６３年　４月　２日生", SAME, "era"),
        ("2019-05-01", "令和元年5月1日", SAME, "era"),
        ("1988-04-12", "昭和63年4月12H", SAME, "era"),
        ("2020-02-01", "平成32年2月1日", SAME, "era"),
        ("1988-04-02", "1988年4月2日", SAME, "equal"),
        ("1926-12-25", "大正15年12月25日", SAME, "era"),
        ("1988-04-02", "昭和63年4月3日", MISMATCH, "differs"),
        ("1988-04-02", "昭和63年4月31日", UNREADABLE, "not_a_date"),
        ("1988-04-02", "昭和年月", UNREADABLE, "not_a_date"),
    ],
)
def test_days_are_compared_as_days_whatever_the_era(entered, read, outcome, reason):
    assert found("date", entered, read) == (outcome, reason)


@pytest.mark.parametrize(
    ("entered", "read", "outcome"),
    [
        ("北浜県海野市港町一丁目8-20", "北浜県海野市港町１丁目８番２０号", SAME),
        ("北浜県海野市港町一丁目8-20", "海野市港町１丁目８番地の２０", SAME),
        ("北浜県海野市港町1-8-20", "北浜県海野市港町一丁目８－２０", SAME),
        ("北浜県海野市港町1-8-20", "北浜県海野市港町ー丁目8番20号", SAME),
        ("鎌ケ谷市四ツ谷の原3-4", "鎌ヶ谷市四ッ谷ノ原3番地4", SAME),
        ("大字北の字原12番地", "北の字原12", SAME),
        ("三郷町12", "三郷町十二番地", SAME),
        ("龍ケ崎市3955", "竜ヶ崎市3955", VARIANT),
        ("北浜県海野市港町一丁目8-20", "北浜県海野市港町１丁目８番２１号", MISMATCH),
        ("北浜県海野市港町一丁目8-20", "北浜県海野市港町２丁目８番２０号", MISMATCH),
        ("北浜県海野市港町12-3", "北浜県海野市港町1-23", MISMATCH),
        ("北浜県海野市緑ヶ丘一丁目6-25", "北浜県海野市緑ヶ丘丁目6番25号", UNREADABLE),
    ],
)
def test_notations_of_an_address_are_one_place_and_other_places_are_not(entered, read, outcome):
    assert found("address", entered, read)[0] is outcome


@pytest.mark.parametrize(
    ("building", "read", "outcome"),
    [
        ("みどり荘１０１", "みどり荘101", SAME),
        ("みどり荘101号室", "みどり荘101", SAME),
        ("コーポ海野203", "コ一ポ海野203号室", SAME),
        ("グランハイツ港町505", "グランハイツ505", VARIANT),
        ("みどり荘101", "", VARIANT),
        ("", "みどり荘101", VARIANT),
        ("みどり荘101", "みどり荘102", MISMATCH),
    ],
)
def test_a_building_may_be_written_shorter_but_its_number_must_be_right(building, read, outcome):
    place = "北浜県海野市港町一丁目8-20"

    assert found("address", place, f"北浜県海野市港町１丁目８番２０号{read}", building)[0] is outcome


def test_what_is_missing_on_one_side_is_a_difference_and_on_both_is_nothing():
    assert found("name", "見本 太郎", "", ink=False) == (MISMATCH, "blank_on_paper")
    assert found("name", "", "見本太郎") == (MISMATCH, "not_entered")
    assert found("name", "", "", ink=False) is None
    assert found("name", "見本 太郎", "", ink=True) == (UNREADABLE, "no_text")
    assert found("name", "見本 太郎", None) == (UNREADABLE, "not_read")


def test_a_pale_print_that_seems_to_differ_is_left_to_eyes_and_one_that_agrees_is_not():
    assert found("name", "見本 太郎", "見木太郎", sure=0.2) == (UNREADABLE, "faint")
    assert found("name", "見本 太郎", "見本太郎", sure=0.2) == (SAME, "equal")


SIGNS = st.sampled_from("佐藤鈴木高橋田中伊渡山中村小林加太郎花子一二港町緑")


@given(st.text(SIGNS, min_size=2, max_size=12), st.data())
def test_one_wrong_character_is_never_taken_as_the_same_name(name, data):
    place = data.draw(st.integers(0, len(name) - 1))
    other = data.draw(SIGNS.filter(lambda sign: sign != name[place]))

    assert found("name", name, name[:place] + other + name[place + 1 :])[0] is not SAME
    assert found("name", name, name)[0] is SAME


@given(st.integers(1, 99), st.integers(1, 3000), st.integers(1, 999))
def test_every_way_to_write_block_and_number_is_alike(block, lot, branch):
    kanji = _kanji(block)
    ways = {
        alike(f"港町{kanji}丁目{lot}番{branch}号"),
        alike(f"港町{block}-{lot}-{branch}"),
        alike(f"港町{block}丁目{lot}番地の{branch}"),
        alike(f"港町{block}丁目{lot}ー{branch}"),
    }

    assert len(ways) == 1


def _kanji(number):
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")
