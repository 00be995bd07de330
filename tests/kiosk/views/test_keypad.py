"""Everything that can be touched can be reached and chosen with the five keys of a tactile pad, and is said on the way."""

from functools import cache

import pytest

from config.theme import LANDSCAPE, PORTRAIT
from kiosk.flow.events import Back, Begin, ChooseAppearance, Key, ReadOut
from kiosk.viewmodels.boxes import Box, Line, Screen
from kiosk.views.keypad import KeyPad, groups_of, words_of
from kiosk.views.marks import Patch, marks
from tests.pictures.tour import CARD, Visitor, screens

BEGIN = Box("begin", "primary", 0, 0, 100, 100, (Line("はじめる", 32),), event=Begin())
QUIET = Box("quiet", "secondary", 0, 200, 100, 100, (Line("{静|しず}か", 32),), event=ChooseAppearance(voice=False))
BACK = Box("back", "secondary", 0, 700, 100, 100, (Line("もどる", 32),), event=Back())
SCREEN = Screen("start", 1280, 800, (BACK, QUIET, BEGIN), "手続きと番号札の受付です。", voice=True)


@cache
def tour(panel):
    return tuple(screens(panel, "M", "ja"))


def test_down_walks_through_everything_and_round_and_says_it():
    pad = KeyPad()

    said = [pad.key("down", SCREEN).event for _ in range(4)]

    assert said == [ReadOut("はじめる"), ReadOut("静か"), ReadOut("もどる"), ReadOut("はじめる")]


def test_enter_chooses_what_has_the_ring():
    pad = KeyPad()
    pad.key("down", SCREEN)

    assert pad.ringed(SCREEN) == {"begin"}
    assert pad.key("enter", SCREEN).event == Begin()


def test_the_first_key_shows_the_ring_and_chooses_nothing():
    pad = KeyPad()

    assert pad.key("enter", SCREEN).event == ReadOut("はじめる")
    assert pad.ringed(SCREEN) == {"begin"}


def test_back_is_the_back_key_of_the_screen():
    assert KeyPad().key("back", SCREEN).event == Back()


def test_read_says_the_screen_again_and_turns_the_voice_on_where_it_is_off():
    pad = KeyPad()
    pad.key("down", SCREEN)

    assert pad.key("read", SCREEN).event == ReadOut("手続きと番号札の受付です。はじめる")
    assert pad.key("read", Screen("start", 1280, 800, (BEGIN,))).event == ChooseAppearance(voice=True)


def test_a_finger_on_the_glass_takes_the_ring_away():
    pad = KeyPad()
    pad.key("down", SCREEN)

    assert pad.touched()
    assert pad.ringed(SCREEN) == frozenset()
    assert pad.key("down", SCREEN).event == ReadOut("はじめる")


def test_a_new_screen_begins_at_its_top():
    pad = KeyPad()
    pad.key("down", SCREEN)
    pad.key("down", SCREEN)
    other = Screen("start", 1280, 800, SCREEN.boxes, "ほかのことば", voice=True)

    assert pad.ringed(other) == frozenset()
    assert pad.key("down", other).event == ReadOut("はじめる")


def test_without_voice_the_ring_moves_silently():
    pad = KeyPad()

    assert pad.key("down", Screen("start", 1280, 800, (BEGIN,))).event is None
    assert pad.on == "begin"


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_every_target_of_every_screen_is_in_exactly_one_group(panel):
    for name, screen in tour(panel):
        reached = sorted(box.id for group in groups_of(screen) for box in group)
        assert reached == sorted(box.id for box in screen.boxes if box.event is not None and box.enabled), name


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_no_screen_needs_more_than_two_dozen_steps_and_every_step_has_words(panel):
    for name, screen in tour(panel):
        groups = groups_of(screen)
        assert len(groups) <= 24, name
        for group in groups:
            assert all(words_of(box, headphones=False) for box in group), (name, [box.id for box in group])


def test_a_name_can_be_typed_with_the_pad_alone():
    guest = Visitor(LANDSCAPE, "M", "ja")
    name, screen = next((name, screen) for name, screen in tour(LANDSCAPE) if name.startswith("page_family"))
    assert guest and name
    pad = KeyPad()
    typed = []
    for wanted in ("か", "わ"):
        for _ in range(40):
            if any(box.id == f"key.{wanted}" for group in groups_of(screen) for box in group if box.id in pad.ringed(screen)):
                break
            pad.key("down", screen)
        pad.key("enter", screen)
        for _ in range(6):
            if pad.ringed(screen) == {f"key.{wanted}"}:
                break
            pad.key("down", screen)
        typed.append(pad.key("enter", screen).event)

    assert typed == [Key("か"), Key("わ")]


def test_digits_are_typed_one_after_another_without_leaving_them():
    _, screen = next((name, screen) for name, screen in tour(LANDSCAPE) if name == "page_postal_code")
    pad = KeyPad()
    while "key.1" not in pad.ringed(screen):
        pad.key("down", screen)
    pad.key("enter", screen)

    first, _, second = pad.key("enter", screen).event, pad.key("down", screen), pad.key("enter", screen).event

    assert (first, second) == (Key("1"), Key("2"))


CHOSEN = ("えらんでいます", "えらんでいません")


def ticked(selected):
    """A list of which one may be ticked, in two lines for its length."""
    lines = (Line("課税（非課税）", 32, bold=True), Line("証明書", 32, bold=True), Line("1年分", 24))
    tick = Box("tick", "card", 0, 0, 300, 100, lines, event=Begin(), selected=selected)
    return Screen("page", 1280, 800, (tick, BACK), "どの証明書がほしいですか。", voice=True, chosen=CHOSEN)


def test_a_label_in_two_lines_is_said_in_one_breath_and_whether_it_is_chosen():
    assert KeyPad().key("down", ticked(False)).event == ReadOut("課税（非課税）証明書、1年分")
    assert KeyPad().key("down", ticked(True)).event == ReadOut("課税（非課税）証明書、1年分、えらんでいます")


def test_a_tick_set_or_taken_away_with_the_pad_is_said():
    pad = KeyPad()
    pad.key("down", ticked(False))
    pad.key("enter", ticked(False))

    assert pad.chosen(ticked(False), ticked(True)) == ReadOut("課税（非課税）証明書、1年分、えらんでいます")
    assert pad.chosen(ticked(True), ticked(False)) == ReadOut("課税（非課税）証明書、1年分、えらんでいません")
    assert pad.chosen(ticked(True), ticked(True)) is None
    assert pad.chosen(ticked(False), SCREEN) is None


def test_nothing_of_a_person_is_said_aloud_without_headphones():
    for name, screen in tour(LANDSCAPE):
        said = " ".join(words_of(box, headphones=False) for group in groups_of(screen) for box in group)
        for secret in ("川崎", "かわさき", "アレクサンドラ", CARD.address):
            assert secret not in said, name
        if name in ("card_pin", "card_code_b"):
            keys = [box for group in groups_of(screen) for box in group if box.id in {f"key.{digit}" for digit in range(10)}]
            assert not any(words_of(box, headphones=False).isdigit() for box in keys), name
            assert all(words_of(box, headphones=True).isdigit() for box in keys), name


def test_the_ring_has_two_lines_around_the_box():
    plain = marks(BEGIN, "light")
    ringed = marks(BEGIN, "light", focused=True)

    added = [mark for mark in ringed if mark not in plain]
    assert [(mark.x, mark.width) for mark in added if isinstance(mark, Patch)] == [(-10, 120), (-6, 112)]
