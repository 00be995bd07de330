"""The code scanner (QR読み取り): a live camera or a hand scanner for reception codes, and single pictures."""

import time
from collections.abc import Callable

from hardware.scanner.port import Scanner


def open_scanner(url: str, clock: Callable[[], float] = time.monotonic) -> Scanner:
    """The scanner named by `url`: a picture source (hardware.scanner.sources), or a hand scanner,
    `serial:///dev/ttyACM0[?baud=9600]` or `evdev:///dev/input/by-id/…[?layout=us|jis]`.

    Opens no device yet. Raises BadScannerUrl.
    """
    # Imported here: OpenCV and numpy are for those who hold a scanner, not for everybody who knows the port.
    from hardware.scanner.live import LiveScanner  # noqa: PLC0415
    from hardware.scanner.sources import parts  # noqa: PLC0415

    match parts(url):
        case "serial", path, options:
            return _serial(url, path, options.get("baud", "9600"), clock)  # the factory's setting; on USB it means nothing
        case "evdev", path, options:
            return _keyboard(url, path, options.get("layout", "us"), clock)
    return LiveScanner(url, clock=clock)


def _serial(url: str, path: str, baud: str, clock: Callable[[], float]) -> Scanner:
    from hardware.scanner.hand_scanner import HandScanner  # noqa: PLC0415
    from hardware.scanner.lines import open_serial  # noqa: PLC0415
    from hardware.scanner.sources import BadScannerUrl  # noqa: PLC0415

    if not path.startswith("/") or not baud.isdigit():
        raise BadScannerUrl(
            f"{url!r}: a hand scanner is serial:///dev/ttyACM0, or with its speed serial:///dev/ttyUSB0?baud=115200"
        )
    return HandScanner(path, lambda: open_serial(path, int(baud), clock), clock)


def _keyboard(url: str, path: str, layout: str, clock: Callable[[], float]) -> Scanner:
    from hardware.scanner.hand_scanner import HandScanner  # noqa: PLC0415
    from hardware.scanner.keyboard import layout_named  # noqa: PLC0415
    from hardware.scanner.lines import open_keyboard  # noqa: PLC0415
    from hardware.scanner.sources import BadScannerUrl  # noqa: PLC0415

    known = layout_named(layout)
    if not path.startswith("/") or known is None:
        raise BadScannerUrl(
            f"{url!r}: a hand scanner that types is evdev:///dev/input/by-id/…-event-kbd, with ?layout=jis where it is set to a"
            " Japanese keyboard, ?layout=us (the default) otherwise"
        )
    return HandScanner(path, lambda: open_keyboard(path, known, clock), clock)
