"""How long a stage takes: the work on each visit there, and what is usual. Pure; of nobody who works, only of stages."""

from collections.abc import Sequence
from datetime import datetime
from statistics import median

import msgspec

from hub.domain.pace import Wait
from hub.domain.stage import State
from hub.domain.visit import Visit

LEAST = 8  # fewer say nothing
LIKE_THIS = {1: 1, 2: 2, 3: 2}  # people → size of the family; four and more are one size


class Worked(msgspec.Struct, frozen=True):
    """Work at one stage that stopped: `seconds` more, less where a step was undone. `over`: the stage is done by it."""

    service: str
    stage: str
    arrived: datetime
    seconds: int
    over: bool


class Handling(msgspec.Struct, frozen=True):
    """One visit through one stage. `seconds`: of work; `arrived`, `ended`: with the wait before it."""

    people: int
    seconds: int
    arrived: datetime
    ended: datetime


class Usual(msgspec.Struct, frozen=True):
    """Seconds: half take no longer than `middle`, nine of ten no longer than `most`."""

    middle: int
    most: int


def worked(before: Visit, after: Visit) -> tuple[Worked, ...]:
    """What one step of a visit adds to the work done on it, once for the legs that moved together."""
    legs = {leg.id: leg for leg in before.legs}
    found: dict[tuple[str, str], Worked] = {}
    for leg in after.legs:
        old = legs.get(leg.id)
        if old is None:
            continue
        began, is_at_work = old.state is State.SERVING, leg.state is State.SERVING
        undone = is_at_work and leg.since < old.since and not began
        if not undone and (not began or (is_at_work and leg.since == old.since)):
            continue
        seconds = round((leg.since - old.since).total_seconds())
        arrived = old.arrived or old.since
        found.setdefault((old.service, old.stage), Worked(old.service, old.stage, arrived, seconds, leg.state is State.DONE))
    return tuple(found.values())


def usual(handlings: Sequence[Handling], people: int | None = None) -> Usual | None:
    """`people`: of families of about this size, where enough were seen. None: too few were."""
    if people is not None:
        alike = [each for each in handlings if _size(each.people) == _size(people)]
        if len(alike) >= LEAST:
            return usual(alike)
    if len(handlings) < LEAST:
        return None
    seconds = sorted(each.seconds for each in handlings)
    return Usual(round(median(seconds)), seconds[-(-9 * len(seconds) // 10) - 1])


def late_after(goal: int, today: Sequence[Handling]) -> int:
    """Minutes after which one is behind: over the goal, and over what nine of ten waited there today, where enough were seen."""
    if len(today) < LEAST:
        return goal
    waits = sorted((each.ended - each.arrived).total_seconds() - each.seconds for each in today)
    return max(goal, int(waits[-(-9 * len(waits) // 10) - 1]) // 60 + 1)


class Takes(msgspec.Struct, frozen=True):
    """Minutes of a stage to come. `work`: on one visit, in the middle; `wait`: of who comes to its line now; `people`: in it."""

    work: int
    wait: Wait
    people: int = 0

    @property
    def least(self) -> int:
        """Half are through with it then."""
        return self.wait.least + self.work

    @property
    def most(self) -> int:
        """Nine of ten are."""
        return self.wait.most + self.work


AT_ONCE = Wait(0, 0)


def takes(work: Usual | None, wait: Wait | None, people: int = 0) -> Takes | None:
    """From the line that stands there now, never from how long the ones before it took. None: too little is known of either."""
    if work is None or wait is None:
        return None
    return Takes(max(1, round(work.middle / 60)), wait, people)


def done_in(in_hand: Sequence[tuple[int, int]], waiting: Sequence[int]) -> tuple[int, ...]:
    """Minutes until each is done, those in hand first: (usual seconds, seconds worked so far), then usual seconds in their order.

    As many go on at once as are in hand now, one where none is; what takes longer than usual is done in a minute.
    """
    ends = [max(60, needs - so_far) for needs, so_far in in_hand]
    free, found = sorted(ends) or [0], list(ends)
    for needs in waiting:
        end = free.pop(0) + needs
        found.append(end)
        free = sorted([*free, end])
    return tuple(-(-seconds // 60) for seconds in found)


class Flow(msgspec.Struct, frozen=True):
    """A stage today. `done`: since the morning; `middle`: seconds of work on one; `came`, `went`: within the last hour."""

    done: int
    middle: int | None
    sent_back: int
    came: int
    went: int

    def empty_in(self, waiting: int) -> int | None:
        """Minutes until nothing waits, if it goes on like this; None: it grows, or nothing moves."""
        less = self.went - self.came
        return round(waiting * 60 / less) if waiting and less > 0 else None


def _size(people: int) -> int:
    return LIKE_THIS.get(people, 4)
