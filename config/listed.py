"""What the people listed say by themselves: nobody of that age, no day that near, and the yes where a no cannot be. Pure.

A no is told only where the field says so (`only_aged`, `only_near`): of who is not on the list nothing is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from config.form import Field, Form, Named, contradicted, holds, somebody
from config.form.ages import day_of, full_years
from config.together import people_of

NO_AND_YES: Mapping[str, tuple[Any, Any]] = {"yes_no": (False, True), "yes_no_unknown": ("no", "yes")}


def told_by_list(forms: Sequence[Form], answers: Mapping[str, Any], today: date) -> Iterator[tuple[str, Any]]:
    """(path, answer) that the list implies as it stands."""
    for form in forms:
        listed = [one for one in answers.get(people_of(form)) or () if isinstance(one, Mapping)]
        if listed:
            yield from _of_ages(form, listed, today)
            yield from _of_days(form, listed, today)
            yield from _of_contradictions(form, answers, today)
            yield from _of_ticks(form, answers, today)
            yield from _of_heads(form, answers)
            yield from _of_names(form, answers, listed)


def tellable(forms: Sequence[Form]) -> frozenset[str]:
    """Paths, without indexes, that a list can answer."""
    found = {rule.at for form in forms for rule in form.contradictions if rule.ages is not None}
    for form in forms:
        found |= {field.id for field in _top(form) if field.only_aged or field.ticks or _surely(field)}
        found |= {rule.when.field for rule in form.head_counts if rule.when is not None and rule.when.field is not None}
        found |= {f"{people_of(form)}.{part.id}" for part in _parts(form) if part.only_near}
    return frozenset(found)


def without_index(path: str) -> str:
    """`movers.1.name` → `movers.name`."""
    return ".".join(part for part in path.split(".") if not part.isdigit())


def _of_ages(form: Form, listed: list[Mapping[str, Any]], today: date) -> Iterator[tuple[str, Any]]:
    """No, where a question is about an age that nobody listed has. Nothing as long as one birth date is not known."""
    asked = [(field.id, NO_AND_YES[field.kind][0], field.only_aged) for field in _top(form) if field.only_aged]
    born = [day_of(one.get("birth_date")) for one in listed] if asked else []
    ages = [full_years(day, today) for day in born if day is not None]
    if ages and len(ages) == len(born):
        yield from ((path, no) for path, no, (least, most) in asked if not any(least <= years <= most for years in ages))


def _of_days(form: Form, listed: list[Mapping[str, Any]], today: date) -> Iterator[tuple[str, Any]]:
    """No, where a question is about a day that is still far away."""
    for part in _parts(form):
        if (near := part.only_near) is None:
            continue
        for index, one in enumerate(listed):
            day = day_of(one.get(near.field))
            if day is not None and day > today + timedelta(days=near.days):
                yield f"{people_of(form)}.{index}.{part.id}", False


def _of_contradictions(form: Form, answers: Mapping[str, Any], today: date) -> Iterator[tuple[str, Any]]:
    """Yes, where a no would be refused for the age of somebody listed."""
    kinds = {field.id: field.kind for field in _top(form)}
    for at in dict.fromkeys(rule.at for rule in form.contradictions if rule.ages is not None):
        no, yes = NO_AND_YES.get(kinds.get(at, ""), (None, None))
        if yes is not None and any(one.path == at for one in contradicted(form, {**answers, at: no}, today)):
            yield at, yes


def _of_ticks(form: Form, answers: Mapping[str, Any], today: date) -> Iterator[tuple[str, Any]]:
    """What holds of somebody listed is ticked; the page is shown all the same, for what else there may be."""
    for field in _top(form):
        if ticked := [tick.option for tick in field.ticks if somebody(tick.ages, answers, today)]:
            yield field.id, ticked


def _of_heads(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The household of the householder who is listed. Where nobody is, it is asked: two may be told as of each other."""
    for rule in form.head_counts:
        if rule.when is None or rule.when.field is None or not rule.exactly:
            continue
        given = [one.get(rule.field) for one in answers.get(rule.list_) or () if isinstance(one, Mapping)]
        if given.count(rule.is_) == rule.exactly:
            yield rule.when.field, rule.when.is_


def _of_names(form: Form, answers: Mapping[str, Any], listed: list[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The name of the only one listed who can be meant; what of it was left to the counter is left there once."""
    for field in _top(form):
        for rule in _surely(field):
            meant = [one for one in listed if rule.when is None or holds(rule.when, answers, one)]
            name = (meant[0].get("name") or meant[0].get("name_latin")) if len(meant) == 1 else None
            if name is not None:
                yield field.id, name


def _surely(field: Field) -> tuple[Named, ...]:
    return tuple(rule for rule in field.names if rule.sure)


def _top(form: Form) -> Iterator[Field]:
    return (field for step in form.steps for field in step.fields)


def _parts(form: Form) -> Iterator[Field]:
    return (part for field in _top(form) if field.kind == "person_list" for part in field.fields)
