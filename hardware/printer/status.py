"""Status bits of ESC/POS printers → what is wrong, in our words."""

from hardware.printer.port import PrinterState
from hardware.printer.replies import AutomaticStatus

Faults = frozenset[PrinterState]
NONE: Faults = frozenset()

# Worst first: the one a person must see to before the others.
SEVERITY = (
    PrinterState.FAULT,
    PrinterState.CUTTER,
    PrinterState.COVER,
    PrinterState.PAPER_END,
    PrinterState.UNREACHABLE,
    PrinterState.BUSY,
    PrinterState.HOT,
    PrinterState.NEAR_END,
)

# (byte of the reply, mask, meaning). Source: ESC/POS GS a.
_AUTOMATIC = (
    (0, 0x20, PrinterState.COVER),
    (1, 0x08, PrinterState.CUTTER),
    (1, 0x20, PrinterState.FAULT),
    (1, 0x40, PrinterState.HOT),  # auto-recoverable: the head is hot (or the cover, which has its own bit)
    (2, 0x03, PrinterState.NEAR_END),
    (2, 0x0C, PrinterState.PAPER_END),
)

# (answer to DLE EOT n, mask, meaning). Source: ESC/POS DLE EOT.
_REAL_TIME = (
    (2, 0x04, PrinterState.COVER),
    (2, 0x20, PrinterState.PAPER_END),
    (3, 0x08, PrinterState.CUTTER),
    (3, 0x20, PrinterState.FAULT),
    (3, 0x40, PrinterState.HOT),
    (4, 0x0C, PrinterState.NEAR_END),
    (4, 0x60, PrinterState.PAPER_END),
)

_OFFLINE = 0x08  # of ASB byte 1 and of DLE EOT 1


def from_automatic(status: AutomaticStatus) -> Faults:
    """What ASB says. Offline without a cause (feeding by the button) is BUSY."""
    found = {meaning for at, mask, meaning in _AUTOMATIC if status.bits[at] & mask}
    return _named(found, offline=bool(status.bits[0] & _OFFLINE))


def from_round(answers: tuple[int, ...]) -> Faults:
    """What the four answers to DLE EOT 1, 2, 3, 4 say."""
    found = {meaning for n, mask, meaning in _REAL_TIME if answers[n - 1] & mask}
    return _named(found, offline=bool(answers[0] & _OFFLINE))


def _named(found: set[PrinterState], *, offline: bool) -> Faults:
    if offline and not found - {PrinterState.NEAR_END}:
        found.add(PrinterState.BUSY)
    return frozenset(found)


def worst(faults: Faults) -> PrinterState:
    """The gravest of `faults`; READY when there is none."""
    return next((state for state in SEVERITY if state in faults), PrinterState.READY)


def blocking(faults: Faults) -> bool:
    """True when nothing can be printed until a fault is gone."""
    return bool(faults - {PrinterState.NEAR_END})
