"""Answers that are odd, and may be true all the same: asked back once, never refused. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from config.form.ages import day_of, full_years
from config.form.fields import Answers, Channel, Field, Form, Problem
from config.form.visible import places

LONG_AGO = "long_ago"


def is_odd(field: Field, answer: Any, today: date) -> bool:
    """Whether a day lies longer ago than it usually does."""
    day = day_of(answer)
    return field.odd_years is not None and day is not None and full_years(day, today) >= field.odd_years


def odd_answers(form: Form, answers: Answers, channel: Channel, today: date) -> Iterator[Problem]:
    """Every odd answer that shows, in the order of the form; `limit`: the years."""
    for place in places(form, answers, channel):
        if place.here and is_odd(place.field, place.answer, today):
            yield Problem(place.path, LONG_AGO, place.field.odd_years)
