"""The live scanner over a folder of pictures: what the kiosk sees of a camera, its loss and its return."""

import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from hardware.scanner import open_scanner
from hardware.scanner.address import BadScannerUrl
from hardware.scanner.live import LiveScanner, for_the_screen
from hardware.scanner.port import ScannerState
from tests.hardware.scanner.degradations import code, spoilt

TOKEN = "UK1:7KQ2MZP4XA6TRB3YLVW5CJ2DNE"


def quick(folder: Path) -> LiveScanner:
    return LiveScanner(f"images://{folder}", decodes_per_second=200, interval=0.005)


def show(folder: Path, picture: np.ndarray, name: str = "shown.png") -> None:
    """As the dev dock does: written aside, then moved into place."""
    cv2.imwrite(str(folder / "aside.tmp.png"), picture)
    (folder / "aside.tmp.png").rename(folder / name)


def until(holds: Callable[[], bool]) -> None:
    """Wait for the device, looking again every few milliseconds; a minute without it is a failure."""
    pause = threading.Event()
    for _ in range(6000):
        if holds():
            return
        pause.wait(0.01)
    raise AssertionError("it never came")


def first_code(scanner: LiveScanner) -> str:
    found: list[str] = []
    until(lambda: bool(found.extend(code.text for code in scanner.codes()) or found))
    return found[0]


def test_a_resident_shows_a_code_and_it_is_told_once(tmp_path: Path) -> None:
    scanner = quick(tmp_path)
    show(tmp_path, spoilt("nominal", TOKEN, 1))

    scanner.start()
    try:
        told = first_code(scanner)
        again = [code.text for code in scanner.codes()]
        state = scanner.state()
    finally:
        scanner.stop()

    assert told == TOKEN
    assert again == []
    assert state is ScannerState.READY


def test_the_same_code_shown_for_long_is_told_again_after_a_second(tmp_path: Path) -> None:
    seconds = [100.0]
    scanner = LiveScanner(f"images://{tmp_path}", decodes_per_second=1e9, interval=0.005, clock=lambda: seconds[0])
    show(tmp_path, code(TOKEN))

    scanner.start()
    try:
        assert first_code(scanner) == TOKEN
        seconds[0] += 1.0
        assert first_code(scanner) == TOKEN
    finally:
        scanner.stop()


def test_a_code_on_a_phone_in_dark_mode_is_found_within_a_turn_of_the_passes(tmp_path: Path) -> None:
    scanner = quick(tmp_path)
    show(tmp_path, spoilt("dark_mode", TOKEN, 1))

    scanner.start()
    try:
        assert first_code(scanner) == TOKEN
    finally:
        scanner.stop()


def test_a_foreign_code_is_told_like_ours(tmp_path: Path) -> None:
    scanner = quick(tmp_path)
    show(tmp_path, code("https://example.invalid/offer"))

    scanner.start()
    try:
        assert first_code(scanner) == "https://example.invalid/offer"
    finally:
        scanner.stop()


def test_the_unplugged_camera_is_named_and_taken_up_again(tmp_path: Path) -> None:
    camera = tmp_path / "camera"
    camera.mkdir()
    scanner = quick(camera)
    scanner.start()
    try:
        until(lambda: scanner.picture() is not None)

        shutil.rmtree(camera)
        until(lambda: scanner.state() is ScannerState.NO_CAMERA)
        without = scanner.picture()
        camera.mkdir()
        show(camera, code(TOKEN))

        assert without is None
        assert first_code(scanner) == TOKEN
        assert scanner.state() is ScannerState.READY
    finally:
        scanner.stop()


def test_a_camera_without_new_pictures_is_named_after_two_seconds(tmp_path: Path) -> None:
    seconds = [0.0]
    show(tmp_path, code(TOKEN), "only.png")
    scanner = LiveScanner(f"images://{tmp_path}?order=name", decodes_per_second=1e9, interval=0.005, clock=lambda: seconds[0])
    scanner.start()
    try:
        assert first_code(scanner) == TOKEN
        fresh = scanner.state()
        seconds[0] += 2.1

        assert fresh is ScannerState.READY
        assert scanner.state() is ScannerState.NO_PICTURE
        assert "unplug" in scanner.cure()
    finally:
        scanner.stop()


def test_a_decoder_killed_while_scanning_is_reported_and_replaced(tmp_path: Path) -> None:
    scanner = quick(tmp_path)
    scanner.start()
    try:
        until(lambda: scanner.picture() is not None)
        killed = scanner.worker_pid
        assert killed is not None
        seen: set[ScannerState] = set()

        os.kill(killed, signal.SIGKILL)
        until(lambda: bool(seen.add(scanner.state()) or ScannerState.DECODER_DOWN in seen))
        show(tmp_path, code(TOKEN))

        assert first_code(scanner) == TOKEN
        assert scanner.worker_pid not in (None, killed)
        assert scanner.state() is ScannerState.READY
    finally:
        scanner.stop()


def test_a_picture_that_ends_every_worker_does_not_end_the_scanning(tmp_path: Path) -> None:
    scanner = quick(tmp_path)
    scanner.start()
    try:
        ended: set[int] = set()
        while len(ended) < 3:
            until(lambda: scanner.worker_pid not in (None, *ended))
            pid = scanner.worker_pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            ended.add(pid)
            until(lambda: scanner.state() is ScannerState.DECODER_DOWN)
        show(tmp_path, code(TOKEN))

        assert first_code(scanner) == TOKEN
        assert scanner.state() is ScannerState.READY
    finally:
        scanner.stop()


def test_the_device_is_open_between_start_and_stop_only(tmp_path: Path) -> None:
    film = tmp_path / "hall.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (640, 480))
    writer.write(np.full((480, 640, 3), 90, dtype=np.uint8))
    writer.release()
    scanner = open_scanner(f"video://{film}?loop=1")

    def is_open() -> bool:
        return any(os.path.realpath(descriptor) == str(film) for descriptor in Path("/proc/self/fd").iterdir())

    before = is_open(), scanner.state()
    scanner.start()
    until(is_open)
    until(lambda: scanner.picture() is not None)
    scanner.stop()

    assert before == (False, ScannerState.READY)
    assert not is_open()
    assert scanner.picture() is None
    assert list(tmp_path.iterdir()) == [film]


def test_a_scanner_started_again_after_a_visit_knows_nothing_of_the_one_before(tmp_path: Path) -> None:
    scanner = quick(tmp_path)
    show(tmp_path, code(TOKEN))
    scanner.start()
    until(lambda: scanner.picture() is not None)
    scanner.stop()
    (tmp_path / "shown.png").unlink()

    scanner.start()
    try:
        until(lambda: scanner.picture() is not None)
        assert list(scanner.codes()) == []
    finally:
        scanner.stop()


def test_no_camera_is_known_before_anybody_starts(tmp_path: Path) -> None:
    assert open_scanner(f"images://{tmp_path}/nothing").state() is ScannerState.NO_CAMERA
    assert open_scanner(f"images://{tmp_path}").state() is ScannerState.READY
    with pytest.raises(BadScannerUrl):
        open_scanner("rtsp://camera")


def test_the_screen_shows_a_small_mirror_picture() -> None:
    left_half_white = np.zeros((720, 1280), dtype=np.uint8)
    left_half_white[:, :640] = 255

    shown = for_the_screen(left_half_white)

    assert shown.shape == (180, 320)
    assert shown[:, :150].max() == 0 and shown[:, 170:].min() == 255
    assert for_the_screen(np.zeros((20, 30), dtype=np.uint8)).shape == (20, 30)
