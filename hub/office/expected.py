"""The number on the button when it was pressed, where another one was called: what became of it meanwhile."""

from datetime import datetime

from hub.domain.stage import AT_COUNTER, FINAL, State
from hub.domain.visit import Leg
from hub.office.literals import state_of
from hub.store import visits
from hub.store.database import Connection
from hub.wire import MeantNumber, VisitView

_TELLING = (*AT_COUNTER, State.ABSENT, State.ON_HOLD, State.WAITING)  # what tells most of it first


def instead(connection: Connection, expected: str, called: VisitView | None, stage: str, now: datetime) -> MeantNumber | None:
    """None where it was called, nothing was expected, or nobody carries that number today."""
    if not expected or (called is not None and called.number == expected):
        return None
    given = visits.with_number(connection, visits.day_of(now), expected)
    visit = visits.living(connection, given.id) if given is not None else None
    legs = [leg for leg in visit.legs if leg.stage == stage] if visit is not None else []
    if not legs:
        return None
    leg = min(legs, key=_place)
    return MeantNumber(expected, state_of(leg.state), leg.counter if leg.state in (*AT_COUNTER, State.ABSENT, State.DONE) else None)


def _place(leg: Leg) -> int:
    return _TELLING.index(leg.state) if leg.state in _TELLING else len(_TELLING) + (leg.state in FINAL)
