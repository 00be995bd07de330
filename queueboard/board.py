"""What the waiting-room display knows: the hub's state at one point and every event since, folded. Pure.

The stream holds the facts a board may hear, so its numbers have holes; that none is missing is watched by hub.client, which
compares every ping with the last fact and fetches the whole state where they differ.
"""

from datetime import datetime, timedelta

import msgspec

from config.display import services, shows
from config.site import Display, Site
from hub.wire import (
    AppointmentChanged,
    BoardChanged,
    BoardRow,
    BoardState,
    DayClosed,
    Event,
    KioskChanged,
    KioskUnlocked,
    LegCalled,
    LegMoved,
    Notice,
    NoticesChanged,
    RecordChanged,
    RecordViewed,
    ServiceLine,
    SettingsChanged,
    SlipReported,
    VisitEnded,
    VisitMerged,
    VisitOpened,
    VisitReopened,
    VisitSplit,
    Waits,
)

STALE_AFTER = timedelta(seconds=10)  # without any news, a ping included


class Board(msgspec.Struct, frozen=True):
    """`calls` and `missed` oldest first; `news_at`: when the hub was last heard, as queueboard.clock tells the time."""

    seq: int
    calls: tuple[BoardRow, ...]
    missed: tuple[BoardRow, ...]
    lines: tuple[ServiceLine, ...]
    notices: tuple[Notice, ...]
    news_at: datetime
    deliveries: tuple[ServiceLine, ...] = ()  # where somebody waits for 交付 and it is known how long


def start(state: BoardState, now: datetime) -> Board:
    """The board after a whole state. What was called meanwhile is shown, not announced."""
    return Board(
        seq=state.seq,
        calls=tuple(sorted((row for row in state.rows if row.state == "called"), key=lambda row: row.at)),
        missed=tuple(sorted((row for row in state.rows if row.state == "absent"), key=lambda row: row.at)),
        lines=state.lines,
        notices=state.notices,
        news_at=now,
        deliveries=state.deliveries,
    )


def fold(board: Board, event: Event, now: datetime) -> Board:
    """The board after `event`; an event already folded changes nothing but the time of the last news."""
    if event.seq <= board.seq:
        return heard(board, now)
    board = msgspec.structs.replace(board, seq=event.seq, news_at=now)
    match event:
        case VisitOpened(line=line):
            return _counted(board, line)
        case LegCalled(row=row, line=line):
            board = msgspec.structs.replace(
                board,
                calls=(*_without(board.calls, row.visit, row.stage), row),
                missed=_without(board.missed, row.visit, row.stage),
            )
            return _counted(board, line)
        case LegMoved():
            return _moved(board, event)
        case VisitSplit(lines=lines) | VisitMerged(lines=lines):
            for line in lines:
                board = _counted(board, line)
            return _forgotten(board, event.visit)
        case VisitEnded(visit=visit):
            return _forgotten(board, visit)
        case NoticesChanged(notices=notices):
            return msgspec.structs.replace(board, notices=notices)
        case DayClosed():
            lines = tuple(msgspec.structs.replace(line, people_waiting=0, wait=None, others=0) for line in board.lines)
            return msgspec.structs.replace(board, calls=(), missed=(), lines=lines, deliveries=())
        case (
            VisitReopened()
            | RecordChanged()
            | RecordViewed()
            | SettingsChanged()
            | KioskChanged()
            | BoardChanged()
            | SlipReported()
            | KioskUnlocked()
            | AppointmentChanged()
        ):
            return board


def seen_on(board: Board, site: Site, display: Display) -> Board:
    """Of the whole office what this display shows."""
    lines = {service.id for service in services(site, display)}
    return msgspec.structs.replace(
        board,
        calls=tuple(row for row in board.calls if is_for(row, site, display)),
        missed=tuple(row for row in board.missed if is_for(row, site, display)),
        lines=tuple(line for line in board.lines if line.service in lines),
        deliveries=tuple(line for line in board.deliveries if line.service in lines),
    )


def is_for(row: BoardRow, site: Site, display: Display) -> bool:
    """Whether this display shows the row, and calls it out."""
    return shows(site, display, row.stage, row.service, row.counter)


def heard(board: Board, now: datetime) -> Board:
    """The hub is there, and nothing changed (ping)."""
    return msgspec.structs.replace(board, news_at=now)


def told(board: Board, waits: Waits, now: datetime) -> Board:
    """How long the waits are now. How many wait of a letter, the facts alone say: what was looked up may be older than the last."""
    lines = tuple(
        msgspec.structs.replace(line, wait=waits.waits.get(line.service), others=waits.others.get(line.service, 0))
        for line in board.lines
    )
    return msgspec.structs.replace(board, lines=lines, deliveries=waits.deliveries, news_at=now)


def is_stale(board: Board, now: datetime) -> bool:
    """True when what the board holds may no longer be shown as live."""
    return now - board.news_at > STALE_AFTER


def announced(event: Event) -> BoardRow | None:
    """The row to call out, if this event is a call or a recall."""
    return event.row if isinstance(event, LegCalled) else None


def _moved(board: Board, event: LegMoved) -> Board:
    if event.off_board:
        board = msgspec.structs.replace(
            board,
            calls=_without(board.calls, event.visit, event.stage),
            missed=_without(board.missed, event.visit, event.stage),
        )
    if event.missed is not None:
        board = msgspec.structs.replace(board, missed=(*board.missed, event.missed))
    if event.called is not None:
        board = msgspec.structs.replace(board, calls=(*board.calls, event.called))
    return _counted(board, event.line)


def _forgotten(board: Board, visit: str) -> Board:
    return msgspec.structs.replace(board, calls=_without(board.calls, visit), missed=_without(board.missed, visit))


def _without(rows: tuple[BoardRow, ...], visit: str, stage: str | None = None) -> tuple[BoardRow, ...]:
    return tuple(row for row in rows if row.visit != visit or (stage is not None and row.stage != stage))


def _counted(board: Board, line: ServiceLine | None) -> Board:
    if line is None:
        return board
    known = any(old.service == line.service for old in board.lines)
    before = next((old for old in board.lines if old.service == line.service), line)
    line = msgspec.structs.replace(line, wait=before.wait, others=before.others)
    lines = tuple(line if old.service == line.service else old for old in board.lines)
    return msgspec.structs.replace(board, lines=lines if known else (*lines, line))
