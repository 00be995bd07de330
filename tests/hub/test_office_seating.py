"""A tablet beside a counter: who takes a number there is served there, without a call."""

import asyncio

from config.site import Tablet
from hub.security.actors import Kiosk, Resident, Staff, System
from hub.web.pages.story import lines
from hub.wire import CallNext, LegCalled, NextCall, TakeRole, Ticket, Unlock
from tests.hub.small_office import KIOSK, Clock, clerk, error_of, issue, moving, number_only, small_office, states, with_site
from tests.hub.web.running_hub import demo_bundle

BESIDE = Kiosk("03")
SITE = with_site(tablet_roles=(Tablet("03", "counter", 1), Tablet("05", "spare")))


def in_office(tmp_path, scenario):
    clock = Clock()

    async def play():
        async with small_office(tmp_path, clock, SITE) as office:
            await scenario(office, clock)

    asyncio.run(play())


async def sit(office, counter=1):
    """A clerk signs in and sits down."""
    await office.door.create_staff(System(), f"clerk{counter}", "clerk", "窓口", "long-enough-password")
    signed = await office.door.sign_in(Resident("192.0.2.1"), f"clerk{counter}", "long-enough-password")
    staff = await office.door.take_counter(signed.staff, counter)
    assert isinstance(staff, Staff)
    return staff


async def take(office, key="beside-000001", message=None):
    answer = await office.open_visit(BESIDE, message or moving(), key)
    assert isinstance(answer, Ticket), answer
    return answer


def test_who_takes_a_number_beside_the_counter_is_served_there_and_not_called(tmp_path):
    async def scenario(office, clock):
        staff = await sit(office)
        ticket = await take(office)
        visit = await office.visit(staff, ticket.visit)
        assert states(visit)["reception"] == "serving"
        assert {leg.counter for leg in visit.legs if leg.stage == "reception"} == {1}
        assert (ticket.calls[0], ticket.people_waiting) == (NextCall("reception", (1,), "residence"), 0)
        told = await office.events_since(KIOSK, 0)
        assert not [event for event in told if isinstance(event, LegCalled)]
        assert (await office.hall.board_state(KIOSK)).rows == ()
        assert {line.people_waiting for line in (await office.hall.board_state(KIOSK)).lines} == {0}
        assert (await office.records.record(staff, ticket.visit)).visit == ticket.visit, "the clerk sees and helps"
        told = [words for _, words in lines(demo_bundle(), await office.history(staff, ticket.visit))]
        assert "来られた　受付（となりの端末から、呼ばずに）" in told, "whoever looked away reads where it came from"

    in_office(tmp_path, scenario)


def test_the_same_press_brings_the_same_number(tmp_path):
    async def scenario(office, clock):
        await sit(office)
        assert await take(office) == await take(office)

    in_office(tmp_path, scenario)


def test_while_the_counter_serves_somebody_the_number_waits_like_any_other(tmp_path):
    async def scenario(office, clock):
        staff = await sit(office)
        await issue(office, "press-000001")
        await office.call_next(staff, CallNext(1, "reception"))
        ticket = await take(office)
        assert states(await office.visit(staff, ticket.visit))["reception"] == "waiting"
        assert ticket.calls[0].counters == (1, 2)

    in_office(tmp_path, scenario)


def test_at_a_counter_where_nobody_sits_nobody_is_served(tmp_path):
    async def scenario(office, clock):
        ticket = await take(office)
        assert states(await office.visit(clerk(1), ticket.visit))["reception"] == "waiting"
        await sit(office)
        clock.forward(minutes=61)
        later = await take(office, "beside-000002")
        assert states(await office.visit(clerk(1), later.visit))["reception"] == "waiting"

    in_office(tmp_path, scenario)


def test_a_service_the_counter_does_not_do_waits_for_the_one_that_does(tmp_path):
    async def scenario(office, clock):
        staff = await sit(office)
        ticket = await take(office, message=number_only("insurance"))
        assert states(await office.visit(staff, ticket.visit), "insurance")["reception"] == "waiting"

    in_office(tmp_path, scenario)


def test_a_writing_desk_and_a_spare_without_a_role_seat_nobody(tmp_path):
    async def scenario(office, clock):
        staff = await sit(office)
        for at, kiosk in enumerate((KIOSK, Kiosk("05"))):
            ticket = await office.open_visit(kiosk, number_only(), f"press-00000{at}")
            assert states(await office.visit(staff, ticket.visit))["reception"] == "waiting"

    in_office(tmp_path, scenario)


def test_a_spare_stands_beside_the_counter_staff_choose_until_the_day_is_over(tmp_path):
    async def scenario(office, clock):
        spare = Kiosk("05")
        await office.door.create_staff(System(), "floor", "floor_guide", "案内", "long-enough-password")
        pin = await office.door.set_pin(System(), "floor", "03")

        async def unlocked(kiosk=spare):
            return await office.assistance.unlock_kiosk(kiosk, Unlock("03", pin))

        first = await unlocked()
        assert (first.spare, first.counter) == (True, None)
        assert error_of(await office.assistance.take_role(spare, TakeRole(first.unlock, 21))) == "unknown_counter"
        assert await office.assistance.take_role(spare, TakeRole(first.unlock, 1)) is None
        assert (await unlocked()).counter == 1
        staff = await sit(office)
        ticket = await office.open_visit(spare, moving(), "spare-000001")
        assert states(await office.visit(staff, ticket.visit))["reception"] == "serving"

        beside = await unlocked(BESIDE)
        assert (beside.spare, beside.counter) == (False, 1)
        assert error_of(await office.assistance.take_role(BESIDE, TakeRole(beside.unlock, 2))) == "not_allowed"
        clock.forward(days=1)
        assert (await unlocked()).counter is None

    in_office(tmp_path, scenario)
