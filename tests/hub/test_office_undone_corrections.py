"""取り消す after a correction: what goes is the correction, then what the clerk did before it; nothing is overwritten."""

import asyncio

import pytest

from hub.office import Conflict, Declined
from hub.wire import CorrectRecord, UndoStep
from tests.hub.small_office import MOVE, NAME, Clock, act, call, clerk, issue, moving, small_office

NEW_NAME = "緑野 はな"


def in_office(tmp_path, scenario):
    async def play():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            await issue(office, "press-1", moving())
            visit = await act(office, await call(office, 1), "reception", "start", 1)
            await scenario(office, clock, visit)

    asyncio.run(play())


async def correct(office, visit, revision=0, **changes):
    message = CorrectRecord(
        visit=visit.visit,
        application=0,
        changes=changes or {"movers.0.name": NEW_NAME},
        revision=revision,
        reason="resident_said",
    )
    return await office.records.correct_record(clerk(1), message)


async def undo(office, key=None):
    return await office.undo(clerk(1), UndoStep(counter=1), key)


def answers(view):
    return view.applications[0].answers


def test_the_correction_is_named_and_goes_first_and_the_step_before_it_next(tmp_path):
    async def scenario(office, clock, visit):
        await correct(office, visit)
        step = await office.last_step(clerk(1), 1)
        assert (step.action, step.numbers, step.barred) == ("correct", ("A-001",), "")
        (left,) = (await undo(office)).visits
        assert left.legs[0].state == "serving", "they still sit here"
        view = await office.records.record(clerk(1), visit.visit)
        assert answers(view) == MOVE.answers
        assert [(each.before, each.after) for each in view.corrections] == [(NAME, NEW_NAME), (NEW_NAME, NAME)]
        assert (await office.last_step(clerk(1), 1)).action == "start"
        (left,) = (await undo(office)).visits
        assert left.legs[0].state == "called"
        assert await office.last_step(clerk(1), 1) is None

    in_office(tmp_path, scenario)


def test_of_two_corrections_the_later_goes_first(tmp_path):
    async def scenario(office, clock, visit):
        await correct(office, visit)
        await correct(office, visit, 1, **{"movers.1.name": "緑野 二郎", "insured": True})
        await undo(office)
        view = await office.records.record(clerk(1), visit.visit)
        assert answers(view)["movers"] == [{"name": NEW_NAME}, {"name": "緑野 太郎"}] and "insured" not in answers(view)
        await undo(office)
        view = await office.records.record(clerk(1), visit.visit)
        assert answers(view) == MOVE.answers and view.revision == 6

    in_office(tmp_path, scenario)


def test_a_person_added_by_a_correction_is_gone_again(tmp_path):
    async def scenario(office, clock, visit):
        view = await correct(office, visit, **{"movers.2": {"name": "緑野 三郎", "phone": "0441234567"}})
        assert len(answers(view)["movers"]) == 3
        await undo(office)
        view = await office.records.record(clerk(1), visit.visit)
        assert answers(view) == MOVE.answers and view.revision == 4

    in_office(tmp_path, scenario)


def test_what_was_corrected_otherwise_since_stays_as_it_is(tmp_path):
    async def scenario(office, clock, visit):
        await correct(office, visit)
        other = CorrectRecord(visit=visit.visit, application=0, changes={"movers.0.name": "別"}, revision=1, reason="mistyped")
        await office.records.correct_record(clerk(1, "c2"), other)
        with pytest.raises(Conflict):
            await undo(office)
        assert answers(await office.records.record(clerk(1), visit.visit))["movers"][0]["name"] == "別"

    in_office(tmp_path, scenario)


def test_a_person_taken_off_the_form_by_mistake_is_back(tmp_path):
    async def scenario(office, clock, visit):
        view = await correct(office, visit, **{"movers.0": None})
        assert answers(view)["movers"] == [{"name": "緑野 太郎"}]
        await undo(office)
        assert answers(await office.records.record(clerk(1), visit.visit)) == MOVE.answers

    in_office(tmp_path, scenario)


def test_after_a_minute_a_correction_is_put_back_on_its_own_line_only(tmp_path):
    async def scenario(office, clock, visit):
        await correct(office, visit)
        clock.forward(seconds=61)
        assert (await office.last_step(clerk(1), 1)).barred == "over"
        with pytest.raises(Declined, match="nothing_to_undo"):
            await undo(office)

    in_office(tmp_path, scenario)


def test_the_same_undo_sent_twice_puts_one_correction_back_and_leaves_the_step_before_it(tmp_path):
    async def scenario(office, clock, visit):
        await correct(office, visit)
        assert await undo(office, "press-z") == await undo(office, "press-z")
        view = await office.records.record(clerk(1), visit.visit)
        assert view.revision == 2 and (await office.last_step(clerk(1), 1)).action == "start"

    in_office(tmp_path, scenario)


def test_who_sent_the_visit_on_takes_that_back_and_not_the_correction_before(tmp_path):
    async def scenario(office, clock, visit):
        await correct(office, visit)
        await act(office, await office.visit(clerk(1), visit.visit), "reception", "finish", 1)
        assert (await office.last_step(clerk(1), 1)).action == "finish"
        await undo(office)
        assert await office.last_step(clerk(1), 1) is None
        assert answers(await office.records.record(clerk(1), visit.visit))["movers"][0]["name"] == NEW_NAME

    in_office(tmp_path, scenario)
