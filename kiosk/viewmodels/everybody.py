"""Everybody who moves, a line a person. Box ids: edit.<path>.<n>, remove.<n>, add, page.before, page.after."""

from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.flow.answers import people
from kiosk.flow.events import Continue, Edit, PersonAdd, PersonRemove
from kiosk.flow.pages import Page
from kiosk.viewmodels.asked import form_of, head
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import height_of
from kiosk.viewmodels.frame import foot, pager
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage

NEAR = 15  # pixels between the rows


def boxes(stage: Stage, page: Page) -> tuple[Box, ...]:
    grid = stage.grid
    tall, large = grid.panel.portrait, stage.session.size == "XL"
    everybody = people(stage.session.answers, page.path)
    on_page = 6 if tall else 3 if large else 4
    pages = max(1, -(-len(everybody) // on_page))
    shown = min(stage.session.list_page, pages - 1)
    top, low = (420, 110) if tall else (grid.body.y - 2, 80)
    below = Rect(grid.body.x, grid.body.bottom - low + (0 if tall else 8), grid.full, low)
    high = (below.y - top) // on_page - NEAR
    found: list[Box] = list(head(stage, page))
    for index in range(shown * on_page, min(len(everybody), (shown + 1) * on_page)):
        rect = Rect(below.x, top + index % on_page * (high + NEAR), grid.full, high)
        found += _person(stage, page, rect, index, everybody[index])
    third = (below.width - 2 * GAP) // 3
    most = min(page.field.max or 8, stage.bundle.site.people_max)
    add = Rect(below.x, below.y, third if pages > 1 else below.width, below.height)
    words = stage.say("kiosk.people.add")
    found.append(stage.button("add", "secondary", add, words, PersonAdd(), icon="plus", enabled=len(everybody) < most, most=1))
    if pages > 1:
        found += pager(stage, Rect(add.right + GAP, below.y, 2 * third + GAP, below.height), shown, pages)
    following = stage.say("kiosk.people.next" if len(everybody) > 1 else "kiosk.people.next_one", count=len(everybody))
    return (*found, *foot(stage, following=following))


def _person(stage: Stage, page: Page, rect: Rect, index: int, person: Mapping[str, Any]) -> list[Box]:
    tall = stage.grid.panel.portrait
    edit = Rect(rect.right - 176, rect.y, 176, rect.height)
    remove = Rect(edit.x - GAP - 136, rect.y, 136, rect.height)
    x = rect.x + 76
    # Where any of them can be removed, the words of all have the same room.
    several = len(people(stage.session.answers, page.path)) > 1
    right = (remove.x if several else edit.x) - 16
    born = person.get("birth_date")
    day = stage.day(born) if isinstance(born, str) else ""
    kana, related = _text(person, "name_kana"), _relation(stage, page, person)
    width = right - x if tall else min(470, right - x)
    upper = round((rect.height - 8) * (0.4 if tall else 0.55))
    rest = (rect.height - 8 - upper) // (2 if tall else 1)
    y = rect.y + 4 + upper
    panel = Rect(rect.x, rect.y, (remove.x if index else edit.x) - 8 - rect.x, rect.height)
    name = _text(person, "name") or _text(person, "name_latin") or stage.say("kiosk.review.at_counter")
    at = stage.text(
        f"person.{index}.at", Rect(rect.x + 22, rect.y + (rect.height - 48) // 2, 46, 48), str(index + 1), 36, bold=True
    )
    called = stage.text(f"person.{index}.name", Rect(x, rect.y + 4, width, upper), name, "button", bold=True)
    asked = index > 0 and stage.session.removing == index
    if asked:
        kana = stage.say("kiosk.people.sure")
    most = called.lines[0].px  # nothing about somebody is larger than the name
    found = [
        Box(f"person.{index}", "banner_error" if asked else "panel", *panel),
        at,
        called,
        stage.text(f"person.{index}.kana", Rect(x, y, width, rest), kana, min(stage.px("caption"), most), second=True),
    ]
    if tall:
        about = "　".join(part for part in (related, day) if part)
        last = stage.text(f"person.{index}.about", Rect(x, y + rest, width, rest), about, "caption")
        free = (rect.bottom - 4 - (last.y + height_of(last.lines))) // 2  # above and below the three lines alike
        found = [*found[:2], *(msgspec.structs.replace(box, y=box.y + max(0, free)) for box in (*found[2:], last))]
    else:
        beside = Rect(x + width + 16, rect.y + 4, right - x - width - 16, upper)
        found.append(stage.text(f"person.{index}.relation", beside, related, min(stage.px("body"), most)))
        found.append(stage.text(f"person.{index}.born", Rect(beside.x, y, beside.width, rest), day, "caption", second=True))
    if asked:
        return [*found, *_sure(stage, index, name, keep=remove, remove=edit)]
    target = Edit(f"{page.path}.{index}")
    words = stage.say("kiosk.review.edit")
    who = stage.say("kiosk.review.person", number=index + 1)
    found.append(
        stage.button(
            f"edit.{page.path}.{index}",
            "secondary",
            edit,
            words,
            target,
            size="body",
            most=1,
            spoken=f"{who}、{words}",
            aloud=f"{who}、{name}、{words}",
        )
    )
    if index:
        words = stage.say("kiosk.people.remove")
        spoken, aloud = f"{who}、{words}", f"{who}、{name}、{words}"
        found.append(
            stage.button(
                f"remove.{index}", "erase", remove, words, PersonRemove(index), size="body", most=2, spoken=spoken, aloud=aloud
            )
        )
    return found


def _sure(stage: Stage, index: int, name: str, *, keep: Rect, remove: Rect) -> tuple[Box, ...]:
    """はずしますか: what was pressed twice keeps the person, so who presses twice by mistake loses nobody."""
    no, yes = stage.say("kiosk.people.keep"), stage.say("kiosk.people.remove")
    between = remove.x - keep.right
    wide = (remove.right - keep.x - between) // 2
    keep = Rect(keep.x, keep.y, wide, keep.height)
    remove = Rect(keep.right + between, remove.y, remove.right - keep.right - between, remove.height)
    return (
        stage.button(f"keep.{index}", "secondary", keep, no, Continue(), size="body", most=2),
        stage.button(f"remove.{index}", "erase", remove, yes, PersonRemove(index), size="body", most=1, aloud=f"{name}、{yes}"),
    )


def _text(person: Mapping[str, Any], part: str) -> str:
    """An answer that is words; empty where staff complete it."""
    answer = person.get(part)
    return answer if isinstance(answer, str) else ""


def _relation(stage: Stage, page: Page, person: Mapping[str, Any]) -> str:
    field = next((field for field in page.field.fields if field.id == "relationship"), None)
    answer = _text(person, "relationship")
    return stage.of_option(form_of(stage, page), f"{page.path}.relationship", field, answer) if field and answer else ""
