"""A form as pages of the portal, and what a browser sends back as answers. Pure: the rules are config.form's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import msgspec

from config.bundle import Bundle
from config.form import Condition, Field, Form, Problem, copied, offered, put, visible
from config.form.visible import answer_at, needs_staff, says_none
from config.japanese import wareki
from config.places import reading
from config.words import MissingWords, field_keys, field_words, has_words, option_words, words
from hub.web.pages.dates import full_day

FEW = 6  # options up to here are drawn as buttons, more as a list
OLDEST = 120  # years


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: a step, and of a list of people one person. `id`: `new_home`, or `movers.0`."""

    id: str
    form: str
    step: str
    fields: tuple[str, ...]  # ids of the step's fields, or `movers.0`
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One field as the page draws it. `look`: how; `options`: (value, words); `parts`: year, month and day of a date."""

    path: str
    look: str
    label: str
    short: str  # what it is about, where the label is a whole question
    hint: str
    required: bool
    value: Any
    options: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, str, str] = ("", "", "")
    years: tuple[tuple[str, str], ...] = ()
    wrong: str = ""
    staff: str = ""  # words of 窓口で確認, where that is a way
    left_to_staff: bool = False
    none: str = ""  # words of 電話はない, where that is an answer
    has_none: bool = False
    opens: bool = False  # other fields depend on it: the page is drawn again when it changes
    longest: int = 200
    group: str = ""  # the address it is part of
    look_up: bool = False
    as_first: str = ""  # said where it stands there as the first person of the list has it


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A problem of another page: `label` says of whom and what, `leaf` is where it is put right."""

    label: str
    wrong: str
    leaf: str
    path: str


def leaves(forms: Sequence[Form], answers: Mapping[str, Any]) -> tuple[Leaf, ...]:
    """The pages of the forms in order: one a step, and one a person of a list.

    What an earlier form asks is not asked again; what is agreed to at the end (`must_be`) is asked by the last form that has it.
    """
    agreed = {field.id: form.id for form in forms for step in form.steps for field in step.fields if field.must_be is not None}
    pages: list[Leaf] = []
    asked: set[str] = set()
    for form in forms:
        shown = {path for path, _ in visible(form, answers, "portal")}
        for step in form.steps:
            own = [field for field in step.fields if field.id not in asked and agreed.get(field.id, form.id) == form.id]
            if "portal" not in step.channels:
                continue
            asked |= {field.id for field in own}
            for field in own:
                if field.kind == "person_list" and any(path.startswith(f"{field.id}.") for path in shown):
                    people = answers.get(field.id)
                    for index in range(max(1, len(people) if isinstance(people, Sequence) else 0)):
                        pages.append(Leaf(f"{field.id}.{index}", form.id, step.id, (f"{field.id}.{index}",), index))
            plain = tuple(field.id for field in own if field.kind != "person_list")
            if any(_under(path, plain) for path in shown):
                id_ = step.id if all(page.id != step.id for page in pages) else f"{form.id}:{step.id}"
                pages.append(Leaf(id_, form.id, step.id, plain))
    return tuple(pages)


def questions(
    bundle: Bundle,
    form: Form,
    answers: Mapping[str, Any],
    leaf: Leaf,
    problems: Sequence[Problem],
    language: str,
    today: date,
    at_home: bool = False,
) -> tuple[Question, ...]:
    """What the page asks now, with what was given and what is wrong with it."""
    wrong = {problem.path: problem for problem in problems}
    asked_for = _looked_at(form)
    found = []
    for path, field in visible(form, answers, "portal"):
        if not _under(path, leaf.fields):
            continue
        answer = field.fixed if field.fixed is not None else answer_at(answers, path)
        problem = wrong.get(path)
        top = path.split(".")[0] if leaf.person is None else ".".join(path.split(".")[:2])
        group = top if path != top and leaf.person is None else ""
        can_be = msgspec.structs.replace(field, options=offered(form, answers, path, field, today)) if field.options else field
        found.append(
            Question(
                path=path,
                look="fixed" if field.fixed is not None else _look(field),
                label=_worded(bundle, language, form.id, path, "title", "at_home" if at_home else ""),
                short=field_words(bundle, language, form.id, path, "label"),
                hint=_worded(bundle, language, form.id, path, "hint", "hint_at_home" if at_home else ""),
                required=field.required,
                value="" if answer is None or needs_staff(answer) or says_none(answer) else answer,
                options=_options(bundle, form.id, path, can_be, language),
                parts=_parts(answer) if field.kind == "date" else ("", "", ""),
                years=_years(field, today, language) if field.kind == "date" else (),
                wrong=_wrong(bundle, language, form.id, problem) if problem else "",
                staff=field_words(bundle, language, form.id, path, "staff") if field.staff_way else "",
                left_to_staff=needs_staff(answer),
                none=field_words(bundle, language, form.id, path, "none") if field.none_way else "",
                has_none=says_none(answer),
                opens=field.id in asked_for,
                longest=field.max if field.max is not None and field.kind.startswith("text") else 200,
                group=group,
                look_up=field.kind == "postal_code" and bool(group),
                as_first=words(bundle, language, "portal.as_first") if _is_as_first(field, answers, path, leaf) else "",
            )
        )
    return tuple(found)


def _worded(bundle: Bundle, language: str, form: str, path: str, what: Literal["title", "hint"], there: str) -> str:
    """At home nobody has brought anything yet, and types what a kiosk asks part by part: some questions have words of their own."""
    own = next((key for key in field_keys(form, path, there) if there and has_words(bundle, key)), None)
    return words(bundle, language, own) if own else field_words(bundle, language, form, path, what)


def _is_as_first(field: Field, answers: Mapping[str, Any], path: str, leaf: Leaf) -> bool:
    if (
        not leaf.person
        or not field.kind.startswith("text")
        or not field.shared
        or not isinstance(answer := answer_at(answers, path), str)
    ):
        return False
    list_, _, rest = path.partition(".")
    return bool(answer == answer_at(answers, f"{list_}.0.{rest.partition('.')[2]}"))


def read(form: Form, answers: Mapping[str, Any], leaf: Leaf, sent: Mapping[str, str]) -> dict[str, Any]:
    """The answers after this page: what was shown is replaced by what was sent (an emptied field is no answer)."""
    kept: dict[str, Any] = copied(answers)
    for path, field in visible(form, answers, "portal"):
        if _under(path, leaf.fields) and field.fixed is None and path in sent.get("shown", "").splitlines():
            put(kept, path, _answer(field, path, sent))
    return kept


def own_problems(leaf: Leaf, problems: Sequence[Problem], shown: Sequence[str]) -> tuple[Problem, ...]:
    """What is wrong on this page; what was never shown yet is not held against the resident."""
    return tuple(problem for problem in problems if _under(problem.path, leaf.fields) and problem.path in shown)


def counted_problems(form: Form, leaf: Leaf, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Too many or too few people with one answer, seen from a page whose answers the count looks at."""
    tops = {path.split(".")[0] for path in leaf.fields}
    looked_at = {rule.code for rule in form.head_counts if {rule.list_, *(_fields_of(rule.when) if rule.when else ())} & tops}
    return tuple(problem for problem in problems if problem.code in looked_at)


def elsewhere(
    bundle: Bundle, forms: Sequence[Form], answers: Mapping[str, Any], problems: Sequence[Problem], language: str
) -> tuple[Elsewhere, ...]:
    """Each problem in words, with the page it belongs to."""
    pages = leaves(forms, answers)
    found = []
    for problem in problems:
        leaf = next((each for each in pages if _under(problem.path, each.fields)), pages[0])
        person = words(bundle, language, "portal.person", number=leaf.person + 1) if leaf.person is not None else ""
        name = answer_at(answers, f"{leaf.id}.name") if leaf.person is not None else None
        try:
            asked_for = field_words(bundle, language, leaf.form, problem.path, "label")
        except MissingWords:
            # a whole list, or a field the form does not have
            asked_for = words(bundle, language, f"step.{leaf.step}")
        label = "　".join(filter(None, (person, name if isinstance(name, str) else "", asked_for)))
        found.append(Elsewhere(label, _wrong(bundle, language, leaf.form, problem), leaf.id, problem.path))
    return tuple(found)


def _under(path: str, tops: Sequence[str]) -> bool:
    return any(path == top or path.startswith(f"{top}.") for top in tops)


def _answer(field: Field, path: str, sent: Mapping[str, str]) -> Any:
    text = sent.get(path, "")
    if field.staff_way and sent.get(f"{path}.staff"):
        written = text.strip()[:200]
        return {"needs_staff": True, "text": written} if written and field.kind.startswith("text") else {"needs_staff": True}
    if field.none_way and sent.get(f"{path}.none"):
        return {"none": True}
    match field.kind:
        case "yes_no":
            return {"yes": True, "no": False}.get(text)
        case "multi_choice":
            return text.splitlines() or None
        case "count":
            return int(text) if text.strip().isdecimal() and len(text) < 9 else (text.strip() or None)
        case "date":
            parts = [sent.get(f"{path}.{part}", "").strip() for part in ("year", "month", "day")]
            return f"{parts[0]:0>4}-{parts[1]:0>2}-{parts[2]:0>2}" if any(parts) else None
        case _:
            return text or None


def _look(field: Field) -> str:
    match field.kind:
        case "choice":
            return "buttons" if len(field.options) <= FEW else "list"
        case "yes_no":
            return "tick" if field.must_be is True else "buttons"
        case "yes_no_unknown":
            return "buttons"
        case "multi_choice":
            return "ticks"
        case "date":
            return "date"
        case "phone" | "postal_code" | "count":
            return "digits"
        case _:
            return "text"


def _options(bundle: Bundle, form: str, path: str, field: Field, language: str) -> tuple[tuple[str, str], ...]:
    match field.kind:
        case "yes_no":
            return (("yes", words(bundle, language, "answer.yes")), ("no", words(bundle, language, "answer.no")))
        case "yes_no_unknown":
            return tuple((each, words(bundle, language, f"answer.{each}")) for each in ("yes", "no", "unknown"))
        case "choice" if field.options_from == "wards" and language == "ja-easy":
            kana = {each: reading(bundle, each) for each in field.options}
            return tuple((each, f"{each}（{read}）" if read else each) for each, read in kana.items())
        case "choice" | "multi_choice":
            return tuple((each, option_words(bundle, language, form, path, field, each)) for each in field.options)
        case _:
            return ()


def _parts(answer: Any) -> tuple[str, str, str]:
    if not isinstance(answer, str) or answer.count("-") != 2:
        return ("", "", "")
    year, month, day = answer.split("-")
    return (year.lstrip("0"), month.lstrip("0"), day.lstrip("0"))


def _years(field: Field, today: date, language: str) -> tuple[tuple[str, str], ...]:
    """The newest first, with the era beside it in Japanese."""
    last = (today + timedelta(days=field.max)).year if field.max is not None else today.year + 1
    first = (today - timedelta(days=field.min)).year if field.min is not None else today.year - OLDEST
    label = wareki.year_label if language == "ja" else str
    return tuple((str(year), label(year)) for year in range(last, max(first, 1873) - 1, -1))


def _wrong(bundle: Bundle, language: str, form: str, problem: Problem) -> str:
    """In the words of the field where it has its own."""
    limit: object = problem.limit if problem.limit is not None else ""
    if isinstance(limit, str) and problem.code in ("too_early", "too_late"):
        limit = full_day(date.fromisoformat(limit), language)
    own = next((key for key in field_keys(form, problem.path, problem.code) if has_words(bundle, key)), f"problem.{problem.code}")
    return words(bundle, language, own, limit=limit)


def _looked_at(form: Form) -> frozenset[str]:
    """Ids of fields that some condition of the form looks at."""
    found: set[str] = set()

    def look(fields: Sequence[Field]) -> None:
        for field in fields:
            if field.show_if is not None:
                found.update(path.split(".")[-1] for path in _fields_of(field.show_if))
            look(field.fields)

    for step in form.steps:
        look(step.fields)
    return frozenset(found)


def _fields_of(condition: Condition) -> frozenset[str]:
    """Paths a condition compares, at every depth."""
    own = {condition.field} if condition.field is not None else set()
    inner = [*condition.all_, *condition.any_, *([condition.any_person] if condition.any_person else [])]
    return frozenset(own.union(*map(_fields_of, inner)))
