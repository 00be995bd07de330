"""預かり棚: papers nobody came for lie on a shelf whose number is there again when their owner is, and the phone says so."""

import asyncio

import msgspec
import pytest

from hub.security.actors import Resident
from hub.wire import ActOnLeg
from tests.hub.small_office import Clock, act, call, clerk, issue, number_only, small_office


def at_delivery(folder, scenario):
    """`scenario` begins with a certificate called to the delivery."""

    async def play():
        async with small_office(folder, Clock()) as office:
            ticket = await issue(office, "press", number_only("certificates"))
            visit = await call(office, 1)
            for action in ("start", "finish"):
                visit = await act(office, visit, "reception", action, 1, "certificates")
            visit = await call(office, 5, "accounting")
            for action in ("start", "finish"):
                visit = await act(office, visit, "accounting", action, 5, "certificates")
            await scenario(office, ticket, await call(office, 5, "delivery"))

    asyncio.run(play())


async def absent(office, visit, stage, shelf):
    leg = next(leg for leg in visit.legs if leg.stage == stage)
    who = clerk(5 if stage == "delivery" else 1)
    return await office.act(who, ActOnLeg(visit.visit, leg.leg, "mark_absent", visit.version, shelf=shelf))


def shelf_of(visit):
    return next(leg.shelf for leg in visit.legs if leg.stage == "delivery")


async def followed(office, ticket):
    return await office.follow(Resident(), ticket.follow_url.rsplit("/", 1)[1])


def test_the_shelf_is_still_known_when_the_owner_comes_and_is_called(tmp_path):
    async def scenario(office, ticket, visit):
        visit = await absent(office, visit, "delivery", 4)
        assert shelf_of(visit) == 4
        assert (await followed(office, ticket)).papers_kept

        visit = await act(office, visit, "delivery", "return", 5, "certificates")
        assert shelf_of(visit) == 4
        visit = await call(office, 5, "delivery")
        assert shelf_of(visit) == 4
        assert not (await followed(office, ticket)).papers_kept, "who is called is told the counter"

    at_delivery(tmp_path, scenario)


def test_papers_put_on_another_shelf_the_second_time_are_looked_for_there(tmp_path):
    async def scenario(office, ticket, visit):
        visit = await absent(office, visit, "delivery", 4)
        await act(office, visit, "delivery", "return", 5, "certificates")
        visit = await absent(office, await call(office, 5, "delivery"), "delivery", 7)
        assert shelf_of(visit) == 7

    at_delivery(tmp_path, scenario)


def test_without_a_shelf_the_phone_promises_no_papers(tmp_path):
    async def scenario(office, ticket, visit):
        await absent(office, visit, "delivery", None)
        assert not (await followed(office, ticket)).papers_kept

    at_delivery(tmp_path, scenario)


def test_nothing_lies_on_a_shelf_before_there_are_papers(tmp_path):
    async def play():
        async with small_office(tmp_path, Clock()) as office:
            await issue(office, "press", number_only())
            visit = await absent(office, await call(office, 1), "reception", 4)
            assert all(leg.shelf is None for leg in visit.legs)

    asyncio.run(play())


@pytest.mark.parametrize("shelf", [0, 1000])
def test_a_shelf_has_a_number_of_at_most_three_digits(shelf):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"visit": "v", "leg": "l", "action": "mark_absent", "version": 1, "shelf": shelf}, ActOnLeg)
