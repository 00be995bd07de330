"""Answers that cannot stand together, as the rules of a form say: refused at the answer to look at again. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from config.form.ages import day_of, full_years
from config.form.conditions import find, holds, is_left, is_list, is_map
from config.form.fields import Ages, Answers, Contradiction, Form, Problem


def contradicted(form: Form, answers: Answers, today: date) -> Iterator[Problem]:
    """What cannot be, each at the answer to look at again; what is not answered, or left to staff, contradicts nothing."""
    for rule in form.contradictions:
        if find(rule.at, (answers,)) is not None and _stands(rule, answers, today):
            yield Problem(rule.at, rule.code)


def _stands(rule: Contradiction, answers: Answers, today: date) -> bool:
    return (
        (rule.when is None or holds(rule.when, answers))
        and (not rule.same or _same([find(field, (answers,)) for field in rule.same]))
        and (rule.ages is None or somebody(rule.ages, answers, today))
        and (not rule.after or _later(day_of(find(rule.after, (answers,))), day_of(find(rule.at, (answers,)))))
    )


def _later(day: date | None, than: date | None) -> bool:
    return day is not None and than is not None and day > than


def somebody(ages: Ages, answers: Answers, today: date) -> bool:
    """Whether one of the list is of that age on every day that may be meant: a birthday between them leaves both answers true."""
    listed = answers.get(ages.list_)
    days = [today, *filter(None, [day_of(answers.get(ages.on))])]
    return any(
        _within(ages, day_of(one.get(ages.field)), days) and (ages.who is None or holds(ages.who, answers, one))
        for one in (listed if is_list(listed) else ())
        if is_map(one)
    )


def _within(ages: Ages, born: date | None, days: list[date]) -> bool:
    if born is None:
        return False
    years = [full_years(born, day) for day in days]
    return all(ages.from_ <= each and (ages.to is None or each <= ages.to) for each in years)


def _same(answers: list[Any]) -> bool:
    first, *others = [_text(answer) for answer in answers]
    return bool(first) and all(other == first for other in others)


def _text(answer: Any) -> str:
    """An answer to be compared, without spaces; of an address its parts in one. Empty where something of it is left to staff."""
    if is_map(answer):
        return (
            "" if _is_open(answer) else _text("".join(str(answer.get(name) or "") for name in ("ward", "town", "lot", "building")))
        )
    return "".join(answer.split()).casefold() if isinstance(answer, str) else ""


def _is_open(address: Mapping[str, Any]) -> bool:
    return is_left(address) or any(is_left(part) for part in address.values()) or address.get("lot") is None
