"""The days of 予約 as a calendar of weeks: free, few left, full or closed, each by its shape and its words. Pure."""

import calendar as weeks_of
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hub.web.pages.dates import first_weekday, month_words, planned_day, weekdays
from hub.wire import FreeDay

FEW = 5  # one of so many places left, or fewer: 残りわずか
SIGNS = {"free": "○", "few": "△", "full": "×", "off": "－"}  # as on every calendar of bookings in Japan
Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Day:
    """`look`: free, few, full, off, or outside of the days that can be booked, which is without sign and words."""

    day: date
    label: str
    look: str
    sign: str
    words: str
    left: str = ""
    today: bool = False

    @property
    def open(self) -> bool:
        return self.look in ("free", "few")


@dataclass(frozen=True, slots=True)
class Month:
    """Its weeks as far as they can be booked, seven days each; None: a day of another month."""

    title: str
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """`weekdays`: short and whole, in the order of the weeks. `earliest`: the first day with a place."""

    weekdays: tuple[tuple[str, str], ...]
    months: tuple[Month, ...]
    earliest: Day | None
    legend: tuple[tuple[str, str, str], ...]


def calendar(found: Sequence[FreeDay], first: date, last: date, today: date, language: str, say: Say) -> Calendar:
    """The weeks from `first` to `last`, both included. `found`: the days on which there are places at all."""
    known = {each.day: each for each in found}
    begins = first_weekday(language)
    days = weeks_of.Calendar(begins)

    def cell(day: date) -> Day:
        label, free = planned_day(day, language), known.get(day)
        if not first <= day <= last:
            return Day(day, label, "outside", "", "", today=day == today)
        look = _look(free)
        left = say("places", count=free.free) if free is not None and free.free else ""
        return Day(day, label, look, SIGNS[look], _words(look, say), left, day == today)

    months = []
    for year, month in _months(first, last):
        shown = [week for week in days.monthdatescalendar(year, month) if _reaches(week, month, first, last)]
        weeks = tuple(tuple(cell(day) if day.month == month else None for day in week) for week in shown)
        months.append(Month(month_words(date(year, month, 1), language), weeks))
    open_ = min((each.day for each in found if each.free), default=None)
    return Calendar(
        weekdays(language, begins),
        tuple(months),
        cell(open_) if open_ is not None else None,
        tuple((look, sign, _words(look, say)) for look, sign in SIGNS.items()),
    )


def _look(free: FreeDay | None) -> str:
    if free is None:
        return "off"
    if not free.free:
        return "full"
    return "few" if free.free * FEW <= free.places else "free"


def _words(look: str, say: Say) -> str:
    return say("full" if look == "full" else f"mark.{look}")


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def _reaches(week: Sequence[date], month: int, first: date, last: date) -> bool:
    """Whether any day of this month's part of the week can be asked for."""
    return any(day.month == month and first <= day <= last for day in week)
