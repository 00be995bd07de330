"""Who looked into a record that was not in their hands, and why: the kind in the open, the words sealed like the record."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from hub.store.database import Connection
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction
from hub.store.vault import SealedRow


class Looked(msgspec.Struct, frozen=True):
    """`actor`: role and id. `words`: None where they are destroyed."""

    id: str
    at: datetime
    actor: str
    visit: str
    number: str
    reason: str
    words: SealedRow | None = None


def note(tx: Transaction, looked: Looked, words: SealedRow) -> None:
    """One look, with its words."""
    tx.execute(
        "INSERT INTO record_views (id, at, actor, visit, number, reason, key_month, wrapped_key, sealed, expires_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            looked.id,
            text_of(looked.at),
            looked.actor,
            looked.visit,
            looked.number,
            looked.reason,
            words.key_month,
            words.wrapped_key,
            words.sealed,
            words.expires_on.isoformat(),
        ),
    )


def latest(connection: Connection, most: int) -> Iterable[Looked]:
    """The newest first."""
    rows = connection.execute(
        "SELECT id, at, actor, visit, number, reason, key_month, wrapped_key, sealed, expires_on"
        " FROM record_views ORDER BY at DESC, id LIMIT ?",
        (most,),
    )
    for id_, at, actor, visit, number, reason, month, wrapped, sealed, expires in rows:
        words = SealedRow(month, wrapped, sealed, date.fromisoformat(expires)) if wrapped is not None else None
        yield Looked(id_, moment_of(at), actor, visit, number, reason, words)
