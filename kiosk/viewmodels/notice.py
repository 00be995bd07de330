"""What is wrong or new, in place of the line below the title: at the size of the other words, whatever room that takes. Pure."""

from config.theme import smaller, type_px
from kiosk.viewmodels.boxes import Box, Role
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.grid import Rect
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.tray import is_told

NEAR = 8  # pixels between title and banner


def headed(stage: Stage, steps: tuple[Box, ...], title: str, id: str, role: Role, words: str) -> tuple[Box, ...]:
    """Steps, title and banner; on a wide panel words that need a second line take the place of the steps."""
    banner = stage.banner(id, role, stage.notice_place, words)
    if stage.grid.panel.portrait or (len(banner.lines) == 1 and banner.lines[0].px >= smaller(stage.px("body"))):
        return (*steps, stage.title(title), banner)
    place, top = stage.notice_place, stage.grid.progress.y
    reminded = is_told(stage.session)
    heading = stage.line(title, type_px("body", "L") if reminded else min(stage.px("title"), type_px("title", "L")), bold=True)
    lines = fit(heading, stage.grid.title.width, 1, stage.grid.title.height)
    above = height_of(lines)
    low = Rect(place.x, top + above + NEAR, place.width, place.bottom - top - above - NEAR)
    return (
        Box("title", "text", stage.grid.title.x, top, stage.grid.title.width, above, lines),
        stage.banner(id, role, low, words),
    )
