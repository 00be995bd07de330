"""How long until somebody is called, from how fast this line was called lately. Pure, and silent where too little is known.

Calls out of one line within the last hour are taken as a steady stream: the time until the n-th next call then has a gamma
distribution. Said is from its middle to what nine of ten do not exceed, in steps of five minutes. Before a line has been called
often enough the range the site declares stands in, marked as such, and no longer than it holds for who is first in line; at a later
stage what its work usually takes, shared by the desks at work there.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

LOOK_BACK = timedelta(hours=1)
LEAST_CALLS = 5  # fewer say nothing
LONGEST_PAUSE = timedelta(minutes=15)  # without any call: nobody can tell when it goes on
STEP = 5  # minutes
NINE_OF_TEN = 1.2816  # standard deviations of a normal distribution


class Wait(msgspec.Struct, frozen=True):
    """Minutes from now, multiples of five. `least` 0: at any moment. `usual`: declared by the site, not seen today."""

    least: int
    most: int
    usual: bool = False


class Declared(msgspec.Struct, frozen=True):
    """ふだんの待ち時間 as the site states it, in minutes. `first_since`: since when the first in line waits, None: nobody does."""

    least: int
    most: int
    first_since: datetime | None = None


def expected_wait(calls: Sequence[datetime], ahead: int, now: datetime, declared: Declared | None = None) -> Wait | None:
    """`calls`: out of this line within LOOK_BACK, oldest first. `ahead`: people before this one. None: nobody can tell."""
    if len(calls) < LEAST_CALLS:
        return _usual(declared, now)
    if now - calls[-1] > LONGEST_PAUSE:
        return None
    seen, turns = len(calls) - 1, ahead + 1
    between = max((now - calls[0]).total_seconds(), 60.0) / 60 / seen
    least, most = (turns * between * _quantile(turns, seen, deviations) for deviations in (0.0, NINE_OF_TEN))
    return Wait(int(least // STEP) * STEP, max(STEP, math.ceil(most / STEP) * STEP))


def expected_from_work(middle: int, most: int, desks: int, ahead: int) -> Wait | None:
    """`middle`, `most`: seconds of work on one, of half and of nine of ten. `ahead`: people before this one. None: no desk."""
    if desks < 1:
        return None
    turns = ahead + 1  # one is in hand at each desk
    longest = turns * middle + math.sqrt(turns) * max(0, most - middle)
    least, above = turns * middle / desks / 60, longest / desks / 60
    return Wait(int(least // STEP) * STEP, max(STEP, math.ceil(above / STEP) * STEP))


def shortest(waits: Iterable[Wait | None]) -> Wait | None:
    """Of several desks that may call the same number; None where it is known of none. What was seen today before what is usual."""
    known = [each for each in waits if each is not None]
    return min(known, key=lambda each: (each.usual, each.most, each.least), default=None)


def _usual(declared: Declared | None, now: datetime) -> Wait | None:
    """Not once somebody has waited longer than it says: then today is no usual day."""
    if declared is None or (declared.first_since is not None and now - declared.first_since > timedelta(minutes=declared.most)):
        return None
    return Wait(declared.least, declared.most, usual=True)


def _quantile(turns: int, seen: int, deviations: float) -> float:
    """Of a gamma distribution with mean 1 (Wilson and Hilferty 1931), wider where the pace was seen in few calls only."""
    return (1 - 1 / (9 * turns) + deviations * math.sqrt(1 / turns + 1 / seen) / 3) ** 3
