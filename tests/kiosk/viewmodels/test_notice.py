"""What is wrong or new is told in words as large as the others, on every size and both ways up."""

import pytest

from config.theme import LANDSCAPE, PORTRAIT, smaller, type_px
from hardware.cards.port import CardKind, Present
from kiosk.flow import events
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from kiosk.viewmodels.fitting import height_of
from tests.kiosk.flow.resident import TODAY, Resident, until
from tests.pictures.tour import tour

SIZES = ("M", "L", "XL")
PANELS = [LANDSCAPE, PORTRAIT]
every_panel = pytest.mark.parametrize("panel", PANELS, ids=["landscape", "portrait"])


def boxes(resident, panel):
    return {box.id: box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes}


def moving_in(size, language="ja"):
    resident = Resident().touch(events.ChooseAppearance(size=size), events.ChooseLanguage(language))
    return resident.choose_procedure("moving", "in").go_on().for_themselves()


def with_an_expired_card(size, language="ja"):
    """At the keys for 照合番号B, with a card whose last day was yesterday."""
    resident = Resident(card=True).touch(events.ChooseAppearance(size=size), events.ChooseLanguage(language))
    resident.choose_procedure("moving", "in").go_on().for_themselves()
    resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER, 3, expires=TODAY.replace(day=1))))
    return resident.touch(events.UseCard("code_b"))


@every_panel
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ja", "en", "fil"])
def test_a_long_notice_grows_with_the_size_the_resident_chose(size, language, panel):
    told = boxes(with_an_expired_card(size, language), panel)["told"]

    assert min(line.px for line in told.lines) >= smaller(type_px("body", size))


@pytest.mark.parametrize("size", SIZES)
def test_a_notice_of_two_lines_leaves_the_question_and_the_steps(size):
    found = boxes(with_an_expired_card(size), LANDSCAPE)
    told, title = found["told"], found["title"]
    strip = [box for id, box in found.items() if id.startswith("step.")]

    assert len(told.lines) == 2 and len(strip) == 6
    assert title.lines[0].px >= type_px("title", "M")
    assert max(box.y + box.height for box in strip) < title.y
    assert title.y + height_of(title.lines) <= told.y


@pytest.mark.parametrize("language", ["ja", "en", "vi", "ne"])
def test_beside_a_card_that_lies_there_a_notice_of_two_lines_leaves_the_steps_too(language):
    [stop] = (stop for stop in tour(language) if stop.name == "page_notice")
    stop = stop._replace(session=change(stop.session, notice="guidance.network_closed"))
    found = {box.id: box for box in stop.drawn(LANDSCAPE, lies=True).boxes}

    assert len(found["notice"].lines) == 2 and "card_lies" in found
    strip = [box for id, box in found.items() if id.startswith("step.")]
    assert len(strip) == 6 and {box.y for box in strip} == {strip[0].y}
    assert found["card_lies"].y + found["card_lies"].height < strip[0].y
    assert strip[-1].x + strip[-1].width == found["stop"].x - 20, "as wide as ever"
    assert found["title"].lines[0].px >= type_px("body", "L")


def test_a_short_notice_leaves_the_steps_where_they_are():
    resident = until(moving_in("XL"), "old_address.postal_code:postal_code").type("1").touch(events.Next())
    found = boxes(resident, LANDSCAPE)

    assert len(found["wrong"].lines) == 1 and "step.0" in found


def test_in_a_banner_what_happened_is_never_smaller_than_what_to_do():
    for size in SIZES:
        resident = Resident(card=True).touch(events.ChooseAppearance(size=size))
        resident.choose_procedure("moving", "in").go_on().for_themselves()
        resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER, 1))).type("1234").touch(events.Next())
        lines = boxes(resident, LANDSCAPE)["told"].lines

        assert len({line.bold for line in lines}) == 2
        assert min(line.px for line in lines if line.bold) >= max(line.px for line in lines if not line.bold)
