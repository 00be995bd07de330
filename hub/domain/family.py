"""家族: one visit parted in two (分ける), two visits made one (まとめる). Nobody loses the time they came at.

What goes is whole ways: a procedure with all its stages. Who goes leaves the counter and waits there in the old place; who stays
keeps the counter. A number that was merged has no legs any more and says where it goes on.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import pairwise

import msgspec

from hub.domain.stage import FINAL, RECEPTION, Place, State
from hub.domain.transitions import settled
from hub.domain.visit import Leg, Successor, Visit, ways

MOST_PEOPLE = 99


class Inseparable(Exception):
    """One procedure waits for the decision on another, and they would get two numbers; nothing was changed."""


class NotApart(Exception):
    """Nobody would stay, nobody would go, who stays would leave the counter, or somebody is not there; nothing was changed."""


class NotTogether(Exception):
    """These two cannot be one: over, of another day, or at another counter; nothing was changed."""


def going(visit: Visit, chosen: Collection[str], needs: Mapping[str, Collection[str]]) -> tuple[Leg, ...]:
    """All legs of the ways in which one of the `chosen` legs lies. `needs`: procedure → procedures it waits for, where they are
    of the same visit. Raises KeyError for an unknown leg, NotApart, Inseparable.
    """
    for leg_id in chosen:
        visit.leg(leg_id)
    parts = [(way, any(leg.id in chosen for leg in way)) for way in ways(visit.legs)]
    goes = {leg.id: leg for way, goes in parts if goes for leg in way}
    stays = {leg.id: leg for way, goes in parts if not goes for leg in way}
    if _over(goes.values()) or _over(stays.values()) or any(leg.state is State.ABSENT for leg in goes.values()):
        raise NotApart
    if visit.counter is not None and not any(leg.at_counter for leg in stays.values()):
        raise NotApart
    for leg in visit.legs:
        theirs = stays if leg.id in goes else goes
        awaited = [theirs[other] for other in leg.after if other in theirs and theirs[other].state is not State.DONE]
        if leg.state is State.BLOCKED and any(other.procedure in needs.get(leg.procedure, ()) for other in awaited):
            raise Inseparable
    return tuple(leg for leg in visit.legs if leg.id in goes)


def void(visit: Visit, visit_id: str, number: str, service: str, people: int, records: tuple[str, ...]) -> Visit:
    """What a part of `visit` is before it goes, and again when its going is undone: a number that leads back."""
    return msgspec.structs.replace(
        visit,
        id=visit_id,
        number=number,
        service=service,
        legs=(),
        version=1,
        people=people,
        merged_into=Successor(visit.id, visit.number),
        records=records,
    )


def parted(visit: Visit, empty: Visit, goes: Iterable[Leg], ids: Iterable[str], now: datetime) -> tuple[Visit, Visit]:
    """(what stays, what goes under the number of `empty`), each with its next version.

    `goes`: of `going`, or new legs for a number alone; they get `ids`.
    """
    leaving = tuple(goes)
    gone = {leg.id for leg in leaving}
    stays = tuple(leg for leg in visit.legs if leg.id not in gone)
    new_ids = dict(zip((leg.id for leg in leaving), ids, strict=False))
    fresh = tuple(
        msgspec.structs.replace(_sent_to_wait(leg, visit.opened_at, now), id=new_ids[leg.id]) for leg in _without(leaving, new_ids)
    )
    left = msgspec.structs.replace(
        visit,
        legs=settled(_without(stays, {leg.id: leg.id for leg in stays}), visit.opened_at, now),
        people=max(1, visit.people - empty.people),
        version=visit.version + 1,
    )
    new = msgspec.structs.replace(empty, legs=settled(fresh, visit.opened_at, now), merged_into=None, version=empty.version + 1)
    return left, new


def merged(visit: Visit, other: Visit, now: datetime) -> tuple[Visit, Visit]:
    """(`visit` with the legs of `other`, `other` without legs), each with its next version. Raises NotTogether.

    Both waited since the earlier arrival. What `other` waits for where `visit` is at a counter just now, is served there too.
    """
    if visit.id == other.id or visit.ended or other.ended or visit.day != other.day or other.counter is not None:
        raise NotTogether
    opened_at = min(visit.opened_at, other.opened_at)
    here = next((leg for leg in visit.legs if leg.at_counter), None)
    legs = _bound((*visit.legs, *(_come_along(leg, here, now) for leg in other.legs)))
    together = msgspec.structs.replace(
        visit,
        opened_at=opened_at,
        legs=settled(tuple(_waiting_since(leg, opened_at) for leg in _in_order(legs)), opened_at, now),
        people=min(MOST_PEOPLE, visit.people + other.people),
        consideration=visit.consideration or other.consideration,
        records=tuple(dict.fromkeys((*visit.record_ids, *other.record_ids))),
        bring=tuple(dict.fromkeys((*visit.bring, *other.bring))),
        version=visit.version + 1,
    )
    empty = msgspec.structs.replace(other, legs=(), merged_into=Successor(visit.id, visit.number), version=other.version + 1)
    return together, empty


def _over(legs: Collection[Leg]) -> bool:
    return all(leg.state in FINAL for leg in legs)


def _without(legs: tuple[Leg, ...], ids: Mapping[str, str]) -> tuple[Leg, ...]:
    """The legs waiting for each other only, by these ids."""
    return tuple(
        msgspec.structs.replace(
            leg,
            after=tuple(ids[other] for other in leg.after if other in ids),
            over=tuple(ids[other] for other in leg.over if other in ids),
        )
        for leg in legs
    )


def _sent_to_wait(leg: Leg, opened_at: datetime, now: datetime) -> Leg:
    if not leg.at_counter:
        return leg
    return msgspec.structs.replace(
        leg, state=State.WAITING, since=now, arrived=leg.arrived or opened_at, counter=None, called_times=0, due=None, reserved=None
    )


def _come_along(leg: Leg, here: Leg | None, now: datetime) -> Leg:
    """Who waits, is on hold or was absent at the place where the family is at a counter now, is there too."""
    if leg.place is not Place.COUNTER or leg.state not in (State.WAITING, State.ON_HOLD, State.ABSENT):
        return leg
    if here is not None and (leg.service, leg.stage) == (here.service, here.stage):
        return msgspec.structs.replace(
            leg,
            state=here.state,
            since=here.since,
            counter=here.counter,
            called_times=here.called_times,
            due=None,
            reserved=None,
        )
    if leg.state is State.ABSENT:
        return msgspec.structs.replace(leg, state=State.WAITING, since=now, counter=None, called_times=0)
    return leg


def _waiting_since(leg: Leg, opened_at: datetime) -> Leg:
    """Reception goes by the earlier arrival; who was absent keeps the place they were given after it."""
    if leg.stage != RECEPTION or leg.arrived is None or leg.absences or leg.state in FINAL:
        return leg
    return msgspec.structs.replace(leg, arrived=min(leg.arrived, opened_at))


def _bound(legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
    """One delivery for all: a later stage at a counter waits until everybody's stage before it at that service is over."""
    by_id = {leg.id: leg for leg in legs}
    for way in ways(legs):
        for before, leg in pairwise(way):
            if leg.place is not Place.COUNTER or leg.state is not State.BLOCKED:
                continue
            for other in legs:
                beside = (other.service, other.stage) == (leg.service, before.stage) and other.state not in FINAL
                known = (*by_id[leg.id].after, *by_id[leg.id].over)
                if beside and other.id not in known and not _waits_for(other.id, leg.id, by_id):
                    by_id[leg.id] = msgspec.structs.replace(by_id[leg.id], over=(*by_id[leg.id].over, other.id))
    return tuple(by_id[leg.id] for leg in legs)


def _waits_for(start: str, goal: str, by_id: Mapping[str, Leg]) -> bool:
    seen, open_ = {start}, [start]
    while open_:
        leg = by_id[open_.pop()]
        if leg.id == goal:
            return True
        further = {*leg.after, *leg.over} - seen
        seen |= further
        open_ += further
    return False


def _in_order(legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
    """`after` and `over` point backwards again; otherwise as they stood."""
    placed: dict[str, Leg] = {}
    left = list(legs)
    while left:
        leg = next(leg for leg in left if all(other in placed for other in (*leg.after, *leg.over)))
        placed[leg.id] = leg
        left.remove(leg)
    return tuple(placed.values())
