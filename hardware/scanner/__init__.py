"""The code scanner (QR読み取り): a live camera or a hand scanner for reception codes, and single pictures."""

import time
from collections.abc import Callable

from hardware.scanner.address import SerialLine, Typing, parse
from hardware.scanner.port import Scanner


def open_scanner(url: str, clock: Callable[[], float] = time.monotonic) -> Scanner:
    """The scanner named by `url` (hardware.scanner.address). Opens no device yet. Raises BadScannerUrl."""
    # Imported here: the libraries of a kind are for those who hold one, not for everybody who knows the port.
    match parse(url):
        case SerialLine(path, baud):
            from hardware.scanner.hand_scanner import HandScanner  # noqa: PLC0415
            from hardware.scanner.lines import open_serial  # noqa: PLC0415

            return HandScanner(path, lambda: open_serial(path, baud, clock), clock)
        case Typing(path, layout):
            from hardware.scanner.hand_scanner import HandScanner  # noqa: PLC0415
            from hardware.scanner.lines import open_keyboard  # noqa: PLC0415

            return HandScanner(path, lambda: open_keyboard(path, layout, clock), clock)
        case _:
            from hardware.scanner.live import LiveScanner  # noqa: PLC0415

            return LiveScanner(url, clock=clock)
