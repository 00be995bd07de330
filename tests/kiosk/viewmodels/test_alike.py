"""Words of one rank stand at one size; what is long makes small only its own kind."""

import msgspec
import pytest

from config.theme import LANDSCAPE, PORTRAIT
from hardware.printer.port import JobState
from hub.wire import ExpectedWait, NextCall
from kiosk.flow import events
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from kiosk.viewmodels.fitting import height_of
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.proxy import boxes as proxy_boxes
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.waiting import panel as waiting_panel
from tests.kiosk.flow.resident import Resident
from tests.pictures.tour import LONG_NAME, NOW, TICKET

PANELS = {"landscape": LANDSCAPE, "portrait": PORTRAIT}
every_panel = pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)


def boxes(resident, panel):
    return {box.id: box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes}


def px(box):
    return box.lines[0].px


def at_review(size):
    resident = Resident().touch(events.ChooseAppearance(size=size)).choose_procedure("moving", "in").go_on().for_themselves()
    return resident.answer({})


@every_panel
def test_a_long_name_on_the_review_makes_no_telephone_number_small(panel):
    resident = at_review("XL")
    first = resident.session.answers["movers"][0]

    def with_names(**names):
        resident.session = change(resident.session, answers={**resident.session.answers, "movers": [{**first, **names}] * 3})
        return boxes(resident, panel)

    plain, shown = px(with_names()["value.phone"]), with_names(name=LONG_NAME, name_kana=LONG_NAME)
    people = {px(box) for id, box in shown.items() if id.startswith("value.movers.") and id[-1].isdigit()}

    assert px(shown["value.phone"]) >= plain
    assert len(people) == 1


@every_panel
@pytest.mark.parametrize("size", ["M", "L", "XL"])
@pytest.mark.parametrize("count", [3, 5])
def test_the_calls_of_several_services_are_read_in_their_order_and_equally_large(count, size, panel):
    desks = (("reception", (1, 2, 3)), ("delivery", (5,)), ("reception", (4,)), ("delivery", (4,)), ("reception", (7, 9)))
    ticket = msgspec.structs.replace(TICKET, calls=tuple(NextCall(*one) for one in desks[:count]))
    resident = Resident().touch(events.ChooseAppearance(size=size), events.NumberOnly(), events.Choose("residence"))
    resident.tell(events.NumberTaken(ticket), events.SlipChanged(JobState.PRINTED))
    rows = [box for id, box in boxes(resident, panel).items() if id.startswith("call.") and id.endswith(".text")]

    assert len({px(box) for box in rows}) == 1
    assert [(box.y, box.x) for box in rows] == sorted((box.y, box.x) for box in rows)


@every_panel
def test_what_is_possible_today_and_the_letter_stand_in_panels_of_their_own_at_one_size(panel):
    resident = Resident().touch(events.Begin(), events.Choose("certificate"), events.Next())
    answers = {"documents": ["residence_certificate"], "requester": "proxy", "letter_of_proxy": False}
    resident.session = change(resident.session, screen="proxy", answers=answers)
    shown = {box.id: box for box in proxy_boxes(staged(resident, panel, "M"))}
    today, letter = shown["letter.0"], shown["letter.1"]

    assert "今日" in today.lines[0].text and "委任状" in letter.lines[0].text
    assert px(today) == px(letter)
    assert today.y + today.height < letter.y
    assert height_of(letter.lines) < letter.height


@every_panel
@pytest.mark.parametrize("size", ["M", "XL"])
def test_a_wait_nobody_can_tell_has_no_line_and_one_that_is_told_has_it(size, panel):
    stage = staged(Resident(), panel, size)
    place = grid(panel, size).body

    untold = waiting_panel(stage, msgspec.structs.replace(TICKET, wait=None), 8, place._replace(height=230))
    told = waiting_panel(stage, msgspec.structs.replace(TICKET, wait=ExpectedWait(20, 30)), 8, place._replace(height=230))

    assert "wait" not in {box.id for box in untold} and "8人" in [line.text for line in untold[0].lines]
    minutes = [line for box in told for line in box.lines if "分" in line.text and "現在" not in line.text]
    assert [line.text for line in minutes] == ["20〜30分"]


def staged(resident, panel, size):
    return Stage(resident.touch(events.ChooseAppearance(size=size)).session, resident.bundle, grid(panel, size), NOW)
