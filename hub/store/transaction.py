"""What one command may do to the database: statements on the writer's connection, and facts for the log."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from hub.domain.events import DomainEvent, Event
from hub.store.database import Connection
from hub.store.moments import text_of

T = TypeVar("T")


class Logged(msgspec.Struct, frozen=True):
    """A fact and its place in the log."""

    seq: int
    event: Event


class Transaction:
    """Handed to an operation by the writer, for the time of its savepoint. `events` go out after the commit."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.events: list[Logged] = []

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        return self.connection.execute(sql, values)

    def row(self, sql: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
        return found

    def emit(self, event: DomainEvent, actor: str) -> int:
        """Append to the log and the outbox; returns `seq`."""
        visit = getattr(event, "visit", None)
        kind = str(type(event).__struct_config__.tag)
        cursor = self.connection.execute(
            "INSERT INTO event_log (at, kind, visit, actor, body) VALUES (?, ?, ?, ?, ?)",
            (text_of(event.at), kind, visit, actor, msgspec.json.encode(event).decode()),
        )
        seq = int(cursor.lastrowid)
        self.connection.execute("INSERT INTO outbox (seq, kind) VALUES (?, ?)", (seq, kind))
        self.events.append(Logged(seq, event))  # type: ignore[arg-type]
        return seq


Operation = Callable[[Transaction], T]
