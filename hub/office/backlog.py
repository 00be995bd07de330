"""Where papers wait behind the counters, for a desk that has nobody: the stage that most needs another pair of hands first."""

from datetime import datetime

import msgspec

from hub.domain.stage import Place, place_of
from hub.office.house import House
from hub.office.lines import present, staffed
from hub.office.literals import stage_of
from hub.store import visits
from hub.store.database import Connection
from hub.wire import Stage


class Backlog(msgspec.Struct, frozen=True):
    """One stage. `since`: when what waits longest came there; `desks`: at work on it now."""

    stage: Stage
    waiting: int
    since: datetime
    desks: int


def backlogs(connection: Connection, house: House, now: datetime) -> tuple[Backlog, ...]:
    """Every stage of the back office where something waits, by how far the longest wait is over what the site means to let wait."""
    taken = [house.desks[number] for number in staffed(connection, house, now) if number in house.desks]
    desks = [present(connection, house, desk, now) for desk in taken]
    found = []
    for stage in dict.fromkeys(stage for service in house.services.values() for stage in service.stages):
        if place_of(stage) is not Place.BACK_OFFICE:
            continue
        services = [service.id for service in house.services.values() if stage in service.stages]
        waits = [since for service in services if (since := visits.first_since(connection, service, stage)) is not None]
        if waits:
            waiting = visits.people_ahead(connection, services, stage, *visits.END_OF_LINE)
            at_work = sum(any(desk.serves(service, stage) for service in services) for desk in desks)
            found.append(Backlog(stage_of(stage), waiting, min(waits), at_work))
    return tuple(sorted(found, key=lambda each: (now - each.since) / _goal(house, each.stage), reverse=True))


def _goal(house: House, stage: str) -> int:
    return int(getattr(house.site.goals, stage))
