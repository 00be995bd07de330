"""Japanese era dates (和暦): eras change by the day, the first year is 元年, and on two days two eras are right.

Sources: 元号法; 改元の詔書 of 1912 and 1926 (from that very day on); 改暦ノ布告 (the calendar of today begins 1873-01-01).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

FIRST_DAY = date(1873, 1, 1)


@dataclass(frozen=True, slots=True)
class Era:
    """One era. `last` None: it still runs. The last day of 明治 and of 大正 is also the first of the next."""

    name: str
    letter: str
    first: date
    last: date | None


ERAS = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), None),
)


@dataclass(frozen=True, slots=True)
class EraYear:
    """昭和 55. `year` counts from 1."""

    era: Era
    year: int

    def __str__(self) -> str:
        return f"{self.era.name}{'元' if self.year == 1 else self.year}年"


class BeforeMeiji(ValueError):
    """A day before 1873-01-01, when the lunar calendar counted: the clerk knows the way."""


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a written date is none. `beyond`: the era ended before that day (平成32年), with the day it must mean."""

    reason: Literal["not_a_date", "beyond", "before_meiji"]
    meant: date | None = None


def era_years(day: date) -> tuple[EraYear, ...]:
    """Every right way to write the year of `day`, the newer era first: 1926-12-25 → 昭和1, 大正15. Raises BeforeMeiji."""
    if day < FIRST_DAY:
        raise BeforeMeiji(day.isoformat())
    found = [
        EraYear(era, day.year - era.first.year + 1) for era in ERAS if era.first <= day and (era.last is None or day <= era.last)
    ]
    return tuple(reversed(found))


def era_year(day: date) -> EraYear:
    """The era and year of `day`; on a day with two, the newer (昭和64 ends 1989-01-07). Raises BeforeMeiji."""
    return era_years(day)[0]


def format(day: date) -> str:
    """昭和55年2月17日. Raises BeforeMeiji."""
    return f"{era_year(day)}{day.month}月{day.day}日"


def both(day: date, western_first: bool = False) -> str:
    """昭和55年（1980年）2月17日, or 1980年（昭和55年）2月17日 for foreign nationals. Raises BeforeMeiji."""
    era = era_year(day)
    year = f"{day.year}年（{era}）" if western_first else f"{era}（{day.year}年）"
    return f"{year}{day.month}月{day.day}日"


def year_label(year: int) -> str:
    """For a list of years: 1980(昭和55年), 1989(昭和64年・平成元年). Raises BeforeMeiji."""
    eras: dict[str, EraYear] = {}
    for day in (date(year, 1, 1), *(era.first for era in ERAS if era.first.year == year), date(year, 12, 31)):
        for one in reversed(era_years(day)):
            eras[one.era.name] = one
    return f"{year}({'・'.join(map(str, eras.values()))})"


def western(era: str, year: int, month: int, day: int) -> date | Misread:
    """The day of an era date. `era`: 昭和, 昭 or S."""
    chosen = _ERA_BY_NAME.get(era)
    if chosen is None or year < 1:
        return Misread("not_a_date")
    try:
        meant = date(chosen.first.year + year - 1, month, day)
    except ValueError:
        return Misread("not_a_date")
    if meant < FIRST_DAY:
        return Misread("before_meiji")
    if meant < chosen.first:
        return Misread("not_a_date")
    if chosen.last is not None and meant > chosen.last:
        return Misread("beyond", meant)
    return meant


def parse(text: str) -> date | Misread:
    """A written date: 昭和55年2月17日, S55.2.17, 令和元年5月1日, ㋿2-1-1, 1980-02-17, 1980年2月17日. Full-width digits too."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))  # NFKC turns ㋿ into 令和; a date holds no name
    if match := _ERA_DATE.fullmatch(plain):
        year = 1 if match["year"] == "元" else int(match["year"])
        return western(match["era"].upper(), year, int(match["month"]), int(match["day"]))
    if match := _WESTERN_DATE.fullmatch(plain):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return Misread("not_a_date")
        return day if day >= FIRST_DAY else Misread("before_meiji")
    return Misread("not_a_date")


_ERA_BY_NAME: Mapping[str, Era] = {key: era for era in ERAS for key in (era.name, era.name[0], era.letter)}
_ERA_DATE = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHRmtshr])(?P<year>元|[0-9]{1,2})(?:年|[./-])(?P<month>[0-9]{1,2})(?:月|[./-])(?P<day>[0-9]{1,2})日?"
)
_WESTERN_DATE = re.compile(r"(?P<year>[0-9]{4})(?:年|[./-])(?P<month>[0-9]{1,2})(?:月|[./-])(?P<day>[0-9]{1,2})日?")
