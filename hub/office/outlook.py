"""混雑予測: what residents are told of the days to come, band by band of the site."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from config.openings import hours_on, is_open_on, takes_procedure
from config.site import Band, Site
from hub.domain.outlook import MOST_DAYS, Outlook, Past, days_like, outlook
from hub.office.house import House
from hub.office.past_days import booked_on
from hub.store import steps
from hub.store.database import Connection


class BandOutlook(msgspec.Struct, frozen=True):
    """One band of a day. `open`: numbers are given in it. `outlook` None: nobody can tell."""

    band: str
    open: bool
    outlook: Outlook | None


class DayOutlook(msgspec.Struct, frozen=True):
    """One day on which the office is open."""

    day: date
    bands: tuple[BandOutlook, ...]


def days_ahead(
    connection: Connection, house: House, service: str, procedure: str | None, last: int, now: datetime
) -> tuple[DayOutlook, ...]:
    """Every open day from today to `last` days ahead. `procedure`: whose own hours count, too."""
    site, today = house.site, now.date()
    known_since = steps.first_day(connection) or today
    found = []
    for day in (today + timedelta(days=ahead) for ahead in range(last + 1)):
        if not is_open_on(site, day, service):
            continue
        past = list(_past(connection, house, service, day, today, known_since))
        booked = booked_on(connection, site, service, day)
        bands = []
        for band in site.bands:
            open_ = _takes(site, service, procedure, day, band, now)
            told = outlook([each[band.id] for each in past], booked.get(band.id, 0)) if open_ else None
            bands.append(BandOutlook(band.id, open_, told))
        if any(each.open for each in bands):
            found.append(DayOutlook(day, tuple(bands)))
    return tuple(found)


def _past(
    connection: Connection, house: House, service: str, day: date, today: date, known_since: date
) -> Iterator[dict[str, Past]]:
    """The newest days like it on which the line was at work."""
    found = 0
    for like in days_like(day, today):
        if like < known_since or found == MOST_DAYS:
            return
        past = house.past_days.day(connection, house.site, service, like)
        if past is not None:
            found += 1
            yield past


def _takes(site: Site, service: str, procedure: str | None, day: date, band: Band, now: datetime) -> bool:
    """Whether somebody who comes in what is left of this band can be taken in."""
    if datetime.combine(day, band.ends, now.tzinfo) <= now:
        return False
    begins = datetime.combine(day, band.begins, now.tzinfo)
    hours = hours_on(site, day, service)
    return any(each.opens < band.ends and band.begins < each.closes for each in hours) and (
        procedure is None or takes_procedure(site, procedure, begins)
    )
