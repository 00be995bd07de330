"""ほかの工程を手伝う: where the work of this house stands while nobody waits at this desk. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.bundle import Bundle
from config.site import Counter
from hub.office.backlog import Backlog
from hub.web.pages.dates import minutes
from hub.web.pages.naming import stage_word

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """One stage. `minutes`: of what waits longest there; `late`: longer than it is meant to; `desks`: at work there."""

    stage: str
    word: str
    waiting: int
    minutes: int
    late: bool
    desks: int


def offers(bundle: Bundle, counter: Counter, found: Sequence[Backlog], now: datetime) -> tuple[Offer, ...]:
    """Stages with a desk to sit at, the one that is most behind first; never this desk's own."""
    own = {stage for each in bundle.site.counters if each.number != counter.number for stage in each.stages}
    return tuple(
        Offer(
            each.stage,
            stage_word(bundle, each.stage),
            each.waiting,
            minutes(each.since, now),
            minutes(each.since, now) >= getattr(bundle.site.goals, each.stage),
            each.desks,
        )
        for each in found
        if each.stage in own and each.stage not in counter.stages
    )[:SHOWN]
