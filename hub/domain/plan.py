"""From what a resident came for to the legs of the visit: the steps of config.way, each with its id and its state."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from config.procedure import Procedure
from config.site import Service
from config.way import Node, Step, in_order, steps
from hub.domain.stage import State
from hub.domain.visit import Leg


class Plan(msgspec.Struct, frozen=True):
    """`procedures` in the order they will be done, the lead first; empty for a number alone."""

    lead: Service
    procedures: tuple[str, ...]
    legs: tuple[Leg, ...]


def plan(services: Sequence[Service], procedures: Sequence[Procedure], lead: Service, ids: Iterator[str], at: datetime) -> Plan:
    """Legs for these procedures, or for a number at `lead` alone."""
    way = steps(services, procedures, lead)
    ordered = tuple(each.id for each in in_order(procedures))
    # ids run through one procedure after the other, whatever the order of the steps
    by_procedure = sorted(way, key=lambda step: ordered.index(step.procedure) if ordered else 0)
    known: dict[Node, str] = {(step.procedure, step.stage): next(ids) for step in by_procedure}
    return Plan(lead, ordered, tuple(_leg(step, known, at) for step in way))


def _leg(step: Step, ids: dict[Node, str], at: datetime) -> Leg:
    blocked = bool(step.after or step.over)
    return Leg(
        id=ids[step.procedure, step.stage],
        procedure=step.procedure,
        service=step.service,
        stage=step.stage,
        state=State.BLOCKED if blocked else State.WAITING,
        since=at,
        after=tuple(ids[node] for node in step.after),
        over=tuple(ids[node] for node in step.over),
        arrived=None if blocked else at,
    )
