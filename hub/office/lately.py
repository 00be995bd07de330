"""How fast each line was called within the last hour, looked up at most every few seconds: a thousand phones ask."""

from datetime import datetime, timedelta

from hub.domain.pace import LOOK_BACK
from hub.store import steps
from hub.store.database import Connection

GOOD_FOR = timedelta(seconds=20)


class Lately:
    """Times of the calls out of each line, by service and stage."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[datetime, tuple[datetime, ...]]] = {}

    def calls(self, connection: Connection, service: str, stage: str, now: datetime) -> tuple[datetime, ...]:
        """Within the last hour, oldest first."""
        known = self._known.get((service, stage))
        if known is not None and timedelta(0) <= now - known[0] < GOOD_FOR:
            return known[1]
        found = steps.call_times(connection, service, stage, now - LOOK_BACK)
        self._known[service, stage] = (now, found)
        return found
