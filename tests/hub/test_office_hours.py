"""Numbers are given while a service takes them; what a kiosk gave by itself, and what staff decide, counts at any hour."""

import asyncio
from datetime import date, time, timedelta

import msgspec
import pytest

from config.site import Opening, ProcedureHours
from hub.domain.transitions import IllegalAction
from hub.security.actors import Resident, Staff, System
from hub.wire import ActOnLeg, FindEntry, OpenVisit, SaveEntry, Ticket, VisitOpened
from tests.hub.small_office import (
    BUNDLE,
    KIOSK,
    MOVE,
    NINE,
    RESIDENCE,
    Clock,
    clerk,
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


LIMITED = with_site(services=(msgspec.structs.replace(RESIDENCE, quota=2), *BUNDLE.site.services[1:]))


def test_when_the_quota_is_reached_everybody_is_told_and_a_cancelled_number_makes_room(tmp_path):
    async def scenario(office, clock):
        heard = []
        office.subscribe(heard.extend)
        tickets = [await issue(office, f"k{index}") for index in range(2)]
        assert [event.line.full for event in heard if isinstance(event, VisitOpened)] == [False, True]
        assert error_of(await office.open_visit(KIOSK, number_only(), "k3")) == "quota_reached"
        assert [line.full for line in (await office.hall.board_state(System())).lines] == [True, False, False]
        assert await issue(office, "k1") == tickets[1], "a press that had its number has it"
        assert isinstance(await office.open_visit(KIOSK, number_only("insurance"), "k4"), Ticket)

        visit = await office.visit(clerk(1), tickets[0].visit)
        await office.act(clerk(1), ActOnLeg(visit=visit.visit, leg=visit.legs[0].leg, action="cancel", version=visit.version))

        assert not (await office.hall.board_state(System())).lines[0].full
        assert (await issue(office, "k5")).number == "A-003"

    in_office(tmp_path, scenario, LIMITED)


def test_of_two_who_come_for_the_last_number_at_once_one_has_it(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k0")
        answers = await asyncio.gather(*(office.open_visit(KIOSK, number_only(), f"press{index}") for index in range(6)))
        given = [each for each in answers if isinstance(each, Ticket)]
        assert [each.number for each in given] == ["A-002"]

    in_office(tmp_path, scenario, LIMITED)


def test_staff_take_somebody_beyond_the_quota_and_the_next_day_begins_anew(tmp_path):
    async def scenario(office, clock):
        for index in range(2):
            await issue(office, f"k{index}")
        guide = Staff("g1", "floor_guide", "案内", "0" * 64)
        assert isinstance(await office.open_visit(guide, number_only(), "g1"), Ticket)
        clock.now = NINE + timedelta(days=1)
        await office.expire(System(), clock.now)
        assert not (await office.hall.board_state(System())).lines[0].full
        assert (await issue(office, "next day")).number == "A-001"

    in_office(tmp_path, scenario, LIMITED)


def test_a_pre_entry_refused_by_the_quota_is_good_on_the_next_day(tmp_path):
    async def scenario(office, clock):
        saved = await office.save_entry(Resident("192.0.2.7"), SaveEntry(language="en", applications=(MOVE,)), "e1")
        come = OpenVisit(
            language="ja", reception_token=(await office.find_entry(KIOSK, FindEntry(code=saved.code))).reception_token
        )
        for index in range(2):
            await issue(office, f"k{index}")
        assert error_of(await office.open_visit(KIOSK, come, "late")) == "quota_reached"
        clock.now = NINE + timedelta(days=1)
        await office.expire(System(), clock.now)
        await issue(office, "next day", come)

    in_office(tmp_path, scenario, LIMITED)


def test_a_procedure_with_hours_of_its_own_is_not_taken_in_after_them(tmp_path):
    rule = ProcedureHours(("moving_in",), last_reception=time(16, 0))

    async def scenario(office, clock):
        clock.now = at(16)
        move = OpenVisit(language="ja", applications=(MOVE,))
        assert error_of(await office.open_visit(KIOSK, move, "k1")) == "procedure_closed"
        await issue(office, "k2")
        clock.now = at(15, 59)
        await issue(office, "k3", move)

    in_office(tmp_path, scenario, with_site(procedure_hours=(rule,)))


def test_numbers_stop_at_noon_where_the_office_closes_for_it(tmp_path):
    morning, afternoon = (Opening(("mon",), *times) for times in ((time(8, 30), time(12)), (time(13), time(17))))

    async def scenario(office, clock):
        for hour, minute, taken in ((11, 59, True), (12, 0, False), (12, 59, False), (13, 0, True)):
            clock.now = at(hour, minute)
            answer = await office.open_visit(KIOSK, number_only(), f"k{hour}{minute}")
            assert isinstance(answer, Ticket) is taken

    in_office(tmp_path, scenario, with_site(hours=(morning, afternoon)))


def test_a_number_of_yesterday_is_nobodys_today_and_the_series_begins_again(tmp_path):
    async def scenario(office, clock):
        yesterday = await issue(office, "k1")
        waits = await issue(office, "k2")
        clock.now = NINE + timedelta(days=1)
        await office.expire(System(), clock.now)
        visit = await office.visit(clerk(1), waits.visit)
        assert [leg.state for leg in visit.legs] == ["left"] * len(visit.legs)
        with pytest.raises(IllegalAction):
            await office.act(clerk(1), ActOnLeg(visit=visit.visit, leg=visit.legs[0].leg, action="call", version=visit.version))
        assert error_of(await office.follow(Resident(), yesterday.follow_url.rpartition("/")[2])) == "unknown_code"
        assert await office.visits(clerk(1)) == ()
        assert (await issue(office, "k3")).number == "A-001"

    in_office(tmp_path, scenario, BUNDLE)
