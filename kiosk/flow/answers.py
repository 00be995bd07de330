"""Answers of one session by path, changed by making a new value: `movers.1.name_kana` → a new map with that answer. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

Answers = Mapping[str, Any]


def put(answers: Answers, path: str, answer: Any) -> dict[str, Any]:
    """`answers` with `answer` at `path`; maps and lists on the way are made where they are missing."""
    head, _, rest = path.partition(".")
    return {**answers, head: _put(answers.get(head), rest, answer)}


def _put(here: Any, path: str, answer: Any) -> Any:
    if not path:
        return answer
    head, _, rest = path.partition(".")
    if head.isdigit():
        people = list(here) if isinstance(here, Sequence) and not isinstance(here, str) else []
        people += [{} for _ in range(int(head) + 1 - len(people))]
        people[int(head)] = _put(people[int(head)], rest, answer)
        return people
    known = here if isinstance(here, Mapping) and "needs_staff" not in here else {}
    return {**known, head: _put(known.get(head), rest, answer)}


def without(answers: Answers, path: str) -> dict[str, Any]:
    """`answers` without the answer at `path`; a person taken out of a list moves the later ones up."""
    head, _, rest = path.partition(".")
    if head not in answers:
        return dict(answers)
    if not rest:
        return {key: value for key, value in answers.items() if key != head}
    return {**answers, head: _without(answers[head], rest)}


def _without(here: Any, path: str) -> Any:
    head, _, rest = path.partition(".")
    if head.isdigit() and isinstance(here, Sequence):
        index = int(head)
        if index >= len(here):
            return list(here)
        return [*here[:index], *([] if not rest else [_without(here[index], rest)]), *here[index + 1 :]]
    if not isinstance(here, Mapping):
        return here
    if not rest:
        return {key: value for key, value in here.items() if key != head}
    return {**here, head: _without(here[head], rest)} if head in here else dict(here)


def people(answers: Answers, path: str) -> Sequence[Mapping[str, Any]]:
    """The maps of a person list; one empty person where nobody was entered yet."""
    listed = answers.get(path)
    found = (
        [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, Sequence) and not isinstance(listed, str) else []
    )
    return found or [{}]
