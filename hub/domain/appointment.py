"""An appointment (窓口等予約): a time, what for, and nobody's name. One table says what may happen to it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

import msgspec

from config.site import Booking


class State(StrEnum):
    BOOKED = "booked"  # 予約中
    ARRIVED = "arrived"  # 来庁
    CANCELLED = "cancelled"  # 取消
    MISSED = "missed"  # 来られなかった


class Action(StrEnum):
    MOVE = "move"  # 変更
    CANCEL = "cancel"  # 取消
    CHECK_IN = "check_in"  # 受付
    RETURN = "return"  # the number it led to was withdrawn: nobody holds it
    MISS = "miss"  # 日締め


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.BOOKED, Action.MOVE): State.BOOKED,
    (State.BOOKED, Action.CANCEL): State.CANCELLED,
    (State.BOOKED, Action.CHECK_IN): State.ARRIVED,
    (State.ARRIVED, Action.RETURN): State.BOOKED,
    (State.BOOKED, Action.MISS): State.MISSED,
}
HOLDS_A_PLACE = frozenset({State.BOOKED, State.ARRIVED})
Punctuality = Literal["in_time", "late", "other_day"]


class Appointment(msgspec.Struct, frozen=True):
    """`place`: which of the slot's places, 1 and up, None where it holds none. `visit`: the number it led to.

    `begins`, `ends`: aware JST. `late`: came after the grace, and took a number like everybody's.
    """

    id: str
    plan: str
    service: str
    procedure: str
    begins: datetime
    ends: datetime
    language: str
    state: State
    place: int | None
    visit: str | None = None
    late: bool = False


class NotPossible(Exception):
    """The state of the appointment does not allow the action; nothing was changed. `state`: it has."""

    def __init__(self, action: str, state: str) -> None:
        super().__init__(f"{action} is not possible for an appointment that is {state}")
        self.action, self.state = action, state


def advance(appointment: Appointment, action: Action, **changes: object) -> Appointment:
    """The appointment after the action, with what changes besides. Raises NotPossible."""
    state = TRANSITIONS.get((appointment.state, action))
    if state is None:
        raise NotPossible(action, appointment.state)
    after = msgspec.structs.replace(appointment, state=state, **changes)
    return after if state in HOLDS_A_PLACE else msgspec.structs.replace(after, place=None)


def punctuality(begins: datetime, now: datetime, booking: Booking) -> Punctuality:
    """How somebody comes who comes at `now`: at any time of the day before it, or within the grace, is in time."""
    if begins.date() != now.astimezone(begins.tzinfo).date():
        return "other_day"
    return "in_time" if now <= begins + timedelta(minutes=booking.grace_minutes) else "late"
