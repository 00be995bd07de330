"""The one table of what may happen to a leg, and the one function that applies it.

Legs of one visit at the same service and stage in the same state are side by side and move together: a person stands at one
counter and is served there for all of them. After each move, blocked legs whose requirements are done begin to wait; where a
requirement ended otherwise, they end the same way.

Three actions reach beyond the legs side by side. A transfer changes the line or the desk and keeps the place of the arrival; a
number without a procedure takes the rest of its way along to the other service. Sending back reopens an earlier stage of the same
procedure, and what was done since waits for it again. Who left is at no counter any more; papers already taken in go on.
"""

from datetime import datetime

import msgspec

from hub.domain.stage import AT_COUNTER, FINAL, RECEPTION, Action, Place, State
from hub.domain.visit import Leg, Visit, ways

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
    (C, State.CALLED, Action.HOLD): State.ON_HOLD,
    (C, State.SERVING, Action.HOLD): State.ON_HOLD,
    (C, State.ON_HOLD, Action.RETURN): State.WAITING,
    (C, State.ON_HOLD, Action.CALL): State.CALLED,  # came to the desk
    (C, State.WAITING, Action.TRANSFER): State.WAITING,
    (C, State.CALLED, Action.TRANSFER): State.WAITING,
    (C, State.SERVING, Action.TRANSFER): State.WAITING,
    (C, State.SERVING, Action.SEND_BACK): State.BLOCKED,
    (C, State.SERVING, Action.TAKE_OVER): State.SERVING,  # another desk goes on
    **{(C, s, Action.LEAVE): State.LEFT for s in (State.WAITING, *AT_COUNTER, State.ON_HOLD, State.ABSENT)},
    # in the back office: the papers are taken, nobody is called
    (B, State.WAITING, Action.START): State.SERVING,
    (B, State.SERVING, Action.FINISH): State.DONE,
    (B, State.SERVING, Action.RETURN): State.WAITING,
    (B, State.SERVING, Action.HOLD): State.ON_HOLD,
    (B, State.SERVING, Action.SEND_BACK): State.BLOCKED,
    (B, State.SERVING, Action.TAKE_OVER): State.SERVING,
    (B, State.ON_HOLD, Action.RETURN): State.WAITING,
    (B, State.ON_HOLD, Action.START): State.SERVING,
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


class Asked(msgspec.Struct, frozen=True):
    """What goes with an action. `due`: of a hold. `service`, `counter`: of a transfer (None: the same line, any desk).

    `stage`: of sending back (None: the one before). `onward`: (leg id, stage) of the other service's further stages, for a number
    without a procedure. `reason`: of hub.domain.reasons. `by`: who starts it (role and id).
    `shelf`: where the papers of somebody absent are put. `mend`: as in Leg, of sending back.
    """

    reason: str = ""
    due: datetime | None = None
    service: str | None = None
    counter: int | None = None
    stage: str | None = None
    onward: tuple[tuple[str, str], ...] = ()
    by: str = ""
    shelf: int | None = None
    mend: str = ""


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
    visit: Visit,
    leg_id: str,
    action: Action,
    now: datetime,
    counter: int | None = None,
    arrived: datetime | None = None,
    asked: Asked | None = None,
) -> Visit:
    """The visit after the action, with the next version. Raises IllegalAction, KeyError for an unknown leg.

    `counter`: the desk that calls or takes it. `arrived`: place in the line after a return (policy.place_after_return).
    """
    leg = visit.leg(leg_id)
    state = TRANSITIONS.get((leg.place, leg.state, action))
    if state is None:
        raise IllegalAction(action, leg.state, leg.stage)
    if action in _IN_PERSON and leg.place is Place.COUNTER and visit.counter not in (None, leg.counter):
        # the person is at another counter for another service
        raise IllegalAction(action, leg.state, leg.stage)
    moving, asked = beside(visit, leg), asked or Asked()
    match action:
        case Action.LEAVE:
            legs = tuple(_left(each, now) for each in visit.legs)
        case Action.SEND_BACK:
            legs = _sent_back(visit, leg, moving, asked, now)
        case Action.TRANSFER:
            legs = _transferred(visit, leg, moving, asked, now)
        case Action.FINISH if asked.reason:
            legs = _ended_here(visit, leg, moving, asked, now)
        case _:
            legs = tuple(
                _moved(each, action, state, now, counter, arrived, asked) if each.id in moving else each for each in visit.legs
            )
    return msgspec.structs.replace(visit, legs=settled(legs, visit.opened_at, now), version=visit.version + 1)


def close(visit: Visit, now: datetime) -> Visit:
    """日締め of one visit: every leg that is not over ends through the table."""
    legs = tuple(
        leg
        if leg.state in FINAL
        else msgspec.structs.replace(leg, state=TRANSITIONS[leg.place, leg.state, Action.CLOSE], since=now)
        for leg in visit.legs
    )
    return msgspec.structs.replace(visit, legs=legs, version=visit.version + 1)


_IN_PERSON = frozenset({Action.CALL, Action.START, Action.LEAVE})


def _left(leg: Leg, now: datetime) -> Leg:
    """Nobody is there to be called; the papers stay where they are."""
    if leg.state in FINAL or leg.place is not Place.COUNTER:
        return leg
    return msgspec.structs.replace(leg, state=State.LEFT, since=now)


def _ended_here(visit: Visit, leg: Leg, moving: frozenset[str], asked: Asked, now: datetime) -> tuple[Leg, ...]:
    """This stage is done with an outcome, and what would have come after it at this service does not come."""
    procedures = {each.procedure for each in visit.legs if each.id in moving}
    handed_on = {each.id for way in ways(visit.legs) if any(one.id in moving for one in way) for each in way if each.procedure}

    def ended(each: Leg) -> Leg:
        if each.id in moving:
            return msgspec.structs.replace(each, state=State.DONE, since=now, reason=asked.reason)
        here = each.service == leg.service and each.procedure in procedures
        if each.state is State.BLOCKED and (here or each.id in handed_on):
            return msgspec.structs.replace(each, state=State.CANCELLED, since=now)
        return each

    return tuple(ended(each) for each in visit.legs)


def _sent_back(visit: Visit, leg: Leg, moving: frozenset[str], asked: Asked, now: datetime) -> tuple[Leg, ...]:
    """The earlier stage waits again in its old place, everything after it is blocked. Raises IllegalAction where there is none."""
    changed: dict[str, Leg] = {}
    for whole in ways(visit.legs):
        if not any(each.id in moving for each in whole):
            continue
        # a number alone begins anew in each line; a procedure that was handed on at one stage is the same before and after
        way = [each for each in whole if each.procedure or each.service == leg.service]
        here = next(index for index, each in enumerate(way) if each.stage == leg.stage)
        done = [index for index in range(here) if way[index].state is State.DONE and asked.stage in (None, way[index].stage)]
        if not done:
            raise IllegalAction(Action.SEND_BACK, leg.state, leg.stage)
        again, *since = way[done[-1] : here + 1]
        changed[again.id] = msgspec.structs.replace(
            again,
            state=State.WAITING,
            since=now,
            counter=None,
            called_times=0,
            due=None,
            reserved=None,
            reason=asked.reason,
            mend=asked.mend,
        )
        for each in since:
            changed[each.id] = msgspec.structs.replace(
                each, state=State.BLOCKED, since=now, arrived=None, counter=None, called_times=0, due=None, reserved=None
            )
    return tuple(changed.get(each.id, each) for each in visit.legs)


def _transferred(visit: Visit, leg: Leg, moving: frozenset[str], asked: Asked, now: datetime) -> tuple[Leg, ...]:
    """In the line of another service or of one desk, with the time of arrival it had."""
    service = asked.service or leg.service
    legs = [_line_changed(each, service, asked, now) if each.id in moving else each for each in visit.legs]
    if service == leg.service or any(each.procedure for each in legs if each.id in moving):
        return tuple(legs)
    dropped = {each.id for each in legs if (each.procedure, each.service, each.state) == ("", leg.service, State.BLOCKED)}
    kept, before = [each for each in legs if each.id not in dropped], tuple(each.id for each in legs if each.id in moving)
    for leg_id, stage in asked.onward:
        kept.append(Leg(leg_id, "", service, stage, State.BLOCKED, now, after=before))
        before = (leg_id,)
    return tuple(
        msgspec.structs.replace(
            each,
            after=tuple(other for other in each.after if other not in dropped),
            over=tuple(other for other in each.over if other not in dropped),
        )
        for each in kept
    )


def _line_changed(leg: Leg, service: str, asked: Asked, now: datetime) -> Leg:
    since = leg.since if leg.state is State.WAITING else now
    return msgspec.structs.replace(
        leg,
        state=State.WAITING,
        since=since,
        service=service,
        reserved=asked.counter,
        counter=None,
        called_times=0,
        due=None,
        reason=asked.reason,
    )


def _moved(
    leg: Leg,
    action: Action,
    state: State,
    now: datetime,
    counter: int | None,
    arrived: datetime | None,
    asked: Asked,
) -> Leg:
    since = leg.since if state is leg.state else now
    desk = leg.counter if counter is None else counter
    match action:
        case Action.CALL | Action.RECALL:
            times = leg.called_times + 1
            return msgspec.structs.replace(leg, state=state, since=since, counter=desk, called_times=times, due=None)
        case Action.START:
            return msgspec.structs.replace(leg, state=state, since=since, counter=desk, due=None, reserved=None, by=asked.by)
        case Action.TAKE_OVER:
            return msgspec.structs.replace(leg, counter=desk, by=asked.by)
        case Action.HOLD:
            return msgspec.structs.replace(leg, state=state, since=since, due=asked.due, reason=asked.reason)
        case Action.MARK_ABSENT:
            shelf = leg.shelf if asked.shelf is None else asked.shelf
            return msgspec.structs.replace(leg, state=state, since=since, absences=leg.absences + 1, shelf=shelf)
        case Action.RETURN:
            return msgspec.structs.replace(
                leg, state=state, since=since, counter=None, called_times=0, due=None, arrived=arrived or leg.arrived
            )
        case _:
            return msgspec.structs.replace(leg, state=state, since=since)


def cancelled(visit: Visit, now: datetime) -> Visit:
    """The whole visit taken back (取消), in one step. Raises IllegalAction where a leg cannot be."""
    after = visit
    while not after.ended:
        leg = next(leg for leg in after.legs if leg.state not in FINAL)
        after = advance(after, leg.id, Action.CANCEL, now)
    return msgspec.structs.replace(after, version=visit.version + 1)


def settled(legs: tuple[Leg, ...], opened_at: datetime, now: datetime) -> tuple[Leg, ...]:
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
