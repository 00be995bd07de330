"""What the office changed of its configuration: every version kept, the newest of each subject in force from its day on."""

from datetime import date, datetime

import msgspec

from hub.store.database import Connection
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction


class Version(msgspec.Struct, frozen=True):
    """One change. `body`: JSON of the subject, None: as in the files. `undoes`: the version it takes back."""

    id: int
    subject: str
    effective_on: date
    body: str | None
    at: datetime
    actor: str
    undoes: int | None = None


_COLUMNS = "id, subject, effective_on, body, at, actor, undoes"


def add(tx: Transaction, version: Version) -> int:
    """Append; `version.id` is not used. Returns the id."""
    cursor = tx.execute(
        "INSERT INTO branch_settings (subject, effective_on, body, at, actor, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        (
            version.subject,
            version.effective_on.isoformat(),
            version.body,
            text_of(version.at),
            version.actor,
            version.undoes,
        ),
    )
    return int(cursor.lastrowid)


def versions(connection: Connection) -> tuple[Version, ...]:
    """All, oldest first. An office makes a few a week."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM branch_settings ORDER BY id").fetchall()  # noqa: S608 - a constant
    return tuple(Version(row[0], row[1], date.fromisoformat(row[2]), row[3], moment_of(row[4]), row[5], row[6]) for row in rows)


def in_force(found: tuple[Version, ...], day: date) -> dict[str, Version]:
    """Of each subject the version of `day`: the last to have begun by then, of two of one day the later made."""
    begun = sorted((each for each in found if each.effective_on <= day), key=lambda each: (each.effective_on, each.id))
    return {each.subject: each for each in begun}
