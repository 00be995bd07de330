"""The list of everybody where one of them is to be named the householder. Box ids: head.<n>, page.before, page.after."""

import msgspec

from kiosk.flow.answers import people
from kiosk.flow.events import Choose
from kiosk.flow.heading import heads
from kiosk.flow.moves import Around
from kiosk.flow.pages import Page
from kiosk.viewmodels import everybody
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage

REMOVE = 136  # pixels of はずす beside 修正する: its room is the key's too
NOT_HERE = ("remove.", "next")


def boxes(stage: Stage, page: Page) -> tuple[Box, ...]:
    several = len(people(stage.session.answers, page.path)) > 1
    can_be = heads(stage.session, Around(stage.bundle, stage.now), page)
    found: list[Box] = []
    for box in everybody.boxes(stage, page):
        if box.id.startswith(f"edit.{page.path}."):
            left, index = box.x - GAP - REMOVE if several else box.x, int(box.id.rpartition(".")[2])
            if index in can_be:
                found.append(_is_head(stage, box, index, left))
        elif box.id == "person.0" and several:
            found.append(msgspec.structs.replace(box, width=box.width - GAP - REMOVE))
        elif not box.id.startswith(NOT_HERE):
            found.append(box)
    return tuple(found)


def _is_head(stage: Stage, edit: Box, index: int, left: int) -> Box:
    place = Rect(left, edit.y, edit.x + edit.width - left, edit.height)
    words = stage.say("kiosk.people.is_head")
    return stage.button(f"head.{index}", "secondary", place, words, Choose(str(index)), size="body", most=3)
