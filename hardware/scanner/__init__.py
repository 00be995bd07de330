"""The code scanner (QR読み取り): a live camera or a hand scanner for reception codes, and single pictures."""

from hardware.scanner.port import Scanner


def open_scanner(url: str) -> Scanner:
    """The scanner named by `url`: a picture source (hardware.scanner.sources) or `serial:///dev/ttyACM0[?baud=9600]`.

    Opens no device yet. Raises BadScannerUrl.
    """
    # Imported here: OpenCV and numpy are for those who hold a scanner, not for everybody who knows the port.
    from hardware.scanner.hand_scanner import BAUD, HandScanner  # noqa: PLC0415
    from hardware.scanner.live import LiveScanner  # noqa: PLC0415
    from hardware.scanner.sources import BadScannerUrl, parts  # noqa: PLC0415

    scheme, path, options = parts(url)
    if scheme != "serial":
        return LiveScanner(url)
    baud = options.get("baud", str(BAUD))
    if not path.startswith("/") or not baud.isdigit():
        raise BadScannerUrl(
            f"{url!r}: a hand scanner is serial:///dev/ttyACM0, or with its speed serial:///dev/ttyUSB0?baud=115200"
        )
    return HandScanner(path, int(baud))
