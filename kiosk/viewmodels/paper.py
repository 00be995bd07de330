"""The key that prints a sheet, and what became of it in its place. Box ids: print, sheet."""

from typing import Literal

from hardware.printer.port import JobState
from kiosk.flow.events import Choose
from kiosk.flow.sheets import UNDER_WAY, SheetKind, may_order
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.grid import Rect
from kiosk.viewmodels.stage import Stage

PRINTED = (JobState.PRINTED, JobState.PRINTED_UNVERIFIED)


def print_row(stage: Stage, kind: SheetKind, rect: Rect, key: str) -> tuple[Box, ...]:
    """Once asked for, what became of it; where it stopped and the printer is well again, the key once more."""
    session = stage.session
    sheet = session.sheet if session.sheet is not None and session.sheet.kind == kind else None
    alive = may_order(kind, session.sheet, session.sheets, session.devices.printer)
    word = state_word(sheet.state) if sheet is not None else "stopped"
    if word != "stopped":
        return (stage.banner("sheet", "banner_success", rect, stage.say(f"kiosk.sheet.{word}")),)
    if not alive and (sheet is not None or stage.printer_is_down):
        return (stage.banner("sheet", "banner_warning", rect, stage.say("kiosk.sheet.stopped")),)
    return (stage.button("print", "secondary", rect, stage.say(key), Choose("print"), icon="printer", enabled=alive),)


def state_word(state: JobState | None) -> Literal["printing", "printed", "stopped"]:
    """What became of a sheet, in one of three words."""
    if state in PRINTED:
        return "printed"
    return "printing" if state in UNDER_WAY and state is not JobState.HELD else "stopped"
