"""引き継ぎ: what another desk serves goes on at this one, with a reason, and the record with it."""

import asyncio

import pytest

from hub.domain.transitions import IllegalAction
from hub.office import Conflict, CounterBusy, Declined
from hub.office.refusals import WrongCounter
from hub.wire import ActOnLeg, CallNext, CorrectRecord, LegMoved, RecordChanged, RecordView, UndoStep
from tests.hub.small_office import INSURE, act, call, clerk, error_of, issue, moving, small_office


def in_office(tmp_path, scenario):
    async def play():
        async with small_office(tmp_path) as office:
            await scenario(office)

    asyncio.run(play())


def take(visit, stage="reception", reason="colleague_away", **changes):
    leg = next(leg for leg in visit.legs if leg.stage == stage)
    return ActOnLeg(visit=visit.visit, leg=leg.leg, action="take_over", version=visit.version, reason=reason, **changes)


async def serving(office, *more):
    await issue(office, "press", moving(*more))
    return await act(office, await call(office, 1), "reception", "start", 1)


def test_the_visit_goes_on_at_the_new_desk_and_the_old_one_is_free(tmp_path):
    async def scenario(office):
        visit = await serving(office)
        taken = await office.act(clerk(2, "c2"), take(visit))
        assert (taken.legs[0].state, taken.legs[0].counter) == ("serving", 2)
        assert isinstance(await office.records.record(clerk(2, "c2"), visit.visit), RecordView)
        assert error_of(await office.records.record(clerk(1), visit.visit)) == "not_at_your_counter"
        await issue(office, "another-press", moving())
        assert await call(office, 1)
        moved = [each for each in await office.history(clerk(2, "c2"), visit.visit) if isinstance(each, LegMoved)]
        assert moved[-1].how == "taken_over"
        with pytest.raises(Conflict):
            await act(office, visit, "reception", "finish", 1)  # the page of the old desk is an old one

    in_office(tmp_path, scenario)


def test_it_needs_a_reason_the_skill_and_a_free_desk(tmp_path):
    async def scenario(office):
        visit = await serving(office)
        with pytest.raises(Declined, match="reason_needed"):
            await office.act(clerk(2, "c2"), take(visit, reason=""))
        with pytest.raises(WrongCounter):
            await office.act(clerk(7, "c7"), take(visit))
        await issue(office, "another-press", moving())
        await act(office, await call(office, 2), "reception", "start", 2)
        with pytest.raises(CounterBusy):
            await office.act(clerk(2, "c2"), take(visit))

    in_office(tmp_path, scenario)


def test_only_what_is_served_can_be_taken_over(tmp_path):
    async def scenario(office):
        await issue(office, "press", moving())
        called = await call(office, 1)
        with pytest.raises(IllegalAction):
            await office.act(clerk(2, "c2"), take(called))

    in_office(tmp_path, scenario)


def test_it_is_taken_back_within_a_minute(tmp_path):
    async def scenario(office):
        visit = await serving(office)
        await office.act(clerk(2, "c2"), take(visit))
        (back,) = (await office.undo(clerk(2, "c2"), UndoStep(2))).visits
        assert back.legs[0].counter == 1

    in_office(tmp_path, scenario)


def test_who_serves_another_part_takes_the_right_to_change_the_record(tmp_path):
    async def scenario(office):
        visit = await serving(office, INSURE)
        await office.call_next(clerk(1), CallNext(counter=1, stage="reception", finish=True))
        await call(office, 21, "examination")
        await act(office, await call(office, 7), "reception", "start", 7, "insurance")
        behind = clerk(21, "c2")
        correction = CorrectRecord(visit.visit, 0, {"movers.0.name": "緑野 はな"}, 0, "mistyped")
        with pytest.raises(Declined, match="record_held"):
            await office.records.correct_record(behind, correction)
        now = await office.visit(behind, visit.visit)
        await office.act(behind, take(now, "examination", "told_to"))
        assert isinstance(await office.records.correct_record(behind, correction), RecordView)
        with pytest.raises(Declined, match="record_held"):
            await office.records.correct_record(
                clerk(7, "c3"), CorrectRecord(visit.visit, 0, {"movers.0.name": "緑野"}, 1, "mistyped")
            )
        told = [each.what for each in await office.history(behind, visit.visit) if isinstance(each, RecordChanged)]
        assert told == ["taken", "corrected"]

    in_office(tmp_path, scenario)
