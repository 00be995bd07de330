"""The review: everything that will be sent, one row an answer, 修正する at each. Box ids: edit.<path>."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from config.form import Field, answer_at, needs_staff, says_none
from config.theme import type_px
from kiosk.flow.answers import people
from kiosk.flow.events import Edit
from kiosk.flow.events import Page as Turn
from kiosk.flow.moves import Around, all_pages
from kiosk.flow.pages import Page
from kiosk.flow.taking import is_as_at_home
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit, height_of, plain
from kiosk.viewmodels.frame import foot, form_progress, pager
from kiosk.viewmodels.grid import Rect
from kiosk.viewmodels.stage import CAPTION_LEAST, Stage

NEAR = 15  # pixels between rows
WITH_READING = 22  # pixels: two lines of this size with their readings stand in a row
EDIT = 176  # pixels across for 修正する
# What stands in the row of a person; everything else said of them has a row of its own.
IN_PERSON = frozenset({"name", "name_kana", "name_latin", "birth_date", "relationship"})


class Row(NamedTuple):
    """`path` is what 修正する goes to; `second` a reading or a second line; `related` to the householder, below the label."""

    label: str
    value: str
    second: str
    path: str
    missing: bool = False
    related: str = ""


def rows(stage: Stage) -> tuple[Row, ...]:
    """A row for every question that was asked; an address is one, a person is one."""
    session = stage.session
    found: list[Row] = []
    details: list[Row] = []
    groups: set[str] = set()
    every = all_pages(session, Around(stage.bundle, stage.now))
    for page in every:
        form = stage.form(page.procedure)
        name = form.id if form else ""
        if page.kind == "people":
            continue
        parts = page.path.split(".")
        if len(parts) > 2 and parts[1].isdigit():
            key = f"{parts[0]}.{parts[1]}"
            if key not in groups:
                groups.add(key)
                related = next((one for one in every if one.path == f"{key}.relationship"), None)
                found.append(_person(stage, parts[0], int(parts[1]), _relation(stage, name, related)))
            if parts[2] not in IN_PERSON and (detail := _answer(stage, name, page)).value:
                details.append(detail)
            continue
        found += _details(stage, details)
        details = []
        if len(parts) > 1:
            if parts[0] not in groups:
                groups.add(parts[0])
                found.append(_address(stage, name, parts[0], page))
            continue
        if page.kind == "given" or (page.kind == "kana" and page.path.endswith("_kana") and _is_read(session.answers, page)):
            continue
        found.append(_answer(stage, name, page))
    return (*found, *_details(stage, details))


def _details(stage: Stage, answered: list[Row]) -> list[Row]:
    """What each person of a list said besides who they are: one row for all who said the same, and of whom it is."""
    alike: dict[tuple[str, str, str], list[Row]] = {}
    for row in answered:
        group, _, rest = row.path.partition(".")
        alike.setdefault((group, rest.partition(".")[2], row.value), []).append(row)
    found = []
    for (group, _, _), same in alike.items():
        everybody = len(same) == len(people(stage.session.answers, group))
        numbers = "・".join(str(int(row.path.split(".")[1]) + 1) for row in same)
        whose = "" if everybody else stage.say("kiosk.review.person", number=numbers)
        found.append(same[0]._replace(second="　".join(filter(None, (same[0].second, whose)))))
    return found


def _is_read(answers: Mapping[str, Any], page: Page) -> bool:
    """Shown as the second line of its kanji."""
    return answer_at(answers, page.path.removesuffix("_kana")) is not None


def _answer(stage: Stage, form: str, page: Page) -> Row:
    answer = answer_at(stage.session.answers, page.path)
    second = answer_at(stage.session.answers, page.kana_path or f"{page.path}_kana")
    label = stage.of_field(form, page.path, "label")
    missing = answer is None and page.field.required
    return Row(
        label, shown(stage, form, page.path, page.field, answer), second if isinstance(second, str) else "", page.path, missing
    )


def _relation(stage: Stage, form: str, page: Page | None) -> str:
    """To the householder, without what stands in brackets behind it."""
    answer = answer_at(stage.session.answers, page.path) if page else None
    words = shown(stage, form, page.path, page.field, answer) if page and isinstance(answer, str) else ""
    return plain(words).partition("（")[0].partition(", ")[0]


def _person(stage: Stage, group: str, index: int, related: str) -> Row:
    person = people(stage.session.answers, group)[index]
    own = person.get("name") or person.get("name_latin")
    value = own if isinstance(own, str) else stage.say("kiosk.review.at_counter")
    kana = person.get("name_kana")
    born = person.get("birth_date")
    about = (kana if isinstance(kana, str) else "", stage.day(born) if isinstance(born, str) else "")
    label = stage.say("kiosk.review.person", number=index + 1)
    return Row(label, value, "　".join(filter(None, about)), f"{group}.{index}", related=related)


def _address(stage: Stage, form: str, group: str, page: Page) -> Row:
    answer = stage.session.answers.get(group)
    label = stage.of_field(form, group, "label")
    if not isinstance(answer, Mapping):
        return Row(label, "", "", page.path, True)
    if "needs_staff" in answer:
        return Row(label, stage.say("kiosk.review.at_counter"), "", group)
    fixed = _fixed(stage, page, group)
    first = "".join(_part(stage, answer.get(part)) for part in ("prefecture_city", "ward", "town", "lot", "country"))
    return Row(label, fixed + first, _part(stage, answer.get("building")), f"{group}")


def _part(stage: Stage, answer: Any) -> str:
    """A part of an address; one left to the counter says so in its place."""
    if needs_staff(answer):
        return f"（{stage.say('kiosk.review.at_counter')}）"
    return answer if isinstance(answer, str) else ""


def _fixed(stage: Stage, page: Page, group: str) -> str:
    form = stage.form(page.procedure)
    for step in form.steps if form else ():
        for field in step.fields:
            if field.id == group:
                return "".join(str(part.fixed) for part in field.fields if part.fixed)
    return ""


def shown(stage: Stage, form: str, path: str, field: Field, answer: Any) -> str:
    """An answer in words."""
    if says_none(answer):
        return stage.say("answer.none")
    if isinstance(answer, Mapping):
        return stage.say("kiosk.review.at_counter")
    match field.kind:
        case "yes_no" if isinstance(answer, bool):
            return stage.of_answer(form, path, "yes" if answer else "no")
        case "yes_no_unknown" if isinstance(answer, str):
            return stage.of_answer(form, path, answer)
        case "choice" if isinstance(answer, str):
            return stage.of_option(form, path, field, answer)
        case "multi_choice" if answer:
            return "・".join(stage.of_option(form, path, field, one) for one in answer)
        case "date" if isinstance(answer, str):
            return stage.day(answer)
    return "" if answer is None else str(answer)


def boxes(stage: Stage) -> tuple[Box, ...]:
    grid = stage.grid
    every = rows(stage)
    portrait = grid.panel.portrait
    on_page = 9 if portrait else 4 if stage.session.size == "XL" else 5
    pages = max(1, -(-len(every) // on_page))
    page = min(stage.session.list_page, pages - 1)
    title = stage.title(stage.say("kiosk.review.title"))
    top = 142 if not portrait else 290
    if stage.session.size == "XL" and not portrait:  # the largest letters stand nearer to the strip, further from the rows
        title, top = msgspec.structs.replace(title, y=title.y - (0 if grid.reminder.height else 5)), top + 4
    bottom = grid.foot.y - 13
    pager_height = 75 if not portrait else 110
    if pages > 1:
        bottom -= pager_height + NEAR
    height = min(92 if not portrait else 116, (bottom - top + NEAR) // on_page - NEAR)
    found: list[Box] = []
    first = next(iter(stage.session.procedures), None)
    if first and stage.steps(first):
        found += form_progress(stage, first, len(stage.steps(first)) - 1, stage.say("kiosk.review.step"))
    found.append(title)
    here = every[page * on_page : (page + 1) * on_page]
    places = [Rect(grid.margin, top + at * (height + NEAR), grid.full, height) for at in range(len(here))]

    def value(at: int, px: int = 0) -> Box:
        return _value(stage, places[at], here[at], px or stage.px("button"))

    values = _alike(stage, here, value)
    for rect, row, told in zip(places, here, values, strict=True):
        found += _row(stage, rect, row, told)
    if pages > 1:
        found += pager(stage, Rect(grid.margin, bottom + NEAR, grid.full, pager_height), page, pages)
    last = page == pages - 1
    missing = any(row.missing for row in every)
    words = stage.say("kiosk.take_number") if last and is_as_at_home(stage.session) else stage.say("kiosk.foot.next")
    return (*found, *foot(stage, following=words, event=None if last else Turn(1), enabled=not (last and missing)))


def _alike(stage: Stage, here: tuple[Row, ...], value: Callable[..., Box]) -> list[Box]:
    """The values of the page: the people at one size and all else at one size, for a long name makes no telephone number small."""

    def same(places: list[int]) -> dict[int, Box]:
        made = stage.alike([value(at) for at in places], lambda at, px: value(places[at], px))
        return dict(zip(places, made, strict=True))

    people_at = [at for at, row in enumerate(here) if row.path.rpartition(".")[2].isdigit()]
    found = same(people_at) | same([at for at in range(len(here)) if at not in people_at])
    return [found[at] for at in range(len(here))]


def _value(stage: Stage, rect: Rect, row: Row, px: int) -> Box:
    """What was answered, and its second line, between label and key."""
    x = rect.x + 20 + _label_width(stage) + 16
    width = rect.right - EDIT - x - 16
    value = row.value or stage.say("kiosk.review.empty")
    most = rect.height - 6
    second = (
        fit(
            Line(row.second, max(26, stage.px("caption")), language=stage.session.language),
            width,
            2,
            most * (0.62 if stage.grid.panel.portrait else 0.45),
        )
        if row.second
        else ()
    )
    value_line = fit(stage.line(value, px, bold=True), width, 1 if row.second else 2, most - height_of(second))
    lines = (*value_line, *second)
    high = height_of(lines)
    return Box(f"value.{row.path}", "text", x, rect.y + (rect.height - high) // 2, width, high, lines)


def _label_width(stage: Stage) -> int:
    return 260 if stage.grid.panel.portrait else 250


def _label(stage: Stage, row: Row, width: int, height: int) -> tuple[Line, ...]:
    """What was asked; of a person the relation below it, where it can be read there."""
    if row.related:
        sizes = [(stage.px("body"), low) for low in (stage.px("caption"), type_px("caption", "L")) if low > CAPTION_LEAST]
        sizes += [(px, min(px, CAPTION_LEAST)) for px in (stage.px("body"), type_px("body"), CAPTION_LEAST, WITH_READING)]
        for px, low in sizes:
            label = fit(stage.line(row.label, px, second=True), width, 1, shrink=0)
            related = fit(stage.line(row.related, low), width, 1, shrink=0)
            whole = label[0].px == px and related[0].px == low
            if whole and height_of((*label, *related)) <= height and (px != WITH_READING or stage.ruby):
                return (*label, *related)
    return fit(stage.line(row.label, "body", second=True), width, 2, height)


def _row(stage: Stage, rect: Rect, row: Row, value: Box) -> tuple[Box, ...]:
    edit = Rect(rect.right - EDIT, rect.y, EDIT, rect.height)
    panel = Rect(rect.x, rect.y, edit.x - 8 - rect.x, rect.height)
    label_width, most = _label_width(stage), rect.height - 6
    label = _label(stage, row, label_width, most)
    label_high = height_of(label)
    words = stage.say("kiosk.review.enter" if row.missing else "kiosk.review.edit")
    return (
        Box(f"row.{row.path}", "banner_error" if row.missing else "panel", *panel),
        Box(f"label.{row.path}", "text", rect.x + 20, rect.y + (rect.height - label_high) // 2, label_width, label_high, label),
        value,
        stage.button(
            f"edit.{row.path}",
            "secondary",
            edit,
            words,
            Edit(row.path),
            size="body",
            most=1,
            spoken=f"{row.label}、{words}",
            aloud=f"{row.label}、{row.value or stage.say('kiosk.review.empty')}、{row.second}、{words}",
        ),
    )
