"""People of one list at home: what a further one usually shares with the first, and who cannot be it as well. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from config.form import Answers, Field, Form, Problem, answer_at, copied, one_too_many
from hub.web.pages.questions import Leaf

OWN = ("name",)  # of a name only the family name is shared
REGISTER, HEAD = "domicile", "domicile_head"


def as_the_first(form: Form, list_: str, people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A further person of a list as they stand on their page before anything is entered: 本籍 as the first of the family."""
    first = people[0] if people else {}
    return {part.id: copied(first[part.id]) for part in _parts(form, list_) if is_shared(part) and first.get(part.id) is not None}


def is_shared(field: Field) -> bool:
    """Whether the others of a family usually answer all of it as the first."""
    return field.shared and field.id not in OWN


def without_head_of_another_register(before: Answers, after: Mapping[str, Any], leaf: Leaf) -> Mapping[str, Any]:
    """筆頭者 is of the 本籍: where this page changed that of a further person, the first one's is no proposal any more."""
    list_, _, index = leaf.id.partition(".")
    if not leaf.person:
        return after
    first, was, now = (answer_at(after, f"{list_}.0"), answer_at(before, leaf.id), answer_at(after, leaf.id))
    if not first or not was or not now or was.get(REGISTER) != first.get(REGISTER) or now.get(REGISTER) in (None, first[REGISTER]):
        return after
    if not now.get(HEAD) or not now[HEAD] == was.get(HEAD) == first.get(HEAD):
        return after
    people = list(after[list_])
    people[int(index)] = {name: answer for name, answer in now.items() if name != HEAD}
    return {**after, list_: people}


def one_too_many_here(form: Form, answers: Answers, leaf: Leaf) -> Iterator[Problem]:
    """A second householder, on the page of the second: whatever is answered later, there is one at most."""
    if leaf.person is None:
        return
    list_ = leaf.id.partition(".")[0]
    people = answers.get(list_)
    so_far = {**answers, list_: people[: leaf.person + 1] if isinstance(people, Sequence) else ()}
    for part in _parts(form, list_):
        path = f"{leaf.id}.{part.id}"
        answer = so_far[list_][leaf.person].get(part.id) if leaf.person < len(so_far[list_]) else None
        if isinstance(answer, str) and (code := one_too_many(form, so_far, path, answer)) is not None:
            yield Problem(path, code)


def _parts(form: Form, list_: str) -> tuple[Field, ...]:
    return next((field.fields for step in form.steps for field in step.fields if field.id == list_), ())
