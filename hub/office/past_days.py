"""How it was in each band of days that are over; looked up once, for it does not change."""

from datetime import date, time

from config.site import Band, Site
from hub.domain.outlook import Past
from hub.domain.stage import RECEPTION
from hub.store import appointments, steps
from hub.store.database import Connection

MOST_KEPT = 2000  # days of lines; then they are looked up anew


class PastDays:
    """By service and day: what it was in each band, None where the line was not at work."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date], dict[str, Past] | None] = {}
        self._bands: tuple[Band, ...] = ()

    def day(self, connection: Connection, site: Site, service: str, day: date) -> dict[str, Past] | None:
        if self._bands != site.bands or len(self._known) > MOST_KEPT:
            self._bands, self._known = site.bands, {}
        if (service, day) not in self._known:
            self._known[service, day] = _look_up(connection, site, service, day)
        return self._known[service, day]


def _look_up(connection: Connection, site: Site, service: str, day: date) -> dict[str, Past] | None:
    at_work, came = steps.walk_ins_of(connection, service, RECEPTION, day)
    if not at_work:
        return None
    booked = booked_on(connection, site, service, day)
    waited: dict[str, list[int]] = {band.id: [] for band in site.bands}
    for arrived, called in came:
        if (band := _band_at(site, arrived.time())) is not None:
            waited[band].append(max(0, int((called - arrived).total_seconds() // 60)))
    return {band: Past(tuple(minutes), booked.get(band, 0)) for band, minutes in waited.items()}


def booked_on(connection: Connection, site: Site, service: str, day: date) -> dict[str, int]:
    """Appointments of a day by band."""
    found: dict[str, int] = {}
    for plan in site.appointments:
        if plan.service == service:
            for begins, places in appointments.taken_between(connection, plan.id, day, day).items():
                if (band := _band_at(site, begins.time())) is not None:
                    found[band] = found.get(band, 0) + places
    return found


def _band_at(site: Site, moment: time) -> str | None:
    return next((band.id for band in site.bands if band.begins <= moment < band.ends), None)
