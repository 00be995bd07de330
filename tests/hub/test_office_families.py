"""Families: one number parted in two, two made one; paper, phone, record and undo go along."""

import asyncio

import pytest

from hub.domain.transitions import IllegalAction
from hub.office import Conflict, Declined
from hub.security.actors import Board, Resident, System
from hub.store.database import connect
from hub.wire import (
    Application,
    CancelNumber,
    Following,
    MergeVisits,
    OpenVisit,
    SplitVisit,
    UndoStep,
    Unlock,
    VisitMerged,
    VisitSplit,
)
from tests.hub.small_office import (
    COPY,
    INSURE,
    KIOSK,
    MOVE,
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


def in_office(tmp_path, scenario):
    async def play():
        clock = Clock()
        async with small_office(tmp_path, clock) as office:
            await scenario(office, clock)

    asyncio.run(play())


async def serving(office, counter=1):
    return await act(office, await call(office, counter), "reception", "start", counter)


async def split(office, visit, *procedures, counter=1, key=None, **more):
    legs = tuple(leg.leg for leg in visit.legs if leg.procedure in procedures)
    return await office.split_visit(clerk(counter), SplitVisit(visit=visit.visit, version=visit.version, legs=legs, **more), key)


async def merge(office, visit, number, counter=1, key=None, **more):
    message = MergeVisits(visit=visit.visit, version=visit.version, number=number, **more)
    return await office.merge_visits(clerk(counter), message, key)


async def follow(office, ticket):
    return await office.follow(Resident("here"), ticket.follow_url.rsplit("/", 1)[1])


async def waiting(office):
    return {line.service: line.people_waiting for line in (await office.hall.board_state(Board("01"))).lines}


def test_the_part_that_goes_is_called_first_in_its_line_and_the_other_stays_served(tmp_path):
    heard = []

    async def scenario(office, clock):
        await issue(office, "k1", moving(INSURE))
        clock.forward(minutes=5)
        await issue(office, "k2", number_only("insurance"))
        visit = await serving(office)
        office.subscribe(heard.extend)

        parted = await split(office, visit, "nhi_join")

        assert (parted.stays.number, states(parted.stays)["reception"], parted.stays.people) == ("A-001", "serving", 1)
        assert (parted.goes.number, parted.ticket.number) == ("K-002", "K-002")
        assert parted.ticket.follow_url and parted.ticket.procedures == ("nhi_join",)
        assert (await waiting(office))["insurance"] == 2
        assert (await call(office, 7)).number == "K-002", "it waits since the family came"

    in_office(tmp_path, scenario)
    assert [event.number for event in heard if isinstance(event, VisitSplit)] == ["K-002"]
    assert heard[0].lines[0].people_waiting == 2


def test_a_number_alone_can_be_given_to_one_of_two_people(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", number_only("certificates"))
        parted = await split(office, await call(office, 1), service="residence")

        assert (parted.stays.legs[0].state, parted.goes.number) == ("called", "A-001")
        assert [leg.stage for leg in parted.goes.legs] == ["reception", "examination", "entry", "verification", "delivery"]
        assert parted.goes.legs[0].state == "waiting"

    in_office(tmp_path, scenario)


def test_each_part_opens_its_own_procedures_of_the_one_record(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving(INSURE))
        visit = await serving(office)
        parted = await split(office, visit, "nhi_join")

        stays = await office.records.record(clerk(1), parted.stays.visit)
        goes = await act(office, await call(office, 7), "reception", "start", 7, "insurance")
        assert [each.procedure for each in stays.applications] == ["moving_in"]
        assert [each.procedure for each in (await office.records.record(clerk(7), goes.visit)).applications] == ["nhi_join"]
        assert stays.applications[0].answers == MOVE.answers

    in_office(tmp_path, scenario)


def test_the_second_press_of_the_same_split_gives_no_second_number(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving(INSURE))
        visit = await serving(office)
        first = await split(office, visit, "nhi_join", key="press-0001")
        again = await split(office, visit, "nhi_join", key="press-0001")
        assert first == again

        with pytest.raises(Conflict):
            await split(office, visit, "nhi_join", key="press-0002")
        assert len(await office.visits(clerk(1))) == 2

    in_office(tmp_path, scenario)


def test_a_certificate_with_the_new_address_does_not_go_without_the_move(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving(COPY))
        with pytest.raises(Declined, match="belongs_together"):
            await split(office, await serving(office), "certificates")

    in_office(tmp_path, scenario)


def test_who_stays_keeps_the_counter(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving(INSURE))
        visit = await serving(office)
        for procedures in (("moving_in",), ("moving_in", "nhi_join")):
            with pytest.raises(Declined, match="cannot_part"):
                await split(office, visit, *procedures)
        with pytest.raises(Declined, match="at_counter"):
            await split(office, visit, "nhi_join", counter=2)
        assert await office.visit(clerk(1), visit.visit) == visit

    in_office(tmp_path, scenario)


def test_a_split_taken_back_leaves_one_number_and_the_other_leads_back(tmp_path):
    heard = []

    async def scenario(office, clock):
        await issue(office, "k1", moving(INSURE))
        visit = await serving(office)
        lines = await waiting(office)
        parted = await split(office, visit, "nhi_join")
        office.subscribe(heard.extend)
        clock.forward(seconds=59)

        await office.undo(clerk(1), UndoStep(counter=1))

        again = await office.visit(clerk(1), visit.visit)
        assert (again.legs, again.people) == (visit.legs, visit.people)
        assert await waiting(office) == lines
        gone = await office.visit(clerk(1), parted.goes.visit)
        assert (gone.legs, gone.merged_into) == ((), "A-001")
        assert (await follow(office, parted.ticket)).number == "A-001"
        assert (await issue(office, "k2", number_only("insurance"))).number == "K-002", "no number is given twice"

    in_office(tmp_path, scenario)
    (event, _) = heard
    assert isinstance(event, VisitMerged) and event.how == "undone"


def test_a_split_is_final_once_the_other_number_was_called(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving(INSURE))
        await split(office, await serving(office), "nhi_join")
        await call(office, 7)
        assert (await office.last_step(clerk(1), 1)).barred == "moved"
        with pytest.raises(Conflict):
            await office.undo(clerk(1), UndoStep(counter=1))

    in_office(tmp_path, scenario)


def test_two_numbers_are_served_together_and_both_phones_follow_the_one_that_is_called(tmp_path):
    heard = []

    async def scenario(office, clock):
        first = await issue(office, "k1")
        clock.forward(minutes=5)
        second = await issue(office, "k2", moving())
        visit = await serving(office)
        office.subscribe(heard.extend)

        together = await merge(office, visit, second.number)

        assert (together.number, together.people) == ("A-001", 3)
        assert {leg.state for leg in together.legs if leg.stage == "reception"} == {"serving"}
        assert await waiting(office) == {"residence": 0, "certificates": 0, "insurance": 0}
        phone = await follow(office, second)
        assert isinstance(phone, Following)
        assert (phone.number, phone.own_number, phone.state) == ("A-001", "A-002", "serving")
        assert (await follow(office, first)).own_number == ""
        assert (await office.records.record(clerk(1), visit.visit)).applications == (MOVE,)
        told = [(type(event).__name__, getattr(event, "number", "")) for event in await office.history(clerk(1), visit.visit)]
        assert ("VisitOpened", "A-002") in told and ("VisitMerged", "A-002") in told, "one story of both"
        done = await act(office, together, "reception", "finish", 1)
        assert {leg.state for leg in done.legs if leg.stage == "reception"} == {"done"}
        assert [each.number for each in await office.visits(clerk(1))] == ["A-001"]

    in_office(tmp_path, scenario)
    assert [(event.number, event.into_number) for event in heard if isinstance(event, VisitMerged)] == [("A-002", "A-001")]


def test_a_family_on_one_ticket_reads_the_stricter_of_two_papers_and_each_thing_once(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", moving())
        second = await issue(office, "k2", OpenVisit("ja", applications=(Application("seal", "", {}),)))
        assert second.bring == ("bring.photo_identity", "bring.seal")

        await merge(office, await serving(office), second.number)

        assert (await follow(office, second)).bring == ("bring.photo_identity", "bring.seal")

    in_office(tmp_path, scenario)


def test_who_was_missed_is_off_the_board_when_the_family_comes_and_back_when_that_is_taken_back(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        missed = await call(office, 1)
        await act(office, missed, "reception", "mark_absent", 1)
        await issue(office, "k2")
        visit = await call(office, 1)
        rows = (await office.hall.board_state(Board("01"))).rows

        await merge(office, visit, "A-001")
        assert [(row.number, row.state) for row in (await office.hall.board_state(Board("01"))).rows] == [("A-002", "called")]

        await office.undo(clerk(1), UndoStep(counter=1))
        assert {row.number: row.state for row in (await office.hall.board_state(Board("01"))).rows} == {
            row.number: row.state for row in rows
        }
        assert states(await office.visit(clerk(1), missed.visit))["reception"] == "absent"

    in_office(tmp_path, scenario)


def test_the_earlier_arrival_counts_where_both_still_wait(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1", number_only("insurance"))
        clock.forward(minutes=5)
        await issue(office, "k2")
        clock.forward(minutes=5)
        late = await issue(office, "k3")
        clock.forward(minutes=5)
        (visit,) = [each for each in await office.visits(clerk(1)) if each.number == late.number]
        await merge(office, visit, "K-001")
        assert (await call(office, 1)).number == late.number

    in_office(tmp_path, scenario)


@pytest.mark.parametrize(
    ("number", "error"),
    [("A-777", "unknown_number"), ("A-001", "cannot_merge"), ("A-002", "at_counter"), ("A-003", "visit_ended")],
)
def test_what_cannot_be_merged_is_said(tmp_path, number, error):
    async def scenario(office, clock):
        for key in ("k1", "k2", "k3"):
            await issue(office, key)
        visit = await serving(office)
        await call(office, 2)
        (third,) = [each for each in await office.visits(clerk(1)) if each.number == "A-003"]
        await act(office, third, "reception", "cancel", 1)
        with pytest.raises(Declined) as declined:
            await merge(office, visit, number)
        assert declined.value.error == error
        assert await office.visit(clerk(1), visit.visit) == visit

    in_office(tmp_path, scenario)


def test_somebody_else_was_faster_with_the_other_number(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        other = await issue(office, "k2")
        visit = await serving(office)
        seen = await office.visit(clerk(1), other.visit)
        moved = await call(office, 2)
        moved = await act(office, moved, "reception", "return", 2)
        with pytest.raises(Conflict) as conflict:
            await merge(office, visit, other.number, other_version=seen.version)
        assert conflict.value.current == moved

    in_office(tmp_path, scenario)


def test_a_number_that_was_merged_is_over_for_everything_else(tmp_path):
    async def scenario(office, clock):
        await issue(office, "k1")
        other = await issue(office, "k2")
        visit = await serving(office)
        seen = await office.visit(clerk(1), other.visit)
        together = await merge(office, visit, other.number)
        with pytest.raises((Conflict, IllegalAction)):
            await act(office, seen, "reception", "call", 2)
        with pytest.raises(Declined, match="visit_ended"):
            await merge(office, together, other.number)
        assert error_of(await office.records.record(clerk(1), other.visit)) == "not_at_your_counter"
        assert (await issue(office, "k2")).number == "A-002", "the same press, the same number"

    in_office(tmp_path, scenario)


async def cancelled(office, number):
    """番号を取り消す at a kiosk."""
    person = next(each for each in await office.door.create_demo_staff(System()) if each.number)
    unlocked = await office.assistance.unlock_kiosk(KIOSK, Unlock(number=person.number, pin=person.pin))
    assert (
        await office.assistance.cancel_number(KIOSK, CancelNumber(unlock=unlocked.unlock, number=number, reason="by_mistake"))
        is None
    )


@pytest.mark.parametrize("number", ["A-001", "K-001"])
def test_cancelling_one_part_of_a_family_leaves_the_other_its_record(tmp_path, number):
    async def scenario(office, clock):
        await issue(office, "k1", moving(INSURE))
        visit = await call(office, 1)
        parted = await split(office, visit, "nhi_join")
        visit = await act(office, parted.stays, "reception", "return", 1)
        await cancelled(office, number)
        counter, service = (7, "insurance") if number == "A-001" else (1, "residence")
        left = await act(office, await call(office, counter), "reception", "start", counter, service)
        assert (await office.records.record(clerk(counter), left.visit)).applications

    in_office(tmp_path, scenario)


def test_cancelling_a_family_destroys_what_both_had_entered(tmp_path):
    async def scenario(office, clock):
        first, second = await issue(office, "k1", moving()), await issue(office, "k2", moving())
        visit = await merge(office, await call(office, 1), second.number)
        await act(office, visit, "reception", "return", 1)
        await cancelled(office, first.number)

    in_office(tmp_path, scenario)
    connection = connect(tmp_path / "hub.db", read_only=True)
    assert [row[0] for row in connection.execute("SELECT wrapped_key FROM records")] == [None, None]
    connection.close()


def test_only_clerks_part_and_join():
    from hub.security.may import may

    assert not may(KIOSK, "split_visit") and not may(KIOSK, "merge_visits")
