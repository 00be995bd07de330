"""Times in the database: ISO text in JST, always with microseconds, so that text order is time order."""

from datetime import datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")


def text_of(moment: datetime) -> str:
    """`2026-04-01T09:00:00.000000+09:00` of an aware time. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(JST).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """Inverse of `text_of`."""
    return datetime.fromisoformat(text)
