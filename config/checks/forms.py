"""What must hold in a form: ids once in their map, conditions that look back at fields there are, options that exist."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.form import Ages, Condition, Field, Form, mentioned
from config.proxy import PROXY
from config.strict import ConfigProblem, nearest

Finding = tuple[str, str, str]  # place, wrong, cure
_CHOOSING = {"choice", "multi_choice"}
_GROUPS = {"address", "person_list"}
_MAY_BE_NONE = {"text", "text_latin", "phone", "card_number", "date"}  # kinds with room for 電話はない beside the keys


def form_problems(form: Form, file: str) -> Iterator[ConfigProblem]:
    """Everything wrong in one form, by key path."""
    for place, wrong, cure in _steps(form):
        yield ConfigProblem(file, place, wrong, cure)


def _steps(form: Form) -> Iterator[Finding]:
    if not form.steps:
        yield "steps", "the form has no step", "add [[steps]] with an id and fields"
    seen: dict[str, Field] = {}
    for index, step in enumerate(form.steps):
        if step.id in [one.id for one in form.steps[:index]]:
            yield f"steps[{index}].id", f"'{step.id}' is there twice", "give each step its own id"
        yield from _fields(step.fields, f"steps[{index}].fields", "", seen, ())
    yield from _whose_cards(form)
    for index, rule in enumerate(form.head_counts):
        field = seen.get(f"{rule.list_}.{rule.field}")
        if field is None:
            yield (
                f"head_counts[{index}].field",
                f"no person has a field '{rule.field}'",
                nearest(f"{rule.list_}.{rule.field}", seen),
            )
        elif rule.is_ not in (answers_of(field) or (rule.is_,)):
            yield f"head_counts[{index}].is", f"'{rule.field}' is never {rule.is_!r}", nearest(str(rule.is_), field.options)
        if rule.when is not None:
            yield from condition_findings(rule.when, f"head_counts[{index}].when", seen, ())
    yield from _contradictions(form, seen)
    yield from _ticks(form, seen)
    known = [step.id for step in form.steps]
    for index, wanted in enumerate(form.paper.order):
        if wanted not in known:
            yield f"paper.order[{index}]", f"there is no step '{wanted}'", nearest(wanted, known)
    if form.paper.rows < 1:
        yield "paper.rows", "the first sheet has no room for anybody", "write 5, as the paper form has"
    yield from _standard(form.standard, tuple(field for step in form.steps for field in step.fields), "standard")


def _contradictions(form: Form, seen: Mapping[str, Field]) -> Iterator[Finding]:
    for index, rule in enumerate(form.contradictions):
        place, ages = f"contradictions[{index}]", rule.ages
        for key, path in [*([] if rule.after else [("at", rule.at)]), *(("same", one) for one in rule.same)]:
            if path not in seen:
                yield f"{place}.{key}", f"no field is called '{path}'", nearest(path, seen)
        if ages is not None:
            yield from _ages(ages, f"{place}.ages", seen)
        if len(rule.same) == 1:
            yield f"{place}.same", "one answer alone is the same as no other", "name two fields"
        for key, path in [("at", rule.at), ("after", rule.after)] if rule.after else ():
            if path not in seen:
                yield f"{place}.{key}", f"no field is called '{path}'", nearest(path, seen)
            elif seen[path].kind != "date":
                yield f"{place}.{key}", f"'{path}' is no date", "name the field of a date"
        if rule.when is None and not rule.same and ages is None and not rule.after:
            yield place, "nothing is said about when it stands", "add when, same, ages or after"
        if rule.when is not None:
            yield from condition_findings(rule.when, f"{place}.when", seen, ())


def _ages(ages: Ages, place: str, seen: Mapping[str, Field]) -> Iterator[Finding]:
    for key, path in [("field", f"{ages.list_}.{ages.field}"), *([("on", ages.on)] if ages.on else [])]:
        if path not in seen:
            yield f"{place}.{key}", f"no field is called '{path}'", nearest(path, seen)
        elif seen[path].kind != "date":
            yield f"{place}.{key}", f"'{path}' is no date", "name the field of a date"
    if ages.who is not None:
        yield from condition_findings(ages.who, f"{place}.who", seen, (ages.list_,))


def _ticks(form: Form, seen: Mapping[str, Field]) -> Iterator[Finding]:
    for index, step in enumerate(form.steps):
        for at, field in enumerate(step.fields):
            for number, tick in enumerate(field.ticks):
                place = f"steps[{index}].fields[{at}].ticks[{number}]"
                if field.kind != "multi_choice" or tick.option not in field.options:
                    yield f"{place}.option", f"'{tick.option}' is no option of '{field.id}'", nearest(tick.option, field.options)
                yield from _ages(tick.ages, f"{place}.ages", seen)


def _whose_cards(form: Form) -> Iterator[Finding]:
    """Where a proxy may come, every field a card fills says by who stands there whether it is theirs."""
    deciding = [field.id for step in form.steps for field in step.fields if PROXY in field.options]
    for index, step in enumerate(form.steps if deciding else ()):
        for at, field in enumerate(step.fields):
            place = f"steps[{index}].fields[{at}]"
            parts = enumerate(field.fields) if field.kind == "person_list" else ()
            for where, one in ((place, field), *((f"{place}.fields[{part}]", one) for part, one in parts)):
                named = {*mentioned(one.show_if), *mentioned(one.card_if)}
                if one.card is not None and named.isdisjoint(deciding):
                    yield f"{where}.card", "the card of a proxy would fill it", f"add card_if with '{deciding[0]}'"


def _fields(
    fields: tuple[Field, ...], place: str, before: str, seen: dict[str, Field], inside: tuple[str, ...]
) -> Iterator[Finding]:
    """`seen`: path → field of all that come earlier; `inside`: paths of the groups around, the innermost first."""
    for index, field in enumerate(fields):
        at = f"{place}[{index}]"
        path = f"{before}{field.id}"
        if path in seen:
            yield f"{at}.id", f"'{field.id}' is there twice", "give each field of a map its own id"
        if field.show_if is not None:
            yield from condition_findings(field.show_if, f"{at}.show_if", seen, inside)
        if field.card_if is not None:
            yield from condition_findings(field.card_if, f"{at}.card_if", seen, inside)
        yield from _field(field, at)
        yield from _near(field, at, seen, before)
        seen[path] = field
        yield from _fields(field.fields, f"{at}.fields", f"{path}.", seen, (path, *inside))


def _field(field: Field, at: str) -> Iterator[Finding]:
    if field.kind in _CHOOSING and not field.options:
        yield f"{at}.options", "there is nothing to choose", "list the options, or take them from the site with options_from"
    if field.kind not in _CHOOSING and field.options:
        yield f"{at}.options", f"a field of kind {field.kind} has no options", "remove them, or make it a choice"
    if len(set(field.options)) != len(field.options):
        yield f"{at}.options", "an option is there twice", "name each option once"
    if (field.kind in _GROUPS) != bool(field.fields):
        yield (
            f"{at}.fields",
            f"a field of kind {field.kind} {'needs' if field.kind in _GROUPS else 'has no'} fields",
            "correct kind or fields",
        )
    if field.card_if is not None and field.card is None:
        yield f"{at}.card_if", "no item of a card fills this field", "add card, or remove card_if"
    if field.only_aged and (
        not field.kind.startswith("yes_no") or len(field.only_aged) != 2 or field.only_aged[0] > field.only_aged[1]
    ):
        yield f"{at}.only_aged", "the ages of people answer a yes_no alone", "write [from, to] of a yes_no, or remove it"
    if field.place is not None and field.kind != "text":
        yield f"{at}.place", "only a text is the words of a place", "remove it"
    if field.recent and field.kind != "date":
        yield f"{at}.recent", "only a date is recent", "remove it"
    if field.odd_years is not None and (field.kind != "date" or field.odd_years < 1):
        yield f"{at}.odd_years", "only a date is years ago, one or more", "write 1 or more of a date, or remove it"
    if field.none_way and field.kind not in _MAY_BE_NONE:
        yield (
            f"{at}.none_way",
            f"a field of kind {field.kind} has no way to say that there is none",
            "remove it, or make it an option",
        )
    if field.none_way and field.staff_way:
        yield f"{at}.none_way", "there is room for one way beside the keys", "keep none_way or staff_way"
    if "." in field.id or field.id.isdigit() or not field.id:
        yield f"{at}.id", f"'{field.id}' is no id", "use small words joined by _"
    if field.min is not None and field.max is not None and field.kind != "date" and field.min > field.max:
        yield f"{at}.min", f"{field.min} is more than max {field.max}", "write min ≤ max"
    if not field.channels:
        yield f"{at}.channels", "it would never be asked", 'write ["kiosk", "portal"], or leave the key out'


def _near(field: Field, at: str, seen: Mapping[str, Field], before: str) -> Iterator[Finding]:
    if field.only_near is None:
        return
    if field.kind != "yes_no":
        yield f"{at}.only_near", "how near a day is answers a yes_no alone", "remove it, or make it a yes_no"
    day = seen.get(f"{before}{field.only_near.field}")
    if day is None or day.kind != "date":
        dates = [path.removeprefix(before) for path, one in seen.items() if one.kind == "date" and path.startswith(before)]
        yield f"{at}.only_near", f"no earlier date is called '{field.only_near.field}'", nearest(field.only_near.field, dates)


def condition_findings(condition: Condition, at: str, seen: Mapping[str, Field], inside: tuple[str, ...]) -> Iterator[Finding]:
    """What a condition names and is not there. `seen`: path → field; `inside`: the groups around, innermost first."""
    parts = [(f"{at}.all[{index}]", one) for index, one in enumerate(condition.all_)]
    parts += [(f"{at}.any[{index}]", one) for index, one in enumerate(condition.any_)]
    for place, part in parts:
        yield from condition_findings(part, place, seen, inside)
    if condition.any_person is not None:
        lists = tuple(path for path, field in seen.items() if field.kind == "person_list")
        yield from condition_findings(condition.any_person, f"{at}.any_person", seen, (*lists, *inside))
    compared = [one for one in (condition.is_, condition.is_not) if one is not None] + list(condition.in_ or ())
    if condition.field is None:
        if compared:
            yield at, "the condition names no field", 'add field = "…"'
        elif not parts and condition.any_person is None:
            yield at, "the condition says nothing", "add field with is, is_not or in; or all, any, any_person"
        return
    field = _found(condition.field, seen, inside)
    if field is None:
        known = {path.removeprefix(f"{group}.") for path in seen for group in ("", *inside) if path.startswith(group)}
        yield (
            f"{at}.field",
            f"no earlier field is called '{condition.field}'",
            nearest(condition.field, {one.strip(".") for one in known}),
        )
        return
    if not compared:
        yield at, f"'{condition.field}' is compared with nothing", "add is, is_not or in"
    allowed = answers_of(field)
    for value in compared:
        if allowed is not None and value not in allowed:
            yield at, f"'{condition.field}' is never {value!r}", nearest(str(value), map(str, allowed))


def _found(name: str, seen: Mapping[str, Field], inside: tuple[str, ...]) -> Field | None:
    return next((seen[path] for path in (*(f"{group}.{name}" for group in inside), name) if path in seen), None)


def answers_of(field: Field) -> tuple[Any, ...] | None:
    """What an answer to the field can be; None where it is open."""
    match field.kind:
        case "choice" | "multi_choice":
            return field.options
        case "yes_no":
            return (True, False)
        case "yes_no_unknown":
            return ("yes", "no", "unknown")
        case _:
            return None


def _standard(answers: Mapping[str, Any], fields: tuple[Field, ...], at: str) -> Iterator[Finding]:
    known = {field.id: field for field in fields}
    for name, answer in answers.items():
        field = known.get(name)
        if field is None:
            yield f"{at}.{name}", "no field is called so", nearest(name, known)
        elif field.kind == "person_list" and isinstance(answer, list):
            for index, person in enumerate(answer):
                yield from _standard(person, field.fields, f"{at}.{name}[{index}]")
        elif field.kind == "address" and isinstance(answer, Mapping):
            yield from _standard(answer, field.fields, f"{at}.{name}")
        elif (allowed := answers_of(field)) is not None:
            for one in answer if isinstance(answer, list) else (answer,):
                if one not in allowed:
                    yield f"{at}.{name}", f"'{name}' is never {one!r}", nearest(str(one), map(str, allowed))
