"""What a check of a site finds, and what several checks say."""

from collections.abc import Iterator
from datetime import time

Finding = tuple[str, str, str]  # place, wrong, cure


def twice(place: str, values: list[object] | list[str] | list[int], what: str) -> Iterator[Finding]:
    """Values of a list that must each be there once."""
    for index, value in enumerate(values):
        if value in values[:index]:
            yield f"{place}[{index}].{what}", f"'{value}' is there twice", f"give each its own {what}"


def hm(moment: time) -> str:
    """08:30."""
    return moment.strftime("%H:%M")
