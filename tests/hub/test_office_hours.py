"""Numbers are given while a service takes them; what a kiosk gave by itself, and what staff decide, counts at any hour."""

import asyncio
from datetime import date, time, timedelta

import msgspec
import pytest

from hub.security.actors import Resident, Staff, System
from hub.wire import FindEntry, OpenVisit, SaveEntry, Ticket
from tests.hub.small_office import (
    BUNDLE,
    KIOSK,
    MOVE,
    NINE,
    RESIDENCE,
    Clock,
    error_of,
    issue,
    number_only,
    seal_visit,
    small_office,
    with_site,
)

EARLY_CLOSING = msgspec.structs.replace(RESIDENCE, last_reception=time(16, 45))
OPEN_TILL_QUARTER_PAST_FIVE = with_site(services=(EARLY_CLOSING, *BUNDLE.site.services[1:]))


def at(hour, minute=0, day=NINE):
    return day.replace(hour=hour, minute=minute)


def in_office(tmp_path, scenario, bundle=OPEN_TILL_QUARTER_PAST_FIVE):
    async def play():
        clock = Clock()
        async with small_office(tmp_path, clock, bundle) as office:
            await scenario(office, clock)

    asyncio.run(play())


@pytest.mark.parametrize(
    ("now", "service", "taken"),
    [
        (at(8, 29), "residence", False),
        (at(8, 30), "residence", True),
        (at(16, 44), "residence", True),
        (at(16, 45), "residence", False),
        (at(16, 45), "insurance", True),
        (at(17, 15), "insurance", False),
        (NINE + timedelta(days=6), "residence", False),  # a Sunday
        (NINE.replace(month=4, day=29), "residence", False),  # 昭和の日
    ],
)
def test_a_number_is_given_until_the_last_reception_of_its_service(tmp_path, now, service, taken):
    async def scenario(office, clock):
        clock.now = now
        answer = await office.open_visit(KIOSK, number_only(service), "k1")
        assert isinstance(answer, Ticket) if taken else error_of(answer) == "service_closed"

    in_office(tmp_path, scenario)


def test_a_closed_day_of_the_site_is_closed(tmp_path):
    async def scenario(office, clock):
        assert error_of(await office.open_visit(KIOSK, number_only(), "k1")) == "service_closed"

    in_office(tmp_path, scenario, with_site(closed=(date(2027, 3, 29),)))


def test_an_office_that_is_always_open_gives_numbers_at_night(tmp_path):
    async def scenario(office, clock):
        clock.now = at(23)
        await issue(office, "k1")

    in_office(tmp_path, scenario, with_site(always_open=True))


def test_a_press_before_the_end_that_is_sent_again_after_it_has_its_number(tmp_path):
    async def scenario(office, clock):
        clock.now = at(16, 44)
        ticket = await issue(office, "k1")
        clock.forward(minutes=5)
        assert await issue(office, "k1") == ticket

    in_office(tmp_path, scenario)


def test_a_refusal_after_hours_costs_no_number(tmp_path):
    async def scenario(office, clock):
        clock.now = at(7)
        await office.open_visit(KIOSK, number_only(), "k1")
        clock.now = NINE
        assert (await issue(office, "k2")).number == "A-001"

    in_office(tmp_path, scenario)


def test_a_pre_entry_that_came_too_late_is_good_on_the_next_day(tmp_path):
    async def scenario(office, clock):
        saved = await office.save_entry(Resident("192.0.2.7"), SaveEntry(language="en", applications=(MOVE,)), "e1")
        entry = await office.find_entry(KIOSK, FindEntry(code=saved.code))
        come = OpenVisit(language="ja", reception_token=entry.reception_token)
        clock.now = at(17, 30)
        assert error_of(await office.open_visit(KIOSK, come, "k1")) == "service_closed"
        clock.now = NINE + timedelta(days=1)
        await office.expire(System(), clock.now)
        await issue(office, "k2", come)

    in_office(tmp_path, scenario)


def test_a_number_a_kiosk_gave_by_itself_is_taken_over_however_late(tmp_path):
    async def scenario(office, clock):
        seal_key = (await office.identity(System())).seal_key
        clock.now = at(18)
        sealed = seal_visit(seal_key, number_only(), "A-1201", at(16, 40), "residence")
        answer = await office.open_sealed_visit(KIOSK, sealed, "k1")
        assert isinstance(answer, Ticket) and answer.issued_at == at(16, 40)

    in_office(tmp_path, scenario)


def test_staff_decide_whom_they_still_take(tmp_path):
    async def scenario(office, clock):
        clock.now = at(17, 20)
        answer = await office.open_visit(Staff("f1", "floor_guide", "フロア案内", "0" * 64), number_only(), "k1")
        assert isinstance(answer, Ticket)

    in_office(tmp_path, scenario)
