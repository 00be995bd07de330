"""The hub may die (promise 4): numbers given meanwhile are taken over once, at their true time."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from hub.office import UnknownVisit
from hub.security.actors import Kiosk, System
from hub.wire import Application, OpenVisit, SlipPrinted, VisitEnded, VisitOpened
from tests.hub.small_office import (
    KIOSK,
    MOVE,
    NAME,
    NINE,
    Clock,
    act,
    call,
    clerk,
    error_of,
    issue,
    moving,
    number_only,
    seal_visit,
    small_office,
)

EARLIER = NINE - timedelta(minutes=30)


def in_office(tmp_path, scenario, clock=None):
    async def play():
        async with small_office(tmp_path, clock) as office:
            await scenario(office)

    asyncio.run(play())


async def sealed(office, message: OpenVisit, number="A-1201", issued_at=EARLIER, service="residence"):
    key = (await office.identity(System())).seal_key
    inside = msgspec.structs.replace(message, number=number, issued_at=issued_at)
    return seal_visit(key, inside, number, issued_at, service)


def test_a_number_given_while_the_hub_was_away_waits_since_it_was_given(tmp_path):
    async def scenario(office):
        await issue(office, "k1")
        ticket = await office.open_sealed_visit(KIOSK, await sealed(office, moving()), "k2")
        assert (ticket.number, ticket.issued_at) == ("A-1201", EARLIER)
        assert [v.number for v in await office.visits(clerk(1), stage="reception", counter=1)] == ["A-1201", "A-001"]
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        record = await office.records.record(clerk(1), visit.visit)
        assert record.applications[0].answers["movers"][0]["name"] == NAME

    in_office(tmp_path, scenario)


def test_it_is_taken_over_once_however_often_it_is_sent(tmp_path):
    async def scenario(office):
        message = await sealed(office, moving())
        tickets = [await office.open_sealed_visit(KIOSK, message, "k1") for _ in range(3)]
        assert tickets[0] == tickets[1] == tickets[2]
        assert len(await office.visits(clerk(1))) == 1

    in_office(tmp_path, scenario)


def test_the_paper_in_the_hand_wins_over_a_number_whose_answer_was_lost(tmp_path):
    heard = []

    async def scenario(office):
        office.subscribe(heard.extend)
        lost = await issue(office, "k1", moving())
        ticket = await office.open_sealed_visit(KIOSK, await sealed(office, moving()), "k1")
        assert (lost.number, ticket.number) == ("A-001", "A-1201")
        assert [visit.number for visit in await office.visits(clerk(1))] == ["A-1201"]
        board = await office.hall.board_state(KIOSK)
        assert {line.service: line.people_waiting for line in board.lines}["residence"] == 1
        rows = await office._store.read(lambda connection: connection.execute("SELECT visit FROM records").fetchall())
        assert rows == [(ticket.visit,)]

    in_office(tmp_path, scenario)
    assert [(type(event), event.number) for event in heard if isinstance(event, VisitOpened | VisitEnded)] == [
        (VisitOpened, "A-001"),
        (VisitEnded, "A-001"),
        (VisitOpened, "A-1201"),
    ]


def test_an_online_try_that_comes_late_gets_the_number_in_the_hand(tmp_path):
    async def scenario(office):
        ticket = await office.open_sealed_visit(KIOSK, await sealed(office, moving()), "k1")
        assert await office.open_visit(KIOSK, moving(), "k1") == ticket
        assert [visit.number for visit in await office.visits(clerk(1))] == ["A-1201"]

    in_office(tmp_path, scenario)


def test_a_kiosk_reports_the_paper_of_its_own_number_by_the_key_it_knows(tmp_path):
    async def scenario(office):
        ticket = await office.open_sealed_visit(KIOSK, await sealed(office, moving()), "k1")
        await office.floor.report_slip(KIOSK, SlipPrinted(visit="k1", result="printed"))
        assert (await office.visit(clerk(1), ticket.visit)).slip == "printed"
        with pytest.raises(UnknownVisit):
            await office.floor.report_slip(Kiosk("13"), SlipPrinted(visit="k1", result="printed"))

    in_office(tmp_path, scenario)


def test_a_seal_that_does_not_open_still_has_its_place_in_the_line(tmp_path):
    async def scenario(office):
        broken = msgspec.structs.replace(await sealed(office, moving()), sealed="AAAA")
        ticket = await office.open_sealed_visit(KIOSK, broken, "k1")
        assert ticket.number == "A-1201"
        assert (await call(office, 1)).number == "A-1201"
        kept = await office._store.read(lambda connection: connection.execute("SELECT visit, sealed FROM unopened").fetchall())
        assert kept == [(ticket.visit, "AAAA")]

    in_office(tmp_path, scenario)


def test_answers_that_would_be_refused_today_were_accepted_then_and_stay(tmp_path):
    strange = Application("moving_in", "moving-0", {"movers": [], "nickname": "x"})

    async def scenario(office):
        ticket = await office.open_sealed_visit(
            KIOSK, await sealed(office, OpenVisit(language="ja", applications=(strange, MOVE))), "k1"
        )
        visit = await act(office, await call(office, 1), "reception", "start", 1)
        assert ticket.number == visit.number
        assert (await office.records.record(clerk(1), visit.visit)).applications == (strange, MOVE)

    in_office(tmp_path, scenario)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"number": "A-024"}, "malformed_number"),
        ({"number": "A-1301"}, "malformed_number"),  # of another kiosk
        ({"number": "C-1201"}, "malformed_number"),  # of another service
        ({"number": "x"}, "malformed_number"),
        ({"service": "taxes"}, "unknown_service"),
    ],
)
def test_a_kiosk_gives_numbers_of_its_own_and_of_the_service_only(tmp_path, changes, error):
    async def scenario(office):
        message = msgspec.structs.replace(await sealed(office, moving()), **changes)
        assert error_of(await office.open_sealed_visit(KIOSK, message, "k1")) == error

    in_office(tmp_path, scenario)


def test_two_papers_with_one_number_are_noticed_and_the_first_keeps_its_place(tmp_path):
    async def scenario(office):
        await office.open_sealed_visit(KIOSK, await sealed(office, moving()), "k1")
        again = await sealed(office, number_only(), issued_at=NINE)
        assert error_of(await office.open_sealed_visit(KIOSK, again, "k2")) == "number_taken"
        assert len(await office.visits(clerk(1))) == 1

    in_office(tmp_path, scenario)


def test_a_kiosk_whose_clock_is_ahead_gains_and_loses_nothing(tmp_path):
    async def scenario(office):
        message = await sealed(office, number_only(), issued_at=NINE + timedelta(hours=3))
        ticket = await office.open_sealed_visit(KIOSK, message, "k1")
        assert ticket.issued_at == NINE

    in_office(tmp_path, scenario)


def test_what_arrives_after_its_day_is_kept_but_waits_no_more(tmp_path):
    clock = Clock()

    async def scenario(office):
        message = await sealed(office, moving())
        clock.forward(days=1)
        ticket = await office.open_sealed_visit(KIOSK, message, "k1")
        assert ticket.day == NINE.date()
        assert await office.visits(clerk(1)) == ()
        rows = await office._store.read(lambda connection: connection.execute("SELECT count(*) FROM records").fetchone())
        assert rows == (1,)

    in_office(tmp_path, scenario, clock)


def test_kiosks_and_hub_together_never_give_a_number_twice(tmp_path):
    async def scenario(office):
        messages = [await sealed(office, number_only(), f"A-{kiosk:02d}{n:02d}") for kiosk in (1, 2) for n in range(1, 21)]
        actors = [Kiosk("01")] * 20 + [Kiosk("02")] * 20
        away = (office.open_sealed_visit(actor, m, f"s{i}") for i, (actor, m) in enumerate(zip(actors, messages, strict=True)))
        near = (office.open_visit(KIOSK, number_only(), f"k{i}") for i in range(40))
        numbers = [ticket.number for ticket in await asyncio.gather(*away, *near)]
        assert len(set(numbers)) == 80

    in_office(tmp_path, scenario)
