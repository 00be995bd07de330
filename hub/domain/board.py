"""What the waiting room is shown, derived from the open visits: who is called where, and who was called and did not come."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from hub.domain.changes import ON_BOARD
from hub.domain.stage import Place, State
from hub.domain.visit import Visit


class Row(msgspec.Struct, frozen=True):
    """One number at one stage of one service. `at`: since when it stands so."""

    visit: str
    number: str
    stage: str
    service: str
    state: State
    counter: int | None
    at: datetime
    times: int
    language: str


def rows(visits: Iterable[Visit]) -> tuple[Row, ...]:
    """One row for legs side by side, oldest first."""
    found = {
        (visit.id, leg.service, leg.stage): Row(
            visit.id, visit.number, leg.stage, leg.service, leg.state, leg.counter, leg.since, leg.called_times, visit.language
        )
        for visit in visits
        for leg in visit.legs
        if leg.place is Place.COUNTER and leg.state in ON_BOARD
    }
    return tuple(sorted(found.values(), key=lambda row: (row.at, row.number)))
