"""もうすぐできる: visits whose papers lie at the last stage before the delivery, for the desk that will call them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from hub.domain.handling import done_in
from hub.domain.stage import Place, State, place_of
from hub.domain.visit import Visit
from hub.office.house import House
from hub.office.views import visit_view
from hub.store import visits
from hub.store.database import Connection
from hub.wire import VisitView

LISTED = 8


class Making(msgspec.Struct, frozen=True):
    """Papers at their last stage. `minutes`: until they are done, None where nobody can tell."""

    visit: VisitView
    stage: str
    minutes: int | None


class BeingMade(msgspec.Struct, frozen=True):
    """`soon`: at the last stage, what somebody has in hand first. `making`: how many are in the back office."""

    soon: tuple[Making, ...]
    making: int


def being_made(connection: Connection, house: House, counter: int, now: datetime) -> BeingMade:
    """Of the services this counter delivers."""
    desk = house.desks.get(counter)
    making: set[str] = set()
    last = []
    for service in house.services.values():
        if desk is None or "delivery" not in service.stages or not desk.may_serve(service.id, "delivery"):
            continue
        behind = [each for each in service.stages if place_of(each) is Place.BACK_OFFICE]
        for each in visits.standing_at(connection, (service.id,), behind):
            making.add(each.waiting.visit)
            if each.waiting.stage == behind[-1]:
                last.append(each)
    last.sort(key=lambda each: (each.state != "serving", each.waiting.arrived, each.waiting.number))
    chosen = {each.waiting.visit: each for each in reversed(last)}
    shown = [each for each in last if chosen[each.waiting.visit] is each][:LISTED]
    found = visits.find_all(connection, [each.waiting.visit for each in shown])
    known = [(found[each.waiting.visit], each) for each in shown if each.waiting.visit in found]
    minutes = _minutes(connection, house, known, now)
    soon = tuple(
        Making(visit_view(connection, visit), each.waiting.stage, when) for (visit, each), when in zip(known, minutes, strict=True)
    )
    return BeingMade(soon, len(making))


def _minutes(
    connection: Connection, house: House, known: Sequence[tuple[Visit, visits.Standing]], now: datetime
) -> Sequence[int | None]:
    """None for all where one of them cannot be told: each stands behind the other. What is on hold is behind nobody."""
    held = [each.state is State.ON_HOLD for _, each in known]
    going = [pair for pair, is_held in zip(known, held, strict=True) if not is_held]
    in_hand, waiting = [], []
    for visit, each in going:
        usual = house.paces.usual(connection, each.waiting.service, each.waiting.stage, visit.people, now)
        if usual is None:
            return [None] * len(known)
        if each.state is State.SERVING:
            in_hand.append((usual.middle, int((now - visit.leg(each.waiting.leg).since).total_seconds())))
        else:
            waiting.append(usual.middle)
    ends = iter(done_in(in_hand, waiting))
    return [None if is_held else next(ends) for is_held in held]
