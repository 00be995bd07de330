"""How old somebody is by a date of birth as it is answered. Pure."""

from datetime import date
from typing import Any


def day_of(answer: Any) -> date | None:
    """The day; None where it is left to the counter, or no day."""
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


def full_years(born: date, on: date) -> int:
    """Years somebody has on a day; of 29 February the next one begins on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
