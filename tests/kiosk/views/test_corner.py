"""Staff hold the corner; residents do not meet it."""

import pytest

from config.theme import LANDSCAPE, PORTRAIT
from kiosk.flow.events import Begin
from kiosk.viewmodels.boxes import Box, Screen
from kiosk.views.corner import CORNER, Corner
from tests.pictures.tour import screens

SCREEN = Screen("start", 1280, 800, (Box("begin", "primary", 600, 0, 100, 100, event=Begin()),))


def test_a_finger_in_the_corner_holds_it_until_it_leaves():
    corner = Corner()

    assert corner.down(1, 30, 20, SCREEN)
    assert corner.on == 1
    corner.up(1)
    assert corner.on is None


def test_a_finger_that_wanders_off_holds_nothing():
    corner = Corner()
    corner.down(1, 30, 20, SCREEN)

    corner.move(1, 50, 40)
    assert corner.on == 1
    corner.move(1, 300, 20)
    assert corner.on is None


def test_a_second_finger_neither_takes_the_hold_nor_ends_it():
    corner = Corner()
    corner.down(1, 30, 20, SCREEN)

    assert not corner.down(2, 40, 30, SCREEN)
    corner.up(2)
    assert corner.on == 1


@pytest.mark.parametrize("place", [(640, 20), (1250, 20), (30, 300)])
def test_no_other_place_is_a_way_in(place):
    assert not Corner().down(1, *place, SCREEN)


def test_a_key_in_the_corner_would_be_a_key_and_no_way_in():
    screen = Screen("start", 1280, 800, (Box("begin", "primary", 0, 0, 80, 80, event=Begin()),))

    assert not Corner().down(1, 30, 20, screen)


@pytest.mark.parametrize("size", ["M", "XL"])
@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_no_screen_has_a_key_in_the_corner(panel, size):
    found = {
        name: box.id
        for name, screen in screens(panel, size, "ja")
        for box in screen.boxes
        if box.event is not None and box.x < CORNER and box.y < CORNER
    }

    assert found == {}
