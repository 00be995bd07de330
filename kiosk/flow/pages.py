"""From forms and answers to the pages of a visit: one decision a page, in order, nothing asked twice. Pure."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from config.bundle import Bundle
from config.form import Field, Form, Step, answer_at, visible
from config.together import forms_of

PageKind = Literal[
    "family",  # 名字: kana, then kanji; also of a name that is asked as two
    "given",  # 名前
    "kana",  # kana alone (a foreign national's reading, the reading of a name that a card gave)
    "words",  # kana to kanji, not split: a building, a place, a name that may stay empty
    "latin",
    "lot",  # 番地: digits and hyphens
    "choice",
    "multi",
    "yes_no",
    "yes_no_unknown",
    "date",
    "postal_code",
    "phone",
    "count",
    "card_number",
    "people",  # the list of everybody, and one more
]
FREE = frozenset({"family", "given", "kana", "words", "latin", "lot", "postal_code", "phone", "card_number", "date"})
SPACE = "\u3000"  # between family and given name
_OF_KIND: dict[str, PageKind] = {
    "text_kana": "kana",
    "text_latin": "latin",
    "text_name": "words",
    "text": "words",
    "choice": "choice",
    "multi_choice": "multi",
    "yes_no": "yes_no",
    "yes_no_unknown": "yes_no_unknown",
    "date": "date",
    "postal_code": "postal_code",
    "phone": "phone",
    "count": "count",
    "card_number": "card_number",
    "address": "words",  # a whole address only where staff complete it
}


class Page(msgspec.Struct, frozen=True):
    """One page: `path` is where its answer goes (of a name: the kanji; its kana stands at `kana_path`). `step` counts from 0.

    `group`: path of the address it is a part of, where the whole of it may be left to the counter.
    `kana_staff_way`: of a name, whether its reading may be left to the counter too.
    """

    procedure: str
    kind: PageKind
    path: str
    field: Field
    step: int
    kana_path: str = ""
    group: str = ""
    kana_staff_way: bool = False

    @property
    def no_reading(self) -> bool:
        """Whether it is a part of a name of which the form keeps no reading: a householder's."""
        return self.kind in ("family", "given") and not self.kana_path

    @property
    def key(self) -> str:
        """What tells pages apart: one path may be two pages."""
        return f"{self.path}:{self.kind}"


def kiosk_steps(form: Form) -> tuple[Step, ...]:
    """Steps of the progress strip at a kiosk."""
    return tuple(step for step in form.steps if "kiosk" in step.channels)


def pages(bundle: Bundle, procedures: tuple[str, ...], answers: Mapping[str, Any]) -> tuple[Page, ...]:
    """Every page of the visit as it stands now. A field that an earlier form asked under the same path is not asked again."""
    found: list[Page] = []
    paths: set[str] = set()
    for procedure, form in forms_of(bundle, procedures):
        steps = kiosk_steps(form)
        step_of = {field.id: at for at, step in enumerate(steps) for field in step.fields}
        lists = {field.id: field for step in steps for field in step.fields if field.kind == "person_list"}
        wholes = frozenset(field.id for step in steps for field in step.fields if field.kind == "address" and field.staff_way)
        shown = [(path, field) for path, field in visible(form, answers, "kiosk") if field.fixed is None and field.must_be is None]
        group_of_last = ""
        for at, (path, field) in enumerate(shown):
            top = path.split(".", 1)[0]
            if group_of_last in lists and top != group_of_last and f"{group_of_last}:people" not in paths:
                found.append(_people(procedure, lists[group_of_last], step_of[group_of_last]))
                paths.add(f"{group_of_last}:people")
            group_of_last = top
            if path in paths:
                continue
            paths.add(path)
            before = shown[at - 1] if at else ("", None)
            after = shown[at + 1][0] if at + 1 < len(shown) else ""
            found += [
                _left_to_counter(page, wholes)
                for page in _pages_of(procedure, path, field, step_of.get(top, 0), before, after, answers)
            ]
        if group_of_last in lists and f"{group_of_last}:people" not in paths:
            found.append(_people(procedure, lists[group_of_last], step_of[group_of_last]))
            paths.add(f"{group_of_last}:people")
    return tuple(found)


def _people(procedure: str, field: Field, step: int) -> Page:
    return Page(procedure, "people", field.id, field, step)


def _pages_of(
    procedure: str, path: str, field: Field, step: int, before: tuple[str, Field | None], after: str, answers: Mapping[str, Any]
) -> list[Page]:
    if field.kind == "text_kana" and after == path.removesuffix("_kana"):
        return []  # asked together with the name that follows
    if field.kind == "text_name" and before[1] is not None and before[0] == f"{path}_kana":
        if _is_one_word(answer_at(answers, path)):
            return [Page(procedure, "words", path, field, step), Page(procedure, "kana", before[0], before[1], step)]
        free = before[1].staff_way
        return [Page(procedure, kind, path, field, step, before[0], kana_staff_way=free) for kind in ("family", "given")]
    if field.kind == "text_name" and field.required and not _is_unparted(answer_at(answers, path)):
        return [Page(procedure, kind, path, field, step) for kind in ("family", "given")]
    kind: PageKind = "lot" if field.id == "lot" else _OF_KIND[field.kind]
    return [Page(procedure, kind, path, field, step)]


def _is_one_word(name: Any) -> bool:
    """A name that is not asked in two: in Latin letters, or one of a card that does not tell family and given name apart."""
    return isinstance(name, str) and (name.isascii() or (SPACE not in name and " " not in name))


def _is_unparted(name: Any) -> bool:
    """A name in kanji that came without a space: nobody can tell where its family name ends."""
    return isinstance(name, str) and not name.isascii() and _is_one_word(name)


def _left_to_counter(page: Page, wholes: frozenset[str]) -> Page:
    """Of an address that staff may complete, every part that must be answered offers 窓口で確認."""
    group, _, part = page.path.rpartition(".")
    if not part or group not in wholes:
        return page
    offered = msgspec.structs.replace(page.field, staff_way=page.field.required)
    return msgspec.structs.replace(page, field=offered, group=group)


def is_done(page: Page, answers: Mapping[str, Any], passed: frozenset[str]) -> bool:
    """Whether nothing needs to be asked on this page any more."""
    answer = answer_at(answers, page.path)
    if page.kind in ("people", "multi"):
        return page.key in passed and (page.kind == "people" or bool(answer) or not page.field.required)
    if answer is None:
        return not page.field.required and page.key in passed
    return not page.kana_path or isinstance(answer, Mapping) or answer_at(answers, page.kana_path) is not None


def at_path(all_pages: tuple[Page, ...], path: str) -> Page | None:
    """The page where the answer at `path` is given; for a group or a person its first page."""
    for page in all_pages:
        if path in (page.path, page.kana_path, page.key):
            return page
    return next((page for page in all_pages if page.path.startswith(f"{path}.")), None)


def steps_of(bundle: Bundle, page: Page) -> tuple[Step, ...]:
    """The progress strip this page stands in."""
    form = bundle.procedures[page.procedure].form
    return kiosk_steps(bundle.forms[form]) if form else ()
