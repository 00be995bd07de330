"""How many people an application names, from its form: the list of people the form asks for."""

from collections.abc import Mapping, Sequence
from typing import Any

from config.form import Form


def people_in(forms: Sequence[tuple[Form, Mapping[str, Any]]]) -> int:
    """The largest number of people on one form (one family), at least 1."""
    counts = [
        len(answers[field.id])
        for form, answers in forms
        for step in form.steps
        for field in step.fields
        if field.kind == "person_list" and isinstance(answers.get(field.id), list | tuple)
    ]
    return max(counts, default=1) or 1
