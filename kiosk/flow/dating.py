"""A date being typed: year, month and day one after the other, the next as soon as no further digit can fit. Pure.

The digits stand in `Entry.text` as `8/11/20`; `Entry.part` is the part a digit goes to (3: none, the date is full).
"""

from calendar import monthrange
from datetime import date, timedelta

from config.form import Field
from config.japanese import wareki
from hub.wire import Language
from kiosk.flow.state import Entry, change

ERAS = {"reiwa": "令和", "heisei": "平成", "showa": "昭和", "taisho": "大正"}
WESTERN = "western"
THIS_ERA = next(iter(ERAS))
BY_ERA: frozenset[Language] = frozenset({"ja", "ja-easy"})  # whose readers count years by eras
PARTS = ("year", "month", "day")
YEAR, MONTH, DAY, FULL = range(4)
FARTHEST = timedelta(days=30 * 365)  # no day further ahead is asked for: cards and visas run out before
_FIRST_YEAR = {id: era.first.year for id, name in ERAS.items() for era in wareki.ERAS if era.name == name}
_LAST_YEAR = {id: era.last.year for id, name in ERAS.items() for era in wareki.ERAS if era.name == name and era.last is not None}


def offered(field: Field, language: Language) -> tuple[str, ...]:
    """Eras to choose from, with the Western year where it is looked for first. A recent day has no era before this one."""
    eras = (THIS_ERA,) if field.recent else tuple(ERAS)
    return (*eras, WESTERN) if language in BY_ERA else (WESTERN, *eras)


def opening(field: Field, language: Language, chosen: str) -> Entry:
    """The field before anything is typed: years are counted as `chosen` last in this visit, or as the language does; else nothing.

    Who chose an era for a birth date counts a recent day in this one; the next birth date may be of another.
    """
    if chosen == WESTERN or (not chosen and language not in BY_ERA):
        return Entry(era=WESTERN)
    return Entry(era=THIS_ERA) if chosen and field.recent else Entry()


def parts(entry: Entry) -> tuple[str, str, str]:
    """Digits of year, month and day as typed."""
    year, month, day = (*entry.text.split("/"), "", "", "")[:3]
    return year, month, day


def key(entry: Entry, field: Field, today: date, pressed: str) -> Entry:
    """The date after one key. Before an era or the Western year is chosen a digit is nothing yet: that is said."""
    typed = list(parts(entry))
    match pressed:
        case "clear":
            return Entry(era=entry.era)
        case "delete":
            return _without_last(entry, typed)
        case _ if not (len(pressed) == 1 and pressed.isascii() and pressed.isdigit()):
            return entry
        case _ if not entry.era:
            return change(entry, wrong="kiosk.date.era_first")
    at = entry.part
    if at == FULL:
        return entry
    if entry.anew:
        typed[at] = ""
    elif at < DAY and typed[at] and not _may_follow(entry.era, at, typed[at], pressed, field, today):
        at = _next(at, typed)  # the part before was meant as it stands: 令和8年, then the month
        if at == FULL:
            return entry
    if len(typed[at]) == _width(entry.era, at):
        return entry
    typed[at] += pressed
    full = not any(_may_follow(entry.era, at, typed[at], digit, field, today) for digit in "0123456789")
    return _with(entry, typed, _next(at, typed) if full else at)


def to(entry: Entry, part: str) -> Entry:
    """A part touched: the next digit begins it anew."""
    at = PARTS.index(part)
    return change(entry, part=at, anew=bool(parts(entry)[at]), wrong="")


def in_era(entry: Entry, era: str, field: Field, today: date) -> Entry:
    """Another era: it was mistaken, the digits were not. Between an era and the Western year they are."""
    if WESTERN in (entry.era, era) and entry.era != era:
        return Entry(era=era)
    changed = change(entry, era=era, wrong="")
    year = parts(entry)[YEAR]
    if changed.part == YEAR and year and not any(_may_follow(era, YEAR, year, digit, field, today) for digit in "0123456789"):
        return change(changed, part=_next(YEAR, list(parts(entry))))
    return changed


def onward(entry: Entry) -> Entry | None:
    """つぎへ behind a part that is said: the next empty one. None where the part itself is empty, or nothing is missing."""
    typed = parts(entry)
    if entry.part >= DAY or all(typed) or not _is_said(entry, entry.part):
        return None
    return change(entry, part=next(at for at in range(FULL) if not typed[at]), anew=False, wrong="")


def of_day(day: str) -> Entry:
    """The field of an answer, ISO 8601."""
    return Entry(text=day.replace("-", "/"), era=WESTERN, part=FULL)


def day_of(entry: Entry) -> date | None:
    """The day the digits mean. None where there is no such day, or a part of it is missing."""
    typed = parts(entry)
    if not all(_is_said(entry, at) for at in range(FULL)):
        return None
    year, month, day = (int(part) for part in typed)
    if entry.era in ERAS:
        meant = wareki.western(ERAS[entry.era], year, month, day)
        if isinstance(meant, date):
            return meant
        return meant.meant if meant.reason == "beyond" else None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def trouble(entry: Entry) -> tuple[str, int]:
    """Why the digits are no day yet: a problem's code, and the part it is about (0-2)."""
    typed = parts(entry)
    for at in range(FULL):
        if not _is_said(entry, at):
            return f"date.no_{PARTS[at]}", at
    year, month, day = (int(part) for part in typed)
    if year == 0:
        return "date.year", YEAR
    if not 1 <= month <= 12:
        return "date.month", MONTH
    if not 1 <= day <= last_day(entry):
        return "date.day", DAY
    return "date.era", YEAR


def last_day(entry: Entry) -> int:
    """Days of the month typed, in the year typed; 31 as long as the month is none."""
    year, month, _ = parts(entry)
    if not (year and month and 1 <= int(month) <= 12):
        return 31
    western = int(year) if entry.era == WESTERN else _FIRST_YEAR.get(entry.era, 1) + int(year) - 1
    return monthrange(max(1, western), int(month))[1]


def figures(entry: Entry) -> dict[str, str | int]:
    """What the words about an impossible date name: the month, and its last day."""
    return {"month": parts(entry)[MONTH].lstrip("0"), "last": last_day(entry)}


def written(entry: Entry) -> str:
    """What was typed of a date that staff complete, as they write one: 令和8年11月."""
    typed = parts(entry)
    if not any(typed):
        return ""
    units = "".join(f"{part}{unit}" for part, unit in zip(typed, "年月日", strict=True) if part)
    return ERAS.get(entry.era, "") + units


def _is_said(entry: Entry, at: int) -> bool:
    """Whether a part may be meant as it stands; a Western year has four digits."""
    return len(parts(entry)[at]) >= (4 if at == YEAR and entry.era == WESTERN else 1)


def _may_follow(era: str, at: int, before: str, digit: str, field: Field, today: date) -> bool:
    """Whether `digit` may stand behind what a part has already. A nought may be followed: 08."""
    both = before + digit
    if len(both) > _width(era, at):
        return False
    if at == YEAR:
        return era == WESTERN or int(both) <= _last_year(era, field, today)
    return int(both) <= 12 if at == MONTH else int(both) <= 39


def _width(era: str, at: int) -> int:
    return 4 if at == YEAR and era == WESTERN else 2


def _last_year(era: str, field: Field, today: date) -> int:
    """Of an era, in which the day asked for can lie."""
    ahead = timedelta(days=field.max) if field.max is not None else FARTHEST
    latest = (today + ahead).year - _FIRST_YEAR[era] + 1
    return min(latest, _LAST_YEAR[era] - _FIRST_YEAR[era] + 1) if era in _LAST_YEAR else latest


def _next(at: int, typed: list[str]) -> int:
    """The part after one that is full: the next empty one, from the front where none is behind it; else none."""
    return next((part for part in (*range(at + 1, FULL), *range(at)) if not typed[part]), FULL)


def _without_last(entry: Entry, typed: list[str]) -> Entry:
    """One digit fewer; behind an empty part the part before loses its last."""
    at = min(entry.part, DAY)
    while at > YEAR and not typed[at]:
        at -= 1
    if not typed[at]:
        return change(entry, wrong="")
    typed[at] = typed[at][:-1]
    return _with(entry, typed, at)


def _with(entry: Entry, typed: list[str], at: int) -> Entry:
    return Entry(text="/".join(typed) if any(typed) else "", era=entry.era, part=at)
