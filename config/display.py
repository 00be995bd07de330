"""What one waiting-room display shows: its columns, and whether a call is for it. The same rules for TV and web page. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from config.site import Display, Service, Site, StageId

CALLED_TO: tuple[StageId, ...] = ("reception", "accounting", "delivery")  # stages people are called to, in their order
MOST_COLUMNS = 3
NEAR = timedelta(seconds=30)  # calls so close together stand equally large: each is somebody who has only just been called
MOST_NEAR = 3


def display_of(site: Site, name: str) -> Display:
    """The display enrolled under this name; one that is not configured shows everything."""
    return next((each for each in site.displays if each.id == name), Display(name))


def columns(site: Site, display: Display) -> tuple[StageId, ...]:
    """The stages it shows, each in a column of its own: those named, else all that its services call people to."""
    if display.stages:
        return display.stages
    asked = {stage for service in services(site, display) for stage in service.stages}
    return tuple(stage for stage in CALLED_TO if stage in asked)


def services(site: Site, display: Display) -> tuple[Service, ...]:
    """The services it shows: those named, else those its counters do, else all."""
    wanted = set(display.services)
    if not wanted and display.counters:
        wanted = {service for counter in site.counters if counter.number in display.counters for service in counter.services}
    return tuple(service for service in site.services if not wanted or service.id in wanted)


def shows(site: Site, display: Display, stage: str, service: str, counter: int | None) -> bool:
    """Whether a number called at this stage, service and counter stands on it."""
    if stage not in columns(site, display):
        return False
    if display.counters and counter is not None and counter not in display.counters:
        return False
    return any(each.id == service for each in services(site, display))


def near(calls: Sequence[datetime]) -> int:
    """How many of the calls of one column, the newest first, stand as large as the newest."""
    return min(MOST_NEAR, sum(calls[0] - call <= NEAR for call in calls))
