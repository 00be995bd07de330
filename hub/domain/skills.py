"""What a desk may call: its own skills, and where it helps other lines while it has time (応援)."""

from collections.abc import Mapping
from datetime import datetime, time

import msgspec


class Help(msgspec.Struct, frozen=True):
    """Lines a desk takes besides its own. `below`: while fewer than so many wait for its own services; None: whoever waits.

    `begins`, `ends`: within these hours of the day alone.
    """

    services: tuple[str, ...]
    stages: tuple[str, ...]
    below: int | None = None
    begins: time | None = None
    ends: time | None = None


class Desk(msgspec.Struct, frozen=True):
    """A counter and its skills. `helps`: what it may do besides; `helping`: (service, stage) it does besides just now."""

    number: int
    stages: tuple[str, ...]
    services: tuple[str, ...]
    helps: tuple[Help, ...] = ()
    helping: frozenset[tuple[str, str]] = frozenset()

    def serves(self, service: str, stage: str) -> bool:
        """Whether it calls this line now."""
        return (stage in self.stages and service in self.services) or (service, stage) in self.helping

    def may_serve(self, service: str, stage: str) -> bool:
        """Whether a clerk here may take a number of this line by hand, at any time."""
        return self.serves(service, stage) or any(service in each.services and stage in each.stages for each in self.helps)

    def lines(self) -> tuple[str, ...]:
        """Services it calls now, its own first."""
        return tuple(dict.fromkeys((*self.services, *sorted(service for service, _ in self.helping))))


def at_work(desk: Desk, people_waiting: Mapping[str, int], now: datetime) -> Desk:
    """The desk with what it helps with at `now`. `people_waiting`: service → people at its reception."""
    own = sum(people_waiting.get(service, 0) for service in desk.services)
    moment = now.time().replace(tzinfo=None)
    helping = frozenset(
        (service, stage)
        for each in desk.helps
        if (each.below is None or own < each.below)
        and (each.begins is None or each.begins <= moment)
        and (each.ends is None or moment < each.ends)
        for service in each.services
        for stage in each.stages
    )
    return desk if helping == desk.helping else msgspec.structs.replace(desk, helping=helping)
