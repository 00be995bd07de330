"""Hours, days and lengths of time as staff and residents read them."""

from datetime import date, datetime

from config.days import LOCALES, in_words
from config.japanese import wareki

WEEKDAYS = "月火水木金土日"


def hour(moment: datetime) -> str:
    """10:42."""
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

    return format_date(value, "full", locale=LOCALES.get(language, language))


def minutes(since: datetime, now: datetime) -> int:
    """Whole minutes from `since` to `now`, never negative."""
    return max(0, int((now - since).total_seconds() // 60))
