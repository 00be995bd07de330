"""A written address in the parts a form asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.japanese.address import Parts, split, written

CITIES = {
    "神奈川県川崎市川崎区",
    "神奈川県横浜市青葉区",
    "東京都大田区",
    "千葉県市川市",
    "東京都三宅島三宅村",
    "北海道札幌市中央区",
}


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("神奈川県川崎市川崎区南町1番地1 みどり荘101", Parts("神奈川県川崎市川崎区", "南町", "1番地1", "みどり荘101")),
        ("神奈川県横浜市青葉区栄一丁目1-1", Parts("神奈川県横浜市青葉区", "栄一丁目", "1-1", "")),
        ("東京都大田区蒲田５丁目１３番１４号", Parts("東京都大田区", "蒲田５丁目", "１３番１４号", "")),
        ("千葉県市川市八幡1-1-1マンション八幡203", Parts("千葉県市川市", "八幡", "1-1-1", "マンション八幡203")),
        ("東京都三宅島三宅村阿古", Parts("東京都三宅島三宅村", "阿古", "", "")),
        ("みどり野市南町1-1", Parts("", "みどり野市南町1-1", "", "")),
        ("", Parts("", "", "", "")),
    ],
)
def test_an_address_is_taken_apart(address, parts):
    assert split(address, CITIES) == parts


@pytest.mark.parametrize(
    ("address", "city"),
    [
        ("神奈川県みどり野市川辺区南町1-2", "神奈川県みどり野市川辺区"),
        ("三重県四日市市諏訪町1-5", "三重県四日市市"),
        ("千葉県市川市八幡1-1-1", "千葉県市川市"),
        ("奈良県大和郡山市小泉町1", "奈良県大和郡山市"),
        ("岐阜県郡上市八幡町1", "岐阜県郡上市"),
        ("京都府京都市上京区町1", "京都府京都市上京区"),
        ("東京都大田区蒲田5丁目", "東京都大田区"),
        ("東京都武蔵村山市本町1", "東京都武蔵村山市"),
        ("群馬県佐波郡玉村町下新田1", "群馬県佐波郡玉村町"),
        ("北海道上川郡東川町東町1", "北海道上川郡東川町"),
    ],
)
def test_without_the_national_list_the_city_is_told_by_its_form(address, city):
    parts = split(address, ())

    assert parts.prefecture_city == city
    assert city + parts.town + parts.lot == address


@given(st.sampled_from(sorted(CITIES)), st.text(st.sampled_from("南町栄一丁目0123１－-番地号の ハイツ"), max_size=25))
def test_nothing_of_an_address_is_lost(city, rest):
    parts = split(city + rest, CITIES)

    together = parts.prefecture_city + parts.town + parts.lot + parts.building
    assert together.replace(" ", "") == (city + rest).replace(" ", "")


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        (("神奈川県横浜市青葉区", "荏田町", "1-2"), "神奈川県横浜市青葉区荏田町1-2"),
        (("Yokohama-shi", "Midori-cho", "1-2-3"), "Yokohama-shi Midori-cho 1-2-3"),
        (("神奈川県横浜市青葉区", "Midori-cho", "1-2-3"), "神奈川県横浜市青葉区Midori-cho 1-2-3"),
        (("", "荏田町1", "2-3", ""), "荏田町1 2-3"),
        (("São Paulo",), "São Paulo"),
        ((), ""),
    ],
)
def test_letters_and_figures_that_would_run_together_stand_apart(parts, address):
    assert written(parts) == address


@given(st.sampled_from(sorted(CITIES)), st.sampled_from(["南町", "栄一丁目"]), st.sampled_from(["1-2", "３番"]))
def test_a_japanese_address_put_together_is_what_was_taken_apart(city, town, lot):
    taken = split(written((city, town, lot)), CITIES)

    assert written((taken.prefecture_city, taken.town, taken.lot)) == f"{city}{town}{lot}"
