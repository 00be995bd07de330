"""The line of a desk just now: what it helps with, places kept for it, who is back from a hold, and the last calls out of it."""

from datetime import datetime

import msgspec

from hub.domain import policy
from hub.domain.policy import Turn, Waiting
from hub.domain.skills import Desk, at_work
from hub.office.house import House
from hub.store import doors, steps, visits
from hub.store.database import Connection


def line(connection: Connection, house: House, desk: Desk, stage: str, now: datetime, who: str = "") -> tuple[Turn, ...]:
    """Whom this desk calls at this stage, in order. A place kept for a desk nobody sits at is open to all.

    `who` sits at the desk (role and id): what they entered themselves is left out.
    """
    desk, taken = present(connection, house, desk, now), staffed(connection, house, now)
    services = desk.lines()
    queue = (*visits.back_by(connection, services, stage, now), *visits.waiting(connection, services, stage))
    here = (open_to_all(each, taken) for each in queue if not own_entry(house, each, who))
    return policy.line(here, desk, stage, now, house.policy, overtook(connection, house, services, stage, now))


class Shared(msgspec.Struct, frozen=True):
    """The line of one service and stage as the desks that call it have it: together with others, whatever their letters.

    `lines`: services that stand together, once for each different set of them. `at_work`: desks that call it just now.
    `anybody`: somebody is at work anywhere.
    """

    lines: tuple[tuple[str, ...], ...]
    at_work: tuple[int, ...]
    anybody: bool

    @property
    def desks(self) -> int | None:
        """None: nobody has signed in, and nothing follows from that."""
        return len(self.at_work) if self.anybody else None


def shared(connection: Connection, house: House, service: str, stage: str, now: datetime, reserved: int | None = None) -> Shared:
    """By the skills of the desks at work, or of the one it is `reserved` for where somebody sits there.

    A desk that only helps counts where no other is there; a line nobody calls just now is looked at as if all its desks did.
    """
    taken = [house.desks[number] for number in sorted(staffed(connection, house, now)) if number in house.desks]
    own = [desk for desk in taken if desk.serves(service, stage)]
    helping = [present(connection, house, desk, now) for desk in taken if desk not in own]
    helping = [desk for desk in helping if desk.serves(service, stage)]
    kept = [desk for desk in (*own, *helping) if desk.number == reserved]
    desks = kept or own or helping or [desk for desk in house.desks.values() if desk.serves(service, stage)]
    lines = dict.fromkeys(tuple(each for each in house.services if desk.serves(each, stage)) for desk in desks)
    return Shared(tuple(lines) or ((service,),), tuple(desk.number for desk in (*own, *helping)), bool(taken))


def present(connection: Connection, house: House, desk: Desk, now: datetime) -> Desk:
    """The desk with the lines it helps with now (応援)."""
    if not desk.helps:
        return desk
    return at_work(desk, {service: visits.people_waiting(connection, service) for service in desk.services}, now)


def overtook(connection: Connection, house: House, services: tuple[str, ...], stage: str, now: datetime) -> tuple[str, ...]:
    """Of the last calls out of these lines today, the newest first: the lane that overtook, or nothing."""
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)
    calls = steps.last_calls(connection, services, stage, morning, house.policy.remembers)
    return tuple(policy.overtaking(rule, ahead, house.policy) for rule, ahead in calls)


def own_entry(house: House, waiting: Waiting, who: str) -> bool:
    """Whether another pair of eyes is due: `who` entered what waits to be verified."""
    return house.site.four_eyes and who != "" and waiting.entered_by == who


def open_to_all(waiting: Waiting, taken: frozenset[int]) -> Waiting:
    """`taken`: desks somebody sits at."""
    return waiting if waiting.reserved in (None, *taken) else msgspec.structs.replace(waiting, reserved=None)


def staffed(connection: Connection, house: House, now: datetime) -> frozenset[int]:
    """Counters at which somebody is signed in."""
    return doors.staffed(connection, now - house.staff_idle)
