"""来庁予定: the days and bands to come with their marks, one of which is chosen; no reservation. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.bundle import Bundle
from config.words import local, words
from hub.domain.outlook import LEAST_DAYS
from hub.office.outlook import BandOutlook, DayOutlook
from hub.web.pages.congestion_marks import NOBODY_KNOWS, SIGNS
from hub.web.pages.dates import planned_day, short_day
from hub.web.pages.questions import Question

DATE, BAND = "visit_date", "visit_band"
CHOSEN = "visit_plan"  # of the page: day and band in one, `2027-04-07.afternoon`
NEAR = 10  # open days; those after them are one press away


@dataclass(frozen=True, slots=True)
class Cell:
    """One band of a day. `said`: day, band and mark for who does not see the table; `value` empty: nobody is taken in then."""

    value: str
    look: str
    sign: str
    minutes: str
    said: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """`rows`: (day, cells); those far off stand in `later`. `nearest`: the first free time in words, where it is not the next.

    `crowded`: what else there is where no time is free.
    """

    title: str
    hint: str
    wrong: str
    required: bool
    bands: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    later: tuple[tuple[str, tuple[Cell, ...]], ...]
    legend: tuple[tuple[str, str, str], ...]
    nearest: str
    crowded: str
    about: str
    open_later: bool


def visit_plan(
    bundle: Bundle, asked: Sequence[Question], ahead: Sequence[DayOutlook], language: str, *, bookable: bool
) -> VisitPlan | None:
    """Instead of the questions for day and band; None where the page does not ask both. `bookable`: a time may be booked later."""
    questions = {question.path: question for question in asked}
    if not ahead or DATE not in questions or BAND not in questions:
        return None
    day, band = questions[DATE], questions[BAND]
    wanted = f"{day.value}.{band.value}"
    rows = [
        (short_day(each.day, language), tuple(_cell(bundle, each, one, language, wanted) for one in each.bands)) for each in ahead
    ]
    marks = [one.outlook for each in ahead for one in each.bands if one.open]
    known = any(mark is not None for mark in marks)
    legend: list[tuple[str, str, str]] = []
    if known:
        legend += [(mark, sign, words(bundle, language, f"congestion.{mark}")) for mark, sign in SIGNS.items()]
    if None in marks:
        legend.append(("none", NOBODY_KNOWS, words(bundle, language, "portal.plan.unknown", days=LEAST_DAYS)))
    return VisitPlan(
        title=day.label,
        hint=day.hint,
        wrong=day.wrong or band.wrong,
        required=day.required,
        bands=tuple(local(each.name, language) for each in bundle.site.bands),
        rows=tuple(rows[:NEAR]),
        later=tuple(rows[NEAR:]),
        legend=tuple(legend),
        nearest=_nearest(bundle, ahead, language),
        crowded=words(bundle, language, "portal.plan.crowded") if known and bookable and free_first(ahead) is None else "",
        about=words(bundle, language, "portal.plan.about") if known else "",
        open_later=any(cell.chosen for _, cells in rows[NEAR:] for cell in cells),
    )


@dataclass(frozen=True, slots=True)
class After:
    """One band to come, in a line of its own."""

    when: str
    look: str
    sign: str
    said: str


def afterwards(bundle: Bundle, ahead: Sequence[DayOutlook], language: str) -> tuple[After, ...]:
    """The next two bands that begin, and the first free one where it comes later; only what is known."""
    known = [(each.day, one.band, one.outlook) for each in ahead for one in each.bands if one.outlook is not None]
    free = next((each for each in known[2:] if each[2].mark == "free"), None)
    shown = known[:2] + ([free] if free is not None and all(each[2].mark != "free" for each in known[:2]) else [])
    return tuple(
        After(
            f"{short_day(day, language)} {band_name(bundle, band, language)}",
            told.mark,
            SIGNS[told.mark],
            words(bundle, language, f"congestion.{told.mark}"),
        )
        for day, band, told in shown
    )


def as_answers(sent: Mapping[str, str]) -> Mapping[str, str]:
    """What was sent, with the one choice of the table as the fields for day and band."""
    day, _, band = sent.get(CHOSEN, "").partition(".")
    parts = day.split("-")
    if len(parts) != 3:
        return sent
    return {**sent, **{f"{DATE}.{name}": part for name, part in zip(("year", "month", "day"), parts, strict=True)}, BAND: band}


def free_first(ahead: Sequence[DayOutlook]) -> tuple[date, str] | None:
    """(day, band) of the first time that will be free."""
    return next(
        ((each.day, one.band) for each in ahead for one in each.bands if one.outlook is not None and one.outlook.mark == "free"),
        None,
    )


def band_name(bundle: Bundle, band: str, language: str) -> str:
    return next((local(each.name, language) for each in bundle.site.bands if each.id == band), band)


def cell_of(bundle: Bundle, each: DayOutlook, band: str, language: str) -> Cell | None:
    """One band of a day by itself; None where it is none of that day."""
    return next((_cell(bundle, each, one, language, "") for one in each.bands if one.band == band), None)


def _cell(bundle: Bundle, each: DayOutlook, one: BandOutlook, language: str, wanted: str) -> Cell:
    when = f"{planned_day(each.day, language)} {band_name(bundle, one.band, language)}"
    if not one.open:
        closed = words(bundle, language, "booking.mark.off")
        return Cell("", "off", "", closed, f"{when} {closed}")
    value = f"{each.day.isoformat()}.{one.band}"
    if one.outlook is None:
        return Cell(value, "none", NOBODY_KNOWS, "", f"{when} {words(bundle, language, 'wait.unknown')}", value == wanted)
    mark, minutes = one.outlook.mark, words(bundle, language, "phone.way.about", minutes=one.outlook.minutes)
    said = f"{when} {words(bundle, language, f'congestion.{mark}')} {minutes}"
    return Cell(value, mark, SIGNS[mark], minutes, said, value == wanted)


def _nearest(bundle: Bundle, ahead: Sequence[DayOutlook], language: str) -> str:
    """Worth a line where the next time is not free itself."""
    free = free_first(ahead)
    if free is None:
        return ""
    soonest = next((one for each in ahead for one in each.bands if one.open), None)
    if free == (ahead[0].day, soonest.band if soonest else ""):
        return ""
    when = f"{planned_day(free[0], language)} {band_name(bundle, free[1], language)}"
    return words(bundle, language, "portal.plan.nearest", when=when)
