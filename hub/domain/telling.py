"""What is told of a wait, damped: a time somebody was told may not jump up and down with every call. Pure.

Told is what is seen (hub.domain.pace) with three rules. Worse news comes in steps of five minutes, one after each RESTS, unless a
desk of the line closed: then it is said as it is. A change of five minutes waits until what was told has stood for RESTS, and one
back to where it was before it became worse until that has stood for SETTLES: a line between two steps is told the longer one. What
is much better, or means that the call comes at any moment, is said at once.
"""

from datetime import datetime, timedelta

import msgspec

from hub.domain.pace import STEP, Wait

RESTS = timedelta(minutes=2)
SETTLES = timedelta(minutes=8)


class Told(msgspec.Struct, frozen=True):
    """`since`: when it was first said in these words; `at`: when it was said last. `desks`: that were at work on the line then.

    `worse`: when what is seen last was longer than this, or as long after it had been made longer; None: never yet.
    """

    wait: Wait
    since: datetime
    at: datetime
    desks: int = 0
    worse: datetime | None = None


def tell(before: Told | None, seen: Wait | None, now: datetime, desks: int = 0) -> Told | None:
    """`seen`: what the line looks like now; None: nobody can tell, and then nobody does. `desks`: at work on the line now."""
    if seen is None:
        return None
    # nothing to keep to, a statement of another kind, or a desk closed
    as_it_is = before is None or before.wait.usual != seen.usual or desks < before.desks
    wait = seen if before is None or as_it_is else _damped(before, seen, now)
    since = before.since if before is not None and before.wait == wait else now
    return Told(wait, since, now, desks, _worse(before, wait, seen, now))


def _worse(before: Told | None, told: Wait, seen: Wait, now: datetime) -> datetime | None:
    """What became longer is as long still, so long as it is seen so now and again."""
    if before is None:
        return None
    rose = told.least > before.wait.least or told.most > before.wait.most
    still = before.worse is not None and told == before.wait and seen.least >= told.least and seen.most >= told.most
    return now if rose or still else before.worse


def _damped(before: Told, seen: Wait, now: datetime) -> Wait:
    rested = now - before.since >= RESTS
    # who was told nothing meanwhile is not held to one step
    rise = STEP * max(1, (now - before.at) // RESTS) if rested else 0
    told = Wait(_end(before.wait.least, seen.least, rise), _end(before.wait.most, seen.most, rise), seen.usual)
    if before.wait.most - seen.most > STEP or (seen.least == 0 and seen.most == STEP):
        return told  # much better
    if not rested:
        return before.wait
    if before.worse is None or now - before.worse >= SETTLES:
        return told
    return Wait(max(told.least, before.wait.least), max(told.most, before.wait.most), seen.usual)


def _end(before: int, seen: int, rise: int) -> int:
    return min(seen, before + rise)
