"""Hours, days and lengths of time as staff and residents read them."""

from datetime import date, datetime, time, timedelta

from config.days import in_words, locale_of
from config.japanese import wareki

WEEKDAYS = "月火水木金土日"


def hour(moment: datetime) -> str:
    """10:42."""
    return f"{moment.hour}:{moment:%M}"


def hour_of(moment: time) -> str:
    """8:30, of any day."""
    return f"{moment.hour}:{moment:%M}"


def day(value: date) -> str:
    """3/29（月）."""
    return f"{value.month}/{value.day}（{WEEKDAYS[value.weekday()]}）"


def full_day(value: date, language: str = "ja", *, weekday: bool = True) -> str:
    """2027(令和9)年3月29日（月）, or 29 March 2027. A day before 1873 without its era."""
    if language not in ("ja", "ja-easy"):
        return in_words(value, language)
    try:
        era = f"({str(wareki.era_year(value)).removesuffix('年')})"
    except wareki.BeforeMeiji:
        era = ""
    return f"{value.year}{era}年{value.month}月{value.day}日" + (f"（{WEEKDAYS[value.weekday()]}）" if weekday else "")


def planned_day(value: date, language: str = "ja") -> str:
    """3月29日（月）, or with the day of the week as the language has it: Monday, 29 March 2027."""
    if language in ("ja", "ja-easy"):
        return f"{value.month}月{value.day}日（{WEEKDAYS[value.weekday()]}）"
    from babel.dates import format_date  # noqa: PLC0415 - as config.days

    return format_date(value, "full", locale=locale_of(language))


def short_day(value: date, language: str = "ja") -> str:
    """3/31（水）, or as short as the language has it without doubt: Wed, 31 Mar."""
    if language in ("ja", "ja-easy"):
        return day(value)
    from babel.dates import format_skeleton  # noqa: PLC0415 - as config.days

    return format_skeleton("MMMEd", value, locale=locale_of(language))


def month_words(value: date, language: str = "ja") -> str:
    """2027(令和9)年4月, or April 2027."""
    if language in ("ja", "ja-easy"):
        return f"{value.year}({str(wareki.era_year(value)).removesuffix('年')})年{value.month}月"
    from babel.dates import format_skeleton  # noqa: PLC0415 - as config.days

    return format_skeleton("yMMMM", value, locale=locale_of(language))


def first_weekday(language: str) -> int:
    """The day on which weeks begin where the language is at home: 0 Monday to 6 Sunday."""
    from babel import Locale  # noqa: PLC0415 - as config.days
    from babel.core import get_global  # noqa: PLC0415

    code = locale_of(language)
    return int(Locale.parse(code if "_" in code else get_global("likely_subtags")[code]).first_week_day)


def weekdays(language: str, begins: int = 0) -> tuple[tuple[str, str], ...]:
    """The seven days of the week, each short and whole: (月, 月曜日), (Mon, Monday). `begins`: as first_weekday."""
    from babel.dates import get_day_names  # noqa: PLC0415 - as config.days

    code = locale_of(language)
    short, whole = get_day_names("abbreviated", locale=code), get_day_names("wide", locale=code)
    return tuple((short[day % 7].rstrip("."), whole[day % 7]) for day in range(begins, begins + 7))


def nearest_five(moment: datetime) -> datetime:
    """The nearest five minutes."""
    rounded = round((moment.minute + moment.second / 60) / 5) * 5
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=rounded)


def next_five(moment: datetime) -> datetime:
    """The next five minutes, or the moment itself."""
    start = moment.replace(minute=0, second=0, microsecond=0)
    return start + timedelta(minutes=-((start - moment) // timedelta(minutes=5)) * 5)


def minutes(since: datetime, now: datetime) -> int:
    """Whole minutes from `since` to `now`, never negative."""
    return max(0, int((now - since).total_seconds() // 60))
