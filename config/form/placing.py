"""Setting answers by their path, and telling two sets of answers apart."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from config.form.conditions import is_list, is_map
from config.form.fields import Answers
from config.form.visible import needs_staff, says_none


def copied(answers: Any) -> Any:
    """The same answers in maps and lists of their own."""
    if isinstance(answers, Mapping):
        return {name: copied(answer) for name, answer in answers.items()}
    if is_list(answers):
        return [copied(answer) for answer in answers]
    return answers


def completed(first: Answers, more: Answers) -> dict[str, Any]:
    """`first`, and what only `more` says; of an address part by part, for each form asks for other parts of it."""
    both = {**more, **first}
    for name, answer in first.items():
        other = more.get(name)
        if _is_group(answer) and _is_group(other):
            both[name] = completed(answer, other)
    return both


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


def take_away(answers: dict[str, Any], path: str) -> None:
    """No answer at a path any more, nor a group or a last person of a list that has nothing in it without that answer."""
    parts = path.split(".")
    if _at(answers, parts[:-1]) is None:
        return
    put(answers, path, None)
    for end in range(len(parts) - 1, 0, -1):
        inside = _at(answers, parts[: end - 1])
        last = parts[end - 1]
        if isinstance(inside, list):
            if not last.isdigit() or int(last) != len(inside) - 1 or inside[-1] != {}:
                return
            inside.pop()
        elif isinstance(inside, dict) and inside.get(last) in ({}, []):
            del inside[last]
        else:
            return


def differences(before: Answers, after: Answers) -> tuple[tuple[str, Any, Any], ...]:
    """(path, old, new) of every answer that is not the same, None where there is none; parts of an address and people apart."""
    old, new = dict(_leaves(before, "")), dict(_leaves(after, ""))
    paths = dict.fromkeys((*old, *new))
    return tuple((path, old.get(path), new.get(path)) for path in paths if not _same(old.get(path), new.get(path)))


def _at(answers: Any, parts: list[str]) -> Any:
    """The map or list there, None where there is none."""
    for part in parts:
        if isinstance(answers, list):
            answers = answers[int(part)] if part.isdigit() and int(part) < len(answers) else None
        else:
            answers = answers.get(part) if isinstance(answers, dict) else None
    return answers


def _put_person(people: list[Any], index: int, person: Any) -> None:
    if person is None:
        del people[index : index + 1]
        return
    people.extend({} for _ in range(index + 1 - len(people)))
    people[index] = person


def _is_group(answer: Any) -> TypeGuard[dict[str, Any]]:
    return is_map(answer) and not needs_staff(answer) and not says_none(answer)


def _leaves(answer: Any, path: str) -> Iterator[tuple[str, Any]]:
    if _is_group(answer):
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
