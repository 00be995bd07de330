"""Appointments on disk: each place of a slot is one row of a unique index, so that no place is given twice."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from hub.domain.appointment import Appointment, State
from hub.store.database import Connection, IntegrityError
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction

_COLUMNS = "id, plan, service, procedure, begins, ends, language, state, place, visit, late"


class PlaceTaken(Exception):
    """Somebody else has this place of the slot."""


class StaleAppointment(Exception):
    """The appointment has changed since it was read."""


def insert(tx: Transaction, appointment: Appointment, code_hash: bytes, short_hash: bytes, at: datetime) -> None:
    """A new one. Raises PlaceTaken."""
    row = (*_row(appointment), code_hash, short_hash, text_of(at))
    try:
        tx.execute(
            f"INSERT INTO appointments ({_COLUMNS}, day, code_hash, short_hash, booked_at)"  # noqa: S608
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
    except IntegrityError:
        raise PlaceTaken from None


def save(tx: Transaction, before: Appointment, after: Appointment) -> None:
    """Replace `before` by `after`. Raises PlaceTaken, StaleAppointment."""
    try:
        cursor = tx.execute(
            "UPDATE appointments SET plan = ?, service = ?, procedure = ?, begins = ?, ends = ?, language = ?, state = ?,"
            " place = ?, visit = ?, late = ?, day = ? WHERE id = ? AND state = ? AND begins = ?",
            (*_row(after)[1:], before.id, before.state.value, text_of(before.begins)),
        )
    except IntegrityError:
        raise PlaceTaken from None
    if cursor.rowcount != 1:
        raise StaleAppointment


def free_place(connection: Connection, plan: str, begins: datetime, capacity: int) -> int | None:
    """The first place of the slot nobody holds; None where it is full."""
    rows = connection.execute(
        "SELECT place FROM appointments WHERE plan = ? AND begins = ? AND place IS NOT NULL", (plan, text_of(begins))
    )
    taken = {row[0] for row in rows}
    return next((place for place in range(1, capacity + 1) if place not in taken), None)


def taken_between(connection: Connection, plan: str, first: date, last: date) -> Mapping[datetime, int]:
    """Slot → places held, of the days from the first to the last, both included."""
    rows = connection.execute(
        "SELECT begins, count(*) FROM appointments WHERE plan = ? AND day BETWEEN ? AND ? AND place IS NOT NULL GROUP BY begins",
        (plan, first.isoformat(), last.isoformat()),
    )
    return {moment_of(begins): int(count) for begins, count in rows}


def find(
    connection: Connection, column: Literal["id", "code_hash", "short_hash", "visit"], value: str | bytes
) -> Appointment | None:
    """The one with this id, code or visit."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM appointments WHERE {column} = ?",  # noqa: S608 - one of four words
        (value,),
    ).fetchone()
    return _appointment(row) if row else None


def codes_of(connection: Connection, appointment: str) -> tuple[bytes, bytes] | None:
    """Hashes of both its codes; None once they are taken away."""
    row = connection.execute("SELECT code_hash, short_hash FROM appointments WHERE id = ?", (appointment,)).fetchone()
    return (row[0], row[1]) if row and row[0] is not None else None


def take_codes(tx: Transaction, before: bytes, code_hash: bytes, short_hash: bytes) -> None:
    """The appointment under the code `before` goes along to new codes; there may be none."""
    tx.execute(
        "UPDATE appointments SET code_hash = ?, short_hash = ? WHERE code_hash = ?",
        (code_hash, short_hash, before),
    )


def of_day(connection: Connection, day: date) -> list[Appointment]:
    """All of one day by their time, cancelled ones too."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM appointments WHERE day = ? ORDER BY begins, service, place IS NULL, place, id",  # noqa: S608
        (day.isoformat(),),
    )
    return [_appointment(row) for row in rows]


def still_booked(connection: Connection, until: date) -> list[Appointment]:
    """Those of days up to `until` with whom nobody came."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM appointments WHERE state = 'booked' AND day <= ? ORDER BY begins, id",  # noqa: S608
        (until.isoformat(),),
    )
    return [_appointment(row) for row in rows]


def forget(tx: Transaction, before: date) -> int:
    """Take the codes and the language of appointments before this day: what is left leads to nobody. Returns how many."""
    cursor = tx.execute(
        "UPDATE appointments SET code_hash = NULL, short_hash = NULL, language = '', visit = NULL"
        " WHERE day < ? AND code_hash IS NOT NULL",
        (before.isoformat(),),
    )
    return int(cursor.rowcount)


def _row(each: Appointment) -> tuple[Any, ...]:
    return (
        each.id,
        each.plan,
        each.service,
        each.procedure,
        text_of(each.begins),
        text_of(each.ends),
        each.language,
        each.state.value,
        each.place,
        each.visit,
        int(each.late),
        each.begins.date().isoformat(),
    )


def _appointment(row: tuple[Any, ...]) -> Appointment:
    names = [name.strip() for name in _COLUMNS.split(",")]
    known = dict(zip(names, row, strict=True))
    moments = {name: moment_of(known[name]) for name in ("begins", "ends")}
    return msgspec.convert({**known, **moments, "state": State(known["state"]), "late": bool(known["late"])}, Appointment)
