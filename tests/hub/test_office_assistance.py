"""Staff at a kiosk, as the hub sees it: number and PIN, three minutes, every step checked and written down."""

import asyncio

import pytest

from hub.security.actors import Kiosk, System
from hub.store import vault
from hub.store.doors import NumberTaken
from hub.wire import (
    Assistance,
    CallNext,
    CancelNumber,
    EndUnlock,
    HandNumber,
    KioskUnlocked,
    OpenVisit,
    Refusal,
    Reissue,
    SlipPrinted,
    Ticket,
    Unlock,
    Unlocked,
)
from tests.hub.small_office import KIOSK, NAME, Clock, clerk, error_of, issue, moving, number_only, small_office, states

OTHER_KIOSK = Kiosk("13")


def in_office(tmp_path, scenario):
    clock = Clock()

    async def play():
        async with small_office(tmp_path, clock) as office:
            await office.door.create_demo_staff(System())
            pin = await office.door.set_pin(System(), "floor", "03")
            await scenario(office, clock, pin)

    asyncio.run(play())


async def unlocked(office, pin, kiosk=KIOSK):
    answer = await office.assistance.unlock_kiosk(kiosk, Unlock("03", pin))
    assert isinstance(answer, Unlocked), answer
    return answer.unlock


async def told(office):
    return [event for event in await office.events_since(KIOSK, 0) if isinstance(event, KioskUnlocked)]


async def audited(office):
    rows = await office._store.read(lambda connection: connection.execute("SELECT actor, action, subject FROM audit").fetchall())
    return [tuple(row) for row in rows]


def other(pin):
    return "000000" if pin != "000000" else "111111"


def test_who_has_number_and_pin_has_the_kiosk_for_three_minutes(tmp_path):
    async def scenario(office, clock, pin):
        answer = await office.assistance.unlock_kiosk(KIOSK, Unlock("03", pin))
        assert isinstance(answer, Unlocked)
        assert (answer.number, answer.role, answer.seconds) == ("03", "floor_guide", 180)
        assert (await told(office))[0].ended is None

    in_office(tmp_path, scenario)


def test_a_wrong_pin_opens_nothing_and_is_written_down(tmp_path):
    async def scenario(office, clock, pin):
        assert error_of(await office.assistance.unlock_kiosk(KIOSK, Unlock("03", other(pin)))) == "wrong_pin"
        assert error_of(await office.assistance.unlock_kiosk(KIOSK, Unlock("99", pin))) == "wrong_pin"
        assert await told(office) == []
        assert await audited(office) == [("kiosk:12", "wrong_pin", "12")] * 2

    in_office(tmp_path, scenario)


def test_five_wrong_pins_lock_the_number_at_every_kiosk_for_a_quarter_of_an_hour(tmp_path):
    async def scenario(office, clock, pin):
        for _ in range(5):
            assert error_of(await office.assistance.unlock_kiosk(KIOSK, Unlock("03", other(pin)))) == "wrong_pin"
        assert error_of(await office.assistance.unlock_kiosk(OTHER_KIOSK, Unlock("03", pin))) == "too_many_tries"
        clock.forward(minutes=16)
        await unlocked(office, pin, OTHER_KIOSK)

    in_office(tmp_path, scenario)


def test_a_kiosk_at_which_somebody_guesses_numbers_is_locked_and_others_are_not(tmp_path):
    async def scenario(office, clock, pin):
        for number in range(40, 50):
            assert error_of(await office.assistance.unlock_kiosk(KIOSK, Unlock(str(number), pin))) == "wrong_pin"
        assert error_of(await office.assistance.unlock_kiosk(KIOSK, Unlock("03", pin))) == "too_many_tries"
        await unlocked(office, pin, OTHER_KIOSK)

    in_office(tmp_path, scenario)


def test_a_number_is_given_a_second_time_with_a_copy_number_of_its_own(tmp_path):
    async def scenario(office, clock, pin):
        first = await issue(office, "press-000001", moving())
        await office.floor.report_slip(KIOSK, SlipPrinted(first.visit, "printed"))
        unlock = await unlocked(office, pin)
        again = [await office.assistance.reissue_slip(KIOSK, Reissue(unlock, first.number)) for _ in range(2)]
        assert [answer.copy for answer in again] == [2, 3]
        assert all(answer.ticket == first for answer in again), "the paper says what the first one said"
        assert again[0].language == "ja"

    in_office(tmp_path, scenario)


@pytest.mark.parametrize("number", ["A-999", "研-001", ""])
def test_a_number_nobody_carries_is_not_given_again(tmp_path, number):
    async def scenario(office, clock, pin):
        unlock = await unlocked(office, pin)
        assert error_of(await office.assistance.reissue_slip(KIOSK, Reissue(unlock, number))) == "unknown_number"

    in_office(tmp_path, scenario)


def test_a_cancelled_number_leaves_every_line_and_its_story_says_so(tmp_path):
    async def scenario(office, clock, pin):
        ticket = await issue(office, "press-000001", moving())
        unlock = await unlocked(office, pin)
        assert await office.assistance.cancel_number(KIOSK, CancelNumber(unlock, ticket.number, "twice")) is None
        visit = await office.visit(clerk(1), ticket.visit)
        assert set(states(visit).values()) == {"cancelled"}
        assert await office.visits(clerk(1), counter=1) == ()
        assert (await office.call_next(clerk(1), CallNext(1, "reception"))).called is None
        assert any("number_cancelled: twice" in row for row in await audited(office))
        assert error_of(await office.assistance.reissue_slip(KIOSK, Reissue(unlock, ticket.number))) == "visit_ended"

    in_office(tmp_path, scenario)


def test_what_was_entered_for_a_cancelled_number_is_destroyed_at_once(tmp_path):
    async def scenario(office, clock, pin):
        cancelled, kept = await issue(office, "press-000001", moving()), await issue(office, "press-000002", moving())
        unlock = await unlocked(office, pin)

        async def record(ticket):
            return await office._store.read(lambda connection: vault.record(connection, ticket.visit))

        assert await record(cancelled) not in (None, "destroyed")
        await office.assistance.cancel_number(KIOSK, CancelNumber(unlock, cancelled.number, "left"))
        assert await record(cancelled) == "destroyed"
        assert await record(kept) not in (None, "destroyed")

    in_office(tmp_path, scenario)


def test_who_stands_at_a_counter_is_not_cancelled_from_a_kiosk(tmp_path):
    async def scenario(office, clock, pin):
        ticket = await issue(office, "press-000001")
        await office.call_next(clerk(1), CallNext(1, "reception"))
        unlock = await unlocked(office, pin)
        assert error_of(await office.assistance.cancel_number(KIOSK, CancelNumber(unlock, ticket.number, "twice"))) == "at_counter"

    in_office(tmp_path, scenario)


def test_a_paper_form_gets_a_number_with_who_comes_and_consideration(tmp_path):
    async def scenario(office, clock, pin):
        unlock = await unlocked(office, pin)
        form = OpenVisit(language="ne", service="residence", people=3, consideration=True)
        ticket = await office.assistance.hand_number(KIOSK, HandNumber(unlock, form), "hand-000001")
        assert isinstance(ticket, Ticket)
        assert await office.assistance.hand_number(KIOSK, HandNumber(unlock, form), "hand-000001") == ticket, (
            "one press, one number"
        )
        (visit,) = await office.visits(clerk(1), counter=1)
        assert (visit.channel, visit.people, visit.language, visit.consideration) == ("paper", 3, "ne", True)

    in_office(tmp_path, scenario)


def test_a_paper_form_brings_no_answers(tmp_path):
    async def scenario(office, clock, pin):
        unlock = await unlocked(office, pin)
        assert error_of(await office.assistance.hand_number(KIOSK, HandNumber(unlock, moving()), "hand-000001")) == "nothing_asked"

    in_office(tmp_path, scenario)


async def everything(office, kiosk, unlock, number):
    return [
        await office.assistance.reissue_slip(kiosk, Reissue(unlock, number)),
        await office.assistance.cancel_number(kiosk, CancelNumber(unlock, number, "twice")),
        await office.assistance.hand_number(kiosk, HandNumber(unlock, number_only()), "hand-000009"),
        await office.assistance.note_assistance(kiosk, Assistance(unlock, "took_over")),
    ]


def test_nothing_is_done_after_the_time_at_another_kiosk_or_without_a_pin(tmp_path):
    async def scenario(office, clock, pin):
        ticket = await issue(office, "press-000001")
        unlock = await unlocked(office, pin)
        tries = await everything(office, OTHER_KIOSK, unlock, ticket.number) + await everything(office, KIOSK, "x", ticket.number)
        clock.forward(minutes=3, seconds=6)
        tries += await everything(office, KIOSK, unlock, ticket.number)
        assert {error_of(answer) for answer in tries} == {"not_unlocked"}
        assert len(await office.visits(clerk(1), counter=1)) == 1

    in_office(tmp_path, scenario)


def test_the_end_tells_how_long_and_what_was_done_and_nothing_of_the_resident(tmp_path):
    async def scenario(office, clock, pin):
        ticket = await issue(office, "press-000001", moving())
        unlock = await unlocked(office, pin)
        clock.forward(seconds=40)
        await office.assistance.reissue_slip(KIOSK, Reissue(unlock, ticket.number))
        await office.assistance.note_assistance(KIOSK, Assistance(unlock, "entry_cancelled", "left"))
        for _ in range(2):
            await office.assistance.end_unlock(KIOSK, EndUnlock(unlock))
        begun, ended = await told(office)
        assert ended.since == begun.at
        assert (ended.ended - ended.since).total_seconds() == 40
        assert ended.done == ("reissued", "entry_cancelled")
        assert ended.staff.startswith("floor_guide:")
        assert NAME not in str([begun, ended, await audited(office)])
        assert error_of(await office.assistance.reissue_slip(KIOSK, Reissue(unlock, ticket.number))) == "not_unlocked"

    in_office(tmp_path, scenario)


def test_an_unlock_the_kiosk_forgot_ends_with_its_time(tmp_path):
    async def scenario(office, clock, pin):
        await unlocked(office, pin)
        clock.forward(minutes=10)
        counts = await office.expire(System(), clock())
        assert counts["unlocks"] == 1
        ended = (await told(office))[-1]
        assert (ended.ended - ended.since).total_seconds() == 180

    in_office(tmp_path, scenario)


def test_the_next_who_unlocks_the_kiosk_ends_the_one_before(tmp_path):
    async def scenario(office, clock, pin):
        before = await unlocked(office, pin)
        await unlocked(office, pin)
        assert [event.ended is not None for event in await told(office)] == [False, True, False]
        assert isinstance(await office.assistance.note_assistance(KIOSK, Assistance(before, "took_over")), Refusal)

    in_office(tmp_path, scenario)


def test_two_people_cannot_have_the_same_number(tmp_path):
    async def scenario(office, clock, pin):
        with pytest.raises(NumberTaken):
            await office.door.set_pin(System(), "madoguchi", "03")
        assert await office.door.set_pin(System(), "nobody", "04") is None

    in_office(tmp_path, scenario)


def test_a_pin_is_kept_as_a_hash_and_never_shown_by_the_message(tmp_path):
    async def scenario(office, clock, pin):
        assert pin not in repr(Unlock("03", pin))
        stored = await office._store.read(lambda connection: connection.execute("SELECT pin FROM staff").fetchall())
        assert not any(pin in str(row[0]) for row in stored)

    in_office(tmp_path, scenario)
