"""Which fields show for these answers, and what follows from that: how many questions, what to leave out when sending.

An answer to a field that does not show counts as not given: a condition never sees it. Conditions therefore look back only.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from config.form.conditions import is_list, is_map, met
from config.form.fields import Answers, Channel, Field, Form


class Place(msgspec.Struct, frozen=True):
    """One field that shows, at its path, with its answer (None where there is none).

    `here`: it belongs to the channel asked about; a field of another channel may be answered but is never asked for.
    """

    path: str
    field: Field
    answer: Any
    here: bool


def visible(form: Form, answers: Answers, channel: Channel) -> tuple[tuple[str, Field], ...]:
    """Fields to show now with their paths, in order. Groups are expanded; a list without people counts as one empty person.

    A whole address that staff complete (`needs_staff`) is one field. Fields with a `fixed` value are shown, never asked.
    """
    return tuple((place.path, place.field) for place in places(form, answers, channel) if place.here)


def asked(form: Form, answers: Answers, channel: Channel) -> dict[str, Any]:
    """The answers without those that no longer show: what is sent."""
    kept: dict[str, Any] = {}
    for place in places(form, answers, channel):
        if place.answer is not None and place.field.fixed is None:
            _put(kept, place.path.split("."), place.answer)
    return kept


def question_count(form: Form, channel: Channel) -> int:
    """Numbered questions the form's standard person meets: an address is one, follow-ups and parts of a question are none."""
    shown = {path for path, field in visible(form, form.standard, channel) if field.fixed is None}
    numbered = 0
    for step in form.steps:
        for field in step.fields:
            tops = (
                [(f"{field.id}.0.{part.id}", part) for part in field.fields] if field.kind == "person_list" else [(field.id, field)]
            )
            numbered += sum(
                not (part.with_previous or part.follow_up) and any(path == top or path.startswith(f"{top}.") for path in shown)
                for top, part in tops
            )
    return numbered


def answer_at(answers: Answers, path: str) -> Any:
    """The answer at a path such as `movers.1.name_kana`; None where there is none."""
    answer: Any = answers
    for part in path.split("."):
        if is_map(answer):
            answer = answer.get(part)
        elif is_list(answer) and part.isdigit() and int(part) < len(answer):
            answer = answer[int(part)]
        else:
            return None
    return answer


def toggled(field: Field, chosen: Sequence[str], option: str) -> tuple[str, ...]:
    """`chosen` with `option` put in or taken out, in the field's order; `none` stands alone."""
    if option in chosen:
        return tuple(one for one in chosen if one != option)
    if option == "none":
        return ("none",)
    return tuple(one for one in field.options if one != "none" and (one in chosen or one == option))


def needs_staff(answer: Any) -> bool:
    """Whether an answer leaves the question to the counter (窓口で確認)."""
    return is_map(answer) and answer.get("needs_staff") is True


def says_none(answer: Any) -> bool:
    """Whether an answer says that there is no such thing (電話はない)."""
    return is_map(answer) and answer.get("none") is True


def left_to_staff(form: Form, answers: Answers) -> tuple[str, ...]:
    """Paths of the answers the counter completes, in the order of the form."""
    return tuple(place.path for place in places(form, answers, "kiosk") if needs_staff(place.answer))


def places(form: Form, answers: Answers, channel: Channel) -> tuple[Place, ...]:
    """Every field that shows, of this channel and of others, with its answer."""
    known: dict[str, Any] = {}
    found: list[Place] = []
    for step in form.steps:
        _walk(step.fields, answers, (known,), "", channel if channel in step.channels else None, found)
    return tuple(found)


def _walk(
    fields: tuple[Field, ...],
    given: Answers,
    known: tuple[dict[str, Any], ...],
    before: str,
    channel: Channel | None,
    found: list[Place],
) -> None:
    """`known`: answers seen so far that show, from the innermost map to the whole form; it and `found` grow as the walk goes on.

    `channel` None: what stands around these fields belongs to another channel.
    """
    for field in fields:
        if field.show_if is not None and not met(field.show_if, known):
            continue
        answer = given.get(field.id)
        path = f"{before}{field.id}"
        mine = channel if channel in field.channels else None
        if field.kind == "person_list":
            listed: Sequence[Any] = answer if is_list(answer) else ()
            people: list[Answers] = [one if is_map(one) else {} for one in listed]
            seen: list[dict[str, Any]] = []
            known[0][field.id] = seen
            for index, person in enumerate(people or [{}]):
                seen.append({})
                _walk(field.fields, person, (seen[-1], *known), f"{path}.{index}.", mine, found)
        elif field.kind == "address" and not needs_staff(answer):
            inside: dict[str, Any] = {}
            known[0][field.id] = inside
            _walk(field.fields, answer if is_map(answer) else {}, (inside, *known), f"{path}.", mine, found)
        else:
            value = answer if field.fixed is None else field.fixed
            if value is not None:
                known[0][field.id] = value
            found.append(Place(path, field, answer, mine is not None))


def _put(into: dict[str, Any], parts: list[str], answer: Any) -> None:
    """Set a path; a part made of digits is a place in a list of maps, filled up with empty maps."""
    here: Any = into
    for part, following in pairwise(parts):
        fresh: Any = [] if following.isdigit() else {}
        here = _person(here, int(part)) if isinstance(here, list) else here.setdefault(part, fresh)
    if isinstance(here, dict):
        here[parts[-1]] = answer


def _person(people: list[dict[str, Any]], index: int) -> dict[str, Any]:
    people.extend({} for _ in range(index + 1 - len(people)))
    return people[index]
