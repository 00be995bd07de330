"""Readings of places in Latin letters, as signs have them."""

import pytest

from config.japanese.latin import letters, place_letters


@pytest.mark.parametrize(
    ("kana", "spelled"),
    [
        ("オオクワ", "Okuwa"),
        ("チュウオウ", "Chuo"),
        ("サッポロ", "Sapporo"),
        ("ニイガタ", "Niigata"),
        ("しんじゅく", "Shinjuku"),
        ("リョウゴク", "Ryogoku"),
        ("ヨツヤ", "Yotsuya"),
        ("キタ１０ジョウニシ", "Kita10jonishi"),
        ("町", ""),
        ("", ""),
    ],
)
def test_long_vowels_have_no_mark(kana, spelled):
    assert letters(kana) == spelled


@pytest.mark.parametrize(
    ("name", "kana", "spelled"),
    [
        ("川崎区", "カワサキク", "Kawasaki-ku"),
        ("東京都", "トウキョウト", "Tokyo-to"),
        ("京都府", "キョウトフ", "Kyoto-fu"),
        ("余市郡", "ヨイチグン", "Yoichi-gun"),
        ("四日市市", "ヨッカイチシ", "Yokkaichi-shi"),
        ("南町", "ミナミマチ", "Minami-machi"),
        ("大桑町", "オオクワチョウ", "Okuwa-cho"),
        ("北海道", "ホッカイドウ", "Hokkaido"),
        ("荏田", "エダ", "Eda"),
        ("大字", "", ""),
    ],
)
def test_what_a_place_is_stands_apart(name, kana, spelled):
    assert place_letters(name, kana) == spelled
