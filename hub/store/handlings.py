"""How long each visit was worked on at each stage, kept for what is usual there."""

from collections.abc import Iterable
from datetime import datetime

from hub.domain.handling import Handling, worked
from hub.domain.visit import Visit
from hub.store.database import Connection
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction

LAST = 200  # of a stage


def follow(tx: Transaction, before: Visit, after: Visit, at: datetime) -> None:
    """What one step adds, in its transaction."""
    for each in worked(before, after):
        tx.execute(
            "INSERT INTO handlings (visit, service, stage, people, arrived, seconds, ended) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (visit, service, stage) DO UPDATE SET"
            " seconds = max(0, seconds + excluded.seconds), ended = excluded.ended, people = excluded.people",
            (
                after.id,
                each.service,
                each.stage,
                after.people,
                text_of(each.arrived),
                each.seconds,
                text_of(at) if each.over else None,
            ),
        )


def last(connection: Connection, service: str, stage: str) -> tuple[Handling, ...]:
    """The last ones that ended, the newest first."""
    rows = connection.execute(
        "SELECT people, seconds, arrived, ended FROM handlings WHERE service = ? AND stage = ? AND ended IS NOT NULL"
        " ORDER BY ended DESC LIMIT ?",
        (service, stage, LAST),
    )
    return tuple(_handling(row) for row in rows)


def since(connection: Connection, services: Iterable[str], stage: str, at: datetime) -> tuple[Handling, ...]:
    """All that ended since then."""
    found: list[Handling] = []
    for service in services:
        rows = connection.execute(
            "SELECT people, seconds, arrived, ended FROM handlings WHERE service = ? AND stage = ? AND ended >= ?",
            (service, stage, text_of(at)),
        )
        found += (_handling(row) for row in rows)
    return tuple(found)


def sent_back(connection: Connection, services: Iterable[str], stage: str, at: datetime) -> int:
    """How many were sent back from this stage since then."""
    able = frozenset(services)
    rows = connection.execute(
        "SELECT service FROM reasons WHERE at >= ? AND action = 'send_back' AND +stage = ?", (text_of(at), stage)
    )
    return sum(row[0] in able for row in rows)


def _handling(row: tuple[int, int, str, str]) -> Handling:
    return Handling(row[0], row[1], moment_of(row[2]), moment_of(row[3]))
