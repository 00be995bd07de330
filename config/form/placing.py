"""Setting answers by their path, and telling two sets of answers apart."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.form.conditions import is_list, is_map
from config.form.fields import Answers
from config.form.visible import needs_staff


def copied(answers: Any) -> Any:
    """The same answers in maps and lists of their own."""
    if isinstance(answers, Mapping):
        return {name: copied(answer) for name, answer in answers.items()}
    if is_list(answers):
        return [copied(answer) for answer in answers]
    return answers


def put(answers: dict[str, Any], path: str, answer: Any) -> None:
    """Set the answer at a path, or take it away (None; a person out of a list). Lists of people grow as needed."""
    *before, last = path.split(".")
    here: Any = answers
    for part, following in zip(before, path.split(".")[1:], strict=True):
        fresh: Any = [] if following.isdigit() else {}
        if isinstance(here, list):
            here.extend({} for _ in range(int(part) + 1 - len(here)))
            if not isinstance(here[int(part)], type(fresh)):
                here[int(part)] = fresh
            here = here[int(part)]
        else:
            if not isinstance(here.get(part), type(fresh)):
                here[part] = fresh
            here = here[part]
    if isinstance(here, list):
        _put_person(here, int(last), answer)
    elif answer is None:
        here.pop(last, None)
    else:
        here[last] = answer


def differences(before: Answers, after: Answers) -> tuple[tuple[str, Any, Any], ...]:
    """(path, old, new) of every answer that is not the same, None where there is none; parts of an address and people apart."""
    old, new = dict(_leaves(before, "")), dict(_leaves(after, ""))
    paths = dict.fromkeys((*old, *new))
    return tuple((path, old.get(path), new.get(path)) for path in paths if not _same(old.get(path), new.get(path)))


def _put_person(people: list[Any], index: int, person: Any) -> None:
    if person is None:
        del people[index : index + 1]
        return
    people.extend({} for _ in range(index + 1 - len(people)))
    people[index] = person


def _leaves(answer: Any, path: str) -> Iterator[tuple[str, Any]]:
    if is_map(answer) and not needs_staff(answer):
        for name, part in answer.items():
            yield from _leaves(part, f"{path}.{name}" if path else name)
    elif is_list(answer) and any(is_map(one) for one in answer):
        for index, one in enumerate(answer):
            yield from _leaves(one, f"{path}.{index}")
    elif path:
        yield path, answer


def _same(old: Any, new: Any) -> bool:
    if is_list(old) and is_list(new):
        return list(old) == list(new)
    return type(old) is type(new) and bool(old == new)
