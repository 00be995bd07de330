"""A sheet without a number: a letter of proxy to fill in, the way to the store, a test of the printer. Pure."""

from typing import Literal

import msgspec

from hardware.printer.port import JobState, PrinterState

SheetKind = Literal["proxy", "store", "test"]
SHEET = "sheet-"  # before the key of its order: such a paper is of no visit, and the hub hears nothing of it
MOST = 3  # of one visit, besides tests: paper is not a toy
UNDER_WAY = (None, JobState.QUEUED, JobState.SENDING, JobState.PRINTING, JobState.HELD)


class Sheet(msgspec.Struct, frozen=True):
    """The sheet asked for last. `name`: of its print job."""

    kind: SheetKind
    name: str
    state: JobState | None = None
    fault: PrinterState | None = None


def ordered(kind: SheetKind, key: str, before: int) -> Sheet:
    """One more sheet of the visit with this key, after so many others."""
    return Sheet(kind, f"{SHEET}{key}-{before + 1}")


def may_order(kind: SheetKind, sheet: Sheet | None, before: int, printer: PrinterState) -> bool:
    """Whether one more may be asked for: none is under way, and the printer prints."""
    under_way = sheet is not None and sheet.state in UNDER_WAY
    return printer.can_print and not under_way and (kind == "test" or before < MOST)
