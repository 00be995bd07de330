"""Each desk's last steps, kept so that they can be undone, and why numbers were called, held or sent on."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from hub.domain.visit import Visit
from hub.store.database import Connection
from hub.store.moments import moment_of, text_of
from hub.store.transaction import Transaction


class Changed(msgspec.Struct, frozen=True):
    """One visit of a step: as it was before, and the version the step left it with."""

    before: Visit
    version: int


class Corrections(msgspec.Struct, frozen=True):
    """Which corrections of a record one press made: from place `first` on, up to `end`; never what they say."""

    first: int
    end: int


class Step(msgspec.Struct, frozen=True):
    """What one person did at one desk. `changes`: one for each visit it touched, in the order of the step.

    `corrections`: of a step that corrected the record of its visit, which itself it left as it was.
    """

    actor: str
    counter: int
    at: datetime
    action: str
    changes: tuple[Changed, ...]
    corrections: Corrections | None = None


class Reason(msgspec.Struct, frozen=True):
    """Why one action was done. `rule`: of the policy that chose (hub.domain.policy.Reason), or `picked` by a person.

    `reason`: a word of hub.domain.reasons. `arrived`, `rank`: the keys of the policy (aware JST). `ahead`: how many in the same
    line had come before and were passed over.
    """

    at: datetime
    visit: str
    actor: str
    counter: int | None
    action: str
    service: str
    stage: str
    rule: str = ""
    reason: str = ""
    arrived: datetime | None = None
    rank: datetime | None = None
    ahead: int = 0


_changes = msgspec.json.Decoder(tuple[Changed, ...])
_REASON = "at, visit, actor, counter, action, service, stage, rule, reason, arrived, rank, ahead"


def remember(tx: Transaction, step: Step) -> None:
    """In place of the steps before it; a correction on top of them, for the visit is where they left it."""
    if step.corrections is None:
        tx.execute("DELETE FROM last_steps WHERE actor = ? AND counter = ?", (step.actor, step.counter))
    tx.execute(
        "INSERT INTO last_steps (actor, counter, at, action, changes, first_correction, end_of_corrections)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            step.actor,
            step.counter,
            text_of(step.at),
            step.action,
            msgspec.json.encode(step.changes).decode(),
            step.corrections.first if step.corrections else None,
            step.corrections.end if step.corrections else None,
        ),
    )


def last(connection: Connection, actor: str, counter: int) -> Step | None:
    row = connection.execute(
        "SELECT at, action, changes, first_correction, end_of_corrections FROM last_steps"
        " WHERE actor = ? AND counter = ? ORDER BY id DESC LIMIT 1",
        (actor, counter),
    ).fetchone()
    if row is None:
        return None
    corrections = Corrections(row[3], row[4]) if row[3] is not None else None
    return Step(actor, counter, moment_of(row[0]), row[1], _changes.decode(row[2]), corrections)


def forget(tx: Transaction, step: Step) -> None:
    """It was undone: once, and nobody was called or sent for it. Under a correction is what was done before."""
    if step.corrections is not None:
        tx.execute(
            "DELETE FROM last_steps WHERE id = (SELECT max(id) FROM last_steps WHERE actor = ? AND counter = ?)",
            (step.actor, step.counter),
        )
        return
    tx.execute("DELETE FROM last_steps WHERE actor = ? AND counter = ?", (step.actor, step.counter))
    tx.execute("DELETE FROM reasons WHERE actor = ? AND at = ?", (step.actor, text_of(step.at)))


def forget_before(tx: Transaction, at: datetime) -> int:
    """Drop steps too old to be undone. Returns how many."""
    return int(tx.execute("DELETE FROM last_steps WHERE at < ?", (text_of(at),)).rowcount)


def note(tx: Transaction, each: Reason) -> None:
    tx.execute(
        f"INSERT INTO reasons ({_REASON}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            text_of(each.at),
            each.visit,
            each.actor,
            each.counter,
            each.action,
            each.service,
            each.stage,
            each.rule,
            each.reason,
            text_of(each.arrived) if each.arrived else None,
            text_of(each.rank) if each.rank else None,
            each.ahead,
        ),
    )


def reasons_of(connection: Connection, visit: str) -> tuple[Reason, ...]:
    """All of one visit, the oldest first."""
    rows = connection.execute(f"SELECT {_REASON} FROM reasons WHERE visit = ? ORDER BY id", (visit,))  # noqa: S608
    return tuple(_reason(row) for row in rows)


def calls_since(connection: Connection, at: datetime) -> tuple[tuple[str, Reason], ...]:
    """(number, reason) of every choice out of a line since then, the oldest first."""
    columns = ", ".join(f"r.{name}" for name in _REASON.split(", "))
    rows = connection.execute(
        f"SELECT v.number, {columns} FROM reasons r JOIN visits v ON v.id = r.visit"  # noqa: S608
        " WHERE r.at >= ? AND r.rule != '' ORDER BY r.id",
        (text_of(at),),
    )
    return tuple((row[0], _reason(row[1:])) for row in rows)


def call_times(connection: Connection, service: str, stage: str, since: datetime) -> tuple[datetime, ...]:
    """When somebody was chosen out of this line since then, the oldest first."""
    rows = connection.execute(  # the plus: along the time, not through all that this line ever called
        "SELECT at FROM reasons WHERE at >= ? AND +service = ? AND +stage = ? AND rule != '' ORDER BY at",
        (text_of(since), service, stage),
    )
    return tuple(moment_of(row[0]) for row in rows)


def walk_ins_of(connection: Connection, service: str, stage: str, day: date) -> tuple[bool, tuple[tuple[datetime, datetime], ...]]:
    """(whether anybody was called out of this line that day, (came, called) of all whose turn came by their arrival alone)."""
    rows = connection.execute(
        "SELECT rule, arrived, at FROM reasons WHERE at >= ? AND at < ? AND +service = ? AND +stage = ? AND rule != '' ORDER BY at",
        (day.isoformat(), (day + timedelta(days=1)).isoformat(), service, stage),
    ).fetchall()
    return bool(rows), tuple((moment_of(arrived), moment_of(at)) for rule, arrived, at in rows if rule == "arrival" and arrived)


def first_day(connection: Connection) -> date | None:
    """The first day on which anything was called, held or sent on."""
    row = connection.execute("SELECT min(at) FROM reasons").fetchone()
    return moment_of(row[0]).date() if row and row[0] else None


def last_calls(connection: Connection, services: Iterable[str], stage: str, since: datetime, limit: int) -> list[tuple[str, int]]:
    """(rule, ahead) of the last calls out of these lines since then, the newest first."""
    found: list[tuple[int, str, str, int]] = []
    for service in services:
        found += connection.execute(
            "SELECT id, at, rule, ahead FROM reasons WHERE service = ? AND stage = ? ORDER BY id DESC LIMIT ?",
            (service, stage, 2 * limit),
        ).fetchall()
    calls = [(rule, ahead) for _, at, rule, ahead in sorted(found, reverse=True) if rule and at >= text_of(since)]
    return calls[:limit]


def _reason(row: tuple[str, str, str, int | None, str, str, str, str, str, str | None, str | None, int]) -> Reason:
    at, visit, actor, counter, action, service, stage, rule, reason, arrived, rank, ahead = row
    return Reason(
        at=moment_of(at),
        visit=visit,
        actor=actor,
        counter=counter,
        action=action,
        service=service,
        stage=stage,
        rule=rule,
        reason=reason,
        arrived=moment_of(arrived) if arrived else None,
        rank=moment_of(rank) if rank else None,
        ahead=ahead,
    )
