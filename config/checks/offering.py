"""What must hold in what a form never offers, and in whose names it does: options and fields that exist in some form.

The fields of people that forms share are not in each of them: what a form does not ask rules nothing out there.
"""

from collections.abc import Iterator, Mapping

from config.bundle import Bundle
from config.checks.forms import Finding, condition_findings
from config.form import Field
from config.form.offered import PEOPLE
from config.strict import ConfigProblem, nearest


def offering_problems(bundle: Bundle, files: Mapping[str, str]) -> Iterator[ConfigProblem]:
    """Everything wrong in `never` and `names`, by key path."""
    every = [field for form in bundle.forms.values() for step in form.steps for field in step.fields]
    of_people = {part.id: part for field in every if field.kind == "person_list" for part in field.fields}
    names = {field.id for field in every if field.kind == "text_name"}
    for form in bundle.forms.values():
        for index, step in enumerate(form.steps):
            for at, field in enumerate(step.fields):
                place = f"steps[{index}].fields[{at}]"
                parts = [(f"{place}.fields[{n}]", part) for n, part in enumerate(field.fields)]
                for where, one in ((place, field), *parts):
                    listed = where != place and field.kind == "person_list"
                    for found in (*_never(one, where, of_people, listed=listed), *_names(one, where, of_people, names)):
                        yield ConfigProblem(files[f"forms.{form.id}"], *found)


def _never(field: Field, at: str, of_people: Mapping[str, Field], *, listed: bool) -> Iterator[Finding]:
    for index, rule in enumerate(field.never):
        place = f"{at}.never[{index}]"
        if not listed:
            yield place, "something is known to be impossible only of people in a list", "remove it, or use show_if"
        for option in rule.options:
            if option not in field.options:
                yield f"{place}.options", f"'{field.id}' is never {option!r}", nearest(option, field.options)
        if rule.born and (rule.born not in of_people or of_people[rule.born].kind != "date"):
            yield f"{place}.born", f"no '{rule.born}' of a person is a date", "name the field of the date of birth"
        if not rule.born and (rule.to, rule.beside, rule.younger_than, rule.older_than) != (None, None, None, None):
            yield place, "the ages are of no date of birth", 'add born = "birth_date"'
        conditions = {"when": rule.when, "other": rule.other, "younger_than": rule.younger_than, "older_than": rule.older_than}
        if rule.to is None and rule.beside is None and not any(conditions.values()):
            yield place, "nothing is said about when it stands", "add when, other, to, beside, younger_than or older_than"
        for key, condition in conditions.items():
            if condition is not None:
                yield from condition_findings(condition, f"{place}.{key}", of_people, ())


def _names(field: Field, at: str, of_people: Mapping[str, Field], names: set[str]) -> Iterator[Finding]:
    if field.names and field.kind != "text_name":
        yield f"{at}.names", "names answer a text_name alone", "remove it, or make it a text_name"
    for index, rule in enumerate(field.names):
        place = f"{at}.names[{index}]"
        if rule.of != PEOPLE and rule.of not in names:
            yield f"{place}.of", f"no field of a name is called '{rule.of}'", nearest(rule.of, (PEOPLE, *names))
        if rule.of != PEOPLE and (rule.from_ or rule.when is not None):
            yield place, "only of people more is known than their name", "remove from and when"
        if rule.when is not None:
            yield from condition_findings(rule.when, f"{place}.when", of_people, ())
