"""操作研修 on every screen, in places that are its own: across the top of a tall panel, down both margins of a wide one. Pure.

A wide panel has no row to spare (the keyboards fill it), but its margins are free on every screen; upright the word is written
as Japanese is.
"""

from dataclasses import replace

import msgspec

from config.theme import Panel
from kiosk.flow.state import Session
from kiosk.viewmodels.assist import is_silent
from kiosk.viewmodels.assist_frame import HEAD
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.stage import Stage

BAND = 44  # pixels: height of the band of a tall panel
STRIP = 24  # pixels: width of each strip of a wide one, whose margins are 32
TIMES = 3  # how often the word stands on a strip


def room(session: Session, panel: Panel) -> Panel:
    """What is left of the panel for the screen itself."""
    lower = BAND if session.devices.training and panel.portrait else 0
    return replace(panel, height_px=panel.height_px - lower)


def marked(stage: Stage, panel: Panel, boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """The screen with its mark."""
    if not panel.portrait:
        return (*boxes, *_strips(stage, panel))
    words = fit(stage.line(stage.say("kiosk.training"), 30, bold=True), panel.width_px - 64, 1, BAND)
    band = Box("training", "training_band", 0, 0, panel.width_px, BAND, words, "center")
    return (band, *(msgspec.structs.replace(box, y=box.y + BAND) for box in boxes))


def _strips(stage: Stage, panel: Panel) -> tuple[Box, ...]:
    top = HEAD if stage.session.over == "assist" and is_silent(stage) else 0
    word = "　".join([stage.japanese("staff.training_mark")] * TIMES)
    lines = tuple(Line(letter, 22, bold=True) for letter in word)
    high = stage.grid.foot.y - top
    return tuple(
        Box(f"training.{side}", "training_band", x, top, STRIP, high, lines, "center")
        for side, x in (("left", 0), ("right", panel.width_px - STRIP))
    )
