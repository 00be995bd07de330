"""What is still wrong with the answers of a form: the same verdict at the kiosk, in the portal and in the hub."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from config.form.conditions import holds, is_list, is_map
from config.form.contradictions import contradicted
from config.form.fields import Answers, Channel, Field, Form, Problem
from config.form.impossible import impossible
from config.form.kinds import cleaned_answer, staff_answer_wrong, wrong
from config.form.visible import needs_staff, places, says_none
from config.site import Site

_OF_THE_DAY = frozenset({"too_early", "too_late"})  # a planned day may be past when the entry is taken up elsewhere


def check(form: Form, answers: Answers, channel: Channel, today: date, site: Site) -> tuple[Problem, ...]:
    """Everything wrong, in the order of the form; unknown and unasked answers last. Empty: ready to send.

    Strict at every depth. A field of another channel may be answered (a pre-entry brings its visit plan) but is never missing.
    """
    fields = tuple(field for step in form.steps for field in step.fields)
    shown = places(form, answers, channel)
    problems = [*_shapes(fields, answers, "", site)]
    for place in shown:
        if place.answer is None:
            if (
                place.here
                and place.field.required
                and place.field.fixed is None
                and not _in_unasked_list(fields, answers, place.path)
            ):
                problems.append(Problem(place.path, "missing"))
        elif needs_staff(place.answer):
            found = staff_answer_wrong(place.answer) if place.field.staff_way else ("wrong_kind", None)
            problems += [Problem(place.path, *found)] if found else []
        elif says_none(place.answer):
            if not place.field.none_way or len(place.answer) > 1:
                problems.append(Problem(place.path, "wrong_kind"))
        elif (found := wrong(place.field, place.answer, today)) and (place.here or found[0] not in _OF_THE_DAY):
            problems.append(Problem(place.path, *found))
        elif impossible(place.field, answers, place.path, place.answer, today):
            problems.append(Problem(place.path, "cannot_be"))
    problems += _head_counts(form, answers, {problem.path for problem in problems})
    problems += contradicted(form, answers, today)
    problems += _strangers(fields, answers, "", {place.path for place in shown})
    return tuple(problems)


def cleaned(form: Form, answers: Answers) -> dict[str, Any]:
    """The answers as they are kept: typed text cleaned kind by kind, empty text left out, unknown answers untouched."""
    return _cleaned(tuple(field for step in form.steps for field in step.fields), answers)


def _cleaned(fields: tuple[Field, ...], answers: Answers) -> dict[str, Any]:
    known = {field.id: field for field in fields}
    kept: dict[str, Any] = {}
    for name, answer in answers.items():
        field = known.get(name)
        if field is None or needs_staff(answer):
            kept[name] = answer
        elif field.kind == "address" and is_map(answer):
            kept[name] = _cleaned(field.fields, answer)
        elif field.kind == "person_list" and is_list(answer):
            kept[name] = [_cleaned(field.fields, one) if is_map(one) else one for one in answer]
        elif (value := cleaned_answer(field.kind, answer)) is not None:
            kept[name] = value
    return kept


def _shapes(fields: tuple[Field, ...], answers: Answers, before: str, site: Site) -> Iterator[Problem]:
    """Groups that are no groups, and lists with too few or too many people."""
    for field in fields:
        answer = answers.get(field.id)
        path = f"{before}{field.id}"
        if answer is None:
            continue
        if field.kind == "address" and not needs_staff(answer):
            if is_map(answer):
                yield from _shapes(field.fields, answer, f"{path}.", site)
            else:
                yield Problem(path, "wrong_kind")
        elif field.kind == "person_list":
            if not is_list(answer) or not all(is_map(one) for one in answer):
                yield Problem(path, "wrong_kind")
                continue
            most = field.max if field.max is not None else site.people_max
            if answer and len(answer) < (field.min or 0):
                yield Problem(path, "too_few", field.min)
            if len(answer) > most:
                yield Problem(path, "too_many", most)
            for index, person in enumerate(answer):
                yield from _shapes(field.fields, person, f"{path}.{index}.", site)


def _strangers(fields: tuple[Field, ...], answers: Answers, before: str, shown: set[str]) -> Iterator[Problem]:
    """Answers to fields that do not exist, and to fields that do not show."""
    known = {field.id: field for field in fields}
    for name, answer in answers.items():
        path = f"{before}{name}"
        field = known.get(name) if isinstance(name, str) else None
        if field is None:
            yield Problem(path[:200], "unknown_field")
        elif path in shown:
            continue
        elif not any(one.startswith(f"{path}.") for one in shown):
            yield Problem(path, "not_asked")
        elif field.kind == "person_list" and is_list(answer):
            for index, person in enumerate(answer):
                if is_map(person):
                    yield from _strangers(field.fields, person, f"{path}.{index}.", shown)
        elif field.kind == "address" and is_map(answer):
            yield from _strangers(field.fields, answer, f"{path}.", shown)


def _head_counts(form: Form, answers: Answers, wrong_already: set[str]) -> Iterator[Problem]:
    """Too many people with one answer: the last of them; too few: the first person. Only where everybody has answered."""
    for rule in form.head_counts:
        listed = answers.get(rule.list_)
        people = listed if is_list(listed) else ()
        given = [person.get(rule.field) if is_map(person) else None for person in people]
        if (
            not given
            or None in given
            or any(needs_staff(one) for one in given)
            or not (rule.when is None or holds(rule.when, answers))
        ):
            continue
        if any(f"{rule.list_}.{index}.{rule.field}" in wrong_already for index in range(len(given))):
            continue
        having = [index for index, one in enumerate(given) if one == rule.is_]
        if len(having) != rule.exactly:
            at = having[-1] if len(having) > rule.exactly else 0
            yield Problem(f"{rule.list_}.{at}.{rule.field}", rule.code, rule.exactly)


def head_problems(form: Form, answers: Answers) -> tuple[Problem, ...]:
    """The head counts that are broken as it stands, as soon as everybody of their lists has answered."""
    return tuple(_head_counts(form, answers, set()))


def one_too_many(form: Form, answers: Answers, path: str, answer: Any) -> str | None:
    """Code of the head count that `answer` at `path` (`movers.1.relationship`) breaks whatever is answered later; None if none."""
    list_, _, rest = path.partition(".")
    at, _, field = rest.partition(".")
    rules = [rule for rule in form.head_counts if (rule.list_, rule.field, rule.is_) == (list_, field, answer)]
    most = max(rules, key=lambda rule: rule.exactly, default=None)
    if most is None or (most.exactly == 0 and most.when is not None):  # none at all: only where a later answer says so
        return None
    listed = answers.get(list_)
    people = listed if is_list(listed) else ()
    others = [one for index, one in enumerate(people) if str(index) != at and is_map(one) and one.get(field) == answer]
    return most.code if len(others) >= most.exactly else None


def _in_unasked_list(fields: tuple[Field, ...], answers: Answers, path: str) -> bool:
    """Whether `path` is in the empty person that stands for an optional list without people."""
    first = path.partition(".")[0]
    return any(
        field.kind == "person_list" and field.id == first and not field.required and not answers.get(first) for field in fields
    )
