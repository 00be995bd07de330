"""When the office is open: hours of the day, closed days, last reception, the next open day."""

from datetime import date, datetime, time, timedelta

import jpholiday

from config.site import Opening, Service, Site

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FARTHEST = 60  # days: no office is closed for longer


def is_holiday(site: Site, day: date) -> bool:
    """Closed whatever the weekday: public holidays, 29 December to 3 January, and the site's own closed days."""
    new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return new_year or day in site.closed or bool(jpholiday.is_holiday(day))


def hours_on(site: Site, day: date, service: str | None = None) -> tuple[Opening, ...]:
    """The openings of `day`, in order; of one service, or of any. Empty: closed."""
    holiday = is_holiday(site, day)
    found = [
        opening
        for opening in site.hours
        if (day in opening.dates or (not holiday and on_weekday(opening, day)))
        and (service is None or not opening.services or service in opening.services)
    ]
    return tuple(sorted(found, key=lambda opening: opening.opens)) if day not in site.closed else ()


def network_runs_on(site: Site, day: date) -> bool:
    """Whether 住基ネット runs on `day`: moving in with the My Number Card needs it."""
    if not site.resident_network:
        return is_open_on(site, day)
    return not is_holiday(site, day) and any(day in opening.dates or on_weekday(opening, day) for opening in site.resident_network)


def on_weekday(opening: Opening, day: date) -> bool:
    """Whether the weekday and the week of the month are those of the opening."""
    week = (day.day - 1) // 7 + 1
    return _DAYS[day.weekday()] in opening.days and (not opening.weeks or week in opening.weeks)


def is_open_on(site: Site, day: date, service: str | None = None) -> bool:
    """Whether the office (or one service) opens on `day` at all."""
    return bool(hours_on(site, day, service))


def next_open_day(site: Site, day: date, service: str | None = None) -> date:
    """`day` itself where it is open, else the first open day after it. Raises LookupError where there is none in 60 days."""
    for ahead in range(_FARTHEST + 1):
        if is_open_on(site, day + timedelta(days=ahead), service):
            return day + timedelta(days=ahead)
    raise LookupError(f"{site.id} does not open within {_FARTHEST} days of {day.isoformat()}")


def last_reception(site: Site, service: Service, day: date) -> time | None:
    """Until when numbers of a service are given on `day`; None where it is closed."""
    openings = hours_on(site, day, service.id)
    return _until(openings[-1], service) if openings else None


def takes_numbers(site: Site, service: Service, now: datetime) -> bool:
    """Whether a number of `service` can be taken at `now` (aware, JST)."""
    if site.always_open:
        return True
    moment = now.time().replace(tzinfo=None)
    return any(opening.opens <= moment < _until(opening, service) for opening in hours_on(site, now.date(), service.id))


def next_reception(site: Site, service: Service, now: datetime) -> datetime | None:
    """When numbers of a service are given again, after the reception of `now` or of today; None: not within two months."""
    for ahead in range(_FARTHEST + 1):
        day = now.date() + timedelta(days=ahead)
        for opening in hours_on(site, day, service.id):
            opens = datetime.combine(day, opening.opens, now.tzinfo)
            if opens > now and opening.opens < _until(opening, service):
                return opens
    return None


def takes_procedure(site: Site, procedure: str, now: datetime) -> bool:
    """Whether a procedure is still taken in at `now`, where its service is open."""
    moment = now.time().replace(tzinfo=None)
    return site.always_open or all(
        (not each.days or _DAYS[now.weekday()] in each.days) and (each.last_reception is None or moment < each.last_reception)
        for each in site.procedure_hours
        if procedure in each.procedures
    )


def _until(opening: Opening, service: Service) -> time:
    """The end of numbers within one opening: a service that ends at 16:45 is open to the end on a Saturday until 12:30."""
    return min(each for each in (opening.closes, opening.last_reception, service.last_reception) if each is not None)


def is_open(site: Site, now: datetime) -> bool:
    """Whether any service takes numbers at `now` (aware, JST)."""
    return any(takes_numbers(site, service, now) for service in site.services)
