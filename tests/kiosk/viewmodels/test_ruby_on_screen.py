"""Furigana on the screens: over every word of the office, over nothing a resident typed, and never in what is said."""

import re
from functools import cache

import pytest

from config.japanese.ruby import KANJI, MARKUP, base, unread
from config.theme import LANDSCAPE
from kiosk.viewmodels.boxes import Line
from kiosk.viewmodels.fitting import fit, width_of
from kiosk.viewmodels.furigana import advances, has_ruby, leanings, ruby_px
from tests.pictures.tour import screens

# What a resident or the postal list says, languages in their own names, the number, and the mark of practice for staff.
OF_RESIDENTS = re.compile(r"value\.|kanji$|candidate\.|character\.|town|person\.\d+\.name|language\.|field|number$|training")

NAMES = re.compile("川崎|太郎|^木$")  # of the residents of the tour, also where they stand in a question or on a key


@cache
def tour(language):
    return tuple(screens(LANDSCAPE, "M", language))


@pytest.mark.parametrize("language", ["ja+ruby", "ja-easy"])
def test_every_kanji_of_the_office_has_its_reading_above(language):
    without = {
        (name, box.id, line.text)
        for name, screen in tour(language)
        if screen.spoken  # what staff see is silent, and plain
        for box in screen.boxes
        if box.role != "qr" and not OF_RESIDENTS.match(box.id)
        for line in box.lines
        if unread(NAMES.sub("", line.text))
    }

    assert without == set()


def test_names_that_were_typed_or_read_get_no_reading():
    shown = [line.text for _, screen in tour("ja+ruby") for box in screen.boxes for line in box.lines if "川崎" in line.text]

    assert shown and not [text for text in shown if any("川崎" in read.group() for read in MARKUP.finditer(text))]


def test_who_did_not_ask_for_furigana_sees_none():
    assert not [line.text for _, screen in tour("ja") for box in screen.boxes for line in box.lines if MARKUP.search(line.text)]


@pytest.mark.parametrize("language", ["ja+ruby", "ja-easy"])
def test_what_is_said_holds_no_markup(language):
    assert [screen.spoken for _, screen in tour(language) if "|" in screen.spoken or "{" in screen.spoken] == []


def test_lines_break_at_the_same_places_with_and_without_readings():
    marked = Line("{番号札|ばんごうふだ}の{紙|かみ}を{補充中|ほじゅうちゅう}です。", 40)
    plain = Line(base(marked.text), 40)

    with_ruby, without = fit(marked, 300, 2), fit(plain, 300, 2)

    assert len(with_ruby) == len(without) == 2
    assert [base(line.text) for line in with_ruby] == [line.text for line in without]


def test_a_word_is_never_parted_from_its_reading():
    marked = Line("{国民健康保険|こくみんけんこうほけん}{国民健康保険|こくみんけんこうほけん}", 40)

    for line in fit(marked, 200, 4):
        assert line.text.count("{") == line.text.count("}") and KANJI.search(line.text)


def test_a_wide_reading_leans_over_kana_but_not_over_another_reading():
    own, above = [40.0, 20.0, 20.0, 40.0], [70.0, 0.0, 30.0, 0.0]

    leans = leanings(own, above, 20)

    assert leans == ((0.0, 10.0), (0.0, 0.0), (5.0, 5.0), (0.0, 0.0))
    assert advances(own, above, 20) == (60.0, 20.0, 20.0, 40.0)


def test_words_with_a_reading_take_the_room_of_the_wider_one():
    assert width_of("{市|し}", 40) == width_of("市", 40)
    assert width_of("{承|うけたまわ}", 40) > width_of("承", 40)


def test_towns_are_read_as_the_postal_list_reads_them():
    shown = dict(tour("ja-easy"))
    keys = [line.text for box in shown["page_postal_code_towns"].boxes if box.id.startswith("town.") for line in box.lines]
    found = [line.text for box in shown["moving_within_page_postal_code"].boxes if box.id == "town" for line in box.lines]

    assert "{川岸新田|かわぎししんでん}" in keys and "{川岸|かわぎし}" in found


@pytest.mark.parametrize("language", ["ja+ruby", "ja-easy"])
def test_no_reading_is_smaller_than_the_eye_tells_apart(language):
    drawn = {
        line.px
        for _, screen in tour(language)
        for box in screen.boxes
        for line in box.lines
        if has_ruby(line.text) and ruby_px(line.px) < 13
    }

    assert drawn == set()
