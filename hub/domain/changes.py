"""What follows from a change of a visit, derived by comparing before and after so that no branch can forget it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby

import msgspec

from hub.domain.events import DomainEvent, LegCalled, LegMoved, Line, Standing, VisitEnded, VisitMerged, VisitReopened, VisitSplit
from hub.domain.stage import RECEPTION, Place, State
from hub.domain.visit import Leg, Visit

ON_BOARD = frozenset({State.CALLED, State.ABSENT})


def lines_of(visit: Visit | None) -> frozenset[str]:
    """Services at whose reception this visit waits."""
    if visit is None:
        return frozenset()
    return frozenset(leg.service for leg in visit.legs if leg.stage == RECEPTION and leg.state is State.WAITING)


def line_changes(before: Visit | None, after: Visit) -> dict[str, int]:
    """Service → +1 or -1 of its people waiting."""
    change = Counter(dict.fromkeys(lines_of(after), 1))
    change.subtract(dict.fromkeys(lines_of(before), 1))
    return {service: by for service, by in change.items() if by}


def services_told(before: Visit, after: Visit, changed: Iterable[str]) -> frozenset[str]:
    """Services whose line goes with the events: those that `changed`, and all a visit takes along into another one or out of it."""
    if before.merged_into == after.merged_into:
        return frozenset(changed)
    taken = {leg.service for visit in (before, after) for leg in visit.legs if leg.stage == RECEPTION}
    return frozenset({*changed, *taken})


def desk_of(visit: Visit) -> int | None:
    """The counter this visit occupies: called to it or served there."""
    return visit.counter


def events_between(before: Visit, after: Visit, at: datetime, lines: Mapping[str, Line], how: str = "") -> tuple[DomainEvent, ...]:
    """Events of one change, in the order of the legs. `lines`: of the services whose line changed, after the change.

    `how`: of LegMoved; nothing `undone` is called out. Legs that only one of the two visits has never began, or went over to
    another visit of the family: that is told once, by the number that was merged or split off.
    """
    if before.merged_into != after.merged_into:
        return tuple(_family(before, after, at, lines, how))
    old = {leg.id: leg for leg in before.legs}
    changed = [(old[leg.id], leg) for leg in after.legs if leg.id in old and _differs(old[leg.id], leg)]
    events: list[DomainEvent] = []
    if before.ended and not after.ended:
        events.append(VisitReopened(at=at, visit=after.id, number=after.number))
    for _, pairs in groupby(sorted(changed, key=_group), key=_group):
        events += _events(after, list(pairs), at, lines, how)
    if after.ended and not before.ended:
        events.append(VisitEnded(at=at, visit=after.id, number=after.number))
    return tuple(events)


def _family(before: Visit, after: Visit, at: datetime, lines: Mapping[str, Line], how: str) -> Iterator[DomainEvent]:
    told, how = tuple(lines[service] for service in sorted(lines)), how if how == "undone" else ""
    into, origin = after.merged_into, before.merged_into
    if into is not None:
        yield VisitMerged(at, after.id, after.number, into.visit, into.number, told, how)
    if into is not None or origin is None:
        return
    standing = {(leg.service, leg.stage, leg.state.value) for leg in after.legs if leg.state is not State.BLOCKED}
    yield VisitSplit(
        at=at,
        visit=after.id,
        number=after.number,
        origin=origin.visit,
        origin_number=origin.number,
        service=after.service,
        people=after.people,
        standing=tuple(Standing(*each) for each in sorted(standing)),
        lines=told,
        procedures=tuple(sorted(after.procedures - {""})),
        how=how,
    )
    shown = [leg for leg in after.legs if leg.place is Place.COUNTER and leg.state in ON_BOARD]
    for _, legs in groupby(sorted(shown, key=_place), key=_place):
        yield _event(after, [(msgspec.structs.replace(leg, state=State.WAITING), leg) for leg in legs], at, {}, how)


def _place(leg: Leg) -> tuple[str, str, str]:
    return (leg.service, leg.stage, leg.state.value)


def _differs(before: Leg, after: Leg) -> bool:
    taken_over = before.state is after.state is State.SERVING and before.counter != after.counter
    return taken_over or (before.state, before.called_times, before.service, before.reserved) != (
        after.state,
        after.called_times,
        after.service,
        after.reserved,
    )


def _group(pair: tuple[Leg, Leg]) -> tuple[bool, str, str, str, str, str]:
    # what ended or was called comes before what begins to wait because of it
    before, after = pair
    return (before.state is State.BLOCKED, after.service, after.stage, before.service, before.state, after.state)


def _events(visit: Visit, pairs: list[tuple[Leg, Leg]], at: datetime, lines: Mapping[str, Line], how: str) -> Iterator[DomainEvent]:
    """One event; of a change of service two: the old line hears that the number is gone, the new one that it waits there."""
    before, leg = pairs[0]
    if before.service != leg.service:
        gone = msgspec.structs.replace(leg, service=before.service, state=State.WAITING)
        yield _event(visit, [(old, msgspec.structs.replace(gone, id=new.id)) for old, new in pairs], at, lines, how)
        pairs = [(msgspec.structs.replace(old, state=State.WAITING), new) for old, new in pairs]
    yield _event(visit, pairs, at, lines, how)


def _event(visit: Visit, pairs: list[tuple[Leg, Leg]], at: datetime, lines: Mapping[str, Line], how: str) -> DomainEvent:
    before, leg = pairs[0]
    legs = tuple(each.id for _, each in pairs)
    line = lines.get(leg.service) if leg.stage == RECEPTION else None
    if leg.state is State.CALLED and how != "undone":
        return LegCalled(
            at=at,
            visit=visit.id,
            number=visit.number,
            legs=legs,
            service=leg.service,
            stage=leg.stage,
            counter=leg.counter,
            times=leg.called_times,
            language=visit.language,
            line=line,
        )
    return LegMoved(
        at=at,
        visit=visit.id,
        number=visit.number,
        legs=legs,
        service=leg.service,
        stage=leg.stage,
        before=before.state,
        state=leg.state,
        counter=leg.counter,
        times=leg.called_times,
        language=visit.language,
        off_board=leg.place is Place.COUNTER and before.state in ON_BOARD,
        line=line,
        how=how,
    )
