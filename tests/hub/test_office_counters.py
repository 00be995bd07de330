"""Counters: one caller a visit, one visit a counter, and everybody sees what was first."""

import asyncio

import msgspec
import pytest

from hub.domain.transitions import IllegalAction
from hub.office import Conflict, CounterBusy, UnknownVisit, WrongCounter, refusal_of
from hub.security.actors import Board, Staff, System
from hub.wire import ActOnLeg, CallNext, LegCalled, LegMoved, Notice, VisitEnded
from tests.hub.small_office import (
    COPY,
    INSURE,
    KIOSK,
    NAME,
    Clock,
    act,
    call,
    clerk,
    error_of,
    issue,
    moving,
    number_only,
    small_office,
    states,
)


def in_office(tmp_path, scenario, clock=None):
    async def play():
        async with small_office(tmp_path, clock) as office:
            await scenario(office)

    asyncio.run(play())


async def to_delivery(office, visit):
    """From a called visit to the moment its delivery waits."""
    visit = await act(office, visit, "reception", "start", 1)
    visit = await act(office, visit, "reception", "finish", 1)
    for stage in ("examination", "entry", "verification"):
        visit = await act(office, visit, stage, "start", 21)
        visit = await act(office, visit, stage, "finish", 21)
    return visit


def test_a_whole_visit_is_called_twice_and_ends(tmp_path):
    heard = []

    async def scenario(office):
        office.subscribe(heard.extend)
        ticket = await issue(office, "k1", moving())
        visit = await to_delivery(office, await call(office, 1))
        visit = await call(office, 5, "delivery")
        visit = await act(office, visit, "delivery", "start", 5)
        visit = await act(office, visit, "delivery", "finish", 5)
        assert set(states(visit).values()) == {"done"}
        assert await office.visits(clerk(1)) == ()
        assert await office.history(clerk(1), ticket.visit) == tuple(heard)

    in_office(tmp_path, scenario)
    calls = [(event.row.stage, event.row.counter, event.row.number) for event in heard if isinstance(event, LegCalled)]
    assert calls == [("reception", 1, "A-001"), ("delivery", 5, "A-001")]
    assert isinstance(heard[-1], VisitEnded)
    assert [event.seq for event in heard] == list(range(1, len(heard) + 1))


def test_two_counters_that_press_at_once_call_two_different_people(tmp_path):
    async def scenario(office):
        for index in range(3):
            await issue(office, f"k{index}")
        one, two = await asyncio.gather(
            office.call_next(clerk(1), CallNext(counter=1, stage="reception")),
            office.call_next(clerk(2), CallNext(counter=2, stage="reception")),
        )
        assert {one.called.number, two.called.number} == {"A-001", "A-002"}

    in_office(tmp_path, scenario)


def test_of_two_clerks_who_take_the_same_visit_one_wins_and_the_other_sees_it(tmp_path):
    async def scenario(office):
        await issue(office, "k1")
        (visit,) = await office.visits(clerk(1))
        action = {"visit": visit.visit, "leg": visit.legs[0].leg, "action": "call", "version": visit.version}
        results = await asyncio.gather(
            office.act(clerk(1), ActOnLeg(**action, counter=1)),
            office.act(clerk(2), ActOnLeg(**action, counter=2)),
            return_exceptions=True,
        )
        (lost,) = [result for result in results if isinstance(result, Conflict)]
        (won,) = [result for result in results if not isinstance(result, Conflict)]
        assert lost.current == won
        refusal = refusal_of(lost)
        assert refusal.error == "conflict" and refusal.current["legs"][0]["counter"] == won.legs[0].counter

    in_office(tmp_path, scenario)


def test_a_counter_serves_one_visit_at_a_time(tmp_path):
    async def scenario(office):
        for index in range(2):
            await issue(office, f"k{index}")
        visit = await call(office, 1)
        with pytest.raises(CounterBusy) as busy:
            await call(office, 1)
        assert busy.value.current.number == "A-001"
        (_, other) = await office.visits(clerk(1), stage="reception", counter=1)
        with pytest.raises(CounterBusy):
            await act(office, other, "reception", "call", 1)
        with pytest.raises(IllegalAction):  # called, but nobody came yet
            await call(office, 1, finish=True)

        visit = await act(office, visit, "reception", "start", 1)
        done = await office.call_next(clerk(1), CallNext(counter=1, stage="reception", finish=True))
        assert (done.finished.number, done.called.number) == ("A-001", "A-002")

    in_office(tmp_path, scenario)


def test_who_changes_the_desk_in_the_middle_of_a_visit_ends_it_first(tmp_path):
    async def scenario(office):
        for index in range(2):
            await issue(office, f"k{index}")
        visit = await call(office, 1)
        moved = msgspec.structs.replace(clerk(1), counter=2)
        with pytest.raises(CounterBusy) as busy:
            await office.call_next(moved, CallNext(counter=2, stage="reception"))
        assert busy.value.current == visit
        visit = await act(office, visit, "reception", "mark_absent", 1)
        assert (await office.call_next(moved, CallNext(counter=2, stage="reception"))).called.number == "A-002"

    in_office(tmp_path, scenario)


def test_a_reason_is_one_of_a_list_and_never_free_words(tmp_path):
    async def scenario(office):
        await issue(office, "k1")
        visit = await call(office, 1)
        message = ActOnLeg(visit=visit.visit, leg=visit.legs[0].leg, action="cancel", version=visit.version, reason="緑野さん")
        with pytest.raises(msgspec.ValidationError):
            await office.act(clerk(1), message)
        await office.act(clerk(1), msgspec.structs.replace(message, reason="went_home"))
        noted = await office._store.read(lambda connection: connection.execute("SELECT action, reason FROM reasons").fetchall())
        assert noted == [("call", ""), ("cancel", "went_home")]

    in_office(tmp_path, scenario)


def test_a_long_list_comes_by_the_page_in_the_order_of_the_line(tmp_path):
    clock = Clock()

    async def scenario(office):
        for index in range(12):
            await issue(office, f"k{index}")
            clock.forward(minutes=1)
        visit = await call(office, 1)
        listed = await office.visits(clerk(1), stage="reception", counter=1, limit=5)
        assert [each.number for each in listed] == ["A-001", "A-002", "A-003", "A-004", "A-005"]
        await act(office, visit, "reception", "mark_absent", 1)
        assert (await office.visits(clerk(1), stage="reception", counter=1))[-1].number == "A-001"

    in_office(tmp_path, scenario, clock)


def test_finishing_counts_though_nobody_waits(tmp_path):
    async def scenario(office):
        await issue(office, "k1")
        await act(office, await call(office, 1), "reception", "start", 1)
        done = await office.call_next(clerk(1), CallNext(counter=1, stage="reception", finish=True))
        assert done.called is None
        assert states(done.finished)["examination"] == "waiting"

    in_office(tmp_path, scenario)


def test_the_same_press_sent_twice_calls_one_number(tmp_path):
    async def scenario(office):
        for index in range(3):
            await issue(office, f"k{index}")
        message = CallNext(counter=1, stage="reception")
        first, second = await asyncio.gather(*(office.call_next(clerk(1), message, "f2-1") for _ in range(2)))
        assert first == second
        start = ActOnLeg(visit=first.called.visit, leg=first.called.legs[0].leg, action="start", version=first.called.version)
        assert await office.act(clerk(1), start, "f2-2") == await office.act(clerk(1), start, "f2-2")

    in_office(tmp_path, scenario)


def test_a_clerk_acts_at_the_own_counter_and_within_its_skills(tmp_path):
    async def scenario(office):
        await issue(office, "k1")
        await issue(office, "k2", number_only("insurance"))
        for actor, message in (
            (clerk(1), CallNext(counter=2, stage="reception")),
            (clerk(None), CallNext(counter=1, stage="reception")),
            (clerk(99), CallNext(counter=99, stage="reception")),
            (clerk(1), CallNext(counter=1, stage="delivery")),
        ):
            with pytest.raises(WrongCounter):
                await office.call_next(actor, message)
        insurance = next(v for v in await office.visits(clerk(7)) if v.service == "insurance")
        with pytest.raises(WrongCounter):
            await act(office, insurance, "reception", "call", 1, service="insurance")

    in_office(tmp_path, scenario)


def test_what_does_not_exist_is_said(tmp_path):
    async def scenario(office):
        await issue(office, "k1")
        (visit,) = await office.visits(clerk(1))
        with pytest.raises(UnknownVisit):
            await office.visit(clerk(1), "no such visit")
        for wrong in ({"visit": "x", "leg": visit.legs[0].leg}, {"visit": visit.visit, "leg": "x"}):
            with pytest.raises(UnknownVisit):
                await office.act(clerk(1), ActOnLeg(**wrong, action="call", version=1))

    in_office(tmp_path, scenario)


def test_who_was_absent_and_comes_back_stands_third_and_the_list_says_why(tmp_path):
    clock = Clock()

    async def scenario(office):
        for index in range(5):
            await issue(office, f"k{index}")
            clock.forward(minutes=1)
        visit = await act(office, await call(office, 1), "reception", "mark_absent", 1)
        board = await office.hall.board_state(Board("01"))
        assert [(row.number, row.state) for row in board.rows] == [("A-001", "absent")]

        visit = await act(office, visit, "reception", "return", 1)

        listed = await office.visits(clerk(1), stage="reception", counter=1)
        assert [(each.number, each.reason) for each in listed] == [
            ("A-002", "arrival"),
            ("A-003", "arrival"),
            ("A-001", "returned"),
            ("A-004", "arrival"),
            ("A-005", "arrival"),
        ]
        assert (await office.hall.board_state(Board("01"))).rows == ()

    in_office(tmp_path, scenario, clock)


def test_who_comes_to_the_desk_after_the_absence_is_served_there(tmp_path):
    async def scenario(office):
        await issue(office, "k1")
        visit = await act(office, await call(office, 1), "reception", "mark_absent", 1)
        visit = await act(office, visit, "reception", "call", 2)
        assert (visit.legs[0].counter, visit.legs[0].called_times) == (2, 2)
        await act(office, visit, "reception", "start", 2)

    in_office(tmp_path, scenario)


def test_consideration_moves_ahead_of_the_last_quarter_of_an_hour(tmp_path):
    clock = Clock()

    async def scenario(office):
        await issue(office, "k1")
        clock.forward(minutes=20)
        await issue(office, "k2")
        clock.forward(minutes=5)
        await issue(office, "k3", number_only(consideration=True))
        listed = await office.visits(clerk(1), stage="reception", counter=1)
        assert [each.number for each in listed] == ["A-001", "A-003", "A-002"]
        assert (await call(office, 1)).number == "A-001"
        assert (await call(office, 2)).number == "A-003"

    in_office(tmp_path, scenario, clock)


def test_who_is_at_one_counter_is_not_called_to_another(tmp_path):
    async def scenario(office):
        await issue(office, "k1", moving(INSURE))
        await to_delivery(office, await call(office, 1))
        visit = await call(office, 7)
        assert visit.number == "A-001"
        nobody = await office.call_next(clerk(5), CallNext(counter=5, stage="delivery"))
        assert nobody.called is None
        visit = await act(office, visit, "reception", "start", 7, "insurance")
        await act(office, visit, "reception", "finish", 7, "insurance")
        assert (await call(office, 5, "delivery")).number == "A-001"

    in_office(tmp_path, scenario)


def test_a_certificate_with_the_new_address_comes_after_the_verification_under_the_same_number(tmp_path):
    async def scenario(office):
        await issue(office, "k1", moving(COPY))
        visit = await call(office, 1)
        assert states(visit, "certificates")["reception"] == "blocked"
        visit = await to_delivery(office, visit)
        assert states(visit, "certificates")["reception"] == "waiting"
        listed = await office.visits(clerk(1), stage="reception", counter=1)
        assert [each.number for each in listed] == ["A-001"]

    in_office(tmp_path, scenario)


def test_back_office_desks_take_the_next_papers_and_nobody_hears_a_call(tmp_path):
    heard = []

    async def scenario(office):
        for index in range(2):
            await issue(office, f"k{index}", moving())
            visit = await act(office, await call(office, 1), "reception", "start", 1)
            await act(office, visit, "reception", "finish", 1)
        office.subscribe(heard.extend)
        first = await call(office, 21, "examination")
        second = await call(office, 21, "examination")
        assert (first.number, second.number) == ("A-001", "A-002")
        done = await office.call_next(clerk(21), CallNext(counter=21, stage="examination", finish=True))
        assert (done.finished.number, done.called) == ("A-001", None)

    in_office(tmp_path, scenario)
    assert all(isinstance(event, LegMoved) and not event.off_board for event in heard)


def test_a_record_opens_where_the_resident_is_served_and_each_opening_is_noted(tmp_path):
    async def scenario(office):
        await issue(office, "k1", moving())
        visit = await call(office, 1)
        assert error_of(await office.records.record(clerk(1), visit.visit)) == "not_at_your_counter"
        visit = await act(office, visit, "reception", "start", 1)
        assert error_of(await office.records.record(clerk(2), visit.visit)) == "not_at_your_counter"
        for _ in range(2):
            record = await office.records.record(clerk(1), visit.visit)
            assert record.applications[0].answers["movers"][0]["name"] == NAME
        await issue(office, "k2")
        other = await act(office, await call(office, 2), "reception", "start", 2)
        assert (await office.records.record(clerk(2), other.visit)).applications == ()
        noted = await office._store.read(
            lambda connection: connection.execute("SELECT actor, action, subject FROM audit").fetchall()
        )
        assert noted == [("clerk:c1", "record_opened", visit.visit)], "drawn twice, opened once; nothing lies in the other"

    in_office(tmp_path, scenario)


def test_the_back_office_opens_the_record_of_the_papers_it_has_taken(tmp_path):
    async def scenario(office):
        ticket = await issue(office, "k1", moving())
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        await act(office, visit, "reception", "finish", 1)
        assert error_of(await office.records.record(clerk(1), ticket.visit)) == "not_at_your_counter"
        assert error_of(await office.records.record(clerk(21), ticket.visit)) == "not_at_your_counter"
        await call(office, 21, "examination")
        assert (await office.records.record(clerk(21), ticket.visit)).number == "A-001"

    in_office(tmp_path, scenario)


def test_at_the_end_of_the_day_everything_open_ends_and_the_boards_are_empty(tmp_path):
    heard = []

    async def scenario(office):
        for index in range(3):
            await issue(office, f"k{index}")
        await act(office, await call(office, 1), "reception", "start", 1)
        await call(office, 2)
        office.subscribe(heard.extend)
        await office.close_day(Staff("m1", "manager", "", "00"))
        board = await office.hall.board_state(Board("01"))
        assert board.rows == () and {line.people_waiting for line in board.lines} == {0}
        assert await office.visits(clerk(1)) == ()
        await issue(office, "late")
        assert (await call(office, 1)).number == "A-004"

    in_office(tmp_path, scenario)
    assert [event.number for event in heard if isinstance(event, VisitEnded)] == ["A-001", "A-002", "A-003"]


def test_a_hub_that_was_off_at_night_begins_the_next_day_empty(tmp_path):
    clock = Clock()

    async def evening(office):
        await issue(office, "k1")

    async def morning(office):
        assert await office.visits(clerk(1)) == ()
        assert (await issue(office, "k2")).number == "A-001"

    in_office(tmp_path, evening, clock)
    clock.forward(days=1)
    in_office(tmp_path, morning, clock)


def test_a_hub_that_runs_through_the_night_ends_the_day_before_by_itself(tmp_path):
    clock = Clock()

    async def scenario(office):
        await issue(office, "k1")
        assert (await office.expire(System(), clock.now))["visits"] == 0
        clock.forward(hours=15, minutes=1)
        assert (await office.expire(System(), clock.now))["visits"] == 1
        assert await office.visits(clerk(1)) == ()

    in_office(tmp_path, scenario, clock)


def test_the_waiting_counts_of_the_board_are_those_of_the_lines(tmp_path):
    async def scenario(office):
        for index in range(4):
            await issue(office, f"k{index}", number_only("certificates") if index == 3 else number_only())
        await call(office, 2)
        board = await office.hall.board_state(KIOSK)
        assert {line.service: line.people_waiting for line in board.lines} == {"residence": 2, "certificates": 1, "insurance": 0}
        assert [(row.number, row.counter, row.times) for row in board.rows] == [("A-001", 2, 1)]
        assert board.notices == (Notice("番号札をお持ちください。"),)

    in_office(tmp_path, scenario)


def test_nothing_but_what_the_clerk_saw_in_hand_is_sent_on(tmp_path):
    async def scenario(office):
        for index in range(3):
            await issue(office, f"k{index}", moving())
            visit = await act(office, await call(office, 1), "reception", "start", 1)
            await act(office, visit, "reception", "finish", 1)
        seen = await call(office, 21, "examination")
        finish = CallNext(counter=21, stage="examination", finish=True, finishing=seen.visit, version=seen.version)
        done = await office.call_next(clerk(21), finish)
        assert (done.finished.number, done.called.number) == ("A-001", "A-002")

        with pytest.raises(Conflict):
            await office.call_next(clerk(21), finish)
        unseen = done.called
        with pytest.raises(Conflict):
            await office.call_next(clerk(21), msgspec.structs.replace(finish, finishing=unseen.visit, version=unseen.version - 1))
        assert states(await office.visit(clerk(21), unseen.visit))["examination"] == "serving"
        with pytest.raises(UnknownVisit):
            await office.call_next(clerk(21), msgspec.structs.replace(finish, finishing="nobody"))

    in_office(tmp_path, scenario)


def test_the_answer_says_what_became_of_the_number_on_the_button(tmp_path):
    async def scenario(office):
        for index in range(4):
            await issue(office, f"k{index}")
        await call(office, 2)
        answer = await office.call_next(clerk(1), CallNext(counter=1, stage="reception", expected="A-001"))
        assert answer.called.number == "A-002"
        assert (answer.instead.number, answer.instead.state, answer.instead.counter) == ("A-001", "called", 2)
        await act(office, await act(office, answer.called, "reception", "mark_absent", 1), "reception", "mark_no_show", 1)
        as_said = await office.call_next(clerk(1), CallNext(counter=1, stage="reception", expected="A-003"))
        assert (as_said.called.number, as_said.instead) == ("A-003", None)
        await act(office, await act(office, as_said.called, "reception", "mark_absent", 1), "reception", "mark_no_show", 1)
        unknown = await office.call_next(clerk(1), CallNext(counter=1, stage="reception", expected="Z-999"))
        assert (unknown.called.number, unknown.instead) == ("A-004", None)
        await act(office, await act(office, unknown.called, "reception", "mark_absent", 1), "reception", "mark_no_show", 1)
        nobody = await office.call_next(clerk(1), CallNext(counter=1, stage="reception", expected="A-004"))
        assert nobody.called is None and nobody.instead.state == "no_show"

    in_office(tmp_path, scenario)


def test_of_several_papers_in_hand_the_one_shown_is_the_one_that_is_finished(tmp_path):
    async def scenario():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            for press, consideration in (("first-press", False), ("second-press", True)):
                await issue(office, press, msgspec.structs.replace(moving(), consideration=consideration))
                visit = await act(office, await call(office, 1), "reception", "start", 1)
                await act(office, visit, "reception", "finish", 1)
                clock.forward(minutes=1)
                await act(office, await office.visit(clerk(21), visit.visit), "examination", "start", 21)
            shown = (await office.work(clerk(21), "examination", 21, None)).visits[0]
            done = await office.call_next(clerk(21), CallNext(counter=21, stage="examination", finish=True))
            assert done.finished is not None and done.finished.visit == shown.visit and shown.consideration

    asyncio.run(scenario())
