"""Who looked at what: an append-only chain, each row bound to the one before. Subjects are ids, never names or values."""

import hashlib
from datetime import datetime

import msgspec

from hub.store.database import Connection
from hub.store.moments import text_of
from hub.store.transaction import Transaction

START = bytes(32)


def note(tx: Transaction, at: datetime, actor: str, action: str, subject: str) -> None:
    """One audit event, for instance the opening of a record."""
    last = tx.row("SELECT hash FROM audit ORDER BY id DESC LIMIT 1")
    before = last[0] if last else START
    moment = text_of(at)
    tx.execute(
        "INSERT INTO audit (at, actor, action, subject, hash) VALUES (?, ?, ?, ?, ?)",
        (moment, actor, action, subject, _link(before, moment, actor, action, subject)),
    )


def first_break(connection: Connection) -> int | None:
    """Id of the first row that does not follow from the one before; None where the chain is whole."""
    before = START
    for row_id, *row, found in connection.execute("SELECT id, at, actor, action, subject, hash FROM audit ORDER BY id"):
        if _link(before, *row) != found:
            return int(row_id)
        before = found
    return None


def _link(before: bytes, *row: str) -> bytes:
    return hashlib.sha256(before + msgspec.json.encode(row)).digest()
