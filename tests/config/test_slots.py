from datetime import date, datetime, time, timedelta

import msgspec

from config.site import AppointmentPlan, Booking, Opening, ProcedureHours
from config.slots import bookable_days, may_be_booked, plan_for, slots_on
from tests.hub.small_office import BUNDLE, JST

MONDAY = date(2027, 3, 29)
NOW = datetime(2027, 3, 26, 10, 0, tzinfo=JST)  # the Friday before
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
PLAN = AppointmentPlan("moves", "residence", ("moving_in",), WEEKDAYS, time(9), time(10), minutes=25, capacity=2)


def site(plan=PLAN, **more):
    return msgspec.structs.replace(BUNDLE.site, appointments=(plan,), **more)


def begins(slots):
    return [f"{slot.begins:%H:%M}" for slot in slots]


def at(hour, minute=0, day=MONDAY):
    return datetime.combine(day, time(hour, minute), JST)


def test_slots_follow_each_other_and_only_whole_ones_count():
    assert begins(slots_on(site(), PLAN, MONDAY, NOW)) == ["09:00", "09:25"]


def test_a_slot_outside_the_opening_hours_is_none():
    late = msgspec.structs.replace(PLAN, begins=time(16, 30), ends=time(18), minutes=30)

    assert begins(slots_on(site(late), late, MONDAY, NOW)) == ["16:30"]


def test_holidays_closed_days_and_days_the_plan_leaves_out_have_no_slots():
    holiday, closed = date(2027, 4, 29), msgspec.structs.replace(PLAN, closed=(MONDAY,))

    assert not slots_on(site(), PLAN, holiday, NOW)
    assert not slots_on(site(), PLAN, date(2027, 3, 28), NOW), "a Sunday"
    assert not slots_on(site(closed=(MONDAY,)), PLAN, MONDAY, NOW)
    assert not slots_on(site(closed), closed, MONDAY, NOW)


def test_a_sunday_of_its_own_has_slots_where_the_office_opens_for_it():
    sunday = date(2027, 3, 28)
    plan = msgspec.structs.replace(PLAN, dates=(sunday,))
    hours = (*BUNDLE.site.hours, Opening((), time(8, 30), time(12, 30), dates=(sunday,)))

    assert begins(slots_on(site(plan, hours=hours), plan, sunday, NOW)) == ["09:00", "09:25"]


def test_what_has_begun_can_no_more_be_booked():
    assert begins(slots_on(site(), PLAN, MONDAY, at(9, 0))) == ["09:25"]


def test_days_are_offered_from_the_first_to_the_last_of_the_rule():
    days = list(bookable_days(site(booking=Booking(first_day=1, last_day=5)), PLAN, NOW))

    assert days == [MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)]


def test_only_a_slot_of_the_plan_within_the_days_may_be_booked():
    here = site(booking=Booking(first_day=1, last_day=5))

    assert may_be_booked(here, PLAN, "moving_in", at(9, 25), NOW) is not None
    assert may_be_booked(here, PLAN, "moving_in", at(9, 20), NOW) is None
    assert may_be_booked(here, PLAN, "seal", at(9, 25), NOW) is None
    assert may_be_booked(here, PLAN, "moving_in", at(9, 25, MONDAY + timedelta(days=7)), NOW) is None
    assert may_be_booked(here, PLAN, "moving_in", at(9, 25), at(9)) is None, "today is too late"


def test_a_procedure_that_is_not_done_at_that_hour_is_not_booked():
    rule = ProcedureHours(("moving_in",), last_reception=time(9, 20))

    assert may_be_booked(site(procedure_hours=(rule,)), PLAN, "moving_in", at(9, 25), NOW) is None


def test_a_procedure_knows_its_plan():
    assert plan_for(site(), "moving_in") is PLAN
    assert plan_for(site(), "seal") is None
