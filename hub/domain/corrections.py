"""訂正: answers changed at the counter by the form's own rules. What they no longer open is taken out, what they open is due."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from config.form import Form, Problem, asked, check, cleaned, copied, differences, put, take_away
from config.site import Site

PEOPLE = 100  # no list of a form is longer; a path that says so is none of ours


class Change(msgspec.Struct, frozen=True):
    """One answer as it was and as it is now; None: none."""

    path: str
    before: Any
    after: Any


class Corrected(msgspec.Struct, frozen=True):
    """`changes`: every answer that is another one now, those taken out because nothing asks for them any more included."""

    answers: dict[str, Any]
    changes: tuple[Change, ...]


def corrected(
    form: Form, answers: Mapping[str, Any], wanted: Mapping[str, Any], day: date, site: Site, *, piecewise: bool = False
) -> Corrected | tuple[Problem, ...]:
    """`answers` with `wanted` (path → new answer, None: taken away), or what is wrong with that. `day`: of the visit.

    A fault that was there before, at another place, is no reason to refuse; `piecewise`: nor an answer that is still to come,
    of a form that is entered from paper.
    """
    strange = tuple(Problem(path[:200], "unknown_field") for path in wanted if not _is_path(path))
    if strange:
        return strange
    given = copied(answers)
    for path, answer in wanted.items():
        put(given, path, answer)
    after = asked(form, cleaned(form, given), "kiosk")
    if piecewise:
        _keep_people(form, given, after)
    known = {(each.path, each.code) for each in check(form, answers, "kiosk", day, site)}
    problems = tuple(
        each
        for each in check(form, after, "kiosk", day, site)
        if ((each.path, each.code) not in known or any(_touches(path, each.path) for path in wanted))
        and not (piecewise and each.code == "missing")
    )
    strangers = tuple(
        each
        for each in check(form, given, "kiosk", day, site)
        if each.code in ("unknown_field", "not_asked") and any(_touches(path, each.path) for path in wanted)
    )
    if problems or strangers:
        return (*strangers, *problems)
    return Corrected(after, tuple(Change(*each) for each in differences(answers, after)))


def taken_back(answers: Mapping[str, Any], changes: Sequence[Change]) -> dict[str, Any]:
    """`answers` as they were before these changes, which were the last: what they were then is not checked again."""
    given: dict[str, Any] = copied(answers)
    for each in reversed(changes):
        if each.before is None:
            take_away(given, each.path)
        else:
            put(given, each.path, each.before)
    return given


def _keep_people(form: Form, given: Mapping[str, Any], after: dict[str, Any]) -> None:
    """Whoever a paper names is still to be entered: they do not go because nothing of them stands there yet."""
    for field in (field for step in form.steps for field in step.fields if field.kind == "person_list"):
        people = given.get(field.id)
        if isinstance(people, list):
            known = after.setdefault(field.id, [])
            known.extend({} for _ in range(len(people) - len(known)))


def _touches(path: str, other: str) -> bool:
    return path == other or other.startswith(f"{path}.")


def _is_path(path: str) -> bool:
    parts = path.split(".")
    return (
        len(path) <= 200
        and not parts[0].isdigit()
        and all((part.isascii() and part.isidentifier()) or (part.isdecimal() and int(part) < PEOPLE) for part in parts)
    )
