"""When a field shows: conditions are data, looked up from the innermost map outwards."""

from collections.abc import Mapping, Sequence
from typing import Any

from config.form.fields import Answers, Condition


def holds(condition: Condition, answers: Answers, person: Answers | None = None) -> bool:
    """Whether `condition` is met by the answers of the form, and of `person` inside a person list."""
    return met(condition, (person, answers) if person is not None else (answers,))


def met(condition: Condition, scopes: tuple[Answers, ...]) -> bool:
    """Whether `condition` is met; `scopes` from the innermost map to the whole form."""
    return (
        _compared(condition, scopes)
        and all(met(part, scopes) for part in condition.all_)
        and (not condition.any_ or any(met(part, scopes) for part in condition.any_))
        and (condition.any_person is None or any(met(condition.any_person, (one, *scopes)) for one in _people(scopes[-1])))
    )


def find(field: str, scopes: tuple[Answers, ...]) -> Any:
    """The answer at a dotted `field` in the first scope that has one; None where nobody does."""
    for scope in scopes:
        answer: Any = scope
        for part in field.split("."):
            answer = answer.get(part) if isinstance(answer, Mapping) else None
        if answer is not None:
            return answer
    return None


def _compared(condition: Condition, scopes: tuple[Answers, ...]) -> bool:
    if condition.field is None:
        return True
    answer = find(condition.field, scopes)
    if answer is None:
        return False
    given = tuple(answer) if isinstance(answer, Sequence) and not isinstance(answer, str) else (answer,)
    return (
        (condition.is_ is None or any(_same(one, condition.is_) for one in given))
        and (condition.is_not is None or not any(_same(one, condition.is_not) for one in given))
        and (condition.in_ is None or any(_same(one, option) for one in given for option in condition.in_))
    )


def _same(answer: Any, value: Any) -> bool:
    return type(answer) is type(value) and answer == value  # True is not 1


def _people(answers: Answers) -> list[Answers]:
    lists = [answer for answer in answers.values() if isinstance(answer, Sequence) and not isinstance(answer, str)]
    return [one for people in lists for one in people if isinstance(one, Mapping)]
