"""What was told of each line and each visit, remembered so that the next word about it does not jump (hub.domain.telling)."""

from datetime import datetime, timedelta
from typing import TypeVar

from hub.domain.pace import Wait
from hub.domain.telling import Told, tell
from hub.store import promises
from hub.store.database import Connection
from hub.store.promises import Row

Key = TypeVar("Key", bound=tuple[str, ...])
KEPT = timedelta(hours=1)  # what was not asked for so long has ended, or is read again


class Telling:
    """Kept for the time of the process; what a visit was told is stored besides and found again after a restart."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], Told] = {}
        self._visits: dict[tuple[str, str, str], Told] = {}
        self._new: dict[tuple[str, str, str, datetime], Row] = {}

    def line(self, service: str, stage: str, seen: Wait | None, now: datetime, desks: int) -> Wait | None:
        """To whoever takes a number now."""
        told = tell(self._lines.get((service, stage)), seen, now, desks)
        _keep(self._lines, (service, stage), told)
        return told.wait if told is not None else None

    def visit(
        self, connection: Connection, visit: str, service: str, stage: str, seen: Wait | None, now: datetime, desks: int
    ) -> Wait | None:
        """To the holder of this number: held to what they were told before, at first to what the line was told."""
        key = (visit, service, stage)
        own = self._visits.get(key) or _stored(connection, key, desks)
        told = tell(own or self._lines.get((service, stage)), seen, now, desks)
        _keep(self._visits, key, told)
        if told is None:
            return None
        if own is None or told.wait != own.wait:
            self._new[(*key, now)] = Row(*key, now, told.wait)
        return told.wait

    def new(self, now: datetime, visit: str | None = None) -> tuple[Row, ...]:
        """What was told and is not stored yet, of this visit or of all. Forgets whom nobody asks about any more."""
        found = tuple(row for row in tuple(self._new.values()) if visit in (None, row.visit))
        for row in found:
            self._new.pop((row.visit, row.service, row.stage, row.at), None)
        if visit is None:
            for key, told in tuple(self._visits.items()):
                if now - told.at > KEPT:
                    self._visits.pop(key, None)
        return found


def _keep(known: dict[Key, Told], key: Key, told: Told | None) -> None:
    if told is None:
        known.pop(key, None)
    else:
        known[key] = told


def _stored(connection: Connection, key: tuple[str, str, str], desks: int) -> Told | None:
    """From before the hub started; how many desks were at work then is not known."""
    said = promises.last(connection, *key)
    return Told(said.wait, said.at, said.at, desks) if said is not None else None
