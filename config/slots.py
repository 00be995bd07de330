"""Slots of appointments (窓口等予約): when one may be booked, for how many, from the site's plans. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import msgspec

from config.openings import hours_on, is_holiday, on_weekday, takes_procedure
from config.site import AppointmentPlan, Opening, Site


class Slot(msgspec.Struct, frozen=True, order=True):
    """One time of one plan. `begins`: aware JST; `capacity`: visits that may be booked for it."""

    begins: datetime
    ends: datetime
    plan: str
    capacity: int


def plan_for(site: Site, procedure: str) -> AppointmentPlan | None:
    """The plan in which a procedure is booked; None where it is not."""
    return next((plan for plan in site.appointments if procedure in plan.procedures), None)


def slots_between(plan: AppointmentPlan) -> tuple[tuple[time, time], ...]:
    """(begin, end) of every slot of a day, one after the other, whole ones only."""
    day = date(2000, 1, 1)
    begins, last = datetime.combine(day, plan.begins), datetime.combine(day, plan.ends)
    step = timedelta(minutes=plan.minutes)
    found = []
    while begins + step <= last:
        found.append((begins.time(), (begins + step).time()))
        begins += step
    return tuple(found)


def slots_on(site: Site, plan: AppointmentPlan, day: date, now: datetime) -> tuple[Slot, ...]:
    """The slots of `day` that lie within the opening hours and have not begun at `now` (aware JST); none where there are none."""
    if not _is_planned(site, plan, day):
        return ()
    hours = hours_on(site, day, plan.service)
    found = (
        Slot(_at(day, begins, now), _at(day, ends, now), plan.id, plan.capacity)
        for begins, ends in slots_between(plan)
        if any(each.opens <= begins and ends <= each.closes for each in hours)
    )
    return tuple(slot for slot in found if slot.begins > now)


def bookable_days(site: Site, plan: AppointmentPlan, now: datetime) -> Iterator[date]:
    """Days with at least one slot, from the first to the last that may be booked today."""
    for ahead in range(site.booking.first_day, site.booking.last_day + 1):
        day = now.date() + timedelta(days=ahead)
        if slots_on(site, plan, day, now):
            yield day


def may_be_booked(site: Site, plan: AppointmentPlan, procedure: str, begins: datetime, now: datetime) -> Slot | None:
    """The slot that begins so, where it may be booked for this procedure at `now`."""
    day = begins.astimezone(now.tzinfo).date()
    ahead = (day - now.date()).days
    if procedure not in plan.procedures or not site.booking.first_day <= ahead <= site.booking.last_day:
        return None
    if not takes_procedure(site, procedure, begins.astimezone(now.tzinfo)):
        return None
    return next((slot for slot in slots_on(site, plan, day, now) if slot.begins == begins), None)


def is_closed_now(site: Site, plan_id: str, begins: datetime, ends: datetime) -> bool:
    """Whether a time that was booked lies where the office is closed by now: the day, the hours or the whole plan are gone."""
    plan = next((each for each in site.appointments if each.id == plan_id), None)
    if plan is None or not _is_planned(site, plan, begins.date()):
        return True
    hours = hours_on(site, begins.date(), plan.service)
    return not any(each.opens <= begins.time() and ends.time() <= each.closes for each in hours)


def _is_planned(site: Site, plan: AppointmentPlan, day: date) -> bool:
    if day in plan.closed or day in site.closed:
        return False
    rule = Opening(plan.days, plan.begins, plan.ends, weeks=plan.weeks, dates=plan.dates)
    return day in plan.dates or (not is_holiday(site, day) and on_weekday(rule, day))


def _at(day: date, moment: time, now: datetime) -> datetime:
    return datetime.combine(day, moment, now.tzinfo)
