"""A hand scanner on a real terminal device of the kernel (pty): lines, noise, the plug pulled."""

import os
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.scanner import open_scanner
from hardware.scanner.hand_scanner import HandScanner
from hardware.scanner.port import Code, Scanner, ScannerState
from hardware.scanner.sources import BadScannerUrl
from tests.hardware.scanner.test_live import until

TOKEN = "UK1:7KQ2MZP4XA6TRB3YLVW5CJ2DNE"


class Gun:
    """The device's own end of the line, under a name that can vanish and come back as on a USB port."""

    def __init__(self, name: Path) -> None:
        self.name = name
        self.plug_in()

    def plug_in(self) -> None:
        self._end, terminal = os.openpty()
        tty.setraw(terminal)
        self.name.symlink_to(os.ttyname(terminal))
        self._terminal = terminal

    def send(self, sent: bytes) -> None:
        os.write(self._end, sent)

    def pull_out(self) -> None:
        self.name.unlink()
        os.close(self._end)
        os.close(self._terminal)


@pytest.fixture
def gun(tmp_path: Path) -> Iterator[Gun]:
    gun = Gun(tmp_path / "ttyACM0")
    yield gun
    gun.pull_out()


@pytest.fixture
def scanner(gun: Gun) -> Iterator[Scanner]:
    scanner = open_scanner(f"serial://{gun.name}?baud=115200")
    yield scanner
    scanner.stop()


def told(scanner: Scanner, gun: Gun, sent: bytes, count: int) -> list[str]:
    """Codes told after `sent`, once there are `count`. The line is sent again while the scanner is still opening its device."""
    found: list[Code] = []
    opened = False

    def enough() -> bool:
        nonlocal opened
        if not opened:
            gun.send(b"opened?\r")
            opened = any(code.text == "opened?" for code in scanner.codes())
            if opened:
                gun.send(sent)
            return False
        found.extend(code for code in scanner.codes() if code.text != "opened?")
        return len(found) >= count

    until(enough)
    return [code.text for code in found]


def test_each_line_is_a_code_whatever_ends_it(scanner: Scanner, gun: Gun) -> None:
    scanner.start()

    assert told(scanner, gun, f"{TOKEN}\r\nhttps://example.invalid\rみほん\n\r\n".encode(), 3) == [
        TOKEN,
        "https://example.invalid",
        "みほん",
    ]
    assert scanner.state() is ScannerState.READY
    assert scanner.picture() is None


def test_noise_without_an_end_is_dropped(scanner: Scanner, gun: Gun) -> None:
    scanner.start()

    heard = told(scanner, gun, b"\xff" * 3000 + b"\r" + b"A\r", 2)

    assert heard[-1] == "A"


def test_the_plug_pulled_is_named_and_the_scanner_taken_up_again(scanner: Scanner, gun: Gun) -> None:
    scanner.start()
    told(scanner, gun, b"BEFORE\r", 1)

    gun.pull_out()
    until(lambda: scanner.state() is ScannerState.NO_CAMERA)
    gun.plug_in()

    assert told(scanner, gun, b"AFTER\r", 1) == ["AFTER"]
    assert scanner.state() is ScannerState.READY


def test_nothing_scanned_outside_the_scan_page_is_told(scanner: Scanner, gun: Gun) -> None:
    assert scanner.state() is ScannerState.READY
    gun.send(b"BEFORE\r")

    scanner.start()
    first = told(scanner, gun, b"WHILE\r", 1)
    scanner.stop()
    gun.send(b"AFTER\r")

    assert first == ["WHILE"]
    assert list(scanner.codes()) == []


def test_a_missing_device_and_a_wrong_url_are_told(tmp_path: Path) -> None:
    assert HandScanner(str(tmp_path / "nothing")).state() is ScannerState.NO_CAMERA
    for url in ("serial:ttyACM0", "serial:///dev/ttyACM0?baud=fast"):
        with pytest.raises(BadScannerUrl, match="serial:///dev/ttyACM0"):
            open_scanner(url)
