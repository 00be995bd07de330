"""混雑状況 of each service: from how fast its line moves, or as the staff state it, always with its time. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args

import msgspec

from hub.domain.pace import Wait

Mark = Literal["free", "moderate", "busy", "very_busy"]  # ○ △ × ××
MARKS: tuple[Mark, ...] = get_args(Mark)
# minutes nine of ten do not exceed, of a number taken now; 15 and 30 as a city publishes them (notes: analytics §marks)
FREE, MODERATE, BUSY = 15, 30, 60
STANDS = timedelta(minutes=60)  # so long a statement of the staff holds; a hall changes within the hour


class Statement(msgspec.Struct, frozen=True):
    """職員から: what somebody who stands in the hall sees."""

    service: str
    mark: Mark
    at: datetime
    until: datetime


class Congestion(msgspec.Struct, frozen=True):
    """One service now. `people_waiting`: whom its counters call before a number taken now, whatever their letter.

    `mark` None: nobody can tell, or closed. `stated`: by the staff, at that time.
    """

    service: str
    open: bool
    people_waiting: int
    wait: Wait | None = None
    mark: Mark | None = None
    stated: datetime | None = None


def mark_of(wait: Wait | None, people_waiting: int) -> Mark | None:
    """Of a line where nobody waits nothing need be known."""
    if wait is None:
        return "free" if people_waiting == 0 else None
    return mark_of_minutes(wait.most)


def mark_of_minutes(most: int) -> Mark:
    """`most`: minutes that most people do not exceed."""
    return "free" if most <= FREE else "moderate" if most <= MODERATE else "busy" if most <= BUSY else "very_busy"


def standing(statements: Sequence[Statement], now: datetime) -> dict[str, Statement]:
    """By service, those that still hold."""
    return {each.service: each for each in statements if each.at <= now < each.until}


def congestion(service: str, is_open: bool, people_waiting: int, wait: Wait | None, stated: Mapping[str, Statement]) -> Congestion:
    """The staff's word stands over the computed one; a closed service has neither."""
    if not is_open:
        return Congestion(service, False, people_waiting)
    said = stated.get(service)
    seen = wait if wait is not None and not wait.usual else None  # what is usual is no statement about today
    mark = said.mark if said else mark_of(seen, people_waiting)
    return Congestion(service, True, people_waiting, wait, mark, said.at if said else None)
