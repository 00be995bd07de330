"""Who may change the record of a visit: one desk at a time, the others read."""

from hub.domain.stage import Place, State
from hub.domain.visit import Visit


def holder(visit: Visit) -> int | None:
    """The desk that took the record over, while it serves the visit; else where the resident sits, else who began first."""
    serving = [leg for leg in visit.legs if leg.state is State.SERVING and leg.counter is not None]
    if visit.holder is not None and any(leg.counter == visit.holder for leg in serving):
        return visit.holder
    first = min(serving, key=lambda leg: (leg.place is not Place.COUNTER, leg.since, leg.id), default=None)
    return first.counter if first is not None else None
