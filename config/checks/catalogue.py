"""What must hold between procedures, selection, fees and guidance: names that exist, a tree without loops and dead ends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from config.bundle import Bundle
from config.checks.forms import answers_of
from config.form import Condition, Field, Form
from config.procedure import Choice, Fee, GuidanceRule, Procedure, Question, Selection
from config.strict import ConfigProblem, nearest

Finding = tuple[str, str, str]  # place, wrong, cure
TILES = 8  # more than one can take in at a glance


def catalogue_problems(bundle: Bundle, files: Mapping[str, str]) -> Iterator[ConfigProblem]:
    """Everything wrong in or between these files."""
    for name, procedure in bundle.procedures.items():
        for place, wrong, cure in _procedure(procedure, bundle):
            yield ConfigProblem(files[f"procedures.{name}"], place, wrong, cure)
    for place, wrong, cure in _selection(bundle.selection, bundle):
        yield ConfigProblem(files["selection.toml"], place, wrong, cure)
    for place, wrong, cure in _fees(bundle.fees):
        yield ConfigProblem(files["fees.toml"], place, wrong, cure)
    for index, rule in enumerate(bundle.guidance):
        for place, wrong, cure in _guidance(rule, f"rules[{index}]", bundle):
            yield ConfigProblem(files["guidance.toml"], place, wrong, cure)
    known = [key.removeprefix("bring.") for key in bundle.texts.get("ja", {}) if key.startswith("bring.")]
    for thing in (*bundle.stricter, *bundle.stricter.values()):
        if thing not in known:
            yield ConfigProblem(files["guidance.toml"], "stricter", f"there is no text 'bring.{thing}'", nearest(thing, known))
    for index, thing in enumerate(bundle.foremost):
        if thing not in known:
            place = f"foremost[{index}]"
            yield ConfigProblem(files["guidance.toml"], place, f"there is no text 'bring.{thing}'", nearest(thing, known))


def _procedure(procedure: Procedure, bundle: Bundle) -> Iterator[Finding]:
    if procedure.form is not None and procedure.form not in bundle.forms:
        yield "form", f"there is no form '{procedure.form}'", nearest(procedure.form, bundle.forms)
    if procedure.minutes is not None and not 0 < procedure.minutes.least <= procedure.minutes.most:
        yield "minutes", "this is no range of minutes", "write { least = 4, most = 6 }"
    fees = {fee.id for fee in bundle.fees}
    for index, fee in enumerate(procedure.fees):
        if fee not in fees:
            yield f"fees[{index}]", f"there is no fee '{fee}'", nearest(fee, fees)
    gifts = [key.removeprefix("give.") for key in bundle.texts.get("ja", {}) if key.startswith("give.")]
    for index, give in enumerate(procedure.gives):
        if give not in gifts:
            yield f"gives[{index}]", f"there is no text 'give.{give}'", nearest(give, gifts)
    known = [key.removeprefix("checklist.") for key in bundle.texts.get("ja", {}) if key.startswith("checklist.")]
    for stage, items in procedure.checks.items():
        for index, item in enumerate(items):
            if item not in known:
                yield f"checks.{stage}[{index}]", f"there is no text 'checklist.{item}'", nearest(item, known)
    yield from _things(procedure, bundle)
    for index, other in enumerate(procedure.after):
        if other not in bundle.procedures or other == procedure.id:
            yield f"after[{index}]", f"'{other}' is no other procedure", nearest(other, bundle.procedures)


def _things(procedure: Procedure, bundle: Bundle) -> Iterator[Finding]:
    """Conditions of 持ち物 may look at every form: the procedure may follow from any."""
    fields = _fields_of(bundle.forms.values())
    for index, thing in enumerate(procedure.things):
        at = f"bring[{index}]"
        for other in thing.procedure_in:
            if other not in bundle.procedures:
                yield f"{at}.procedure_in", f"there is no procedure '{other}'", nearest(other, bundle.procedures)
        if thing.when is None:
            if thing.unsure is not None:
                yield f"{at}.unsure", "without a condition nothing is unsure", "add when, or remove unsure"
            continue
        yield from _compared(thing.when, f"{at}.when", fields)


def _compared(condition: Condition, at: str, fields: Mapping[str, Sequence[Field]]) -> Iterator[Finding]:
    """Names of fields that are asked nowhere, and answers nobody can give."""
    parts = [*condition.all_, *condition.any_, *([condition.any_person] if condition.any_person else [])]
    for part in parts:
        yield from _compared(part, at, fields)
    given = [one for one in (condition.is_, condition.is_not) if one is not None] + list(condition.in_ or ())
    if condition.field is None:
        if not parts or given:
            yield at, "the condition names no field", 'add field = "…"'
        return
    if condition.field not in fields:
        yield at, f"no form here has a field '{condition.field}'", nearest(condition.field, fields)
        return
    if not given:
        yield at, f"'{condition.field}' is compared with nothing", "add is, is_not or in"
    answers = [answers_of(field) for field in fields[condition.field]]
    allowed = [one for some in answers if some is not None for one in some]
    for value in given if None not in answers else ():
        if not any(type(one) is type(value) and one == value for one in allowed):
            yield at, f"'{condition.field}' is never {value!r}", nearest(str(value), map(str, allowed))


def _ticked(choice: Choice, at: str, bundle: Bundle) -> Iterator[Finding]:
    """What a tile has ticked already is offered by a form it leads to."""
    forms = [bundle.forms.get(bundle.procedures[each].form or "") for each in choice.procedures if each in bundle.procedures]
    offered = {
        field.id: field.options
        for form in forms
        if form is not None
        for step in form.steps
        for field in step.fields
        if field.kind == "multi_choice"
    }
    for name, options in choice.answers.items():
        if name not in offered:
            yield f"{at}.{name}", "the tile leads to no question of several choices called so", nearest(name, offered)
        for option in options:
            if option not in offered.get(name, options):
                yield f"{at}.{name}", f"'{name}' is never '{option}'", nearest(option, offered[name])


def _selection(selection: Selection, bundle: Bundle) -> Iterator[Finding]:
    questions = {question.id: question for question in selection.questions}
    if not selection.questions:
        yield "questions", "there is nothing to choose", "add [[questions]]"
        return
    offered = {procedure for service in bundle.site.services for procedure in service.procedures}
    services = {service.id for service in bundle.site.services}
    for index, question in enumerate(selection.questions):
        at = f"questions[{index}]"
        if question.id in [one.id for one in selection.questions[:index]]:
            yield f"{at}.id", f"'{question.id}' is there twice", "give each question its own id"
        if not 1 <= len(question.choices) <= TILES:
            yield (
                f"{at}.choices",
                f"{len(question.choices)} tiles on one screen",
                f"use 1 to {TILES}; put the rest behind a question of its own",
            )
        for place, choice in enumerate(question.choices):
            here = f"{at}.choices[{place}]"
            if choice.id in [one.id for one in question.choices[:place]]:
                yield f"{here}.id", f"'{choice.id}' is there twice", "give each tile its own id"
            ways = [choice.next is not None, bool(choice.procedures), choice.service is not None, choice.sheet is not None]
            if sum(ways) != 1:
                cure = "write exactly one of next, procedures, service, sheet"
                yield here, "the tile leads nowhere" if not any(ways) else "the tile leads to several places", cure
            if choice.next is not None and choice.next not in questions:
                yield f"{here}.next", f"there is no question '{choice.next}'", nearest(choice.next, questions)
            if choice.service is not None and choice.service not in services:
                yield f"{here}.service", f"this site has no service '{choice.service}'", nearest(choice.service, services)
            for procedure in choice.procedures:
                if procedure not in bundle.procedures:
                    yield f"{here}.procedures", f"there is no procedure '{procedure}'", nearest(procedure, bundle.procedures)
                elif procedure not in offered:
                    cure = "add it to a service in site.toml, or take the tile out in a selection.toml of this site"
                    yield f"{here}.procedures", f"no service of this site takes '{procedure}'", cure
            yield from _ticked(choice, f"{here}.answers", bundle)
    yield from _ways(selection.questions, questions)


def _ways(order: tuple[Question, ...], questions: Mapping[str, Question]) -> Iterator[Finding]:
    """Loops, and questions nobody reaches."""
    reached: set[str] = set()
    loops: set[str] = set()

    def walk(question: str, above: tuple[str, ...]) -> None:
        if question in above:
            loops.add(question)
            return
        reached.add(question)
        for choice in questions[question].choices:
            if choice.next in questions:
                walk(str(choice.next), (*above, question))

    walk(order[0].id, ())
    for index, question in enumerate(order):
        if question.id in loops:
            yield f"questions[{index}]", f"'{question.id}' leads back to itself", "let its tiles lead on, もどる is always there"
        elif question.id not in reached:
            yield f"questions[{index}]", f"no tile leads to '{question.id}'", f'add next = "{question.id}" to a tile, or remove it'


def _fees(fees: tuple[Fee, ...]) -> Iterator[Finding]:
    for index, fee in enumerate(fees):
        at = f"fees[{index}]"
        if fee.counter < 0 or (fee.store is not None and fee.store < 0):
            yield f"{at}.counter", "a fee is never below zero", "write whole yen"
        days: list[date | None] = []
        for name in ("valid_from", "valid_until"):
            written = getattr(fee, name)
            try:
                days.append(date.fromisoformat(written) if written is not None else None)
            except ValueError:
                yield f"{at}.{name}", f"'{written}' is no day", 'write "2026-04-01"'
                days.append(None)
        if days[0] and days[1] and days[0] > days[1]:
            yield f"{at}.valid_until", "the fee ends before it begins", "exchange the two days"
        if any((fee.id, fee.valid_from) == (one.id, one.valid_from) for one in fees[:index]):
            yield f"{at}.id", f"'{fee.id}' has two rows that begin on the same day", "give the later one a valid_from of its own"


def _guidance(rule: GuidanceRule, at: str, bundle: Bundle) -> Iterator[Finding]:
    if rule.id in [one.id for one in bundle.guidance[: bundle.guidance.index(rule)]]:
        yield f"{at}.id", f"'{rule.id}' is there twice", "give each rule its own id"
    for name in ("procedure_in", "adds"):
        for index, procedure in enumerate(getattr(rule, name)):
            if procedure not in bundle.procedures:
                yield f"{at}.{name}[{index}]", f"there is no procedure '{procedure}'", nearest(procedure, bundle.procedures)
    forms = [
        bundle.forms[procedure.form]
        for procedure in bundle.procedures.values()
        if procedure.form in bundle.forms and (not rule.procedure_in or procedure.id in rule.procedure_in)
    ]
    known = _fields_of(forms)
    yield from _compared(rule.when, f"{at}.when", known)
    if rule.ages is not None:
        for key, name in (("list", rule.ages.list_), ("field", rule.ages.field)):
            if name not in known:
                yield f"{at}.ages.{key}", f"no form here has a field '{name}'", nearest(name, known)
    if rule.deadline_from is None and (rule.deadline_days, rule.late_days) != (None, None):
        yield f"{at}.deadline_from", "days need the day they count from", 'add deadline_from = "move_date"'
    if rule.deadline_from is not None and (rule.deadline_days, rule.late_days) == (None, None):
        yield f"{at}.deadline_days", "a day to count from needs the days", "add deadline_days or late_days"
    if rule.deadline_from is not None and rule.deadline_from not in known:
        yield f"{at}.deadline_from", f"no form here has a field '{rule.deadline_from}'", nearest(rule.deadline_from, known)


def _fields_of(forms: Iterable[Form]) -> dict[str, list[Field]]:
    """By every name a condition may call a field: its path, and inside a list of people its own id."""
    found: dict[str, list[Field]] = {}

    def walk(fields: tuple[Field, ...], before: str) -> None:
        for field in fields:
            found.setdefault(f"{before}{field.id}", []).append(field)
            walk(field.fields, "" if field.kind == "person_list" else f"{before}{field.id}.")

    for form in forms:
        for step in form.steps:
            walk(step.fields, "")
    return found
