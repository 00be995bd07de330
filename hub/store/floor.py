"""The floor: what each kiosk last said, its help call, and what became of papers."""

from datetime import datetime

import msgspec

from hub.store.database import Connection
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction


class KioskRow(msgspec.Struct, frozen=True):
    """`state`: hub.wire.KioskState as JSON, None before the first report."""

    kiosk: str
    state: str | None
    help_since: datetime | None


def kiosk(connection: Connection, name: str) -> KioskRow:
    row = connection.execute("SELECT state, help_since FROM kiosks WHERE kiosk = ?", (name,)).fetchone()
    return KioskRow(name, row[0], moment_of(row[1]) if row[1] else None) if row else KioskRow(name, None, None)


def put_kiosk(tx: Transaction, row: KioskRow) -> None:
    tx.execute(
        "INSERT OR REPLACE INTO kiosks (kiosk, state, help_since) VALUES (?, ?, ?)",
        (row.kiosk, row.state, text_of(row.help_since) if row.help_since else None),
    )


def put_slip(tx: Transaction, visit: str, copy: int, result: str, kiosk_name: str, at: datetime) -> bool:
    """What became of this paper. False where that was already known."""
    known = tx.row("SELECT result FROM slips WHERE visit = ? AND copy = ?", (visit, copy))
    if known is not None and known[0] == result:
        return False
    tx.execute(
        "INSERT OR REPLACE INTO slips (visit, copy, result, kiosk, at) VALUES (?, ?, ?, ?, ?)",
        (visit, copy, result, kiosk_name, text_of(at)),
    )
    return True


def slips(connection: Connection, visits: list[str]) -> dict[str, str]:
    """Visit → what became of its last paper."""
    found: dict[str, str] = {}
    for visit in visits:
        row = connection.execute("SELECT result FROM slips WHERE visit = ? ORDER BY copy DESC LIMIT 1", (visit,)).fetchone()
        if row:
            found[visit] = row[0]
    return found


def setting(connection: Connection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def put_setting(tx: Transaction, name: str, value: str) -> None:
    tx.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (name, value))
