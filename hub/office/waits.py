"""People ahead and the wait, by one way for everybody: kiosk, slip, board, phone, counter and the page of the congestion.

What is counted are the people the counters call first, whatever their letter: several services may stand in one line (`shared`).
Where the counters that may call a number have different lines, it is told of the one that comes to it first.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from hub.domain.handling import AT_ONCE, Takes, takes
from hub.domain.pace import LEAST_CALLS, STEP, Declared, Wait, expected_from_work, expected_wait, shortest
from hub.domain.policy import ahead_of_appointment, ahead_with_appointments
from hub.domain.stage import DELIVERY, RECEPTION, State
from hub.domain.visit import Leg, Visit
from hub.office.house import House
from hub.office.lines import Shared, shared
from hub.store import visits
from hub.store.database import Connection
from hub.wire import ExpectedWait, ServiceLine


class Place(msgspec.Struct, frozen=True):
    """`ahead`: people called before this one. `wait`: until the call, as it is told; None: nobody can tell."""

    ahead: int
    wait: Wait | None


def of_line(connection: Connection, house: House, service: str, now: datetime, stage: str = RECEPTION) -> Place:
    """Of who begins to wait now: with a number taken now, or sent on to a later stage."""
    line = shared(connection, house, service, stage, now)
    ahead = tuple(_behind_all(connection, each, stage, now) for each in line.lines)
    seen = _seen(connection, house, service, stage, line, ahead, now)
    if seen is not None and not seen.usual and min(ahead) == 0 and _somebody_is_free(connection, line):
        seen = Wait(0, STEP)
    return Place(min(ahead), house.telling.line(service, stage, seen, now, line.desks or 0))


def of_visit(connection: Connection, house: House, visit: Visit, leg: Leg, now: datetime) -> Place:
    """Of a number in somebody's hand that waits at this leg."""
    line = shared(connection, house, leg.service, leg.stage, now, leg.reserved)
    ahead = _before(connection, house, visit, leg, line, now)
    seen = _seen(connection, house, leg.service, leg.stage, line, ahead, now)
    return Place(min(ahead), house.telling.visit(connection, visit.id, leg.service, leg.stage, seen, now, line.desks or 0))


def people_before(connection: Connection, house: House, visit: Visit, leg: Leg, now: datetime) -> int:
    """The same without the wait, of papers in the back office too."""
    return min(_before(connection, house, visit, leg, shared(connection, house, leg.service, leg.stage, now, leg.reserved), now))


def to_come(
    connection: Connection, house: House, visit: Visit, legs: Mapping[tuple[str, str], Leg], now: datetime
) -> Mapping[tuple[str, str], Takes]:
    """What each line of the way takes from now on, by service and stage; without those of which too little is known.

    `legs`: of each line the one where somebody is needed first.
    """
    found = {}
    for (service, stage), leg in legs.items():
        waits_inside = leg.state is State.WAITING and leg.arrived is not None and stage != RECEPTION
        if leg.state is State.SERVING:
            place = Place(0, AT_ONCE)
        elif waits_inside:
            line = shared(connection, house, service, stage, now, leg.reserved)
            ahead = _before(connection, house, visit, leg, line, now)
            place = Place(min(ahead), _seen(connection, house, service, stage, line, ahead, now))
        else:
            place = of_line(connection, house, service, now, stage)
        known = takes(house.paces.usual(connection, service, stage, visit.people, now), place.wait, place.ahead)
        if known is not None and leg.state not in (State.ON_HOLD, State.ABSENT):  # nobody knows when it goes on
            found[service, stage] = known
    return found


class StageToCome(msgspec.Struct, frozen=True):
    """A stage as who is sent on there now finds it. `place`: in its line; `takes`: with the work, None: too little is known."""

    place: Place
    takes: Takes | None


def stage_to_come(connection: Connection, house: House, service: str, stage: str, people: int, now: datetime) -> StageToCome:
    """`people`: of the family it is asked for."""
    place = of_line(connection, house, service, now, stage)
    return StageToCome(place, takes(house.paces.usual(connection, service, stage, people, now), place.wait, place.ahead))


def _before(connection: Connection, house: House, visit: Visit, leg: Leg, line: Shared, now: datetime) -> tuple[int, ...]:
    """People before a leg that waits, in each of the lines it stands in. Appointments near enough, as a thousand phones ask."""
    rank = visits.rank_text(leg.arrived or leg.since, visit.consideration, house.policy)
    first = {
        service: visits.may_go_first(connection, service, leg.stage, rank, visit.number, now)
        for service in dict.fromkeys(service for services in line.lines for service in services)
    }
    own_appointment = leg.stage == RECEPTION and visit.booked is not None and visit.booked <= now
    found = []
    for services in line.lines:
        earlier = visits.people_ahead(connection, services, leg.stage, rank, visit.number)
        back, before, after = (sum(counts) for counts in zip(*(first[service] for service in services), strict=True))
        if own_appointment:
            found.append(back + ahead_of_appointment(earlier, before, house.policy))
        else:
            found.append(back + ahead_with_appointments(earlier, after, house.policy))
    return tuple(found)


def _behind_all(connection: Connection, services: Sequence[str], stage: str, now: datetime) -> int:
    """Everybody in these lines, and who is back from a hold by now."""
    back = sum(visits.may_go_first(connection, service, stage, *visits.END_OF_LINE, now)[0] for service in services)
    return back + visits.people_ahead(connection, services, stage, *visits.END_OF_LINE)


def _seen(
    connection: Connection, house: House, service: str, stage: str, line: Shared, ahead: Sequence[int], now: datetime
) -> Wait | None:
    """What it looks like now, with so many people before in each of the lines; the shortest of them."""
    return shortest(_each_seen(connection, house, service, stage, line, ahead, now))


def _each_seen(
    connection: Connection, house: House, service: str, stage: str, line: Shared, ahead: Sequence[int], now: datetime
) -> Iterator[Wait | None]:
    for services, before in zip(line.lines, ahead, strict=True):
        calls = sorted(call for each in services for call in house.lately.calls(connection, each, stage, now))
        if len(calls) >= LEAST_CALLS:
            # else whoever called is gone, and others are at work: nobody can tell when it goes on
            yield expected_wait(calls, before, now) if line.desks != 0 else None
        elif stage == RECEPTION:
            yield expected_wait(calls, before, now, _declared(connection, house, service))
        elif (work := house.paces.usual(connection, service, stage, None, now)) is not None:
            desks = line.desks if line.desks is not None else len(house.counters_for(service, stage))
            yield expected_from_work(work.middle, work.most, desks, before)


def _declared(connection: Connection, house: House, service: str) -> Declared | None:
    """A declared range is one of reception."""
    usual = house.services[service].usual_wait if service in house.services else None
    return Declared(usual.least, usual.most, visits.first_since(connection, service, RECEPTION)) if usual is not None else None


def _somebody_is_free(connection: Connection, line: Shared) -> bool:
    return any(not visits.is_occupied(connection, counter) for counter in line.at_work)


def lines(connection: Connection, house: House, now: datetime) -> tuple[ServiceLine, ...]:
    """Every line at reception: who holds its letter, who else is called before a number taken now, and the wait of that."""
    found = []
    for service in house.services.values():
        if RECEPTION not in service.stages:
            continue
        line = visits.line_of(connection, service.id, service.letter, visits.day_of(now))
        place = of_line(connection, house, service.id, now)
        others = max(0, place.ahead - line.people_waiting)
        found.append(ServiceLine(line.service, line.letter, line.people_waiting, line.full, to_wire(place.wait), others))
    return tuple(found)


def deliveries(connection: Connection, house: House, now: datetime) -> tuple[ServiceLine, ...]:
    """Every line at the delivery where somebody waits and it is known how long whose papers are ready now will."""
    found = []
    for service in house.services.values():
        if DELIVERY not in service.stages or not visits.people_ahead(connection, (service.id,), DELIVERY, *visits.END_OF_LINE):
            continue
        place = of_line(connection, house, service.id, now, DELIVERY)
        if place.wait is not None:
            found.append(ServiceLine(service.id, service.letter, place.ahead, wait=to_wire(place.wait)))
    return tuple(found)


def to_wire(wait: Wait | None) -> ExpectedWait | None:
    return ExpectedWait(wait.least, wait.most, wait.usual) if wait is not None else None
