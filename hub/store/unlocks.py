"""Staff at kiosks: who unlocked which, until when, what they did there; and papers given a second time."""

from datetime import datetime

import msgspec

from hub.store.database import Connection
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction

_done = msgspec.json.Decoder(tuple[str, ...])


class UnlockRow(msgspec.Struct, frozen=True):
    """One unlock. `staff`: role and id, as in log and audit. `done`: closed words of what was done, in order."""

    id: str
    kiosk: str
    staff: str
    since: datetime
    until: datetime
    ended: datetime | None = None
    done: tuple[str, ...] = ()


def put(tx: Transaction, row: UnlockRow) -> None:
    """A new unlock, or one that has gone on."""
    tx.execute(
        "INSERT OR REPLACE INTO unlocks (id, kiosk, staff, since, until, ended, done) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            row.id,
            row.kiosk,
            row.staff,
            text_of(row.since),
            text_of(row.until),
            text_of(row.ended) if row.ended else None,
            msgspec.json.encode(row.done).decode(),
        ),
    )


def open_at(connection: Connection, kiosk: str) -> list[UnlockRow]:
    """Those of a kiosk that have not been ended, however old."""
    return _rows(connection, "ended IS NULL AND kiosk = ?", kiosk)


def past(connection: Connection, now: datetime) -> list[UnlockRow]:
    """Those nobody ended, whose time is over."""
    return _rows(connection, "ended IS NULL AND until < ?", text_of(now))


def next_copy(tx: Transaction, visit: str) -> int:
    """Which paper of this visit comes next: 2 is the first 再発行."""
    found = tx.row(
        "SELECT max(copy) FROM (SELECT copy FROM slips WHERE visit = ? UNION ALL SELECT copy FROM reissues WHERE visit = ?)",
        (visit, visit),
    )
    return max(1, (found and found[0]) or 1) + 1


def put_reissue(tx: Transaction, visit: str, copy: int, unlock: str, at: datetime) -> None:
    """This copy is given by this unlock: no other one gets its number."""
    tx.execute("INSERT INTO reissues (visit, copy, unlock, at) VALUES (?, ?, ?, ?)", (visit, copy, unlock, text_of(at)))


def _rows(connection: Connection, where: str, value: str) -> list[UnlockRow]:
    found = connection.execute(f"SELECT id, kiosk, staff, since, until, done FROM unlocks WHERE {where} ORDER BY since", (value,))  # noqa: S608 (words of our own)
    return [UnlockRow(row[0], row[1], row[2], moment_of(row[3]), moment_of(row[4]), None, _done.decode(row[5])) for row in found]
