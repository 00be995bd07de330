"""What a desk's page draws: its visits in the order of the policy, and the rest of the house."""

from collections.abc import Container
from datetime import datetime
from itertools import islice
from typing import Literal

import msgspec

from hub.domain.policy import Reason, Waiting, line, rank
from hub.domain.skills import Desk
from hub.domain.stage import AT_COUNTER, State
from hub.office.house import House
from hub.office.lines import overtook, own_entry, present, staffed
from hub.office.literals import stage_of
from hub.office.views import view_of
from hub.store import doors, floor, steps, visits
from hub.store.database import Connection
from hub.store.visits import Standing
from hub.wire import Choice, VisitView

_SET_ASIDE = (State.ON_HOLD, State.ABSENT)


class Work(msgspec.Struct, frozen=True):
    """What a desk's page draws. `waiting`: how many wait there, drawn or not. `names`: of the staff in it, by id."""

    visits: tuple[VisitView, ...]
    waiting: int
    names: dict[str, str] = {}


def work_list(
    connection: Connection,
    house: House,
    stage: str | None,
    counter: int | None,
    limit: int,
    now: datetime,
    listed: int | None = None,
    who: str = "",
) -> Work:
    """Open visits for a page: at this counter, waiting in the order of the policy, called or served elsewhere, absent last.

    `who` asks (role and id): what they entered themselves comes after those they may verify, for the reason `own_entry`.
    `listed`: while a visit is at this counter, so many of those who wait are enough, and nobody who is served elsewhere.
    """
    desk = house.desks.get(counter) if counter is not None else None
    every = tuple(dict.fromkeys(stage for service in house.services.values() for stage in service.stages))
    stages = (stage,) if stage is not None else desk.stages if desk else every
    desk = present(connection, house, desk, now) if desk else None
    services = desk.lines() if desk else tuple(house.services)
    known = dict.fromkeys((*services, *(each for helped in desk.helps for each in helped.services))) if desk else services
    standing, taken = visits.standing_at(connection, known, stages), staffed(connection, house, now)
    if desk:
        standing += _in_hand(connection, house, desk, known, stages)
    order: dict[str, Reason | Literal["", "own_entry"]] = {}
    # of several papers in hand the first is what F2 finishes (counters._taken)
    for each in sorted(standing, key=lambda each: (each.state is State.CALLED, rank(each.waiting, house.policy))):
        if counter is not None and each.counter == counter and each.state in AT_COUNTER:
            order.setdefault(each.waiting.visit, "")
    busy = listed is not None and bool(order)
    waiting: set[str] = set()
    for at in stages:
        own = [each for each in standing if own_entry(house, each.waiting, who)]
        queue = [_for_desk(each.waiting, counter, taken) for each in standing if each.is_in_line(now) and each not in own]
        whose = desk or Desk(0, (at,), services)
        for turn in line(queue, whose, at, now, house.policy, overtook(connection, house, services, at, now)):
            if not busy or len(waiting) < (listed or 0):
                order.setdefault(turn.waiting.visit, turn.reason)
            waiting.add(turn.waiting.visit)
        for each in own:
            order.setdefault(each.waiting.visit, "own_entry" if each.state is State.WAITING else "")
    beside = [each for each in standing if each.waiting.service in services and not (busy and each.state not in _SET_ASIDE)]
    for each in sorted(beside, key=lambda each: (each.state is State.ABSENT, each.waiting.arrived, each.waiting.number)):
        order.setdefault(each.waiting.visit, "")
    chosen = dict(islice(order.items(), limit))
    found, slips = visits.find_all(connection, chosen), floor.slips(connection, list(chosen))
    views = (view_of(found[visit], slips.get(visit, ""), reason, taken) for visit, reason in chosen.items() if visit in found)
    drawn = tuple(views)
    return Work(drawn, len(waiting), doors.names_of(connection, (leg.by for view in drawn for leg in view.legs if leg.by)))


def _in_hand(connection: Connection, house: House, desk: Desk, known: Container[str], stages: tuple[str, ...]) -> list[Standing]:
    """What this desk serves of services it has no more: settings changed under it, and nobody in hand is lost by that."""
    gone = tuple(service for service in house.services if service not in known)
    served = (visits.standing_at(connection, gone, stages, state) for state in AT_COUNTER)
    return [each for found in served for each in found if each.counter == desk.number]


def _for_desk(waiting: Waiting, counter: int | None, taken: frozenset[int]) -> Waiting:
    """A place kept for a desk counts there alone, and nowhere while nobody sits there; a list of the whole house has them all."""
    kept = counter is not None and waiting.reserved in taken
    return waiting if kept else msgspec.structs.replace(waiting, reserved=None)


class Given(msgspec.Struct, frozen=True):
    """A reason that was given for one press. `action`: of hub.domain.stage.Action; `reason`: a word of hub.domain.reasons.

    `rule`: of the policy, or `picked` by a person.
    """

    at: datetime
    action: str
    rule: str
    reason: str


def given(connection: Connection, visit: str) -> tuple[Given, ...]:
    """Why this visit was called out of turn, held, handed on or sent home: the presses that gave a word, the oldest first."""
    found = steps.reasons_of(connection, visit)
    return tuple(Given(each.at, each.action, each.rule, each.reason) for each in found if each.reason)


class Surroundings(msgspec.Struct, frozen=True):
    """What a desk's page shows of the rest of the house. `waiting`: people at reception by service."""

    staffed: frozenset[int]
    waiting: dict[str, int]
    choices: tuple[Choice, ...]


def surroundings(connection: Connection, house: House, since: datetime, now: datetime) -> Surroundings:
    """`since`: of the choices."""
    waiting = {service: visits.people_waiting(connection, service) for service in house.services}
    return Surroundings(staffed(connection, house, now), waiting, choices(connection, since))


def choices(connection: Connection, since: datetime) -> tuple[Choice, ...]:
    """Every call out of a line since then, with its rule and the keys of the policy, the oldest first."""
    return tuple(
        Choice(
            at=each.at,
            visit=each.visit,
            number=number,
            counter=each.counter,
            service=each.service,
            stage=stage_of(each.stage),
            rule=each.rule,
            reason=each.reason,
            arrived=each.arrived,
            rank=each.rank,
            ahead=each.ahead,
        )
        for number, each in steps.calls_since(connection, since)
    )
