"""Where personal data lies: sealed bytes only, with the wrapped key of each row. Expiry takes the key away."""

from datetime import date, datetime
from typing import Literal

import msgspec

from config.identity import Demand
from hub.store import names
from hub.store.database import Connection
from hub.store.moments import text_of
from hub.store.transaction import Transaction


class SealedRow(msgspec.Struct, frozen=True):
    """One record as stored. `key_month`: whose key wraps `wrapped_key`; `expires_on`: the last day it may be opened."""

    key_month: str
    wrapped_key: bytes
    sealed: bytes
    expires_on: date


class Entry(msgspec.Struct, frozen=True):
    """A pre-entry without its content. `redeemed_by`: the visit it came to."""

    id: str
    entered_on: date
    expires_on: date
    redeemed_by: str | None


def put_record(tx: Transaction, visit: str, row: SealedRow) -> None:
    """The record of a visit, once."""
    tx.execute(
        "INSERT INTO records (visit, key_month, wrapped_key, sealed, expires_on) VALUES (?, ?, ?, ?, ?)",
        (visit, row.key_month, row.wrapped_key, row.sealed, row.expires_on.isoformat()),
    )


def change_record(tx: Transaction, visit: str, row: SealedRow) -> None:
    """The record of a visit as it is now, under a fresh key; made where the visit had none."""
    if tx.row("SELECT 1 FROM records WHERE visit = ?", (visit,)) is None:
        put_record(tx, visit, row)
        return
    tx.execute(
        "UPDATE records SET key_month = ?, wrapped_key = ?, sealed = ?, expires_on = ? WHERE visit = ?",
        (row.key_month, row.wrapped_key, row.sealed, row.expires_on.isoformat(), visit),
    )


def identity_checked(tx: Transaction, visit: str, demand: Demand) -> None:
    """What the last identity check of this visit will do for: of config.identity.Demand. It says nothing of what was shown."""
    tx.execute("UPDATE records SET identity = ? WHERE visit = ?", (demand, visit))


def identity_of(connection: Connection, visit: str) -> Demand:
    """What its last identity check will do for."""
    row = connection.execute("SELECT identity FROM records WHERE visit = ?", (visit,)).fetchone()
    return row[0] if row else "none"


def record(connection: Connection, visit: str) -> SealedRow | Literal["destroyed"] | None:
    """The sealed record; `destroyed` where its key is gone, None where the visit never had one."""
    return _row(
        connection.execute("SELECT key_month, wrapped_key, sealed, expires_on FROM records WHERE visit = ?", (visit,)).fetchone()
    )


def put_scan(tx: Transaction, visit: str, at: datetime, row: SealedRow) -> None:
    """The pictures of a paper beside this visit's record; those before it are gone."""
    tx.execute(
        "INSERT OR REPLACE INTO scans (visit, at, key_month, wrapped_key, sealed, expires_on) VALUES (?, ?, ?, ?, ?, ?)",
        (visit, text_of(at), row.key_month, row.wrapped_key, row.sealed, row.expires_on.isoformat()),
    )


def scan(connection: Connection, visit: str) -> SealedRow | Literal["destroyed"] | None:
    """The sealed pictures."""
    return _row(
        connection.execute("SELECT key_month, wrapped_key, sealed, expires_on FROM scans WHERE visit = ?", (visit,)).fetchone()
    )


def destroy_scan(tx: Transaction, visit: str) -> bool:
    """Take the pictures and their key away. False where there are none."""
    cursor = tx.execute(f"{_DESTROY_SCANS} visit = ? AND wrapped_key IS NOT NULL", (visit,))
    return bool(cursor.rowcount == 1)


def destroy_scans_of_ended(tx: Transaction) -> int:
    """Pictures are for the time of the visit; its record stays as long as the office keeps records."""
    # `expires_on`: its index holds the few that are left, and no other
    over = "wrapped_key IS NOT NULL AND expires_on > '' AND EXISTS (SELECT 1 FROM visits WHERE id = scans.visit AND ended = 1)"
    return int(tx.execute(f"{_DESTROY_SCANS} {over}").rowcount)


_DESTROY_SCANS = "UPDATE scans SET wrapped_key = NULL, sealed = x'' WHERE"


def put_entry(tx: Transaction, entry: str, token_hash: bytes, short_hash: bytes, entered_on: date, row: SealedRow) -> None:
    """A pre-entry; its codes only as hashes."""
    tx.execute(
        "INSERT INTO entries (id, token_hash, short_hash, entered_on, key_month, wrapped_key, sealed, expires_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry,
            token_hash,
            short_hash,
            entered_on.isoformat(),
            row.key_month,
            row.wrapped_key,
            row.sealed,
            row.expires_on.isoformat(),
        ),
    )


def entry_by(connection: Connection, column: Literal["id", "token_hash", "short_hash"], value: str | bytes) -> Entry | None:
    """The pre-entry with this id or hash."""
    row = connection.execute(
        f"SELECT id, entered_on, expires_on, redeemed_by FROM entries WHERE {column} = ?",  # noqa: S608 - one of three words
        (value,),
    ).fetchone()
    return Entry(row[0], date.fromisoformat(row[1]), date.fromisoformat(row[2]), row[3]) if row else None


def entry_content(connection: Connection, entry: str) -> SealedRow | Literal["destroyed"] | None:
    """The sealed forms of a pre-entry."""
    return _row(
        connection.execute("SELECT key_month, wrapped_key, sealed, expires_on FROM entries WHERE id = ?", (entry,)).fetchone()
    )


def entry_codes(connection: Connection, entry: str) -> tuple[bytes, bytes]:
    """Hashes of both its codes."""
    row = connection.execute("SELECT token_hash, short_hash FROM entries WHERE id = ?", (entry,)).fetchone()
    return row[0], row[1]


def renew_entry(tx: Transaction, entry: str, row: SealedRow) -> None:
    """The same forms, kept longer."""
    tx.execute(
        "UPDATE entries SET key_month = ?, wrapped_key = ?, sealed = ?, expires_on = ? WHERE id = ?",
        (row.key_month, row.wrapped_key, row.sealed, row.expires_on.isoformat(), entry),
    )


def drop_entry(tx: Transaction, entry: str) -> None:
    """Another one has taken its place. One that came to a visit stays."""
    tx.execute("DELETE FROM entries WHERE id = ? AND redeemed_by IS NULL", (entry,))


def redeem(tx: Transaction, entry: str, visit: str) -> bool:
    """The entry belongs to this visit from now on. False where another visit was first."""
    cursor = tx.execute("UPDATE entries SET redeemed_by = ? WHERE id = ? AND redeemed_by IS NULL", (visit, entry))
    return bool(cursor.rowcount == 1)


def expire(tx: Transaction, today: date) -> dict[str, int]:
    """Take the keys of everything past its day, and of redeemed entries whose visit has its own record. Counts by table."""
    counts = {}
    for table in ("records", "entries", "scans", "record_views"):
        cursor = tx.execute(
            f"UPDATE {table} SET wrapped_key = NULL, sealed = x'' WHERE expires_on < ? AND wrapped_key IS NOT NULL",  # noqa: S608
            (today.isoformat(),),
        )
        counts[table] = int(cursor.rowcount)
    return counts


def destroy(tx: Transaction, visit: str) -> None:
    """Take the keys of this visit's record, its pictures and its pre-entry, and what nobody could open of it, now."""
    destroy_scan(tx, visit)
    names.forget(tx, visit)
    tx.execute("DELETE FROM unopened WHERE visit = ?", (visit,))
    tx.execute("UPDATE records SET wrapped_key = NULL, sealed = x'' WHERE visit = ?", (visit,))
    tx.execute("UPDATE entries SET wrapped_key = NULL, sealed = x'' WHERE redeemed_by = ?", (visit,))


def _row(row: tuple[str, bytes | None, bytes, str] | None) -> SealedRow | Literal["destroyed"] | None:
    if row is None:
        return None
    if row[1] is None:
        return "destroyed"
    return SealedRow(row[0], row[1], row[2], date.fromisoformat(row[3]))
