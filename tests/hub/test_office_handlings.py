"""The hub learns what its stages take from the work of the day, and tells it to the people who work there."""

import asyncio

from hub.domain.handling import LEAST
from hub.wire import UndoStep
from tests.hub.small_office import Clock, act, call, clerk, issue, number_only, small_office


async def served(office, clock, press, minutes):
    await issue(office, press, number_only("insurance"))
    visit = await act(office, await call(office, 7), "reception", "start", 7, "insurance")
    clock.forward(minutes=minutes)
    return await act(office, visit, "reception", "finish", 7, "insurance")


def test_after_a_few_visits_the_usual_time_is_known(tmp_path):
    async def scenario():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            for each in range(LEAST):
                assert await office.usual(clerk(7), "insurance", "reception", 1) is None
                await served(office, clock, f"p{each}", 4 + each % 2)
            clock.forward(minutes=1)
            usual = await office.usual(clerk(7), "insurance", "reception", 1)
            assert (usual.middle, usual.most) == (270, 300)
            flow = await office.flow(clerk(7), "reception", ["insurance"], [])
            assert (flow.done, flow.sent_back, flow.came, flow.went) == (LEAST, 0, LEAST, LEAST)

    asyncio.run(scenario())


def test_what_was_taken_back_is_not_counted_as_done(tmp_path):
    async def scenario():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            await served(office, clock, "p", 4)
            await office.undo(clerk(7), UndoStep(counter=7))
            assert (await office.flow(clerk(7), "reception", ["insurance"], [])).done == 0

    asyncio.run(scenario())


def test_on_a_slow_day_late_begins_where_nearly_all_of_the_line_had_been_called(tmp_path):
    async def scenario():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            for each in range(LEAST):
                await issue(office, f"p{each}", number_only("insurance"))
            clock.forward(minutes=44)
            assert await office.late_after(clerk(7), "reception", ["insurance"]) == {"insurance": 30}, "the goal"
            for _ in range(LEAST):
                visit = await act(office, await call(office, 7), "reception", "start", 7, "insurance")
                await act(office, visit, "reception", "finish", 7, "insurance")
            clock.forward(minutes=1)
            assert await office.late_after(clerk(7), "reception", ["insurance", "residence"]) == {"insurance": 45, "residence": 30}

    asyncio.run(scenario())
