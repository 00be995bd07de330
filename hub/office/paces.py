"""What a stage usually takes, and how it goes today, for the pages of the people who work there; looked up once a minute."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hub.domain.handling import Flow, Handling, Usual, late_after, usual
from hub.store import handlings
from hub.store.database import Connection

GOOD_FOR = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class Paces:
    """The last handlings of each line, by service and stage."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[datetime, tuple[Handling, ...]]] = {}
        self._late: dict[tuple[str, str], tuple[datetime, int]] = {}

    def usual(self, connection: Connection, service: str, stage: str, people: int | None, now: datetime) -> Usual | None:
        """`people`: of the family it is asked for."""
        return usual(self._last(connection, service, stage, now), people)

    def late_after(self, connection: Connection, service: str, stage: str, goal: int, now: datetime) -> int:
        """Minutes after which one is behind what this line takes today."""
        known = self._late.get((service, stage))
        if known is not None and timedelta(0) <= now - known[0] < GOOD_FOR:
            return known[1]
        found = late_after(goal, handlings.since(connection, (service,), stage, _morning(now)))
        self._late[service, stage] = (now, found)
        return found

    def _last(self, connection: Connection, service: str, stage: str, now: datetime) -> tuple[Handling, ...]:
        known = self._known.get((service, stage))
        if known is not None and timedelta(0) <= now - known[0] < GOOD_FOR:
            return known[1]
        found = handlings.last(connection, service, stage)
        self._known[service, stage] = (now, found)
        return found


def flow(connection: Connection, services: Sequence[str], stage: str, waiting_since: Sequence[datetime], now: datetime) -> Flow:
    """Today at one stage. `waiting_since`: when what lies there now came."""
    morning = _morning(now)
    done = handlings.since(connection, services, stage, morning)
    middle = usual(done)
    came = sum(now - each <= HOUR for each in (*waiting_since, *(each.arrived for each in done)))
    went = sum(now - each.ended <= HOUR for each in done)
    return Flow(len(done), middle.middle if middle else None, handlings.sent_back(connection, services, stage, morning), came, went)


def _morning(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
