"""A stage finished with an outcome that goes no further: said in a closed word, and nothing comes after it."""

import asyncio

import msgspec
import pytest

from hub.office import Declined
from hub.wire import ActOnLeg, UndoStep
from tests.hub.small_office import BUNDLE, INSURE, act, call, clerk, issue, moving, small_office, states

DEMANDING = msgspec.structs.replace(
    BUNDLE,
    procedures=BUNDLE.procedures | {"moving_in": msgspec.structs.replace(BUNDLE.procedures["moving_in"], identity="usual")},
)


def in_office(tmp_path, scenario):
    async def play():
        async with small_office(tmp_path, None, DEMANDING) as office:
            await scenario(office)

    asyncio.run(play())


async def ended(office, outcome, *more):
    await issue(office, "press", moving(*more))
    visit = await act(office, await call(office, 1), "reception", "start", 1)
    leg = next(leg for leg in visit.legs if leg.state == "serving")
    return await office.act(clerk(1), ActOnLeg(visit.visit, leg.leg, "finish", visit.version, reason=outcome))


@pytest.mark.parametrize("outcome", ["guided", "incomplete", "withdrawn", "elsewhere"])
def test_what_would_have_come_after_does_not_come_and_no_identity_is_asked_for(tmp_path, outcome):
    async def scenario(office):
        visit = await ended(office, outcome)
        assert states(visit) == {"reception": "done"} | dict.fromkeys(
            ("examination", "entry", "verification", "delivery"), "cancelled"
        )
        assert visit.legs[0].reason == outcome

    in_office(tmp_path, scenario)


def test_another_word_is_no_outcome(tmp_path):
    async def scenario(office):
        with pytest.raises(Declined, match="reason_needed"):
            await ended(office, "because")

    in_office(tmp_path, scenario)


def test_it_is_taken_back_within_a_minute_with_all_that_was_to_come(tmp_path):
    async def scenario(office):
        visit = await ended(office, "guided")
        (back,) = (await office.undo(clerk(1), UndoStep(1))).visits
        assert back.visit == visit.visit and states(back)["reception"] == "serving" and states(back)["delivery"] == "blocked"

    in_office(tmp_path, scenario)


def test_the_other_services_of_the_visit_go_on(tmp_path):
    async def scenario(office):
        visit = await ended(office, "incomplete", INSURE)
        assert states(visit, "insurance") == {"reception": "waiting"}

    in_office(tmp_path, scenario)
