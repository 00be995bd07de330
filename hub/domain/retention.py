"""How long what is kept: a record until its day, its key file until its month is over."""

from collections.abc import Iterable
from datetime import date, timedelta


def expires_on(day: date, days: int) -> date:
    """The last day a record of `day` may be opened."""
    return day + timedelta(days=days)


def key_month(expiry: date) -> str:
    """`2026-12`: the month whose key wraps the keys of records that expire in it."""
    return expiry.isoformat()[:7]


def dead_months(months: Iterable[str], today: date) -> tuple[str, ...]:
    """Months wholly past, whose key can be destroyed."""
    return tuple(sorted(month for month in months if month < key_month(today)))
