"""What a finger on the glass means."""

from kiosk.flow.events import Begin, Candidate, Key
from kiosk.viewmodels.boxes import Box, Line, Screen
from kiosk.views.finger import Finger

BEGIN = Box("begin", "primary", 0, 0, 100, 100, event=Begin())
KEY = Box("key.か", "key", 200, 0, 100, 100, event=Key("か"))
OFF = Box("off", "key", 400, 0, 100, 100, event=Key("き"), enabled=False)
SCREEN = Screen("start", 1280, 800, (BEGIN, KEY, OFF))


def test_a_box_is_pressed_while_the_finger_is_down_and_chosen_when_it_leaves_inside():
    finger = Finger()

    assert finger.down(1, 50, 50, SCREEN)
    assert finger.on == "begin"
    assert finger.up(1, 60, 40, SCREEN) == Begin()
    assert finger.on == ""


def test_a_finger_that_slides_off_chooses_nothing():
    finger = Finger()
    finger.down(1, 50, 50, SCREEN)

    assert finger.move(1, 150, 50, SCREEN)
    assert finger.on == ""
    assert finger.up(1, 150, 50, SCREEN) is None


def test_a_finger_that_slides_from_one_key_to_another_chooses_neither():
    finger = Finger()
    finger.down(1, 50, 50, SCREEN)

    assert finger.up(1, 250, 50, SCREEN) is None


def test_a_second_finger_is_ignored_until_the_first_has_left():
    finger = Finger()
    finger.down(1, 50, 50, SCREEN)

    assert not finger.down(2, 250, 50, SCREEN)
    assert finger.up(2, 250, 50, SCREEN) is None
    assert finger.up(1, 50, 50, SCREEN) == Begin()
    assert finger.down(3, 250, 50, SCREEN)


def test_a_disabled_key_is_dead():
    finger = Finger()

    assert not finger.down(1, 450, 50, SCREEN)
    assert finger.up(1, 450, 50, SCREEN) is None


def test_a_candidate_that_changed_under_the_finger_is_not_chosen():
    before = Screen("name", 1280, 800, (Box("candidate.0", "candidate", 0, 0, 100, 100, (Line("川崎", 36),), event=Candidate(0)),))
    after = Screen("name", 1280, 800, (Box("candidate.0", "candidate", 0, 0, 100, 100, (Line("河崎", 36),), event=Candidate(0)),))
    finger = Finger()
    finger.down(1, 50, 50, before)

    assert finger.up(1, 50, 50, after) is None


def test_the_box_in_front_is_the_one_that_is_touched():
    screen = Screen("x", 100, 100, (BEGIN, Box("front", "key", 0, 0, 50, 50, event=Key("a"))))
    finger = Finger()
    finger.down(1, 10, 10, screen)

    assert finger.up(1, 10, 10, screen) == Key("a")
