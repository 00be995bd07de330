"""From an application to its printed form: the order of the paper, the words of the register, today's values. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, get_args

from config.bundle import Bundle
from config.fees import total
from config.form import Field, Form, Step, answer_at, needs_staff, visible
from config.japanese import wareki
from config.relationship import record_word
from config.words import field_words, has_words, local, words
from hub.web.pages.answers import value_words
from hub.web.paper.sheet import Block, Column, FormSheet, Line, Person
from hub.wire import Application, IdentityCheck

REFERENCE = "UV1:"  # before the id of a visit: read by the counter's scanner, worth nothing elsewhere
# what only leads to the word of the register, which stands on the paper itself
_TO_RELATIONSHIP = ("marriage_filed", "adopted", "whose_child")
_IN_THE_ROW = ("nationality", "nationality_region", "name", "name_kana", "birth_date", "sex", "relationship")
_WIDE = 40  # characters of a text that wants the whole width


def reference(visit: str) -> str:
    """What the QR of a form says of its visit: its id, and nothing of the person."""
    return f"{REFERENCE}{visit.upper()}"


def form_sheet(
    bundle: Bundle,
    form: Form,
    application: Application,
    visit: str,
    number: str,
    today: date,
    identity: IdentityCheck | None = None,
) -> FormSheet:
    """The form of one application. `form`: of the version the answers were given to."""
    paper = bundle.forms[form.id].paper if form.id in bundle.forms else form.paper
    steps = {step.id: step for step in form.steps}
    order = [steps[each] for each in paper.order if each in steps] or list(form.steps)
    shown = _shown(form, application.answers)
    blocks = [_block(bundle, form, step, application.answers, shown) for step in order]
    service = next((each for each in bundle.site.services if application.procedure in each.procedures), None)
    fee = total(bundle, application.answers, today)
    return FormSheet(
        title=said(bundle, f"printed.{form.id}.title", f"procedure.{application.procedure}.name"),
        number=number,
        taken_on=wareki.format(today),
        reference=reference(visit),
        addressee=f"{bundle.site.address.city}長",
        office=f"{local(bundle.site.name, 'ja')} {local(bundle.site.office, 'ja')}",
        statement=said(bundle, f"printed.{form.id}.statement", "printed.statement"),
        day_word=said(bundle, f"printed.{form.id}.day", "printed.day"),
        signer=said(bundle, f"printed.{form.id}.{order[0].id}", f"printed.{order[0].id}", f"step.{order[0].id}"),
        blocks=tuple(block for block in blocks if block.lines or block.people),
        stages=tuple(words(bundle, "ja", f"stage.{stage}") for stage in (service.stages if service else ("reception",))),
        rows=paper.rows,
        impression=paper.impression,
        fee=f"{fee:,}円" if fee else "",
        shown=(*identity.documents, *identity.papers) if identity else (),
        checked=f"{identity.at.hour}:{identity.at:%M} 確認" if identity else "",
    )


def said(bundle: Bundle, *keys: str) -> str:
    """The first of these texts that there is; empty where there is none."""
    return next((words(bundle, "ja", key) for key in keys if has_words(bundle, key)), "")


def _shown(form: Form, answers: Mapping[str, Any]) -> dict[str, Field]:
    """Every field with an answer, and those that should have one, by path in the order of the form."""
    asked = dict(visible(form, answers, "kiosk")) | dict(visible(form, answers, "portal"))
    order = [*dict(visible(form, answers, "portal")), *dict(visible(form, answers, "kiosk"))]
    given = {path for path in asked if answer_at(answers, path) is not None or asked[path].fixed is not None}
    here = {path for path, field in visible(form, answers, "kiosk") if field.required}
    return {path: asked[path] for path in dict.fromkeys(order) if (path in given or path in here) and not asked[path].must_be}


def _block(bundle: Bundle, form: Form, step: Step, answers: Mapping[str, Any], shown: Mapping[str, Field]) -> Block:
    own = {field.id: field for field in step.fields}
    listed = next((field for field in step.fields if field.kind == "person_list"), None)
    return Block(
        title=said(bundle, f"printed.{form.id}.{step.id}", f"printed.{step.id}", f"step.{step.id}"),
        lines=tuple(_lines(bundle, form, answers, {p: f for p, f in shown.items() if p.split(".")[0] in own}, own)),
        people=tuple(_people(bundle, form, answers, listed, shown)) if listed else (),
        listed=listed is not None,
        columns=tuple(each for each in get_args(Column) if listed and each in {field.id for field in listed.fields}),
    )


def _lines(
    bundle: Bundle, form: Form, answers: Mapping[str, Any], paths: Mapping[str, Field], own: Mapping[str, Field]
) -> Iterator[Line]:
    """An address is one line; people have rows of their own."""
    done: set[str] = set()
    for path, field in paths.items():
        top = path.split(".")[0]
        kind = own[top].kind if top in own else field.kind
        if kind == "person_list" or top in done:
            continue
        if kind == "address" and path != top:
            done.add(top)
            yield _address(bundle, form, answers, top, {p: f for p, f in paths.items() if p.startswith(f"{top}.")})
        else:
            yield _line(bundle, form, answers, path, field, _is_western(answers, path))


def _is_western(answers: Mapping[str, Any], path: str) -> bool:
    """Whether a birth date is that of somebody with a name in Latin letters: a card of theirs gives it in Western years."""
    who, found, _ = path.partition("birth_date")
    name = answers.get(f"{who}name") if found else None
    return isinstance(name, str) and name.isascii()


def _line(bundle: Bundle, form: Form, answers: Mapping[str, Any], path: str, field: Field, western: bool = False) -> Line:
    answer = answer_at(answers, path) if field.fixed is None else field.fixed
    label = field_words(bundle, "ja", form.id, path, "label")
    wide = field.kind in ("address", "multi_choice") or (field.kind.startswith("text") and (field.max or 0) > _WIDE)
    return Line(label, _written(bundle, form, path, field, answer, western), wide, needs_staff(answer))


def _address(bundle: Bundle, form: Form, answers: Mapping[str, Any], top: str, parts: Mapping[str, Field]) -> Line:
    """As it is written on an envelope: the code, then from the prefecture down; what is only asked on the way is left out."""
    code, written, later = "", [], False
    for path, field in parts.items():
        answer = answer_at(answers, path) if field.fixed is None else field.fixed
        later = later or needs_staff(answer)
        text = _written(bundle, form, path, field, answer, False)
        if field.kind == "postal_code" and len(text) == 7:
            code = f"〒{text[:3]}-{text[3:]}　"
        elif field.kind.startswith("text") or field.options_from is not None:
            written.append(text)
    # what follows the lot is the building, apart from it as on an envelope
    building = f"　{written.pop()}" if f"{top}.building" in parts and written else ""
    return Line(field_words(bundle, "ja", form.id, top, "label"), f"{code}{''.join(written)}{building}", True, later)


def _people(bundle: Bundle, form: Form, answers: Mapping[str, Any], listed: Field, shown: Mapping[str, Field]) -> Iterator[Person]:
    given = answers.get(listed.id)
    for index, answered in enumerate(given if isinstance(given, Sequence) else ()):
        before = f"{listed.id}.{index}."
        own = {path[len(before) :]: (path, field) for path, field in shown.items() if path.startswith(before)}
        foreign = answered.get("nationality") == "foreign"
        head = {
            name: _line(bundle, form, answers, *own[name], foreign)
            for name in (*_IN_THE_ROW, "name_latin", "nationality_other")
            if name in own
        }
        registered = record_word(answered)

        def text(name: str, head: Mapping[str, Line] = head) -> str:
            return head[name].value if name in head else ""

        named = text("name") or text("name_latin")
        region = text("nationality_other") or text("nationality_region")
        in_row = {*_IN_THE_ROW, "nationality_other", *(() if text("name") else ("name_latin",))}
        rest = [each for name, each in own.items() if name not in in_row and not (registered and _leads_to_relationship(name))]
        yield Person(
            name=named,
            kana=text("name_kana"),
            birth_date=text("birth_date"),
            sex=text("sex"),
            relationship=registered or text("relationship"),
            nationality=region or text("nationality"),
            lines=tuple(_line(bundle, form, answers, path, field, foreign) for path, field in rest),
            later=tuple(name for name, line in head.items() if line.later),
        )


def _leads_to_relationship(name: str) -> bool:
    return name in _TO_RELATIONSHIP or name.startswith("which_")


def _written(bundle: Bundle, form: Form, path: str, field: Field, answer: Any, western: bool) -> str:
    """An answer as it stands on paper: what staff complete is left to the pen, days by era (`western`: of foreign nationals)."""
    if needs_staff(answer):
        return str(answer.get("text") or answer.get("kana") or "")
    if field.kind == "date" and isinstance(answer, str):
        return _day(date.fromisoformat(answer), western)
    return value_words(bundle, form.id, path, field, answer, "ja")


def _day(day: date, western: bool) -> str:
    try:
        return f"{day.year}年{day.month}月{day.day}日" if western else f"{wareki.format(day)}（{day.year}年）"
    except wareki.BeforeMeiji:
        return f"{day.year}年{day.month}月{day.day}日"
