"""A number without a form: how many wait at each line, and how long, is told before the number is taken."""

from config.theme import LANDSCAPE
from kiosk.flow import events
from tests.pictures.tour import Visitor


def said_of(visitor, service):
    boxes = {box.id: box for box in visitor.do(events.NumberOnly()).shown.boxes}
    return [line.text for line in boxes[f"choice.{service}"].lines][1:]


def test_every_line_that_is_known_says_how_many_wait_and_how_long_where_that_can_be_told():
    assert said_of(Visitor(LANDSCAPE, "M", "ja"), "residence") == ["待ち 8人　20〜30分"]
    assert said_of(Visitor(LANDSCAPE, "M", "en"), "certificates") == ["4 waiting"]


def test_a_line_nobody_told_of_and_every_line_while_the_hub_is_away_promise_nothing():
    assert said_of(Visitor(LANDSCAPE, "M", "ja"), "seal") == []
    assert said_of(Visitor(LANDSCAPE, "M", "ja", hub=False), "residence") == []
