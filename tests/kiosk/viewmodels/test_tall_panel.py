"""What a panel as high as a door has room for, and a wide one has not."""

import pytest

from config.theme import PORTRAIT, type_px
from kiosk.viewmodels.fitting import height_of
from tests.pictures.tour import tour


def shown(name, size="M", language="ja"):
    [stop] = (stop for stop in tour(language) if stop.name == name)
    return {box.id: box for box in stop.drawn(PORTRAIT, size).boxes}


@pytest.mark.parametrize("language", ["ja", "en", "ne"])
def test_where_no_row_has_questions_at_its_right_the_names_have_the_whole_row(language):
    boxes = shown("result_several", "XL", language)
    names = [box for id, box in boxes.items() if id.startswith("procedure.") and id.endswith(".name")]

    assert len(names) == 5
    assert {name.lines[0].px for name in names} == {max(name.lines[0].px for name in names)}
    assert names[0].lines[0].px >= type_px("button", "L")


@pytest.mark.parametrize("size", ["M", "L", "XL"])
def test_beside_the_code_for_the_phone_its_words_stand_halfway_down(size):
    boxes = shown("ticket_taken", size)
    panel, icon, words = boxes["phone"], boxes["phone.icon"], boxes["phone.text"]
    above, below = icon.y - panel.y, panel.y + panel.height - words.y - height_of(words.lines)

    assert abs(above - below) <= 4


def test_the_question_of_the_start_screen_grows_with_the_size():
    assert [shown("start", size)["title"].lines[0].px for size in ("M", "L", "XL")] == [57, 64, 72]


@pytest.mark.parametrize("language", ["en", "ne", "vi"])
def test_an_address_in_letters_keeps_clear_of_the_edge_of_its_banner(language):
    town = shown("page_postal_code", "XL", language)["town"]

    assert town.height - height_of(town.lines) >= 16


@pytest.mark.parametrize("language", ["ja", "en", "vi"])
@pytest.mark.parametrize("name", ["page_who", "certificates_page_count", "foreign_residence_category"])
def test_on_a_high_tile_the_words_are_as_large_as_a_title(name, language):
    boxes = [box for id, box in shown(name, "M", language).items() if id.startswith("choice.")]

    assert min(box.height for box in boxes) >= 140
    assert min(box.lines[0].px for box in boxes) > type_px("button", "M")


def test_what_follows_from_the_answers_takes_a_second_line_before_it_gets_small():
    told = [box for id, box in shown("seal_registration_guidance").items() if id.startswith("follows.")]

    assert {box.lines[0].px for box in told} == {type_px("button", "M")}
