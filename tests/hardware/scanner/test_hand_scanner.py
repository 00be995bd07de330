"""Hand scanners on devices of the kernel: lines and noise, keys held exclusively, devices that may not be had."""

import errno
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware.scanner import open_scanner
from hardware.scanner.address import BadScannerUrl
from hardware.scanner.lines import KeyDevice, Line, NotOpened, open_keyboard, open_serial
from hardware.scanner.port import Scanner, ScannerState
from tests.hardware.scanner.standins import TEXT, Keyboard, PipeKeyboard, SerialGun, has_uinput, keyboard, keys_of
from tests.hardware.scanner.test_live import until


@pytest.fixture
def gun(tmp_path: Path) -> Iterator[SerialGun]:
    gun = SerialGun(tmp_path)
    yield gun
    gun.close()


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Keyboard]:
    keys = keyboard(tmp_path)
    yield keys
    keys.close()


class Seconds:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def told(scanner: Scanner, present: Callable[[str], None], send: Callable[[], None], count: int) -> list[str]:
    """Codes told after `send`, once there are `count`. A first code is sent again and again while the device is being opened."""
    found: list[str] = []
    opened = False

    def enough() -> bool:
        nonlocal opened
        heard = [code.text for code in scanner.codes() if code.text != "OPENED?" or not opened]
        if opened:
            found.extend(heard)
        elif heard:
            opened = True
            send()
        else:
            present("OPENED?")
        return len(found) >= count

    until(enough)
    return found


def lines(scanner: Scanner, gun: SerialGun, sent: bytes, count: int) -> list[str]:
    return told(scanner, lambda text: gun.send(text.encode() + b"\r"), lambda: gun.send(sent), count)


def test_each_line_is_a_code_whatever_ends_it(gun: SerialGun) -> None:
    scanner = gun.scanner(Seconds())
    scanner.start()
    try:
        heard = lines(scanner, gun, f"{TEXT}\r\nhttps://example.invalid\rみほん\n\r\n".encode(), 3)
    finally:
        scanner.stop()

    assert heard == [TEXT, "https://example.invalid", "みほん"]
    assert scanner.picture() is None


def test_noise_without_an_end_is_dropped(gun: SerialGun) -> None:
    scanner = gun.scanner(Seconds())
    scanner.start()
    try:
        heard = lines(scanner, gun, b"\xff" * 3000 + b"\r" + b"A\r", 2)
    finally:
        scanner.stop()

    assert heard[-1] == "A"


def heard_of(line: Line) -> list[str]:
    """All that has come by now, however the kernel hands it over; the last look waits in vain."""
    return [text for _ in range(3) for text in line.texts()]


def test_half_a_line_is_forgotten_when_the_scanner_falls_silent(gun: SerialGun) -> None:
    clock = Seconds()
    line = open_serial(str(gun.name), 9600, clock)
    assert not isinstance(line, NotOpened)
    try:
        clock.now += 1.0
        gun.send(b"HALF")
        half = heard_of(line)
        clock.now += 1.5
        gun.send(b"WHOLE\r")

        assert half == []
        assert heard_of(line) == ["WHOLE"]
    finally:
        line.close()


def test_the_rest_of_a_line_that_was_on_its_way_when_the_device_was_opened_is_not_told(gun: SerialGun) -> None:
    clock = Seconds()
    line = open_serial(str(gun.name), 9600, clock)
    assert not isinstance(line, NotOpened)
    try:
        gun.send(b"ST OF A LINE\r")
        rest = heard_of(line)
        gun.send(b"NEXT\r")

        assert rest == []
        assert heard_of(line) == ["NEXT"]
    finally:
        line.close()


def test_nothing_scanned_outside_the_scan_page_is_told(gun: SerialGun) -> None:
    scanner = gun.scanner(Seconds())
    assert scanner.state() is ScannerState.READY
    gun.send(b"BEFORE\r")

    scanner.start()
    first = lines(scanner, gun, b"WHILE\r", 1)
    scanner.stop()
    gun.send(b"AFTER\r")

    assert first == ["WHILE"]
    assert list(scanner.codes()) == []


def typed_codes(scanner: Scanner, keys: Keyboard, text: str, count: int = 1) -> list[str]:
    return told(scanner, lambda first: keys.send(keys_of(first)), lambda: keys.send(keys_of(text)), count)


def test_what_is_typed_while_nobody_scans_is_never_told(keys: Keyboard) -> None:
    scanner = keys.scanner(Seconds())
    keys.send(keys_of("BEFORE"))

    scanner.start()
    first = typed_codes(scanner, keys, "WHILE")
    scanner.stop()
    keys.send(keys_of("AFTER"))
    scanner.start()
    second = typed_codes(scanner, keys, "AGAIN")
    scanner.stop()

    assert (first, second) == (["WHILE"], ["AGAIN"])


def test_a_scanner_set_to_a_japanese_keyboard_is_read_with_that_layout(keys: Keyboard) -> None:
    scanner = keys.scanner(Seconds(), "jis")
    scanner.start()
    try:
        heard = told(scanner, lambda first: keys.send(keys_of(first, "jis")), lambda: keys.send(keys_of(TEXT, "jis")), 1)
    finally:
        scanner.stop()

    assert heard == [TEXT]


def test_a_keyboard_held_by_another_program_is_named_with_its_cure_and_taken_when_it_is_let_go(
    keys: Keyboard, caplog: pytest.LogCaptureFixture
) -> None:
    other, scanner = keys.scanner(Seconds()), keys.scanner(Seconds())
    other.start()
    typed_codes(other, keys, "MINE")

    with caplog.at_level(logging.WARNING):
        scanner.start()
        until(lambda: scanner.state() is ScannerState.NO_CAMERA)
        cure = scanner.cure()
    other.stop()
    heard = typed_codes(scanner, keys, TEXT)
    scanner.stop()

    assert "held by another program" in cure
    assert cure in caplog.text
    assert heard == [TEXT]


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.EACCES, "udev"),
        (errno.ENOENT, "cable"),
        (errno.ENOTTY, "no keyboard"),
    ],
)
def test_a_keyboard_that_cannot_be_opened_says_what_to_do(number: int, word: str) -> None:
    def refuse(path: str) -> KeyDevice:
        raise OSError(number, os.strerror(number), path)

    answer = open_keyboard("/dev/input/event9", "us", open_device=refuse)

    assert isinstance(answer, NotOpened)
    assert word in answer.cure


def test_what_is_no_input_device_is_no_keyboard(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no device")

    for path in (tmp_path / "file", Path("/dev/null"), tmp_path / "missing"):
        answer = open_keyboard(str(path), "us")
        assert isinstance(answer, NotOpened)
        assert "find" in answer.cure


def test_a_serial_line_that_cannot_be_had_says_what_to_do(tmp_path: Path, gun: SerialGun) -> None:
    (tmp_path / "file").write_text("no device")
    missing = open_serial(str(tmp_path / "missing"), 9600)
    wrong = open_serial(str(tmp_path / "file"), 9600)
    first = open_serial(str(gun.name), 9600)
    second = open_serial(str(gun.name), 9600)

    assert isinstance(missing, NotOpened) and "cable" in missing.cure
    assert isinstance(wrong, NotOpened) and "no serial line" in wrong.cure
    assert not isinstance(first, NotOpened)
    assert isinstance(second, NotOpened) and "another program" in second.cure
    first.close()


def test_texts_of_residents_are_in_no_log(keys: Keyboard, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        scanner = keys.scanner(Seconds())
        scanner.start()
        heard = typed_codes(scanner, keys, TEXT)
        keys.pull_out()
        until(lambda: scanner.state() is ScannerState.NO_CAMERA)
        scanner.stop()

    assert heard == [TEXT]
    assert TEXT not in caplog.text


def test_a_wrong_url_of_a_hand_scanner_is_told(tmp_path: Path) -> None:
    for url in ("serial:ttyACM0", "serial:///dev/ttyACM0?baud=fast"):
        with pytest.raises(BadScannerUrl, match="serial:///dev/ttyACM0"):
            open_scanner(url)
    for url in ("evdev:event3", "evdev:///dev/input/event3?layout=dvorak"):
        with pytest.raises(BadScannerUrl, match="layout=jis"):
            open_scanner(url)
    assert open_scanner(f"evdev://{tmp_path}/nothing").state() is ScannerState.NO_CAMERA


@pytest.mark.skipif(has_uinput(), reason="the kernel's own devices are used")
def test_without_uinput_the_pipe_stands_in_for_the_kernel(tmp_path: Path) -> None:
    assert isinstance(keyboard(tmp_path), PipeKeyboard)
