"""Promise-keeping: were people called when they were told they would be. Pure.

A promise is the first wait somebody was told of a line, with the words that followed it until the call.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec

from hub.domain.pace import Wait


class Said(msgspec.Struct, frozen=True):
    """A wait told to somebody, at this moment."""

    at: datetime
    wait: Wait


class Promise(msgspec.Struct, frozen=True):
    """All that one visit was told of one line, the oldest first, and when it was called. `called` None: not yet, or never."""

    said: tuple[Said, ...]
    called: datetime | None

    @property
    def kept(self) -> bool:
        """Called by the upper end of what was told first."""
        return self.called is not None and self.called <= self.said[0].at + timedelta(minutes=self.said[0].wait.most)

    @property
    def early(self) -> bool:
        """Called before the lower end: they may have been away."""
        return self.called is not None and self.called < self.said[0].at + timedelta(minutes=self.said[0].wait.least)

    @property
    def raised(self) -> int:
        """How often the upper end of the clock was put off by what was told later."""
        ends = [each.at + timedelta(minutes=each.wait.most) for each in self.said]
        return sum(after > before for before, after in pairwise(ends))


class Keeping(msgspec.Struct, frozen=True):
    """Of the promises whose call came: how many, kept, and before their time. `late_minutes`: each of the missed ones."""

    called: int
    kept: int
    early: int
    late_minutes: tuple[int, ...]

    @property
    def share(self) -> float | None:
        """0 to 1, to be held against a goal of 0.95; None of nothing."""
        return self.kept / self.called if self.called else None


def keeping(promises: Iterable[Promise]) -> Keeping:
    """Those who were not called count nowhere: nobody knows what would have been."""
    called = [each for each in promises if each.called is not None and each.said]
    return Keeping(len(called), sum(each.kept for each in called), sum(each.early for each in called), _late(called))


def _late(called: Sequence[Promise]) -> tuple[int, ...]:
    missed = []
    for each in called:
        first = each.said[0]
        if not each.kept and each.called is not None:
            missed.append((each.called - first.at - timedelta(minutes=first.wait.most)) // timedelta(minutes=1))
    return tuple(missed)
