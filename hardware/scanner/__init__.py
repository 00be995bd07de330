"""The code scanner (QR読み取り): a live camera for reception codes, and single pictures."""

from hardware.scanner.port import Scanner


def open_scanner(url: str) -> Scanner:
    """The scanner named by `url` (kinds: hardware.scanner.sources). Opens no device yet. Raises BadScannerUrl."""
    # Imported here: OpenCV and numpy are for those who hold a scanner, not for everybody who knows the port.
    from hardware.scanner.live import LiveScanner  # noqa: PLC0415

    return LiveScanner(url)
