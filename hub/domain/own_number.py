"""What a resident may do with their own number from the telephone, without anybody at a counter. Pure."""

from datetime import timedelta

from hub.domain.stage import RECEPTION, Place, State
from hub.domain.visit import Leg, Visit

MINUTES = timedelta(minutes=5)
BY_PHONE = "minutes_by_phone"  # the reason of such a hold
_NOT_BEGUN = frozenset({State.BLOCKED, State.WAITING, State.CALLED, State.ABSENT, State.ON_HOLD})


def called_leg(visit: Visit) -> Leg | None:
    """The leg somebody is called for now."""
    return next((leg for leg in visit.legs if leg.place is Place.COUNTER and leg.state is State.CALLED), None)


def may_give_back(visit: Visit) -> bool:
    """Whether the number can be given back: nobody has served it yet, and the papers are nowhere."""
    return not visit.ended and all(
        leg.state in _NOT_BEGUN and (leg.state is State.BLOCKED or leg.stage == RECEPTION) for leg in visit.legs
    )
