"""What residents were told of their wait, each change once, beside the call that kept or missed it."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from hub.domain.pace import Wait
from hub.domain.promise import Promise, Said
from hub.store.database import Connection
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction


class Row(msgspec.Struct, frozen=True):
    """A wait told to one visit of one line."""

    visit: str
    service: str
    stage: str
    at: datetime
    wait: Wait


def note(tx: Transaction, rows: Iterable[Row]) -> None:
    """Once each, however often it comes."""
    for row in rows:
        tx.execute(
            "INSERT OR IGNORE INTO promises (visit, service, stage, at, least, most, usual) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row.visit, row.service, row.stage, text_of(row.at), row.wait.least, row.wait.most, int(row.wait.usual)),
        )


def last(connection: Connection, visit: str, service: str, stage: str) -> Said | None:
    """What this visit was told last of this line."""
    row = connection.execute(
        "SELECT at, least, most, usual FROM promises WHERE visit = ? AND service = ? AND stage = ? ORDER BY at DESC LIMIT 1",
        (visit, service, stage),
    ).fetchone()
    return Said(moment_of(row[0]), Wait(row[1], row[2], bool(row[3]))) if row else None


def since(connection: Connection, at: datetime) -> tuple[Promise, ...]:
    """Of every visit and line that was told something first since then, with the first call out of that line after it."""
    rows = connection.execute(
        "SELECT visit, service, stage, at, least, most, usual FROM promises WHERE at >= ? ORDER BY at", (text_of(at),)
    )
    said: dict[tuple[str, str, str], list[Said]] = {}
    for visit, service, stage, moment, least, most, usual in rows:
        said.setdefault((visit, service, stage), []).append(Said(moment_of(moment), Wait(least, most, bool(usual))))
    return tuple(Promise(tuple(each), _called(connection, line, each[0].at)) for line, each in said.items())


def _called(connection: Connection, line: tuple[str, str, str], after: datetime) -> datetime | None:
    row = connection.execute(
        "SELECT at FROM reasons WHERE visit = ? AND service = ? AND stage = ? AND rule != '' AND at >= ? ORDER BY at LIMIT 1",
        (*line, text_of(after)),
    ).fetchone()
    return moment_of(row[0]) if row else None
