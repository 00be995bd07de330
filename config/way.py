"""From what a resident came for to the steps of the visit: procedure × stage, in an order in which `after` points backwards. Pure.

Hub and kiosk go by the same: a number given while the hub is away names the calls the hub will make of it.

The lead procedure picks service and letter. A procedure is done at the lead service where that service lists it, else at the
first service that does. One reception, one delivery per service: delivery waits until everything at that service is over.
Another service's reception waits for the lead's (a person stands at one counter). A procedure whose `after` names another of
the visit waits for that one's verification.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from config.procedure import Procedure
from config.site import Service, StageId

NO_PROCEDURE = ""  # a number for a service alone
COUNTER_STAGES = frozenset({"reception", "accounting", "delivery"})  # where the resident stands; the papers alone elsewhere

Node = tuple[str, StageId]  # procedure, stage


class Step(msgspec.Struct, frozen=True):
    """One stage of one procedure. `after`: steps that must be done; `over`: steps that must merely be over."""

    procedure: str
    stage: StageId
    service: str
    after: tuple[Node, ...]
    over: tuple[Node, ...]


class _Stop(msgspec.Struct, frozen=True):
    """One procedure of the visit and where it is done. `after`: other procedures' ids, of this visit or not."""

    procedure: str
    after: tuple[str, ...]
    service: Service


class UnknownProcedure(Exception):
    """No service here does this procedure."""


def steps(services: Sequence[Service], procedures: Sequence[Procedure], lead: Service) -> tuple[Step, ...]:
    """Of these procedures, or of a number at `lead` alone."""
    stops = [_Stop(each.id, each.after, home_of(services, lead, each.id)) for each in in_order(procedures)]
    stops = stops or [_Stop(NO_PROCEDURE, (), lead)]
    nodes: list[Node] = [(stop.procedure, stage) for stop in stops for stage in stop.service.stages]
    after, over = _requirements(stops, lead, nodes)
    depths: dict[Node, int] = {}
    service_of = {stop.procedure: stop.service.id for stop in stops}
    return tuple(
        Step(*node, service_of[node[0]], tuple(after[node]), tuple(over[node]))
        for node in sorted(nodes, key=lambda node: _depth(node, after, over, depths))
    )


def calls(way: Sequence[Step]) -> tuple[tuple[str, StageId], ...]:
    """(service, stage) of each call to a counter, once each, in order."""
    return tuple(dict.fromkeys((step.service, step.stage) for step in way if step.stage in COUNTER_STAGES))


def in_order(procedures: Sequence[Procedure]) -> list[Procedure]:
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
    ordered = in_order(procedures)
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
    stops: Sequence[_Stop], lead: Service, nodes: Sequence[Node]
) -> tuple[dict[Node, list[Node]], dict[Node, list[Node]]]:
    """Step → those that must be done, and → those that must merely be over. What would close a circle is left out."""
    after: dict[Node, list[Node]] = {node: [] for node in nodes}
    over: dict[Node, list[Node]] = {node: [] for node in nodes}

    def require(kind: dict[Node, list[Node]], node: Node, other: Node) -> None:
        if other not in after[node] and other not in over[node] and not _reaches(other, node, after, over):
            kind[node].append(other)

    for stop in stops:
        for before, stage in pairwise(stop.service.stages):
            require(after, (stop.procedure, stage), (stop.procedure, before))
    homes = {stop.procedure: stop.service for stop in stops}
    for stop in stops:
        for other in stop.after:
            waits = _stage_that_waits(stop.service, homes.get(other))
            if waits is not None:
                require(after, (stop.procedure, waits), (other, deciding_stage(homes[other])))
    for stop in stops:
        if stop.service.id != lead.id:
            for first in stops:
                if first.service.id == lead.id:
                    require(after, (stop.procedure, stop.service.stages[0]), (first.procedure, lead.stages[0]))
    for stop in stops:
        for before, stage in pairwise(stop.service.stages):
            if stage in COUNTER_STAGES:
                for other_stop in stops:
                    if other_stop.service.id == stop.service.id:
                        require(over, (stop.procedure, stage), (other_stop.procedure, before))
    return after, over


def _stage_that_waits(service: Service, other: Service | None) -> StageId | None:
    """Where a procedure waits for another's decision: at the same service after the common reception, elsewhere before it."""
    if other is None:
        return None
    if other.id != service.id:
        return service.stages[0]
    return service.stages[1] if len(service.stages) > 1 else None


def _reaches(start: Node, goal: Node, after: Mapping[Node, list[Node]], over: Mapping[Node, list[Node]]) -> bool:
    seen, open_ = {start}, [start]
    while open_:
        node = open_.pop()
        if node == goal:
            return True
        further = {*after[node], *over[node]} - seen
        seen |= further
        open_ += further
    return False


def _depth(node: Node, after: Mapping[Node, list[Node]], over: Mapping[Node, list[Node]], known: dict[Node, int]) -> int:
    if node not in known:
        known[node] = 1 + max((_depth(each, after, over, known) for each in (*after[node], *over[node])), default=0)
    return known[node]


def deciding_stage(service: Service) -> StageId:
    """Where the register is final (本登録): verification, or where a service has none the last stage before delivery."""
    if "verification" in service.stages:
        return "verification"
    before_delivery = [stage for stage in service.stages if stage != "delivery"]
    return before_delivery[-1] if before_delivery else service.stages[-1]
