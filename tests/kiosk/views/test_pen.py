"""What a finger that writes leaves on the pad."""

from kiosk.flow.events import Begin, StrokeDrawn
from kiosk.viewmodels.boxes import Box, Screen
from kiosk.views.marks import Ink, marks
from kiosk.views.pen import LONGEST, Pen

PAD = Box("pad", "pad", 100, 100, 500, 500)
SCREEN = Screen("page", 1280, 800, (PAD, Box("next", "primary", 700, 100, 100, 100, event=Begin())))


def test_a_stroke_is_told_in_thousandths_of_the_pad_when_the_finger_leaves():
    pen = Pen()

    assert pen.down(1, 100, 100, SCREEN)
    assert pen.move(1, 350, 350)
    assert pen.up(1) == StrokeDrawn(((0, 0), (501, 501)))
    assert pen.pad is None


def test_beside_the_pad_nothing_is_written_and_a_stroke_that_leaves_it_runs_along_the_edge():
    pen = Pen()

    assert not pen.down(1, 750, 150, SCREEN)
    pen.down(1, 300, 300, SCREEN)
    pen.move(1, 900, 50)

    assert pen.up(1).points[-1] == (999, 0)


def test_a_second_finger_is_ignored():
    pen = Pen()
    pen.down(1, 300, 300, SCREEN)

    assert not pen.down(2, 400, 400, SCREEN)
    assert not pen.move(2, 400, 400)
    assert pen.up(2) is None
    assert pen.up(1) is not None


def test_trembling_adds_no_points_and_no_stroke_is_endless():
    pen = Pen()
    pen.down(1, 300, 300, SCREEN)

    assert not pen.move(1, 301, 300)
    for at in range(2000):
        pen.move(1, 100 + at % 2 * 400, 300)

    assert len(pen.stroke) == LONGEST


def test_strokes_are_drawn_where_they_were_written():
    drawn = list(marks(Box("pad", "pad", 100, 100, 500, 500, strokes=(((0, 0), (999, 999)),)), "light"))

    assert [mark.points for mark in drawn if isinstance(mark, Ink)] == [(100, 100, 599, 599)]
