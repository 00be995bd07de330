"""A box falls into the right marks: colours by role and state, words inside, furigana above, caret where it belongs."""

import pytest

from config.theme import KIOSK
from kiosk.flow.events import Begin
from kiosk.viewmodels.boxes import Box, Line, Role
from kiosk.viewmodels.furigana import parts
from kiosk.views.glyphs import width
from kiosk.views.icons import ICONS, drawing, icon
from kiosk.views.look import look
from kiosk.views.marks import Code, Flat, Icon, Patch, Picture, Words, marks

ROLES = Role.__args__


def of(kind, found):
    return [mark for mark in found if isinstance(mark, kind)]


@pytest.mark.parametrize("contrast", ["light", "black", "blue"])
@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_drawn_in_every_contrast_and_state(role, contrast):
    for enabled in (True, False):
        for selected in (True, False):
            for pressed in (True, False):
                box = Box("b", role, 10, 10, 300, 100, (Line("かな", 28),), icon="bell", enabled=enabled, selected=selected)

                assert marks(box, contrast, pressed=pressed)


def test_a_pressed_key_looks_pressed():
    key = Box("key.か", "key", 0, 0, 88, 75, (Line("か", 36),), "center", event=Begin())

    (rest,), (pressed,) = of(Patch, marks(key, "light")), of(Patch, marks(key, "light", pressed=True))

    assert rest.skin.fill == KIOSK["light"]["background"]
    assert pressed.skin.fill == KIOSK["light"]["pressed"]


def test_a_selected_box_has_its_tick_and_a_thick_line():
    box = Box("language.ja", "secondary", 0, 0, 200, 86, (Line("日本語", 28),), "center", event=Begin(), selected=True)

    assert [one.name for one in of(Icon, marks(box, "light"))] == ["check"]
    assert of(Patch, marks(box, "light"))[0].skin.line_px == 6


def test_centred_words_and_their_icon_stand_in_the_middle_together():
    box = Box("help", "help", 240, 692, 240, 96, (Line("職員をよぶ", 28, bold=True),), "center", "bell")
    found = marks(box, "light")

    (drawn,), (words,) = of(Icon, found), of(Words, found)
    left, right = drawn.x, words.x + width("職員をよぶ", 28, bold=True)

    assert abs((left - 240) - (480 - right)) <= 2


def test_furigana_stand_above_their_kanji_and_markup_is_never_shown():
    box = Box("t", "text", 32, 100, 900, 80, (Line("{家族|かぞく}の{中|なか}に", 45),))

    found = of(Words, marks(box, "light"))

    assert [one.text for one in found] == ["家族", "かぞく", "の", "中", "なか", "に"]
    assert all(above.y < below.y for above, below in ((found[1], found[0]), (found[4], found[3])))
    assert found[1].px == 22


def test_words_without_markup_are_drawn_as_they_are():
    assert [one.text for one in parts("{a}[b]|c")] == ["{a}[b]|c"]


def test_the_caret_stands_behind_the_characters_it_counts():
    box = Box("f", "field_now", 0, 0, 480, 66, (Line("かわさき", 45),), caret=2)

    (caret,) = of(Flat, marks(box, "light"))

    assert abs(caret.x - (16 + width("かわ", 45))) <= 3
    assert caret.colour == KIOSK["light"]["action"]


@pytest.mark.parametrize(
    "name", ["ながのけんまつもとしまるのうちさんちょうめにのいち", "GHARTIMAGAR KHADKA TAMANG BAHADUR SHRESTHA PRASAD"]
)
def test_of_a_name_longer_than_its_field_the_end_stands_inside_with_the_caret_behind_it(name):
    box = Box("f", "field_now", 100, 0, 480, 66, (Line(name, 45),), caret=len(name))

    drawn = marks(box, "light")
    (caret,), (words,) = of(Flat, drawn), of(Words, drawn)

    assert words.x >= 100 + 16
    assert words.text[0] == "…" and name.endswith(words.text[1:]) and len(words.text) > 8
    assert abs(caret.x - (words.x + width(words.text, 45))) <= 3
    assert caret.x + caret.width <= 580 - 10


def test_qr_and_camera_draw_their_content_and_no_words():
    qr = marks(Box("q", "qr", 0, 0, 188, 188, (Line("HTTP://EXAMPLE.JP", 20),)), "light")
    camera = marks(Box("c", "camera", 0, 0, 620, 452), "light")

    assert of(Code, qr)[0].text == "HTTP://EXAMPLE.JP"
    assert not of(Words, qr)
    assert of(Picture, camera)


def test_every_icon_has_ink_and_an_unknown_one_is_a_document():
    for name in ICONS:
        assert icon(name, 48).getbbox() is not None
    assert drawing("nobody drew this") == "document"


@pytest.mark.parametrize("contrast", ["light", "black", "blue"])
def test_words_on_a_pressed_or_dead_box_can_be_read(contrast):
    from config.theme import contrast as ratio

    for role in ("primary", "secondary", "key", "card", "row", "help", "help_ringing", "candidate", "function_key"):
        for enabled, pressed in ((True, False), (True, True), (False, False)):
            face = look(Box("b", role, 0, 0, 100, 100, enabled=enabled), contrast, pressed=pressed)

            assert ratio(face.words, face.fill) >= 4.5, (role, enabled, pressed)
