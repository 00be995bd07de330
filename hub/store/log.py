"""Reading the event log back, and what of it still has to leave for the city."""

from datetime import datetime

import msgspec

from hub.domain.events import Event, RecordChanged
from hub.store.database import Connection
from hub.store.moments import text_of
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


def record_changes(connection: Connection, visit: str, actor: str, after: datetime) -> tuple[str, ...]:
    """What this person did to the record of the visit since then, the newest first."""
    rows = connection.execute(
        "SELECT body FROM event_log WHERE visit = ? AND kind = ? AND actor = ? AND at > ? ORDER BY seq DESC",
        (visit, RecordChanged.__struct_config__.tag, actor, text_of(after)),
    )
    events = (_decoder.decode(body) for (body,) in rows)
    return tuple(each.what for each in events if isinstance(each, RecordChanged))


def opened_by(connection: Connection, visit: str) -> str:
    """Who gave the number of this visit: the actor of its first event; empty where the log does not reach back so far."""
    row = connection.execute("SELECT actor FROM event_log WHERE visit = ? ORDER BY seq LIMIT 1", (visit,)).fetchone()
    return row[0] if row else ""


def unsent(connection: Connection) -> int:
    """Events the city has not acknowledged."""
    row = connection.execute("SELECT count(*) FROM outbox WHERE sent_at IS NULL").fetchone()
    return int(row[0])
