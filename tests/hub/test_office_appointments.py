"""予約: nobody's name, no place twice, a number at the booked time, and one clear outcome for who is late or too early."""

import asyncio
from datetime import date, time, timedelta

import msgspec
import pytest

from config.procedure import Minutes
from config.site import AppointmentPlan, Booking, Queue
from hub.security.actors import Kiosk, Resident, System
from hub.wire import (
    Application,
    AppointmentChanged,
    AppointmentView,
    BookAppointment,
    BookedAppointment,
    ChangeAppointment,
    CheckIn,
    FindEntry,
    FoundEntry,
    OpenVisit,
    SaveEntry,
    Ticket,
)
from tests.hub.small_office import (
    BUNDLE,
    KIOSK,
    MOVE,
    NINE,
    Clock,
    call,
    clerk,
    error_of,
    issue,
    number_only,
    seal_visit,
    small_office,
    with_site,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
PLAN = AppointmentPlan("moves", "residence", ("moving_in", "seal"), WEEKDAYS, time(9), time(12), minutes=30, capacity=2)
HOME = Resident("192.0.2.7")
TUESDAY = date(2027, 3, 30)


def bundle(late="walk_in", plan=PLAN, **more):
    return with_site(appointments=(plan,), booking=Booking(first_day=0, late=late), **more)


def in_office(tmp_path, scenario, here=None):
    async def play():
        clock = Clock()
        async with small_office(tmp_path, clock, here or bundle()) as office:
            await scenario(office, clock)

    asyncio.run(play())


def at(hour, minute=0, day=TUESDAY):
    return NINE.replace(day=day.day, month=day.month, hour=hour, minute=minute)


async def booked(office, begins, key="b1", procedure="moving_in", actor=HOME):
    made = await office.bookings.book(actor, BookAppointment(procedure, begins, "en"), key)
    assert isinstance(made, BookedAppointment), made
    return made


async def found(office, code):
    entry = await office.find_entry(KIOSK, FindEntry(code=code))
    assert isinstance(entry, FoundEntry) and entry.appointment is not None, entry
    return entry.appointment


async def comes(office, made, key="k1", applications=()):
    """At a kiosk, with the code."""
    token = (await found(office, made.short_code)).token
    return await office.open_visit(KIOSK, OpenVisit(language="ja", applications=applications, appointment=token), key)


def test_free_days_and_times_are_offered_and_a_booked_place_is_gone(tmp_path):
    async def scenario(office, clock):
        await booked(office, at(9))

        days = await office.bookings.free_days(HOME, "moving_in")
        slots = await office.bookings.free_slots(HOME, "moving_in", TUESDAY)

        assert (days[1].day, days[1].free) == (TUESDAY, 11)
        assert [(f"{slot.begins:%H:%M}", slot.free) for slot in slots][:2] == [("09:00", 1), ("09:30", 2)]
        assert error_of(await office.bookings.free_days(HOME, "certificates")) == "not_bookable"

    in_office(tmp_path, scenario)


def test_the_same_press_sent_again_brings_the_same_appointment_and_the_same_codes(tmp_path):
    async def scenario(office, clock):
        assert await booked(office, at(9)) == await booked(office, at(9))
        assert (await office.bookings.free_slots(HOME, "moving_in", TUESDAY))[0].free == 1

    in_office(tmp_path, scenario)


@pytest.mark.parametrize("capacity", [1, 3])
def test_of_twenty_who_want_the_last_places_at_once_as_many_have_one_as_there_are(tmp_path, capacity):
    async def scenario(office, clock):
        presses = [
            office.bookings.book(Resident(f"192.0.2.{i}"), BookAppointment("moving_in", at(9)), f"press{i}") for i in range(20)
        ]
        answers = await asyncio.gather(*presses)

        made = [answer for answer in answers if isinstance(answer, BookedAppointment)]
        assert len(made) == capacity == len({each.code for each in made})
        assert {error_of(answer) for answer in answers if answer not in made} == {"slot_full"}
        assert len(await office.bookings.of_day(clerk(1), TUESDAY)) == capacity

    in_office(tmp_path, scenario, bundle(plan=msgspec.structs.replace(PLAN, capacity=capacity)))


def test_two_who_change_to_the_last_place_at_once_keep_one_place_each(tmp_path):
    async def scenario(office, clock):
        plan = [await booked(office, at(9 + i), f"b{i}") for i in range(2)]
        await booked(office, at(11), "b9")

        answers = await asyncio.gather(*(office.bookings.change(HOME, ChangeAppointment(each.code, at(11))) for each in plan))

        moved = [answer for answer in answers if isinstance(answer, AppointmentView)]
        assert len(moved) == 1 and error_of(next(each for each in answers if each not in moved)) == "slot_full"
        held = [each.begins for each in await office.bookings.of_day(clerk(1), TUESDAY)]
        assert held.count(at(11)) == 2 and len(held) == 3, "the other still has the old place"

    in_office(tmp_path, scenario)


@pytest.mark.parametrize(
    "begins", [at(9, 10), at(12), at(9) - timedelta(days=2), at(9) + timedelta(days=90), (NINE - timedelta(hours=1))]
)
def test_a_time_that_is_none_is_not_booked(tmp_path, begins):
    async def scenario(office, clock):
        answer = await office.bookings.book(HOME, BookAppointment("moving_in", begins), "b1")
        assert error_of(answer) == "slot_gone"

    in_office(tmp_path, scenario)


def test_an_appointment_is_looked_at_moved_and_cancelled_with_its_code_alone(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9))

        moved = await office.bookings.change(HOME, ChangeAppointment(made.short_code.lower(), at(10)))
        seen = await office.bookings.find(HOME, made.code)
        gone = await office.bookings.change(HOME, ChangeAppointment(made.code))

        assert moved == seen and seen.begins == at(10) and seen.state == "booked"
        assert gone.state == "cancelled"
        assert error_of(await office.bookings.change(HOME, ChangeAppointment(made.code, at(9)))) == "appointment_over"
        assert {slot.free for slot in await office.bookings.free_slots(HOME, "moving_in", TUESDAY)} == {2}

    in_office(tmp_path, scenario)


def test_codes_cannot_be_guessed_from_outside_without_end(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9))
        for _ in range(10):
            assert error_of(await office.bookings.find(HOME, "00000000")) == "unknown_code"
        assert error_of(await office.bookings.find(HOME, made.short_code)) == "too_many_tries"
        assert (await office.bookings.find(HOME, made.code)).state == "booked", "who holds the QR is not locked out"

    in_office(tmp_path, scenario)


def test_one_address_cannot_book_everything(tmp_path):
    async def scenario(office, clock):
        answers = [await office.bookings.book(HOME, BookAppointment("moving_in", at(9 + i % 3)), f"b{i}") for i in range(22)]
        assert isinstance(answers[0], BookedAppointment) and error_of(answers[21]) == "too_many_bookings"

    in_office(tmp_path, scenario, bundle(plan=msgspec.structs.replace(PLAN, capacity=50)))


def test_nor_can_everybody_together_where_addresses_are_not_known(tmp_path):
    async def scenario(office, clock):
        answers = [await office.bookings.book(Resident(), BookAppointment("moving_in", at(9)), f"b{i}") for i in range(201)]
        assert isinstance(answers[199], BookedAppointment) and error_of(answers[200]) == "too_many_bookings"
        clock.forward(minutes=10)
        await booked(office, at(9), "later", actor=Resident())

    in_office(tmp_path, scenario, bundle(plan=msgspec.structs.replace(PLAN, capacity=999)))


def test_who_comes_to_an_appointment_has_a_number_with_its_mark_and_stands_at_the_booked_time(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9, 30, NINE.date()))
        clock.forward(minutes=5)
        ticket = await comes(office, made)
        clock.forward(minutes=5)
        await issue(office, "k2")

        assert isinstance(ticket, Ticket) and (ticket.number, ticket.booked) == ("A-001", at(9, 30, NINE.date()))
        assert ticket.procedures == ("moving_in",)
        order = [(view.number, view.reason) for view in await office.visits(clerk(1), counter=1)]
        assert order == [("A-002", "arrival"), ("A-001", "appointment")], "it is not half past nine yet"
        clock.now = at(9, 30, NINE.date())
        assert (await call(office, 1)).number == "A-001"
        chosen = (await office.choices(clerk(1), NINE))[-1]
        assert (chosen.rule, chosen.arrived, chosen.ahead) == ("appointment", at(9, 30, NINE.date()), 1)

    in_office(tmp_path, scenario)


def test_the_form_may_be_filled_in_at_the_kiosk_for_the_same_appointment(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9, 30, NINE.date()))
        ticket = await comes(office, made, applications=(MOVE,))
        assert ticket.booked is not None
        (view,) = await office.bookings.of_day(clerk(1), NINE.date())
        assert (view.state, view.number) == ("arrived", ticket.number)

    in_office(tmp_path, scenario)


def test_forms_of_another_service_take_a_number_like_everybodys_and_leave_the_appointment(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9, 30, NINE.date()))
        ticket = await comes(office, made, applications=(Application("nhi_join", "", {}),))
        assert (ticket.service, ticket.booked) == ("insurance", None)
        assert (await office.bookings.find(HOME, made.code)).state == "booked"

    in_office(tmp_path, scenario)


def test_one_appointment_is_one_number_whatever_is_pressed_where(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9, 30, NINE.date()))
        token = (await found(office, made.code)).token
        visit = OpenVisit(language="ja", appointment=token)
        answers = await asyncio.gather(*(office.open_visit(Kiosk(f"{i:02}"), visit, f"press{i}") for i in range(1, 9)))

        tickets = [each for each in answers if isinstance(each, Ticket)]
        assert len(tickets) == 1
        assert {error_of(each) for each in answers if each not in tickets} == {"appointment_used"}
        assert (await issue(office, "next")).number == "A-002", "what was refused cost no number"
        assert await office.open_visit(Kiosk("01"), visit, "press1") in (tickets[0], *answers)

    in_office(tmp_path, scenario)


def test_within_the_grace_the_place_is_kept_and_after_it_one_walks_in(tmp_path):
    async def scenario(office, clock):
        begins = at(9, 30, NINE.date())
        kept, lost = [await booked(office, begins, f"b{i}") for i in range(2)]
        clock.now = begins + timedelta(minutes=10)
        assert (await comes(office, kept)).booked == begins
        clock.forward(minutes=1)
        assert (await found(office, lost.code)).late

        ticket = await comes(office, lost, "k2")

        assert ticket.booked is None
        listed = {view.number: view for view in await office.bookings.of_day(clerk(1), NINE.date())}
        assert listed[ticket.number].late and listed[ticket.number].state == "arrived"

    in_office(tmp_path, scenario)


def test_where_the_late_book_again_staff_may_still_take_them(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9, 30, NINE.date()))
        clock.now = at(10, 0, NINE.date())
        assert error_of(await office.find_entry(KIOSK, FindEntry(code=made.code))) == "appointment_late"

        ticket = await office.bookings.check_in(clerk(1), CheckIn(made.appointment.appointment), "s1")

        assert isinstance(ticket, Ticket) and ticket.booked is None

    in_office(tmp_path, scenario, bundle(late="rebook"))


def test_on_another_day_it_is_said_which(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9))
        answer = await office.find_entry(KIOSK, FindEntry(code=made.code))
        assert error_of(answer) == "appointment_other_day" and "2027-03-30 at 09:00" in answer.message
        assert answer.until == at(9)

    in_office(tmp_path, scenario)


def test_a_code_of_an_appointment_opens_nothing_at_home_where_forms_are_taken_up_again(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9))
        assert error_of(await office.find_entry(HOME, FindEntry(code=made.code))) == "unknown_code"

    in_office(tmp_path, scenario)


def test_staff_check_in_who_has_left_the_code_at_home(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9, 30, NINE.date()))
        (listed,) = await office.bookings.of_day(clerk(1), NINE.date())
        ticket = await office.bookings.check_in(clerk(1), CheckIn(listed.appointment), "s1")
        assert ticket.booked == at(9, 30, NINE.date())
        assert error_of(await office.find_entry(KIOSK, FindEntry(code=made.code))) == "appointment_used"

    in_office(tmp_path, scenario)


def test_an_appointment_counts_against_no_quota_and_after_the_last_reception_it_is_kept(tmp_path):
    limited = tuple(
        msgspec.structs.replace(each, quota=1, last_reception=time(9, 20)) if each.id == "residence" else each
        for each in BUNDLE.site.services
    )

    async def scenario(office, clock):
        made = await booked(office, at(9, 30, NINE.date()))
        await issue(office, "k1")
        assert error_of(await office.open_visit(KIOSK, number_only(), "k2")) == "quota_reached"
        clock.now = at(9, 25, NINE.date())
        assert (await comes(office, made, "k3")).number == "A-002"

    in_office(tmp_path, scenario, bundle(services=limited))


def test_a_number_given_while_the_hub_was_away_comes_to_the_appointment_too(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9, 30, NINE.date()))
        token = (await found(office, made.code)).token
        seal_key = (await office.identity(System())).seal_key
        sealed = seal_visit(seal_key, OpenVisit(language="ja", appointment=token), "A-1201", at(9, 35, NINE.date()), "residence")
        clock.now = at(10, 30, NINE.date())

        ticket = await office.open_sealed_visit(KIOSK, sealed, "k1")

        assert ticket.booked == at(9, 30, NINE.date()), "the time on the paper counts"

    in_office(tmp_path, scenario)


def test_who_was_expected_and_did_not_come_is_noted_at_the_close_of_the_day_and_tells_everybody(tmp_path):
    async def scenario(office, clock):
        heard = []
        office.subscribe(heard.extend)
        await booked(office, at(9, 30, NINE.date()))
        await booked(office, at(9), "b2")
        clock.now = at(18, 0, NINE.date())

        await office.close_day(System())

        assert [view.state for view in await office.bookings.of_day(clerk(1), NINE.date())] == ["missed"]
        assert [view.state for view in await office.bookings.of_day(clerk(1), TUESDAY)] == ["booked"]
        changes = [event.state for event in heard if isinstance(event, AppointmentChanged)]
        assert changes == ["booked", "booked", "missed"]

    in_office(tmp_path, scenario)


def test_after_some_days_nothing_leads_to_anybody(tmp_path):
    async def scenario(office, clock):
        made = await booked(office, at(9, 30, NINE.date()))
        clock.now = NINE + timedelta(days=8)
        counts = await office.expire(System(), clock.now)

        assert counts["appointments"] == 1
        assert error_of(await office.bookings.find(HOME, made.code)) == "unknown_code"
        (kept,) = await office.bookings.of_day(clerk(1), NINE.date())
        assert (kept.state, kept.language) == ("missed", ""), "for the statistics"

    in_office(tmp_path, scenario)


def test_a_short_service_entered_at_home_goes_first_where_the_site_says_so(tmp_path):
    quick = msgspec.structs.replace(BUNDLE.procedures["moving_in"], minutes=Minutes(3, 5))
    here = with_site(queue=Queue(short_every=3, short_minutes=5))
    here = msgspec.structs.replace(here, procedures={**here.procedures, "moving_in": quick})

    async def scenario(office, clock):
        saved = await office.save_entry(HOME, SaveEntry(language="ja", applications=(MOVE,)), "e1")
        for index in range(3):
            await issue(office, f"k{index}")
            clock.forward(minutes=1)
        entry = await office.find_entry(KIOSK, FindEntry(code=saved.code))
        ticket = await issue(office, "k9", OpenVisit(language="ja", reception_token=entry.reception_token))

        assert [(await call(office, counter)).number for counter in (1, 2)] == [ticket.number, "A-001"]

    in_office(tmp_path, scenario, here)
