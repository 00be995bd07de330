"""What every scanner owes to the kiosk, whatever stands behind its URL: one suite, run on each driver with its device."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from hardware.scanner import open_scanner
from hardware.scanner.pace import SAME_CODE_AFTER
from hardware.scanner.port import Scanner, ScannerState
from tests.hardware.scanner.standins import TEXT, Film, FolderCamera, PluggedStandIn, SerialGun, StandIn, keyboard
from tests.hardware.scanner.test_live import until

DEVICES: dict[str, Callable[[Path], StandIn]] = {
    "images": FolderCamera,
    "video": Film,
    "serial": SerialGun,
    "evdev": keyboard,
}
WITH_A_PLUG = ("images", "serial", "evdev")


class Bench:
    """One device, its driver, and a clock that stands until it is moved."""

    def __init__(self, device: StandIn) -> None:
        self.device = device
        self.seconds = 100.0
        self.scanner: Scanner = device.scanner(lambda: self.seconds)

    def first(self) -> str:
        """The first text told while a resident presents the code."""
        told: list[str] = []

        def read() -> bool:
            self.device.present()
            told.extend(code.text for code in self.scanner.codes())
            return bool(told)

        until(read)
        return told[0]


@pytest.fixture(params=DEVICES)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    device = DEVICES[request.param](tmp_path)
    bench = Bench(device)
    yield bench
    bench.scanner.stop()
    device.close()


@pytest.fixture(params=WITH_A_PLUG)
def plugged(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    device = DEVICES[request.param](tmp_path)
    bench = Bench(device)
    yield bench
    bench.scanner.stop()
    device.close()


def test_a_code_that_is_presented_is_told_and_the_scanner_is_ready(bench: Bench) -> None:
    bench.device.present()
    bench.scanner.start()

    assert bench.first() == TEXT
    assert bench.scanner.state() is ScannerState.READY
    assert bench.scanner.cure() == ""


def test_the_device_is_open_between_start_and_stop_only(bench: Bench) -> None:
    bench.device.present()
    before = bench.device.is_open(), bench.scanner.state(), list(bench.scanner.codes()), bench.scanner.picture()

    bench.scanner.start()
    bench.first()
    while_started = bench.device.is_open()
    bench.scanner.stop()

    assert before in ((False, ScannerState.READY, [], None), (None, ScannerState.READY, [], None))
    assert while_started is not False
    assert not bench.device.is_open()


def test_a_code_presented_all_the_time_is_told_once_a_second(bench: Bench) -> None:
    bench.device.present()
    bench.scanner.start()
    assert bench.first() == TEXT

    again = []
    for _ in range(20):
        bench.device.present()
        time.sleep(0.01)  # whatever the device makes of it; the clock of the scanner stands
        again += [code.text for code in bench.scanner.codes()]
    bench.seconds += SAME_CODE_AFTER

    assert again == []
    assert bench.first() == TEXT


def test_stop_forgets_codes_and_pictures(bench: Bench) -> None:
    bench.device.present()
    bench.scanner.start()
    bench.first()
    bench.seconds += SAME_CODE_AFTER
    bench.device.present()

    bench.scanner.stop()

    assert list(bench.scanner.codes()) == []
    assert bench.scanner.picture() is None


def test_a_scanner_started_again_tells_the_next_resident_nothing_of_the_one_before(bench: Bench) -> None:
    bench.device.present()
    bench.scanner.start()
    bench.first()
    bench.seconds += SAME_CODE_AFTER
    bench.device.present()
    bench.scanner.stop()
    bench.device.take_away()

    bench.scanner.start()
    until(lambda: bench.device.is_open() is not False)
    heard = []
    for _ in range(30):
        heard += [code.text for code in bench.scanner.codes()]
        time.sleep(0.01)

    assert heard == []
    bench.scanner.stop()
    bench.device.present()
    bench.scanner.start()
    assert bench.first() == TEXT  # and it still works


def test_start_and_stop_may_be_said_twice(bench: Bench) -> None:
    bench.device.present()
    bench.scanner.stop()
    bench.scanner.start()
    bench.scanner.start()
    told = bench.first()
    bench.scanner.stop()
    bench.scanner.stop()

    assert told == TEXT
    assert not bench.device.is_open()


def test_the_plug_pulled_while_scanning_is_named_with_its_cure_and_the_device_taken_up_again(plugged: Bench) -> None:
    device = cast(PluggedStandIn, plugged.device)
    plugged.scanner.start()
    plugged.first()

    device.pull_out()
    until(lambda: plugged.scanner.state() is ScannerState.NO_CAMERA)
    cure = plugged.scanner.cure()
    device.plug_in()
    plugged.seconds += SAME_CODE_AFTER

    assert cure
    assert plugged.first() == TEXT
    assert plugged.scanner.state() is ScannerState.READY
    assert plugged.scanner.cure() == ""


def test_a_device_that_is_not_there_is_known_before_and_after_the_start_and_found_when_it_comes(plugged: Bench) -> None:
    device = cast(PluggedStandIn, plugged.device)
    device.pull_out()
    before, cure = plugged.scanner.state(), plugged.scanner.cure()

    plugged.scanner.start()
    at_once, while_started = plugged.scanner.state(), plugged.scanner.cure()
    device.plug_in()

    assert at_once is ScannerState.NO_CAMERA
    assert before is ScannerState.NO_CAMERA
    assert cure and while_started
    assert plugged.first() == TEXT


def test_a_drawn_code_is_told_like_any_other() -> None:
    scanner = open_scanner("synthetic:3?text=" + TEXT)
    told: list[str] = []
    assert list(scanner.codes()) == [] and scanner.picture() is None

    scanner.start()
    try:
        until(lambda: bool(told.extend(code.text for code in scanner.codes()) or told))
    finally:
        scanner.stop()

    assert told[0] == TEXT
    assert list(scanner.codes()) == [] and scanner.picture() is None
