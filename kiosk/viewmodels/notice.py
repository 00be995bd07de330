"""What is wrong or new, in place of the line below the title: at the size of the other words, whatever room that takes. Pure."""

from config.theme import smaller, type_px
from kiosk.viewmodels.boxes import Box, Line, Role
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.grid import Rect
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.tray import is_told

NEAR = 8  # pixels between title and banner


def headed(stage: Stage, steps: tuple[Box, ...], title: str, id: str, role: Role, words: str) -> tuple[Box, ...]:
    """Steps, title and banner; on a wide panel words that need a second line take the place of the steps."""
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
    lines = fit(heading, stage.grid.title.width, 1, stage.grid.title.height)
    return _below(stage, top, lines, id, role, words)


def _below(stage: Stage, top: int, title: tuple[Line, ...], id: str, role: Role, words: str) -> tuple[Box, Box]:
    """The title at `top`, and the banner in all the room from there to its usual end."""
    place, above = stage.notice_place, height_of(title)
    low = Rect(place.x, top + above + NEAR, place.width, place.bottom - top - above - NEAR)
    return (
        Box("title", "text", stage.grid.title.x, top, stage.grid.title.width, above, title),
        stage.banner(id, role, low, words),
    )
