"""Hold, transfer, send back, left, undo, and calls out of turn: one outcome each, whoever presses when."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from config.site import Helping
from hub.domain.transitions import IllegalAction
from hub.office import Conflict, CounterBusy, Declined, WrongCounter, refusal_of
from hub.security.actors import Board, Resident, System
from hub.wire import ActOnLeg, CallNext, LegCalled, LegMoved, OpenVisit, UndoStep, VisitEnded, VisitReopened
from tests.hub.small_office import (
    BUNDLE,
    COUNTERS,
    INSURE,
    NINE,
    Clock,
    act,
    call,
    clerk,
    issue,
    moving,
    number_only,
    small_office,
    states,
    with_site,
)


def in_office(tmp_path, scenario, bundle=BUNDLE):
    async def play():
        clock = Clock()
        async with small_office(tmp_path, clock, bundle) as office:
            await scenario(office, clock)

    asyncio.run(play())


async def do(office, visit, action, counter=1, stage="reception", service="residence", **more):
    leg = next(leg for leg in visit.legs if (leg.stage, leg.service) == (stage, service))
    return await office.act(clerk(counter), ActOnLeg(visit=visit.visit, leg=leg.leg, action=action, version=visit.version, **more))


async def served(office, counter=1):
    return await act(office, await call(office, counter), "reception", "start", counter)


async def board(office):
    return [(row.number, row.state, row.counter) for row in (await office.hall.board_state(Board("01"))).rows]


async def sits_at(office, counter):
    """Somebody is really signed in at this desk."""
    await office.door.create_staff(System(), f"clerk{counter}", "clerk", "窓口", "a long enough password")
    signed = await office.door.sign_in(Resident("here"), f"clerk{counter}", "a long enough password")
    return await office.door.take_counter(signed.staff, counter)


# --- hold --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begun", [False, True])
def test_who_fetches_a_paper_is_held_the_desk_is_free_and_the_place_is_kept(tmp_path, begun):
    async def scenario(office, clock):
        await issue(office, "k1")
        clock.forward(minutes=5)
        await issue(office, "k2")
        visit = await served(office) if begun else await call(office, 1)
        due = clock.now + timedelta(minutes=20)

        held = await do(office, visit, "hold", reason="fetching_papers", due=due, then_next=True)

        assert (held.legs[0].state, held.legs[0].due, held.legs[0].reason) == ("on_hold", due, "fetching_papers")
        assert await board(office) == [("A-002", "called", 1)]
        await issue(office, "k3")
        back = await do(office, held, "return")
        assert back.legs[0].due is None
        listed = [visit.number for visit in await office.visits(clerk(2), stage="reception", counter=2)]
        assert listed[0] == "A-001", "the first arrival counts"

    in_office(tmp_path, scenario)


def test_who_is_on_hold_and_back_by_now_is_called_before_everybody_who_waits(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        clock.forward(minutes=5)
        await issue(office, "k2")
        due = clock.now + timedelta(minutes=20)
        await do(office, await served(office), "hold", reason="fetching_papers", due=due)
        assert (await call(office, 1)).number == "A-002", "the time has not come"
        clock.forward(minutes=20)
        await issue(office, "k3")

        called = await call(office, 2)

        assert (called.number, called.legs[0].state, called.legs[0].due) == ("A-001", "called", None)
        chosen = (await office.choices(clerk(2), NINE))[-1]
        assert (chosen.number, chosen.rule, chosen.ahead) == ("A-001", "due", 0)

    in_office(tmp_path, scenario)


def test_a_desk_with_time_helps_another_line_and_stops_when_its_own_grows(tmp_path):
    helping = msgspec.structs.replace(COUNTERS[3], helps=(Helping(("residence",), below=1),))
    bundle = with_site(counters=(*COUNTERS[:3], helping, COUNTERS[4]))

    async def scenario(office, clock):
        await issue(office, "k1")
        await issue(office, "k2")
        assert [each.number for each in await office.visits(clerk(7), counter=7)] == ["A-001", "A-002"]
        assert (await call(office, 7)).number == "A-001"
        await issue(office, "k3", OpenVisit(language="ja", service="insurance"))
        assert [each.number for each in await office.visits(clerk(7), counter=7)] == ["A-001", "K-001"]

    in_office(tmp_path, scenario, bundle)


def test_who_was_held_comes_to_any_desk_with_the_skill_and_is_called_there(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        held = await do(office, await served(office), "hold", reason="waiting_for_family")

        assert held.legs[0].due is None
        called = await do(office, held, "call", counter=2)

        assert (called.legs[0].state, called.legs[0].counter) == ("called", 2)

    in_office(tmp_path, scenario)


@pytest.mark.parametrize(
    "due", [NINE, NINE - timedelta(minutes=1), NINE + timedelta(days=1), (NINE + timedelta(hours=1)).replace(tzinfo=None)]
)
def test_a_hold_ends_later_on_the_same_day(tmp_path, due):
    async def scenario(office, clock):
        await issue(office, "k1")
        visit = await served(office)

        with pytest.raises(Declined) as declined:
            await do(office, visit, "hold", reason="other", due=due)

        assert refusal_of(declined.value).error == "unusable_time"
        assert (await office.visit(clerk(1), visit.visit)) == visit

    in_office(tmp_path, scenario)


@pytest.mark.parametrize("action", ["hold", "transfer", "leave"])
@pytest.mark.parametrize("reason", ["", "went_fishing"])
def test_what_leaves_the_ordinary_way_has_a_reason_of_the_list(tmp_path, action, reason):
    async def scenario(office, clock):
        await issue(office, "k1")
        visit = await served(office)

        with pytest.raises(Declined, match="reason_needed"):
            await do(office, visit, action, reason=reason)

        assert (await office.visit(clerk(1), visit.visit)) == visit

    in_office(tmp_path, scenario)


# --- transfer -----------------------------------------------------------------------------------------------------------------


def test_a_number_of_the_wrong_line_keeps_its_arrival_and_takes_its_way_along(tmp_path):
    heard = []

    async def scenario(office, clock):
        office.subscribe(heard.extend)
        ticket = await issue(office, "k1")
        clock.forward(minutes=10)
        await issue(office, "k2", number_only("insurance"))

        moved = await do(office, await call(office, 1), "transfer", to_service="insurance", reason="wrong_line")

        assert [(leg.service, leg.stage, leg.state) for leg in moved.legs] == [("insurance", "reception", "waiting")]
        assert {line.service: line.people_waiting for line in (await office.hall.board_state(Board("01"))).lines} == {
            "residence": 0,
            "certificates": 0,
            "insurance": 2,
        }
        assert await board(office) == []
        assert (await call(office, 7)).number == ticket.number
        done = await act(office, await office.visit(clerk(7), ticket.visit), "reception", "start", 7, "insurance")
        await act(office, done, "reception", "finish", 7, "insurance")
        assert isinstance(heard[-1], VisitEnded)

    in_office(tmp_path, scenario)
    told = [(event.service, event.state, event.off_board) for event in heard if isinstance(event, LegMoved) and event.how]
    assert told == [("residence", "waiting", True), ("insurance", "waiting", False)]


def test_a_number_sent_to_a_longer_way_gets_the_stages_of_that_service(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", number_only("certificates"))
        visit = await call(office, 1)

        moved = await do(office, visit, "transfer", service="certificates", to_service="residence", reason="wrong_line")

        assert states(moved) == {
            "reception": "waiting",
            "examination": "blocked",
            "entry": "blocked",
            "verification": "blocked",
            "delivery": "blocked",
        }
        assert {leg.service for leg in moved.legs} == {"residence"}

    in_office(tmp_path, scenario)


def test_a_procedure_sent_to_another_service_is_received_there_and_goes_on_at_its_own(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving())
        visit = await served(office)
        moved = await do(office, visit, "transfer", to_service="insurance", reason="in_charge")
        visit = await call(office, 7)
        visit = await act(office, visit, "reception", "start", 7, "insurance")
        visit = await act(office, visit, "reception", "finish", 7, "insurance")

        assert (states(moved)["examination"], states(visit)["examination"]) == ("blocked", "waiting")

    in_office(tmp_path, scenario)


def test_a_place_kept_for_one_desk_is_called_there_alone_until_nobody_sits_there(tmp_path):
    async def scenario(office, clock):
        person = await sits_at(office, 2)
        await issue(office, "k1")
        clock.forward(minutes=1)
        await issue(office, "k2")
        moved = await do(office, await call(office, 1), "transfer", to_counter=2, reason="language")
        assert moved.legs[0].reserved == 2

        assert (await call(office, 1)).number == "A-002"
        first = (await office.visits(clerk(2), stage="reception", counter=2))[0]
        assert (first.number, first.reason) == ("A-001", "reserved")

        await office.door.sign_out(person)
        await do(office, (await office.visits(clerk(1), stage="reception", counter=1))[0], "return")
        assert (await call(office, 1)).number == "A-001", "nobody waits for an empty desk"

    in_office(tmp_path, scenario)


def test_a_desk_nobody_sits_at_gets_nobody(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        visit = await served(office)

        with pytest.raises(Declined) as declined:
            await do(office, visit, "transfer", to_counter=2, reason="other")

        assert refusal_of(declined.value).error == "counter_closed"
        with pytest.raises(WrongCounter):
            await do(office, visit, "transfer", to_counter=7, reason="other")
        with pytest.raises(Declined, match="unknown_service"):
            await do(office, visit, "transfer", to_service="parking", reason="other")
        assert (await office.visit(clerk(1), visit.visit)) == visit

    in_office(tmp_path, scenario)


def test_a_service_that_has_closed_gets_nobody(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        visit = await served(office)
        clock.forward(hours=9)

        with pytest.raises(Declined, match="service_closed"):
            await do(office, visit, "transfer", to_service="insurance", reason="wrong_line")

    in_office(tmp_path, scenario)


# --- send back ----------------------------------------------------------------------------------------------------------------


async def examined(office):
    visit = await served(office)
    visit = await act(office, visit, "reception", "finish", 1)
    visit = await act(office, visit, "examination", "start", 21)
    return await act(office, visit, "examination", "finish", 21)


def test_papers_sent_back_stand_first_where_they_came_from_and_what_followed_waits_again(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving())
        visit = await act(office, await examined(office), "entry", "start", 21)

        back = await do(office, visit, "send_back", 21, "entry", reason="entered_wrongly", note="番地")

        assert states(back) | {"delivery": ""} == {
            "reception": "done",
            "examination": "waiting",
            "entry": "blocked",
            "verification": "blocked",
            "delivery": "",
        }
        assert next(leg for leg in back.legs if leg.stage == "examination").reason == "entered_wrongly"
        again = await act(office, back, "examination", "start", 21)
        again = await act(office, again, "examination", "finish", 21)
        assert states(again)["entry"] == "waiting"

    in_office(tmp_path, scenario)


def test_the_back_office_sends_back_to_reception_and_the_resident_is_called_again_in_the_old_place(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving())
        clock.forward(minutes=5)
        await issue(office, "k2", moving())
        visit = await act(office, await examined(office), "entry", "start", 21)

        back = await do(office, visit, "send_back", 21, "entry", to_stage="reception", reason="something_missing", note="委任状")

        assert (states(back)["reception"], states(back)["examination"]) == ("waiting", "blocked")
        assert {leg.mend for leg in back.legs} == {""}, "what was written freely is read where the record is"
        assert (await call(office, 1)).number == "A-001"
        before = await office.floor.floor_notes(clerk(1), back.visit)
        assert [(each.text, each.counter) for each in before.notes] == [("委任状", 21)]
        assert (await office.floor.floor_notes(clerk(2), back.visit)).notes == ()

    in_office(tmp_path, scenario)


def test_what_is_to_be_mended_is_named_in_the_list_where_it_is_an_answer_of_the_form(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving())
        visit = await act(office, await examined(office), "entry", "start", 21)

        back = await do(office, visit, "send_back", 21, "entry", to_stage="reception", reason="entered_wrongly", note=" 電話番号 ")

        waits = next(leg for leg in back.legs if leg.stage == "reception")
        assert (waits.reason, waits.mend) == ("entered_wrongly", "moving_in.movers.phone")
        assert {leg.mend for leg in back.legs if leg.stage != "reception"} == {""}

    in_office(tmp_path, scenario)


def test_a_sending_back_that_is_taken_back_takes_its_note_along_and_no_other(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving())
        visit = await act(office, await examined(office), "entry", "start", 21)
        await do(office, visit, "send_back", 21, "entry", to_stage="reception", reason="something_missing", note="委任状")
        (visit,) = (await undo(office, 21)).visits
        assert (await office.records.record(clerk(21), visit.visit)).notes == ()

        clock.forward(minutes=5)
        back = await do(office, visit, "send_back", 21, "entry", to_stage="reception", reason="something_missing", note="印鑑")
        assert (await call(office, 1)).number == "A-001"
        before = await office.floor.floor_notes(clerk(1), back.visit)
        assert [each.text for each in before.notes] == ["印鑑"]

    in_office(tmp_path, scenario)


def test_from_the_first_stage_nothing_is_sent_back(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving())
        with pytest.raises(IllegalAction):
            await do(office, await served(office), "send_back", reason="something_else")

    in_office(tmp_path, scenario)


# --- left -----------------------------------------------------------------------------------------------------------------------


def test_who_left_is_called_nowhere_and_papers_already_taken_in_go_on(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving(INSURE))
        visit = await act(office, await served(office), "reception", "finish", 1)
        assert states(visit, "insurance") == {"reception": "waiting"}

        left = await do(office, visit, "leave", 7, service="insurance", reason="another_day")

        assert states(left, "insurance") == {"reception": "left"}
        assert (states(left)["examination"], states(left)["delivery"]) == ("waiting", "left")

    in_office(tmp_path, scenario)


def test_who_left_before_anything_was_taken_in_has_ended(tmp_path):
    heard = []

    async def scenario(office, clock):
        office.subscribe(heard.extend)
        await issue(office, "k1", moving())
        left = await do(office, (await office.visits(clerk(1)))[0], "leave", reason="cannot_wait")
        assert {leg.state for leg in left.legs} == {"left"}

    in_office(tmp_path, scenario)
    assert isinstance(heard[-1], VisitEnded)


# --- undo -----------------------------------------------------------------------------------------------------------------------


async def undo(office, counter=1, name="c1"):
    return await office.undo(clerk(counter, name), UndoStep(counter=counter))


@pytest.mark.parametrize(
    ("steps", "action", "more"),
    [
        (("call",), "start", {}),
        (("call",), "recall", {}),
        (("call",), "mark_absent", {}),
        (("call",), "return", {}),
        (("call",), "hold", {"reason": "other"}),
        (("call", "start"), "finish", {}),
        (("call", "start"), "cancel", {}),
        (("call", "start"), "leave", {"reason": "another_day"}),
        (("call", "start"), "transfer", {"reason": "wrong_line", "to_service": "insurance"}),
        (("call", "mark_absent"), "mark_no_show", {}),
        (("call", "mark_absent"), "return", {}),
    ],
)
def test_every_step_can_be_taken_back_for_a_minute_and_is_called_out_no_second_time(tmp_path, steps, action, more):
    heard = []

    async def scenario(office, clock):
        await issue(office, "k1")
        visit = (await office.visits(clerk(1)))[0]
        for step in steps:
            visit = await do(office, visit, step)
        before, rows = visit, await board(office)
        lines = (await office.hall.board_state(Board("01"))).lines
        await do(office, visit, action, **more)
        office.subscribe(heard.extend)
        clock.forward(seconds=60)
        assert (await office.last_step(clerk(1), 1)).action == action

        (again,) = (await undo(office)).visits

        assert again.legs == before.legs and again.version == before.version + 2
        assert await board(office) == rows
        assert (await office.hall.board_state(Board("01"))).lines == lines
        assert await office.last_step(clerk(1), 1) is None
        with pytest.raises(Declined, match="nothing_to_undo"):
            await undo(office)

    in_office(tmp_path, scenario)
    assert not [event for event in heard if isinstance(event, LegCalled)]


def test_a_call_taken_back_leaves_the_boards(tmp_path):
    heard = []

    async def scenario(office, clock):
        await issue(office, "k1")
        await call(office, 1)
        office.subscribe(heard.extend)
        await undo(office)
        assert await board(office) == []
        assert (await call(office, 2)).number == "A-001"

    in_office(tmp_path, scenario)
    moved = heard[0]
    assert (moved.how, moved.state, moved.off_board, moved.line.people_waiting) == ("undone", "waiting", True, 1)


def test_finishing_and_calling_the_next_is_one_step_back(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        await issue(office, "k2")
        first = await served(office)
        answer = await office.call_next(clerk(1), CallNext(counter=1, stage="reception", finish=True))

        undone = await undo(office)

        assert [visit.number for visit in undone.visits] == ["A-001", "A-002"]
        assert undone.visits[0].legs == first.legs
        assert undone.visits[1].legs[0].state == "waiting"
        assert answer.called.number == "A-002"

    in_office(tmp_path, scenario)


def test_an_end_taken_back_is_told_and_the_visit_goes_on(tmp_path):
    heard = []

    async def scenario(office, clock):
        await issue(office, "k1", number_only("insurance"))
        visit = await act(office, await call(office, 7), "reception", "start", 7, "insurance")
        await act(office, visit, "reception", "finish", 7, "insurance")
        assert await office.visits(clerk(7)) == ()
        office.subscribe(heard.extend)

        await undo(office, 7)

        assert (await office.visits(clerk(7)))[0].visit == visit.visit
        assert await office.close_day(System()) == NINE.date()
        assert await office.visits(clerk(7)) == ()

    in_office(tmp_path, scenario)
    assert isinstance(heard[0], VisitReopened)
    assert isinstance(heard[1], LegMoved) and heard[1].state == "serving"


def test_after_a_minute_another_clerk_or_another_desk_nothing_is_taken_back(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        await call(office, 1)
        with pytest.raises(Declined, match="nothing_to_undo"):
            await undo(office, 1, "c2")
        with pytest.raises(Declined, match="nothing_to_undo"):
            await undo(office, 2)
        with pytest.raises(WrongCounter):
            await office.undo(clerk(1), UndoStep(counter=2))
        clock.forward(seconds=61)
        with pytest.raises(Declined, match="nothing_to_undo"):
            await undo(office)
        assert (await office.expire(System(), clock.now))["steps"] == 1

    in_office(tmp_path, scenario)


def test_what_somebody_else_acted_on_since_stays_as_it_is(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        visit = await do(office, await call(office, 1), "mark_absent")
        taken = await do(office, visit, "call", counter=2)

        assert (await office.last_step(clerk(1), 1)).barred == "moved"
        with pytest.raises(Conflict) as conflict:
            await undo(office)

        assert conflict.value.current == taken

    in_office(tmp_path, scenario)


def test_a_step_is_not_taken_back_onto_a_desk_that_has_somebody_else(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        await issue(office, "k2")
        await do(office, await served(office), "hold", reason="other")
        colleague = clerk(1, "c2")
        await office.call_next(colleague, CallNext(counter=1, stage="reception"))

        with pytest.raises(CounterBusy) as busy:
            await undo(office)

        assert busy.value.current.number == "A-002"

    in_office(tmp_path, scenario)


def test_of_an_undo_and_a_call_at_the_same_moment_one_wins_and_the_visit_is_in_one_place(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        visit = await do(office, await call(office, 1), "return")
        results = await asyncio.gather(
            undo(office), office.call_next(clerk(2), CallNext(counter=2, stage="reception")), return_exceptions=True
        )
        now = await office.visit(clerk(1), visit.visit)
        assert now.legs[0].state == "called"
        won = [result for result in results if not isinstance(result, Exception)]
        # either the call was first and the undo is refused, or the undo was and nobody was left to call
        assert now.legs[0].counter == (2 if len(won) == 1 else 1)

    in_office(tmp_path, scenario)


def test_the_same_undo_sent_twice_takes_one_step_back(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        await issue(office, "k2")
        visit = await call(office, 1)
        await do(office, visit, "start")
        message = UndoStep(counter=1)
        first = await office.undo(clerk(1), message, "press-1")
        assert await office.undo(clerk(1), message, "press-1") == first

    in_office(tmp_path, scenario)


# --- why this number ------------------------------------------------------------------------------------------------------------


def test_a_call_out_of_turn_needs_a_reason_and_keeps_how_many_were_passed_over(tmp_path):
    async def scenario(office, clock):
        for index in range(3):
            await issue(office, f"k{index}")
            clock.forward(minutes=1)
        third = (await office.visits(clerk(1), stage="reception", counter=1))[2]
        with pytest.raises(Declined, match="reason_needed"):
            await do(office, third, "call")

        await do(office, third, "call", reason="needs_to_go_first")

        (choice,) = await office.choices(clerk(1), NINE)
        assert (choice.number, choice.rule, choice.reason, choice.ahead) == ("A-003", "picked", "needs_to_go_first", 2)

    in_office(tmp_path, scenario)


def test_every_call_keeps_its_rule_and_the_keys_of_the_policy(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        clock.forward(minutes=10)
        await issue(office, "k2", number_only(consideration=True))

        await call(office, 1)

        (choice,) = await office.choices(clerk(1), NINE)
        assert (choice.number, choice.rule, choice.ahead) == ("A-002", "consideration", 1)
        assert (choice.arrived, choice.rank) == (clock.now, clock.now - timedelta(minutes=15))
        await undo(office)
        assert await office.choices(clerk(1), NINE) == ()

    in_office(tmp_path, scenario)


def test_who_is_first_in_line_is_picked_without_a_reason(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        await do(office, (await office.visits(clerk(1)))[0], "call")
        assert [choice.rule for choice in await office.choices(clerk(1), NINE)] == ["arrival"]

    in_office(tmp_path, scenario)
