"""Reading the event log back, and what of it still has to leave for the city."""

import msgspec

from hub.domain.events import Event
from hub.store.database import Connection
from hub.store.transaction import Logged

_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def last_seq(connection: Connection) -> int:
    """The newest place in the log, 0 while it is empty."""
    row = connection.execute("SELECT max(seq) FROM event_log").fetchone()
    return int(row[0] or 0)


def since(connection: Connection, seq: int, limit: int) -> tuple[Logged, ...] | None:
    """Everything after `seq` in order; None where that is more than `limit` or `seq` lies in the future."""
    rows = connection.execute("SELECT seq, body FROM event_log WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit + 1)).fetchall()
    if len(rows) > limit or seq > last_seq(connection):
        return None
    return tuple(Logged(number, _decoder.decode(body)) for number, body in rows)


def of_visit(connection: Connection, visit: str) -> tuple[Logged, ...]:
    """The history of one visit."""
    rows = connection.execute("SELECT seq, body FROM event_log WHERE visit = ? ORDER BY seq", (visit,))
    return tuple(Logged(number, _decoder.decode(body)) for number, body in rows)


def unsent(connection: Connection) -> int:
    """Events the city has not acknowledged."""
    row = connection.execute("SELECT count(*) FROM outbox WHERE sent_at IS NULL").fetchone()
    return int(row[0])
