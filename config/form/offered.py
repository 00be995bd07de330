"""What a question offers of its options, and of the names entered before: only what can be. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from config.form.ages import day_of, full_years
from config.form.check import one_too_many
from config.form.conditions import holds, is_list, is_map
from config.form.fields import Answers, Field, Form, Named
from config.form.impossible import impossible

PEOPLE = "people"  # everybody listed, whatever the list is called


def offered(form: Form, answers: Answers, path: str, field: Field, today: date) -> tuple[str, ...]:
    """The options of the field at `path` that can be: of a list not what that person cannot be, nor a second householder."""
    return tuple(option for option in field.options if refusal(form, answers, path, field, option, today) is None)


def refusal(form: Form, answers: Answers, path: str, field: Field, option: Any, today: date) -> str | None:
    """Code of the problem that `option` would be at `path` whatever is answered later; None where it can be."""
    if (code := one_too_many(form, answers, path, option)) is not None:
        return code
    return "cannot_be" if impossible(field, answers, path, option, today) else None


def names_for(form: Form, field: Field, answers: Answers, lists: Iterable[str], today: date) -> tuple[str, ...]:
    """Names entered so far in the `lists` of the visit, or as answers, that the form says may be the answer; each once.

    Not the name of another answer that this one may not be the same as.
    """
    people = [one for list_ in lists if is_list(listed := answers.get(list_)) for one in listed if is_map(one)]
    found = (name for rule in field.names for name in _names(rule, answers, people, today))
    others = [answers.get(one) for rule in form.contradictions if field.id in rule.same for one in rule.same if one != field.id]
    return tuple(dict.fromkeys(name for name in found if isinstance(name, str) and name not in others))


def _names(rule: Named, answers: Answers, people: list[dict[str, Any]], today: date) -> Iterator[Any]:
    if rule.of != PEOPLE:
        yield answers.get(rule.of)
        return
    for one in people:
        if _is_of_age(one, rule.from_, today) and (rule.when is None or holds(rule.when, answers, one)):
            yield one.get("name") or one.get("name_latin")


def _is_of_age(person: Mapping[str, Any], least: int, today: date) -> bool:
    born = day_of(person.get("birth_date"))
    return born is None or full_years(born, today) >= least
