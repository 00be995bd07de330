"""A number as the floor sees it, and 申し送り from there: it travels with the visit, and the floor never sees the record."""

import asyncio

import msgspec

from hub.security.actors import Resident, Staff
from hub.wire import CallNext, FloorNote, FloorNumber, RecordChanged
from tests.hub.small_office import NAME, Clock, act, call, clerk, error_of, issue, moving, number_only, small_office

GUIDE = Staff("f1", "floor_guide", "フロア案内", "00")
PRAM = "ベビーカーの方。入口側の窓口で"


def in_office(tmp_path, scenario):
    async def play():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            await scenario(office, clock)

    asyncio.run(play())


async def note(office, number, text=PRAM, key=None):
    return await office.floor.note_from_floor(GUIDE, FloorNote(number, text), key)


def test_a_note_of_the_floor_is_read_at_reception_behind_it_and_at_the_delivery(tmp_path):
    async def scenario(office, clock):
        ticket = await issue(office, "press", moving())
        assert (await note(office, ticket.number)).notes == 1
        visit, counters = await call(office, 1), {"reception": 1, "examination": 21, "entry": 21, "verification": 21, "delivery": 5}
        for stage, counter in counters.items():
            if stage != "reception":
                visit = (await office.call_next(clerk(counter), CallNext(counter=counter, stage=stage))).called
            if stage in ("reception", "delivery"):
                visit = await act(office, visit, stage, "start", counter)
            read = (await office.records.record(clerk(counter), visit.visit)).notes
            assert [(each.text, each.floor, each.staff) for each in read] == [(PRAM, True, "f1")], stage
            visit = await act(office, visit, stage, "finish", counter)

    in_office(tmp_path, scenario)


def test_the_floor_is_told_the_step_and_the_consideration_and_nothing_of_the_record(tmp_path):
    async def scenario(office, clock):
        ticket = await issue(office, "press", msgspec.structs.replace(moving(), consideration=True))
        seen = await office.floor.floor_number(GUIDE, ticket.number)
        assert isinstance(seen, FloorNumber) and seen.visit.consideration and seen.notes == 0
        assert {leg.stage: leg.state for leg in seen.visit.legs}["reception"] == "waiting"
        assert NAME not in str(seen)
        await note(office, ticket.number)
        events = await office.history(clerk(1), ticket.visit)
        assert [each.what for each in events if isinstance(each, RecordChanged)] == ["noted"]
        assert PRAM not in str(events) and PRAM not in str(await office.floor.floor_number(GUIDE, ticket.number))

    in_office(tmp_path, scenario)


def test_every_line_a_number_waits_in_says_who_is_ahead_and_the_one_it_is_called_out_of_how_long(tmp_path):
    async def scenario(office, clock):
        for each in range(8):
            await issue(office, f"gone-{each}", number_only("insurance"))
            clock.forward(minutes=3)
            visit = await act(office, await call(office, 7), "reception", "start", 7, "insurance")
            await act(office, visit, "reception", "finish", 7, "insurance")
        for each in range(3):
            await issue(office, f"before-{each}", number_only("insurance"))
        ticket = await issue(office, "press", number_only("insurance"))
        (place,) = (await office.floor.floor_number(GUIDE, ticket.number)).places
        phone = await office.follow(Resident(), ticket.follow_url.rsplit("/", 1)[1])
        assert (place.people_ahead, place.counters) == (3, (7,)) and place.wait is not None
        assert (place.people_ahead, place.wait, place.counters) == (phone.people_ahead, phone.wait, phone.counters)

    in_office(tmp_path, scenario)


def test_what_is_done_inside_has_its_line_and_no_call(tmp_path):
    async def scenario(office, clock):
        for each in ("first", "second"):
            ticket = await issue(office, each, moving())
        for _ in range(2):
            visit = await act(office, await call(office, 1), "reception", "start", 1)
            await act(office, visit, "reception", "finish", 1)
        seen = {each.stage: each for each in (await office.floor.floor_number(GUIDE, ticket.number)).places}
        assert list(seen) == ["examination", "entry", "verification", "delivery"]
        assert (seen["examination"].people_ahead, seen["examination"].wait, seen["examination"].counters) == (1, None, (21,))
        assert (seen["delivery"].state, seen["delivery"].people_ahead, seen["delivery"].counters) == ("blocked", None, (5,))

    in_office(tmp_path, scenario)


def test_a_number_that_is_called_is_wanted_at_one_desk(tmp_path):
    async def scenario(office, clock):
        ticket = await issue(office, "press", number_only())
        assert (await office.floor.floor_number(GUIDE, ticket.number)).places[0].counters == (1, 2)
        await call(office, 2)
        place = (await office.floor.floor_number(GUIDE, ticket.number)).places[0]
        assert (place.state, place.counters, place.people_ahead, place.wait) == ("called", (2,), None, None)

    in_office(tmp_path, scenario)


def test_a_number_alone_takes_a_note_too_and_one_press_is_one_note(tmp_path):
    async def scenario(office, clock):
        ticket = await issue(office, "press", number_only())
        for _ in range(2):
            assert (await note(office, ticket.number, key="one-press")).notes == 1

    in_office(tmp_path, scenario)


def test_what_cannot_be_noted_is_refused_in_one_word(tmp_path):
    async def scenario(office, clock):
        ticket = await issue(office, "press", number_only())
        assert error_of(await note(office, "A-999")) == "unknown_number"
        assert error_of(await note(office, ticket.number, "  ")) == "nothing_changed"
        assert error_of(await note(office, ticket.number, "123456789018")) == "my_number_written"
        await act(office, await office.visit(clerk(1), ticket.visit), "reception", "cancel", 1)
        assert error_of(await note(office, ticket.number)) == "visit_ended"

    in_office(tmp_path, scenario)
