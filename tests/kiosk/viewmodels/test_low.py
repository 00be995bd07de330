"""低い位置: for who sits before a tall panel everything stands lower, nothing else changes."""

import pytest

from config.theme import LANDSCAPE, PORTRAIT
from kiosk.flow import events as e
from kiosk.viewmodels.grid import grid
from tests.pictures.tour import Visitor


def both(panel, *touches):
    """The same screen at the usual height and lowered."""
    usual = Visitor(panel, "M", "ja").do(*touches).shown
    low = Visitor(panel, "M", "ja").do(e.ChooseAppearance(low=True), *touches).shown
    return usual, low


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_the_lowest_thing_ends_at_the_foot_and_the_foot_stays(panel):
    usual, low = both(panel, e.Begin(), e.Choose("moving"))
    foot = grid(panel, "M").foot.y

    assert max(box.y + box.height for box in low.boxes if box.y < foot) == foot - 20
    assert [box for box in usual.boxes if box.y >= foot] == [box for box in low.boxes if box.y >= foot]


def test_everything_moves_by_the_same_step():
    usual, low = both(PORTRAIT, e.Begin(), e.Choose("moving"))
    foot = grid(PORTRAIT, "M").foot.y

    steps = {after.y - before.y for before, after in zip(usual.boxes, low.boxes, strict=True) if before.y < foot}
    assert len(steps) == 1
    assert steps.pop() > 0


def test_the_choice_ends_with_the_visit():
    guest = Visitor(LANDSCAPE, "M", "ja").do(e.ChooseAppearance(low=True), e.Begin(), e.Quit(), e.Quit())

    assert guest.session.low is False
