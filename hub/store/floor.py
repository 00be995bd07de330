"""The floor: what each kiosk and board last said, help calls, and what became of papers."""

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


def board(connection: Connection, name: str) -> str | None:
    """hub.wire.BoardHealth as JSON, None before the first report."""
    row = connection.execute("SELECT health FROM boards WHERE board = ?", (name,)).fetchone()
    return row[0] if row else None


def put_board(tx: Transaction, name: str, health: str) -> None:
    tx.execute("INSERT OR REPLACE INTO boards (board, health) VALUES (?, ?)", (name, health))


class SlipRow(msgspec.Struct, frozen=True):
    """What became of one paper of a visit."""

    visit: str
    copy: int
    result: str
    fault: str
    kiosk: str
    at: datetime


def put_slip(tx: Transaction, row: SlipRow) -> bool:
    """What became of this paper. False where that was already known."""
    known = tx.row("SELECT result, fault FROM slips WHERE visit = ? AND copy = ?", (row.visit, row.copy))
    if known is not None and tuple(known) == (row.result, row.fault):
        return False
    tx.execute(
        "INSERT OR REPLACE INTO slips (visit, copy, result, fault, kiosk, at) VALUES (?, ?, ?, ?, ?, ?)",
        (row.visit, row.copy, row.result, row.fault, row.kiosk, text_of(row.at)),
    )
    return True


def last_slip(connection: Connection, visit: str) -> SlipRow | None:
    """The last paper of a visit."""
    row = connection.execute(
        "SELECT copy, result, fault, kiosk, at FROM slips WHERE visit = ? ORDER BY copy DESC LIMIT 1", (visit,)
    ).fetchone()
    return SlipRow(visit, row[0], row[1], row[2], row[3], moment_of(row[4])) if row else None


def slips_in_trouble(connection: Connection, since: datetime) -> list[SlipRow]:
    """Last papers not proved to be out, the oldest first."""
    found = connection.execute(
        "SELECT s.visit, s.copy, s.result, s.fault, s.kiosk, s.at FROM slips s"
        " WHERE s.result IN ('held', 'uncertain', 'failed_clean', 'missing') AND s.at >= ?"
        " AND NOT EXISTS (SELECT 1 FROM slips later WHERE later.visit = s.visit AND later.copy > s.copy) ORDER BY s.at",
        (text_of(since),),
    )
    return [SlipRow(row[0], row[1], row[2], row[3], row[4], moment_of(row[5])) for row in found]


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
