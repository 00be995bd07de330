"""照合 by somebody else than 入力, whatever is pressed."""

import asyncio

import pytest

from hub.domain.four_eyes import entered_by
from hub.office import Declined
from hub.store import visits
from hub.wire import ActOnLeg, Application, CallNext
from tests.hub.small_office import act, call, clerk, issue, moving, small_office, with_site

STRICT = with_site(four_eyes=True)


def in_office(tmp_path, scenario, bundle=STRICT):
    async def play():
        async with small_office(tmp_path, None, bundle) as office:
            await scenario(office)

    asyncio.run(play())


async def take(office, stage, name, finish=False):
    return (await office.call_next(clerk(21, name), CallNext(counter=21, stage=stage, finish=finish))).called


async def entered(office, name, key="press", *more):
    """A visit whose papers wait for 照合, entered by `name`."""
    await issue(office, key, moving(*more))
    visit = await act(office, await call(office, 1), "reception", "start", 1)
    await act(office, visit, "reception", "finish", 1)
    await take(office, "examination", "c0")
    await office.call_next(clerk(21, "c0"), CallNext(counter=21, stage="examination", finish=True))
    await take(office, "entry", name)
    await office.call_next(clerk(21, name), CallNext(counter=21, stage="entry", finish=True))
    return visit.visit


def test_who_entered_it_is_offered_the_next_one_and_a_colleague_gets_it(tmp_path):
    async def scenario(office):
        first = await entered(office, "c1")
        second = await entered(office, "c2", "another-press")
        assert (await take(office, "verification", "c1")).visit == second
        assert (await take(office, "verification", "c2")).visit == first

    in_office(tmp_path, scenario)


def test_nobody_else_there_means_nothing_to_take_and_not_ones_own(tmp_path):
    async def scenario(office):
        await entered(office, "c1")
        assert await take(office, "verification", "c1") is None

    in_office(tmp_path, scenario)


def test_the_list_says_which_were_entered_by_who_looks(tmp_path):
    async def scenario(office):
        first, second = await entered(office, "c1"), await entered(office, "c2", "another-press")
        seen = [(each.visit, each.reason) for each in await office.visits(clerk(21, "c1"), "verification", 21)]
        assert seen == [(second, "arrival"), (first, "own_entry")]

    in_office(tmp_path, scenario)


def test_taking_it_by_hand_is_refused_too(tmp_path):
    async def scenario(office):
        visit = await office.visit(clerk(21, "c1"), await entered(office, "c1"))
        leg = next(leg for leg in visit.legs if leg.stage == "verification")
        message = ActOnLeg(visit=visit.visit, leg=leg.leg, action="start", version=visit.version, counter=21)
        with pytest.raises(Declined, match="own_entry"):
            await office.act(clerk(21, "c1"), message)
        assert (await office.act(clerk(21, "c2"), message)).visit == visit.visit

    in_office(tmp_path, scenario)


def test_of_procedures_verified_together_none_was_entered_by_who_verifies(tmp_path):
    async def scenario(office):
        await entered(office, "c1", "press", Application("seal", "", {}))
        assert await take(office, "verification", "c1") is None
        assert await take(office, "verification", "c2") is not None

    in_office(tmp_path, scenario)


def test_a_small_branch_may_let_one_person_do_both(tmp_path):
    async def scenario(office):
        visit = await entered(office, "c1")
        assert (await take(office, "verification", "c1")).visit == visit

    in_office(tmp_path, scenario, with_site(four_eyes=False))


def test_only_the_verification_looks_at_who_entered(tmp_path):
    async def scenario(office):
        visit = await entered(office, "c1")
        found = await office._store.read(lambda connection: visits.find(connection, visit))
        assert {leg.stage: entered_by(found, leg) for leg in found.legs if entered_by(found, leg)} == {"verification": "clerk:c1"}

    in_office(tmp_path, scenario)
