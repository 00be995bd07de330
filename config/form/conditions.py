"""When a field shows: conditions are data, looked up from the innermost map outwards.

Plain loops and concrete types: a 転入届 meets a hundred of these before its number, all in the hub's one interpreter.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeGuard

from config.form.fields import Answers, Condition


def holds(condition: Condition, answers: Answers, person: Answers | None = None) -> bool:
    """Whether `condition` is met by the answers of the form, and of `person` inside a person list."""
    return met(condition, (person, answers) if person is not None else (answers,))


def met(condition: Condition, scopes: tuple[Answers, ...]) -> bool:
    """Whether `condition` is met; `scopes` from the innermost map to the whole form."""
    field = condition.field
    if field is not None:
        answer = find(field, scopes)
        if answer is None:
            return False
        wanted = condition.is_
        # most conditions are one answer of a choice: one comparison, not four questions
        if type(wanted) is type(answer) and condition.is_not is None and condition.in_ is None:
            if answer != wanted:
                return False
        elif not _compared(condition, answer):
            return False
    for part in condition.all_:
        if not met(part, scopes):
            return False
    if condition.any_ and not any(met(part, scopes) for part in condition.any_):
        return False
    person = condition.any_person
    return person is None or any(met(person, (one, *scopes)) for one in _people(scopes[-1]))


def said(condition: Condition, answers: Answers) -> bool | None:
    """What the answers say of `condition`; None while they do not: what it looks at is not asked, not answered, or left to staff.

    Of `any` one that holds is enough, of `all` one that does not.
    """
    return _said(condition, (answers,))


def _said(condition: Condition, scopes: tuple[Answers, ...]) -> bool | None:
    parts: list[bool | None] = []
    if condition.field is not None:
        answer = find(condition.field, scopes)
        parts.append(None if answer is None or is_left(answer) else _compared(condition, answer))
    parts += [_said(part, scopes) for part in condition.all_]
    if condition.any_:
        parts.append(_one_of([_said(part, scopes) for part in condition.any_]))
    if condition.any_person is not None:
        parts.append(_one_of([_said(condition.any_person, (one, *scopes)) for one in _people(scopes[-1])]))
    if False in parts:
        return False
    return None if None in parts else True


def _one_of(parts: Sequence[bool | None]) -> bool | None:
    """Whether one holds. Of nobody nothing is said."""
    if True in parts:
        return True
    return None if None in parts or not parts else False


def is_left(answer: Any) -> bool:
    """Whether an answer leaves the question to the counter."""
    return isinstance(answer, dict) and answer.get("needs_staff") is True


def mentioned(condition: Condition | None) -> Iterator[str]:
    """Ids of the fields a condition looks at."""
    if condition is None:
        return
    if condition.field is not None:
        yield condition.field
    for part in (*condition.all_, *condition.any_, condition.any_person):
        yield from mentioned(part)


def find(field: str, scopes: tuple[Answers, ...]) -> Any:
    """The answer at a dotted `field` in the first scope that has one; None where nobody does."""
    if "." not in field:
        for scope in scopes:
            answer = scope.get(field)
            if answer is not None:
                return answer
        return None
    first, _, inside = field.partition(".")
    for scope in scopes:
        answer = scope.get(first)
        answer = find(inside, (answer,)) if isinstance(answer, dict) else None
        if answer is not None:
            return answer
    return None


def is_map(answer: Any) -> TypeGuard[dict[str, Any]]:
    """Whether an answer is a group of answers."""
    return isinstance(answer, dict)


def is_list(answer: Any) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether an answer is several: options chosen, or people."""
    return isinstance(answer, (list, tuple))


def _compared(condition: Condition, answer: Any) -> bool:
    given = answer if is_list(answer) else (answer,)
    return (
        (condition.is_ is None or _has(given, condition.is_))
        and (condition.is_not is None or not _has(given, condition.is_not))
        and (condition.in_ is None or any(_has(condition.in_, one) for one in given))
    )


def _has(given: Sequence[Any], value: Any) -> bool:
    for one in given:  # noqa: SIM110 (a generator costs more than the question)
        if type(one) is type(value) and one == value:  # True is not 1
            return True
    return False


def _people(answers: Answers) -> list[Answers]:
    return [one for people in answers.values() if is_list(people) for one in people if is_map(one)]
