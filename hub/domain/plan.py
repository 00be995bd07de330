"""From what a resident came for to the legs of the visit: procedure × stage, in an order in which `after` points backwards.

The lead procedure picks service and letter. A procedure is done at the lead service where that service lists it, else at the
first service that does. One reception, one delivery per service: delivery waits until everything at that service is over.
Another service's reception waits for the lead's (a person stands at one counter). A procedure whose `after` names another of
the visit waits for that one's verification.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

import msgspec

from config.procedure import Procedure
from config.site import Service
from hub.domain.stage import Place, State, place_of
from hub.domain.visit import Leg

NO_PROCEDURE = ""  # a number for a service alone


class Plan(msgspec.Struct, frozen=True):
    """`procedures` in the order they will be done, the lead first; empty for a number alone."""

    lead: Service
    procedures: tuple[str, ...]
    legs: tuple[Leg, ...]


class _Stop(msgspec.Struct, frozen=True):
    """One procedure of the visit and where it is done. `after`: other procedures' ids, of this visit or not."""

    procedure: str
    after: tuple[str, ...]
    service: Service


class UnknownProcedure(Exception):
    """No service here does this procedure."""


def plan(services: Sequence[Service], procedures: Sequence[Procedure], lead: Service, ids: Iterator[str], at: datetime) -> Plan:
    """Legs for these procedures, or for a number at `lead` alone."""
    ordered = _in_order(procedures)
    stops = [_Stop(each.id, each.after, home_of(services, lead, each.id)) for each in ordered] or [_Stop(NO_PROCEDURE, (), lead)]
    nodes: dict[tuple[str, str], str] = {(stop.procedure, stage): next(ids) for stop in stops for stage in stop.service.stages}
    after, over = _requirements(stops, lead, nodes)
    depths: dict[str, int] = {}
    order = sorted(nodes, key=lambda node: _depth(nodes[node], after, over, depths))
    service_of = {stop.procedure: stop.service.id for stop in stops}
    legs = tuple(_leg(nodes[node], *node, service_of[node[0]], after, over, at) for node in order)
    return Plan(lead, tuple(each.id for each in ordered), legs)


def _in_order(procedures: Sequence[Procedure]) -> list[Procedure]:
    """Each once, those that others wait for first; a circle is cut where it is met."""
    wanted = {each.id: each for each in procedures}
    ordered: dict[str, Procedure] = {}

    def place(each: Procedure, above: frozenset[str]) -> None:
        for other in each.after:
            if other in wanted and other not in above:
                place(wanted[other], above | {other})
        ordered.setdefault(each.id, each)

    # what waits for nothing of this visit comes first, so that it leads
    for each in sorted(wanted.values(), key=lambda p: any(other in wanted for other in p.after)):
        place(each, frozenset({each.id}))
    return list(ordered.values())


def lead_of(services: Sequence[Service], procedures: Sequence[Procedure]) -> Service:
    """The service of the lead procedure, which picks the letter. Raises UnknownProcedure; `procedures` is not empty."""
    ordered = _in_order(procedures)
    for service in services:
        if ordered[0].id in service.procedures:
            return service
    raise UnknownProcedure(ordered[0].id)


def home_of(services: Sequence[Service], lead: Service, procedure: str) -> Service:
    """Where a procedure of a visit is done."""
    if procedure == NO_PROCEDURE or procedure in lead.procedures:
        return lead
    return next((service for service in services if procedure in service.procedures), lead)


def _requirements(
    stops: Sequence["_Stop"], lead: Service, nodes: Mapping[tuple[str, str], str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Leg id → ids that must be done, and → ids that must merely be over. What would close a circle is left out."""
    after: dict[str, list[str]] = {leg: [] for leg in nodes.values()}
    over: dict[str, list[str]] = {leg: [] for leg in nodes.values()}

    def require(kind: dict[str, list[str]], leg: str, other: str) -> None:
        if other not in after[leg] and other not in over[leg] and not _reaches(other, leg, after, over):
            kind[leg].append(other)

    for stop in stops:
        for before, stage in pairwise(stop.service.stages):
            require(after, nodes[stop.procedure, stage], nodes[stop.procedure, before])
    homes = {stop.procedure: stop.service for stop in stops}
    for stop in stops:
        for other in stop.after:
            waits = _stage_that_waits(stop.service, homes.get(other))
            if waits is not None:
                require(after, nodes[stop.procedure, waits], nodes[other, deciding_stage(homes[other])])
    for stop in stops:
        if stop.service.id != lead.id:
            for first in stops:
                if first.service.id == lead.id:
                    require(after, nodes[stop.procedure, stop.service.stages[0]], nodes[first.procedure, lead.stages[0]])
    for stop in stops:
        for before, stage in pairwise(stop.service.stages):
            if place_of(stage) is Place.COUNTER:
                for other_stop in stops:
                    if other_stop.service.id == stop.service.id:
                        require(over, nodes[stop.procedure, stage], nodes[other_stop.procedure, before])
    return after, over


def _stage_that_waits(service: Service, other: Service | None) -> str | None:
    """Where a procedure waits for another's decision: at the same service after the common reception, elsewhere before it."""
    if other is None:
        return None
    if other.id != service.id:
        return service.stages[0]
    return service.stages[1] if len(service.stages) > 1 else None


def _reaches(start: str, goal: str, after: Mapping[str, list[str]], over: Mapping[str, list[str]]) -> bool:
    seen, open_ = {start}, [start]
    while open_:
        leg = open_.pop()
        if leg == goal:
            return True
        further = {*after[leg], *over[leg]} - seen
        seen |= further
        open_ += further
    return False


def _depth(leg: str, after: Mapping[str, list[str]], over: Mapping[str, list[str]], known: dict[str, int]) -> int:
    if leg not in known:
        known[leg] = 1 + max((_depth(each, after, over, known) for each in (*after[leg], *over[leg])), default=0)
    return known[leg]


def _leg(
    leg: str,
    procedure: str,
    stage: str,
    service: str,
    after: Mapping[str, list[str]],
    over: Mapping[str, list[str]],
    at: datetime,
) -> Leg:
    blocked = bool(after[leg] or over[leg])
    return Leg(
        id=leg,
        procedure=procedure,
        service=service,
        stage=stage,
        state=State.BLOCKED if blocked else State.WAITING,
        since=at,
        after=tuple(after[leg]),
        over=tuple(over[leg]),
        arrived=None if blocked else at,
    )


def deciding_stage(service: Service) -> str:
    """Where the register is final (本登録): verification, or where a service has none the last stage before delivery."""
    if "verification" in service.stages:
        return "verification"
    before_delivery = [stage for stage in service.stages if stage != "delivery"]
    return before_delivery[-1] if before_delivery else service.stages[-1]
