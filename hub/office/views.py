"""Visits as others see them: for staff, and as the ticket of kiosk and slip."""

from typing import Literal

from hub.domain.policy import Reason
from hub.domain.stage import Place
from hub.domain.visit import Leg, Visit
from hub.office.house import House
from hub.office.literals import channel_of, language_of, stage_of, state_of
from hub.store import floor
from hub.store.database import Connection
from hub.wire import LegView, NextCall, Ticket, VisitView


def visit_view(connection: Connection, visit: Visit, reason: Reason | Literal["", "own_entry"] = "") -> VisitView:
    """One visit as staff see it."""
    return view_of(visit, floor.slips(connection, [visit.id]).get(visit.id, ""), reason)


def view_of(visit: Visit, slip: str, reason: Reason | Literal["", "own_entry"], taken: frozenset[int] | None = None) -> VisitView:
    """`taken`: desks somebody sits at, where a place kept for another one is to be shown as open to all."""
    return VisitView(
        visit=visit.id,
        number=visit.number,
        version=visit.version,
        language=language_of(visit.language),
        channel=channel_of(visit.channel),
        service=visit.service,
        people=visit.people,
        opened_at=visit.opened_at,
        legs=tuple(_leg_view(leg, taken) for leg in visit.legs),
        consideration=visit.consideration,
        entered_at_home=visit.entered_at_home,
        slip=slip,
        merged_into=visit.merged_into.number if visit.merged_into else "",
        reason=reason,
        booked=visit.booked,
    )


def _leg_view(leg: Leg, taken: frozenset[int] | None) -> LegView:
    return LegView(
        leg=leg.id,
        procedure=leg.procedure,
        stage=stage_of(leg.stage),
        state=state_of(leg.state),
        service=leg.service,
        counter=leg.counter,
        since=leg.since,
        called_times=leg.called_times,
        due=leg.due,
        reserved=leg.reserved if taken is None or leg.reserved in taken else None,
        reason=leg.reason,
        arrived=leg.arrived,
        by=leg.by.partition(":")[2],
        shelf=leg.shelf,
        mend=leg.mend,
    )


def ticket(
    house: House, visit: Visit, procedures: tuple[str, ...], bring: tuple[str, ...], people_waiting: int | None = None
) -> Ticket:
    """What kiosk and slip show; `follow_url` is added where it leaves the house."""
    stops = dict.fromkeys((leg.service, leg.stage) for leg in visit.legs if leg.place is Place.COUNTER)
    calls = tuple(NextCall(stage_of(stage), house.counters_for(service, stage), service) for service, stage in stops)
    return Ticket(
        visit=visit.id,
        number=visit.number,
        day=visit.day,
        service=visit.service,
        procedures=procedures,
        issued_at=visit.opened_at,
        calls=calls,
        people_waiting=people_waiting,
        bring=bring,
        booked=visit.booked,
    )
