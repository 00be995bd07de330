"""What is wrong or new, in place of the line below the title: at the size of the other words, whatever room that takes. Pure."""

from typing import Any

import msgspec

from config.theme import smaller, type_px
from kiosk.viewmodels.boxes import Box, Line, Role
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.frame import strip_area
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.tray import is_told

NEAR = 8  # pixels between title and banner
TIGHT = 3  # where the steps stand above both
# Pixels for the steps, with their words or as a line that still shows how far one is, and what the banner's words may lose for it.
STRIPS = ((36, 0), (8, 0), (8, 2))


def headed(stage: Stage, steps: tuple[Box, ...], title: str, id: str, role: Role, words: str) -> tuple[Box, ...]:
    """Steps, title and banner; on a wide panel words that need a second line press the steps together, or take their place."""
    banner = stage.banner(id, role, stage.notice_place, words)
    tall = stage.grid.panel.portrait
    if banner.lines[0].px >= smaller(stage.px("body")) and (tall or len(banner.lines) == 1):
        return (*steps, stage.title(title), banner)
    if tall:  # the question on one line leaves the banner the other
        lines = fit(stage.line(title, "large", bold=True), stage.grid.title.width, 1)
        return (*steps, *_below(stage, stage.grid.title.y, lines, id, role, words))
    top = stage.grid.progress.y
    reminded = is_told(stage.session)
    heading = stage.line(title, type_px("body", "L") if reminded else min(stage.px("title"), type_px("title", "L")), bold=True)
    wide = stage.grid.stop.x - GAP - stage.grid.title.x if stage.may_stop else stage.grid.title.width
    lines = fit(heading, wide, 1, stage.grid.title.height)
    alone = _below(stage, top, lines, id, role, words)
    near = 2 * TIGHT if stage.ruby and not reminded else TIGHT  # a reading fills its line to the edge
    edge = stage.grid.reminder.bottom + near
    for high, less in STRIPS if steps else ():
        pressed = _below(stage, edge + high + near, lines, id, role, words, near=near)
        strip = _pressed(stage, steps, edge, high)
        held = all(_holds(box) for box in (*strip, pressed[1])) and max(box.height for box in strip) <= high
        if held and pressed[1].lines[0].px >= alone[1].lines[0].px - less:
            return (*strip, *pressed)
    return alone


def _pressed(stage: Stage, steps: tuple[Box, ...], top: int, high: int) -> tuple[Box, ...]:
    """The steps so high; without room for words their cells take the place of the procedure's name too."""
    place = strip_area(stage)
    if high > smaller(stage.px("caption")):
        moved = top - place.y - (place.height - high) // 2
        return tuple(_at(box, y=top, height=high) if box.id.startswith("step.") else _at(box, y=box.y + moved) for box in steps)
    cells = [box for box in steps if box.id.startswith("step.")]
    first = cells[0].x
    scale = place.width / (place.right - first)
    edges = [(place.x + round((box.x - first) * scale), place.x + round((box.x + box.width - first) * scale)) for box in cells]
    return tuple(
        _at(box, x=left, y=top, width=right - left, height=high, lines=()) for box, (left, right) in zip(cells, edges, strict=True)
    )


def _at(box: Box, **place: Any) -> Box:
    return msgspec.structs.replace(box, **place)


def _holds(box: Box) -> bool:
    return height_of(box.lines) <= box.height


def _below(
    stage: Stage, top: int, title: tuple[Line, ...], id: str, role: Role, words: str, *, near: int = NEAR
) -> tuple[Box, Box]:
    """The title at `top`, and the banner in all the room from there to its usual end."""
    place, above = stage.notice_place, height_of(title)
    from_ = max(top + above + near, stage.grid.stop.bottom + near if stage.may_stop else 0)
    low = Rect(place.x, from_, place.width, place.bottom - from_)
    return (
        Box("title", "text", stage.grid.title.x, top, stage.grid.title.width, above, title),
        stage.banner(id, role, low, words),
    )
