"""How busy a band of a day to come is likely to be: from what people waited in it on days like that one. Pure.

Silent where fewer than eight such days are known: a guess would be believed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from hub.domain.congestion import MARKS, MODERATE, Mark, mark_of_minutes
from hub.domain.pace import STEP

LEAST_DAYS, MOST_DAYS = 8, 12
LOOK_BACK = timedelta(weeks=3 * 52 + 1)  # the moving season of the last years
SEASON = ((3, 15), (4, 12))  # moving out and in around the end of March: like no other weeks (notes: analytics §3)
FREE_MAY_FAIL = 0.1  # of those who waited where ○ is said, longer than △ allows
MANY_BOOKED = 4  # so many appointments, and more than ever on such a day: one mark worse


class Past(msgspec.Struct, frozen=True):
    """One band of a day like it. `waited`: minutes of everybody who took a number then; `booked`: appointments held in it."""

    waited: tuple[int, ...]
    booked: int = 0


class Outlook(msgspec.Struct, frozen=True):
    """What is told of a band. `minutes`: eight of ten wait no longer; a multiple of five."""

    mark: Mark
    minutes: int


def days_like(day: date, today: date) -> Iterator[date]:
    """Days before today of the same weekday, in the moving season or out of it as `day` is; the newest first."""
    like = today - timedelta(days=(today - day).days % 7 or 7)
    while like >= today - LOOK_BACK:
        if _in_season(like) == _in_season(day):
            yield like
        like -= timedelta(days=7)


def outlook(past: Sequence[Past], booked: int = 0) -> Outlook | None:
    """`past`: the newest MOST_DAYS days like it on which the line was at work, also where nobody came in this band.

    `booked`: appointments for it so far. None: too few days are known.
    """
    if len(past) < LEAST_DAYS:
        return None
    waited = sorted(minutes for each in past for minutes in each.waited)
    eight_of_ten = waited[-(-8 * len(waited) // 10) - 1] if waited else 0
    mark = mark_of_minutes(eight_of_ten)
    if mark == "free" and sum(minutes > MODERATE for minutes in waited) > FREE_MAY_FAIL * len(waited):
        mark = "moderate"
    if booked >= MANY_BOOKED and booked > max(each.booked for each in past):
        mark = MARKS[min(MARKS.index(mark) + 1, len(MARKS) - 1)]
    return Outlook(mark, max(STEP, -(-eight_of_ten // STEP) * STEP))


def _in_season(day: date) -> bool:
    first, last = SEASON
    return first <= (day.month, day.day) <= last
