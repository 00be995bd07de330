"""The one table of what may happen to a leg, and the one function that applies it.

Legs of one visit at the same service and stage in the same state are side by side and move together: a person stands at one
counter and is served there for all of them. After each move, blocked legs whose requirements are done begin to wait; where a
requirement ended otherwise, they end the same way.
"""

from datetime import datetime

import msgspec

from hub.domain.stage import FINAL, RECEPTION, Action, Place, State
from hub.domain.visit import Leg, Visit

C, B = Place.COUNTER, Place.BACK_OFFICE

TRANSITIONS: dict[tuple[Place, State, Action], State] = {
    # at a counter: the resident is called
    (C, State.WAITING, Action.CALL): State.CALLED,
    (C, State.CALLED, Action.RECALL): State.CALLED,
    (C, State.CALLED, Action.START): State.SERVING,
    (C, State.CALLED, Action.MARK_ABSENT): State.ABSENT,
    (C, State.CALLED, Action.MARK_NO_SHOW): State.NO_SHOW,
    (C, State.CALLED, Action.RETURN): State.WAITING,  # called by mistake
    (C, State.ABSENT, Action.RETURN): State.WAITING,
    (C, State.ABSENT, Action.CALL): State.CALLED,  # came to the desk after all
    (C, State.ABSENT, Action.MARK_NO_SHOW): State.NO_SHOW,
    (C, State.SERVING, Action.FINISH): State.DONE,
    (C, State.ON_HOLD, Action.RETURN): State.WAITING,
    # in the back office: the papers are taken, nobody is called
    (B, State.WAITING, Action.START): State.SERVING,
    (B, State.SERVING, Action.FINISH): State.DONE,
    (B, State.SERVING, Action.RETURN): State.WAITING,
    (B, State.ON_HOLD, Action.RETURN): State.WAITING,
    # anywhere, while it is not over
    **{(p, s, Action.CANCEL): State.CANCELLED for p in Place for s in State if s not in FINAL},
    # 日締め: who was called and did not come is a no-show, everybody else left
    **{
        (p, s, Action.CLOSE): State.NO_SHOW if s in (State.CALLED, State.ABSENT) else State.LEFT
        for p in Place
        for s in State
        if s not in FINAL
    },
}


class IllegalAction(Exception):
    """The leg's state does not allow the action; nothing was changed."""

    def __init__(self, action: str, state: str, stage: str) -> None:
        super().__init__(f"{action} is not possible for a leg that is {state} at {stage}")
        self.action = action
        self.state = state
        self.stage = stage


def beside(visit: Visit, leg: Leg) -> frozenset[str]:
    """Ids of the legs that move together with `leg`, itself included."""
    return frozenset(
        other.id for other in visit.legs if (other.service, other.stage, other.state) == (leg.service, leg.stage, leg.state)
    )


def advance(
    visit: Visit, leg_id: str, action: Action, now: datetime, counter: int | None = None, arrived: datetime | None = None
) -> Visit:
    """The visit after the action, with the next version. Raises IllegalAction, KeyError for an unknown leg.

    `counter`: the desk that calls or takes it. `arrived`: place in the line after a return (policy.place_after_return).
    """
    leg = visit.leg(leg_id)
    state = TRANSITIONS.get((leg.place, leg.state, action))
    if state is None:
        raise IllegalAction(action, leg.state, leg.stage)
    if action in (Action.CALL, Action.START) and leg.place is Place.COUNTER and visit.counter not in (None, leg.counter):
        # the person is at another counter for another service
        raise IllegalAction(action, leg.state, leg.stage)
    moving = beside(visit, leg)
    legs = tuple(_moved(each, action, state, now, counter, arrived) if each.id in moving else each for each in visit.legs)
    return msgspec.structs.replace(visit, legs=_settled(legs, visit.opened_at, now), version=visit.version + 1)


def close(visit: Visit, now: datetime) -> Visit:
    """日締め of one visit: every leg that is not over ends through the table."""
    legs = tuple(
        leg
        if leg.state in FINAL
        else msgspec.structs.replace(leg, state=TRANSITIONS[leg.place, leg.state, Action.CLOSE], since=now)
        for leg in visit.legs
    )
    return msgspec.structs.replace(visit, legs=legs, version=visit.version + 1)


def _moved(leg: Leg, action: Action, state: State, now: datetime, counter: int | None, arrived: datetime | None) -> Leg:
    since = leg.since if state is leg.state else now
    desk = leg.counter if counter is None else counter
    match action:
        case Action.CALL | Action.RECALL:
            return msgspec.structs.replace(leg, state=state, since=since, counter=desk, called_times=leg.called_times + 1)
        case Action.START:
            return msgspec.structs.replace(leg, state=state, since=since, counter=desk)
        case Action.MARK_ABSENT:
            return msgspec.structs.replace(leg, state=state, since=since, absences=leg.absences + 1)
        case Action.RETURN:
            return msgspec.structs.replace(
                leg, state=state, since=since, counter=None, called_times=0, arrived=arrived or leg.arrived
            )
        case _:
            return msgspec.structs.replace(leg, state=state, since=since)


def _settled(legs: tuple[Leg, ...], opened_at: datetime, now: datetime) -> tuple[Leg, ...]:
    """Blocked legs begin to wait, or end, as far as that goes now. Legs stand in an order in which `after` points backwards."""
    settled: dict[str, Leg] = {}
    for leg in legs:
        before = [settled[other].state for other in leg.after]
        beside_it = [settled[other].state for other in leg.over]
        settled[leg.id] = _unblocked(leg, before, beside_it, opened_at, now)
    return tuple(settled.values())


def _unblocked(leg: Leg, before: list[State], beside_it: list[State], opened_at: datetime, now: datetime) -> Leg:
    if leg.state is not State.BLOCKED:
        return leg
    ended = next((state for state in before if state in FINAL and state is not State.DONE), None)
    if ended is not None:
        return msgspec.structs.replace(leg, state=ended, since=now)
    if any(state is not State.DONE for state in before) or any(state not in FINAL for state in beside_it):
        return leg
    # A second service's reception keeps the place of the arrival: nobody queues twice for one visit.
    return msgspec.structs.replace(leg, state=State.WAITING, since=now, arrived=opened_at if leg.stage == RECEPTION else now)
