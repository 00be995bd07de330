"""Results by idempotency key, in the transaction of the command itself: a retry gets the same answer, whatever happened between."""

from datetime import datetime
from typing import Any, TypeVar

import msgspec

from hub.store.database import Connection
from hub.store.moments import text_of
from hub.store.transaction import Transaction

T = TypeVar("T", bound=msgspec.Struct)


class KeyReused(Exception):
    """The key was used for another message; nothing was done."""


def answered(tx: Transaction, key: str, fingerprint: bytes, answer: type[T], *, or_to: str = "") -> T | None:
    """What was answered to this key, None where it is new. Raises KeyReused where the message was another one.

    `or_to`: a key under which the same may have come in another form; whatever was answered to that one, then.
    """
    rows = tx.execute("SELECT key, fingerprint, result FROM commands WHERE key IN (?, ?)", (key, or_to)).fetchall()
    known = {row[0]: row for row in rows}
    if key in known and known[key][1] != fingerprint:
        raise KeyReused
    found = known.get(key) or known.get(or_to)
    return msgspec.json.decode(found[2], type=answer) if found else None


def answer_to(connection: Connection, key: str, answer: type[T]) -> T | None:
    """What was answered to this key, whatever the message was."""
    row = connection.execute("SELECT result FROM commands WHERE key = ?", (key,)).fetchone()
    return msgspec.json.decode(row[0], type=answer) if row else None


def ticket_of(connection: Connection, visit: str, since: datetime, answer: type[T]) -> T | None:
    """What was answered when this visit was opened; None where it came before `since`."""
    row = connection.execute(
        "SELECT result FROM commands WHERE at >= ? AND (key LIKE '%|open|%' OR key LIKE '%|sealed|%')"
        " AND json_extract(result, '$.visit') = ? LIMIT 1",
        (text_of(since), visit),
    ).fetchone()
    return msgspec.json.decode(row[0], type=answer) if row else None


def remember(tx: Transaction, key: str, fingerprint: bytes, answer: msgspec.Struct, at: datetime) -> None:
    """Keep the answer for the next time this key comes."""
    tx.execute(
        "INSERT INTO commands (key, fingerprint, result, at) VALUES (?, ?, ?, ?)",
        (key, fingerprint, msgspec.json.encode(answer).decode(), text_of(at)),
    )


def forget(tx: Transaction, before: datetime) -> int:
    """Drop answers older than any retry. Returns how many."""
    cursor: Any = tx.execute("DELETE FROM commands WHERE at < ?", (text_of(before),))
    return int(cursor.rowcount)
