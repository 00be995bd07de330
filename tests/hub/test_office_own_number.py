"""What a resident does with their own number from the telephone: five minutes once, and giving it back."""

import asyncio
from datetime import timedelta

import pytest

from hub.security.actors import Board, Resident
from hub.wire import CheckIdentity, LegMoved, Refusal
from tests.hub.small_office import INSURE, NINE, Clock, act, call, clerk, error_of, issue, moving, small_office, states

HOME = Resident("192.0.2.7")


def in_office(tmp_path, scenario, clock=None):
    async def play():
        async with small_office(tmp_path, clock or Clock()) as office:
            await scenario(office)

    asyncio.run(play())


async def ticket(office, key, visit=None):
    """A number and the secret behind its QR."""
    given = await issue(office, key, visit)
    return given, given.follow_url.rsplit("/", 1)[1]


def test_who_needs_five_minutes_is_called_first_after_them_and_the_counter_is_free_meanwhile(tmp_path):
    clock, heard = Clock(), []

    async def scenario(office):
        (late, token), (other, _) = await ticket(office, "late"), await ticket(office, "other")
        third, _ = await ticket(office, "third")
        await call(office, 1)
        office.subscribe(heard.extend)
        assert (await office.follow(HOME, token)).may_ask_minutes
        assert await office.ask_for_minutes(HOME, token.lower()) is None
        following = await office.follow(HOME, token)
        assert (following.state, following.due, following.may_ask_minutes) == ("on_hold", NINE + timedelta(minutes=5), False)
        assert (await office.hall.board_state(Board("01"))).rows == ()
        visit = await call(office, 1)
        assert visit.number == other.number
        visit = await act(office, visit, "reception", "start", 1)
        await act(office, visit, "reception", "finish", 1)
        clock.forward(minutes=6)
        assert (await call(office, 1)).number == late.number
        assert third.number not in (late.number, other.number)

    in_office(tmp_path, scenario, clock)
    moved = next(event for event in heard if isinstance(event, LegMoved))
    assert (moved.state, moved.off_board) == ("on_hold", True)


def test_who_waits_for_a_second_counter_sees_that_line_and_not_what_goes_on_inside_meanwhile(tmp_path):
    async def scenario(office):
        _, token = await ticket(office, "two-lines", moving(INSURE))
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        seen = CheckIdentity(visit=visit.visit, person="self", documents=("driving_licence",))
        await office.records.check_identity(clerk(1), seen)
        visit = await act(office, visit, "reception", "finish", 1)
        visit = await act(office, visit, "examination", "start", 21)
        assert states(visit)["examination"] == "serving"
        following = await office.follow(HOME, token)
        assert (following.service, following.stage, following.state) == ("insurance", "reception", "waiting")
        assert (following.people_ahead, following.counters) == (0, (7,))

    in_office(tmp_path, scenario)


def test_the_minutes_are_given_once_and_only_while_called(tmp_path):
    clock = Clock()

    async def scenario(office):
        _, token = await ticket(office, "late")
        assert error_of(await office.ask_for_minutes(HOME, token)) == "illegal_action"
        await call(office, 1)
        assert await office.ask_for_minutes(HOME, token) is None
        assert error_of(await office.ask_for_minutes(HOME, token)) == "illegal_action"
        clock.forward(minutes=6)
        await call(office, 1)
        assert error_of(await office.ask_for_minutes(HOME, token)) == "illegal_action"
        assert not (await office.follow(HOME, token)).may_ask_minutes

    in_office(tmp_path, scenario, clock)


def test_a_number_given_back_is_over_and_its_record_gone(tmp_path):
    async def scenario(office):
        given, token = await ticket(office, "not-coming", moving())
        assert (await office.follow(HOME, token)).may_give_back
        assert await office.give_back(HOME, token) is None
        following = await office.follow(HOME, token)
        assert (following.ended, following.state, following.may_give_back) == (True, "cancelled", False)
        assert await office.visits(clerk(1)) == ()
        assert error_of(await office.give_back(HOME, token)) == "illegal_action"
        _, other = await ticket(office, "next")
        assert (await office.follow(HOME, other)).people_ahead == 0
        assert given.number == following.number

    in_office(tmp_path, scenario)


@pytest.mark.parametrize("until", ["start", "finish"])
def test_once_somebody_is_served_the_number_cannot_be_given_back_from_outside(tmp_path, until):
    async def scenario(office):
        _, token = await ticket(office, "served", moving())
        visit = await call(office, 1)
        for action in ("start", "finish"):
            visit = await act(office, visit, "reception", action, 1)
            if action == until:
                break
        assert error_of(await office.give_back(HOME, token)) == "illegal_action"
        assert not (await office.follow(HOME, token)).may_give_back

    in_office(tmp_path, scenario)


def test_a_secret_nobody_has_or_of_yesterday_does_nothing(tmp_path):
    clock = Clock()

    async def scenario(office):
        _, token = await ticket(office, "of-yesterday")
        for secret in ("NOSUCHTOKEN99", ""):
            assert error_of(await office.give_back(HOME, secret)) == "unknown_code"
            assert error_of(await office.ask_for_minutes(HOME, secret)) == "unknown_code"
        clock.forward(days=1)
        assert error_of(await office.give_back(HOME, token)) == "unknown_code"

    in_office(tmp_path, scenario, clock)


def test_a_clerk_who_starts_while_the_phone_asks_leaves_the_visit_in_one_place(tmp_path):
    async def scenario(office):
        _, token = await ticket(office, "at-once")
        visit = await call(office, 1)
        answers = await asyncio.gather(
            act(office, visit, "reception", "start", 1), office.ask_for_minutes(HOME, token), return_exceptions=True
        )
        following = await office.follow(HOME, token)
        assert following.state in ("serving", "on_hold")
        refused = [answer for answer in answers if isinstance(answer, Exception | Refusal)]
        assert len(refused) == 1

    in_office(tmp_path, scenario)
