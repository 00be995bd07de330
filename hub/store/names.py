"""The blind index of names: what hub.office.names makes of them, for the visits of the day."""

from datetime import date

from hub.store.database import Connection
from hub.store.transaction import Transaction


def put(tx: Transaction, visit: str, day: date, tokens: bytes) -> None:
    """In place of what was there; nothing where there is no name."""
    tx.execute("DELETE FROM name_tokens WHERE visit = ?", (visit,))
    if tokens:
        tx.execute("INSERT INTO name_tokens (visit, day, tokens) VALUES (?, ?, ?)", (visit, day.isoformat(), tokens))


def of_day(connection: Connection, day: date) -> list[tuple[str, bytes]]:
    """(visit, tokens), the oldest first."""
    rows = connection.execute("SELECT visit, tokens FROM name_tokens WHERE day = ? ORDER BY rowid", (day.isoformat(),))
    return [(row[0], row[1]) for row in rows]


def forget(tx: Transaction, visit: str) -> None:
    tx.execute("DELETE FROM name_tokens WHERE visit = ?", (visit,))


def forget_before(tx: Transaction, day: date) -> int:
    """Days that are over. Returns how many visits can be found by a name no more."""
    return int(tx.execute("DELETE FROM name_tokens WHERE day < ?", (day.isoformat(),)).rowcount)
