"""Everything a board shows."""

from datetime import datetime

from hub.domain.board import rows
from hub.domain.notice import Notice
from hub.domain.stage import State
from hub.office.announce import notices_to_wire
from hub.office.house import House
from hub.office.literals import language_of, stage_of
from hub.office.waits import deliveries
from hub.office.waits import lines as lines_now
from hub.store import log, visits
from hub.store.database import Connection
from hub.wire import BoardRow, BoardState


def board_state(connection: Connection, house: House, notices: tuple[Notice, ...], now: datetime) -> BoardState:
    """Everything a board shows, from one snapshot of the database."""
    shown = rows(visits.standing(connection, (State.CALLED, State.ABSENT)))
    board_rows = tuple(
        BoardRow(
            visit=row.visit,
            number=row.number,
            stage=stage_of(row.stage),
            service=row.service,
            state="absent" if row.state is State.ABSENT else "called",
            counter=row.counter,
            at=row.at,
            times=max(1, row.times),
            language=language_of(row.language),
        )
        for row in shown
    )
    lines = lines_now(connection, house, now)
    return BoardState(
        seq=log.last_seq(connection),
        at=now,
        rows=board_rows,
        lines=lines,
        notices=notices_to_wire(notices),
        deliveries=deliveries(connection, house, now),
    )
