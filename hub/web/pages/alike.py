"""Numbers somebody may mean who types digits alone, and what tells them apart. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.bundle import Bundle
from config.words import local
from hub.web.pages.dates import hour
from hub.web.pages.naming import FINAL, service_of
from hub.wire import VisitView


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: the service and the minute it was given tell them apart. `over`: nothing of it is left to do."""

    number: str
    service: str
    people: int
    opened: str
    over: bool


def choices(bundle: Bundle, views: Sequence[VisitView]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            view.number,
            local(service_of(bundle, view.service).name, "ja"),
            view.people,
            hour(view.opened_at),
            bool(view.merged_into) or all(leg.state in FINAL for leg in view.legs),
        )
        for view in views
    )
