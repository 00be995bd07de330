"""Who works here and which devices are enrolled, as a manager sees and changes them. Secrets only go in, as hashes."""

from datetime import datetime
from typing import Literal

import msgspec

from hub.store.database import Connection
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction


class Person(msgspec.Struct, frozen=True):
    """`number`: at kiosks, None for none. `left_at`: signs in no more."""

    id: str
    login: str
    role: Literal["clerk", "floor_guide", "manager"]
    name: str
    number: str | None
    left_at: datetime | None


class Enrolled(msgspec.Struct, frozen=True):
    """A device with a token."""

    kind: Literal["kiosk", "board"]
    name: str
    enrolled_at: datetime


def people(connection: Connection) -> tuple[Person, ...]:
    """Who is here first, then who has left, by login."""
    rows = connection.execute("SELECT id, login, role, name, number, left_at FROM staff ORDER BY left_at IS NOT NULL, login")
    return tuple(Person(row[0], row[1], row[2], row[3], row[4], moment_of(row[5]) if row[5] else None) for row in rows)


def person(connection: Connection, id_: str) -> Person | None:
    return next((each for each in people(connection) if each.id == id_), None)


def set_password(tx: Transaction, id_: str, password: str) -> None:
    """A new one ends every session begun with the old."""
    tx.execute("UPDATE staff SET password = ? WHERE id = ?", (password, id_))
    _end_sessions(tx, id_)


def leave(tx: Transaction, id_: str, at: datetime) -> None:
    """Signs in no more, here or at kiosks; the number is free for somebody else. The name stays beside what was done."""
    tx.execute("UPDATE staff SET left_at = ?, number = NULL, pin = NULL WHERE id = ?", (text_of(at), id_))
    _end_sessions(tx, id_)


def come_back(tx: Transaction, id_: str) -> None:
    tx.execute("UPDATE staff SET left_at = NULL WHERE id = ?", (id_,))


def devices(connection: Connection) -> tuple[Enrolled, ...]:
    rows = connection.execute("SELECT kind, name, enrolled_at FROM devices ORDER BY kind DESC, name")
    return tuple(Enrolled(row[0], row[1], moment_of(row[2])) for row in rows)


def _end_sessions(tx: Transaction, id_: str) -> None:
    tx.execute("DELETE FROM sessions WHERE staff = ?", (id_,))
