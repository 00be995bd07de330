"""Who may come in: device tokens, staff and their sessions. Tokens only as hashes, passwords only as argon2id."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from hub.store.database import Connection, IntegrityError
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction


class StaffRow(msgspec.Struct, frozen=True):
    id: str
    role: Literal["clerk", "floor_guide", "manager"]
    name: str
    password: str


class PinRow(msgspec.Struct, frozen=True):
    """Somebody who may unlock kiosks. `number`: what they type, `pin`: argon2id."""

    id: str
    role: Literal["clerk", "floor_guide", "manager"]
    number: str
    pin: str


class SessionRow(msgspec.Struct, frozen=True):
    """A session with its person. `away`: its screen is locked."""

    staff: str
    role: Literal["clerk", "floor_guide", "manager"]
    name: str
    counter: int | None
    began_at: datetime
    seen_at: datetime
    away: bool = False


class LoginTaken(Exception):
    """Another person signs in by this name."""


class NumberTaken(Exception):
    """Another person has this number at kiosks."""


def put_device(tx: Transaction, kind: str, name: str, token_hash: bytes, at: datetime) -> None:
    """Enrol, or give a new token to, a device."""
    tx.execute(
        "INSERT INTO devices (kind, name, token_hash, enrolled_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (kind, name) DO UPDATE SET token_hash = excluded.token_hash, enrolled_at = excluded.enrolled_at",
        (kind, name, token_hash, text_of(at)),
    )


def drop_device(tx: Transaction, kind: str, name: str) -> bool:
    return bool(tx.execute("DELETE FROM devices WHERE kind = ? AND name = ?", (kind, name)).rowcount)


def device_by(connection: Connection, token_hash: bytes) -> tuple[str, str] | None:
    """(kind, name) of the device with this token."""
    row = connection.execute("SELECT kind, name FROM devices WHERE token_hash = ?", (token_hash,)).fetchone()
    return (row[0], row[1]) if row else None


def device_names(connection: Connection, kind: str) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM devices WHERE kind = ? ORDER BY name", (kind,))]


def put_staff(tx: Transaction, row: StaffRow, login: str, at: datetime) -> None:
    """A person who may sign in. Raises LoginTaken."""
    try:
        tx.execute(
            "INSERT INTO staff (id, login, role, name, password, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            (row.id, login, row.role, row.name, row.password, text_of(at)),
        )
    except IntegrityError:
        raise LoginTaken(login) from None


def staff_exist(connection: Connection) -> bool:
    return connection.execute("SELECT 1 FROM staff LIMIT 1").fetchone() is not None


def staff_by_login(connection: Connection, login: str) -> StaffRow | None:
    row = connection.execute("SELECT id, role, name, password FROM staff WHERE login = ? AND left_at IS NULL", (login,)).fetchone()
    return StaffRow(*row) if row else None


def put_pin(tx: Transaction, login: str, number: str, pin: str) -> bool:
    """Number and PIN of this person, in place of what they had. False: nobody has this login. Raises NumberTaken."""
    try:
        return bool(tx.execute("UPDATE staff SET number = ?, pin = ? WHERE login = ?", (number, pin, login)).rowcount)
    except IntegrityError:
        raise NumberTaken(number) from None


def staff_by_number(connection: Connection, number: str) -> PinRow | None:
    row = connection.execute("SELECT id, role, number, pin FROM staff WHERE number = ?", (number,)).fetchone()
    return PinRow(*row) if row else None


def names_of(connection: Connection, staff: Iterable[str]) -> dict[str, str]:
    """Id → name, of those who still are on the list."""
    wanted = tuple(dict.fromkeys(staff))
    marks = ", ".join("?" * len(wanted))
    return dict(connection.execute(f"SELECT id, name FROM staff WHERE id IN ({marks})", wanted).fetchall())  # noqa: S608


def put_session(tx: Transaction, token_hash: bytes, staff: str, at: datetime) -> None:
    tx.execute(
        "INSERT INTO sessions (token_hash, staff, began_at, seen_at) VALUES (?, ?, ?, ?)",
        (token_hash, staff, text_of(at), text_of(at)),
    )


def session_by(connection: Connection, token_hash: bytes) -> SessionRow | None:
    row = connection.execute(
        "SELECT f.id, f.role, f.name, s.counter, s.began_at, s.seen_at, s.away IS NOT NULL"
        " FROM sessions s JOIN staff f ON f.id = s.staff WHERE s.token_hash = ?",
        (token_hash,),
    ).fetchone()
    return SessionRow(row[0], row[1], row[2], row[3], moment_of(row[4]), moment_of(row[5]), bool(row[6])) if row else None


def seen(tx: Transaction, token_hash: bytes, at: datetime) -> None:
    tx.execute("UPDATE sessions SET seen_at = ? WHERE token_hash = ?", (text_of(at), token_hash))


def sit_down(tx: Transaction, token_hash: bytes, counter: int) -> None:
    tx.execute("UPDATE sessions SET counter = ? WHERE token_hash = ?", (counter, token_hash))
    tx.execute(
        "UPDATE staff SET last_counter = ? WHERE id = (SELECT staff FROM sessions WHERE token_hash = ?)", (counter, token_hash)
    )


def last_counter(connection: Connection, staff: str) -> int | None:
    """Where this person sat down last, on whatever day."""
    row = connection.execute("SELECT last_counter FROM staff WHERE id = ?", (staff,)).fetchone()
    return row[0] if row else None


def seats(connection: Connection, seen_since: datetime, but_for: bytes) -> list[tuple[int, str, bool]]:
    """(counter, who sits there, away) of sessions used since then, without one's own session."""
    rows = connection.execute(
        "SELECT s.counter, f.name, s.away IS NOT NULL FROM sessions s JOIN staff f ON f.id = s.staff"
        " WHERE s.counter IS NOT NULL AND s.seen_at >= ? AND s.token_hash != ? ORDER BY s.began_at",
        (text_of(seen_since), but_for),
    )
    return [(row[0], row[1], bool(row[2])) for row in rows]


def staffed(connection: Connection, seen_since: datetime) -> frozenset[int]:
    """Counters at which somebody sits whose session was used since then."""
    rows = connection.execute(
        "SELECT counter FROM sessions WHERE counter IS NOT NULL AND away IS NULL AND seen_at >= ?", (text_of(seen_since),)
    )
    return frozenset(row[0] for row in rows)


def is_staffed(connection: Connection, counter: int, since: datetime) -> bool:
    """Whether somebody sits at this counter and was heard of since then."""
    row = connection.execute(
        "SELECT 1 FROM sessions WHERE counter = ? AND away IS NULL AND seen_at >= ?", (counter, text_of(since))
    ).fetchone()
    return row is not None


def leave_desk(tx: Transaction, token_hash: bytes, at: datetime) -> None:
    """離席: the session stays, its screen is locked and its desk counts as empty."""
    tx.execute("UPDATE sessions SET away = ? WHERE token_hash = ?", (text_of(at), token_hash))


def come_back(tx: Transaction, token_hash: bytes) -> None:
    tx.execute("UPDATE sessions SET away = NULL WHERE token_hash = ?", (token_hash,))


def password_of(connection: Connection, staff: str) -> str | None:
    row = connection.execute("SELECT password FROM staff WHERE id = ?", (staff,)).fetchone()
    return row[0] if row else None


def drop_session(tx: Transaction, token_hash: bytes) -> None:
    tx.execute("DELETE FROM sessions WHERE token_hash = ?", (token_hash,))


def drop_sessions(tx: Transaction, idle_since: datetime) -> int:
    return int(tx.execute("DELETE FROM sessions WHERE seen_at < ?", (text_of(idle_since),)).rowcount)
