"""Who is next (promise 8): a pure function of the line, the desk, the clock and the policy.

The order is first come, first served by `arrived`. Who needs consideration (配慮) has a head start of 15 minutes: nobody is
ever overtaken by somebody who came more than that later, so everybody's turn comes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

import msgspec

Reason = Literal["arrival", "consideration", "returned", "reserved"]


class Policy(msgspec.Struct, frozen=True):
    """`return_place`: who was absent and came back stands at most here in the line, once."""

    head_start: timedelta = timedelta(minutes=15)
    return_place: int = 3


class Waiting(msgspec.Struct, frozen=True):
    """One visit in the line of one service and stage. `leg`: any of those side by side. `elsewhere`: at another counter now.

    `reserved`: the one desk that may take it from the line; whoever makes the queue leaves it out where nobody sits there.
    """

    visit: str
    number: str
    leg: str
    service: str
    stage: str
    arrived: datetime
    consideration: bool = False
    absences: int = 0
    elsewhere: bool = False
    reserved: int | None = None


class Desk(msgspec.Struct, frozen=True):
    """A counter and its skills."""

    number: int
    stages: tuple[str, ...]
    services: tuple[str, ...]

    def serves(self, service: str, stage: str) -> bool:
        return stage in self.stages and service in self.services


class Turn(msgspec.Struct, frozen=True):
    """A place in the line, and why."""

    waiting: Waiting
    reason: Reason
    waited: timedelta


def rank(waiting: Waiting, policy: Policy) -> datetime:
    """The moment that orders the line: earlier is sooner."""
    return waiting.arrived - (policy.head_start if waiting.consideration else timedelta())


def line(queue: Iterable[Waiting], desk: Desk, stage: str, now: datetime, policy: Policy) -> tuple[Turn, ...]:
    """Everybody this desk may call at this stage, in order. Equal ranks go by number, so that the order is one."""
    mine = [
        each for each in queue if each.stage == stage and desk.serves(each.service, stage) and each.reserved in (None, desk.number)
    ]
    mine.sort(key=lambda each: (rank(each, policy), each.number, each.visit))
    return tuple(Turn(each, _reason(each), max(timedelta(), now - each.arrived)) for each in mine)


def next_leg(queue: Iterable[Waiting], desk: Desk, stage: str, now: datetime, policy: Policy) -> Turn | None:
    """Who this desk calls next at this stage."""
    return first(line(queue, desk, stage, now, policy))


def first(turns: Iterable[Turn]) -> Turn | None:
    """The first of the line who is not at another counter just now; they keep their place meanwhile."""
    return next((turn for turn in turns if not turn.waiting.elsewhere), None)


def passed_over(turns: Iterable[Turn], called: Waiting) -> int:
    """How many of the line had come before the one called."""
    return sum(turn.waiting.arrived < called.arrived for turn in turns if turn.waiting.visit != called.visit)


def place_after_return(others: Iterable[Waiting], absences: int, consideration: bool, now: datetime, policy: Policy) -> datetime:
    """`arrived` for who was absent and is back: at most third among `others` (same service and stage), the second time last."""
    ranks = sorted(rank(each, policy) for each in others)
    ahead = policy.return_place - 1
    if absences > 1 or len(ranks) < ahead:
        return now
    place = ranks[ahead - 1]
    place += (ranks[ahead] - place) / 2 if len(ranks) > ahead else timedelta(microseconds=1)
    return min(now, place + (policy.head_start if consideration else timedelta()))


def _reason(waiting: Waiting) -> Reason:
    if waiting.reserved is not None:
        return "reserved"
    if waiting.absences:
        return "returned"
    return "consideration" if waiting.consideration else "arrival"
