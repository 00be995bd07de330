"""The live scanner over a folder of pictures: what the kiosk sees of a camera, its loss and its return."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from hardware.scanner import open_scanner
from hardware.scanner.address import BadScannerUrl
from hardware.scanner.live import LiveScanner
from hardware.scanner.port import ScannerState
from tests.hardware.scanner.degradations import code, spoilt
from tests.hardware.scanner.standins import held_here

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

    before = held_here(film), scanner.state()
    scanner.start()
    until(lambda: held_here(film))
    until(lambda: scanner.picture() is not None)
    scanner.stop()

    assert before == (False, ScannerState.READY)
    assert not held_here(film)
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


def test_the_window_that_shows_the_camera_loads_neither_opencv_nor_numpy(tmp_path: Path) -> None:
    """They take 30 MB of a process that has a limit."""
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, time\n"
            "from hardware.scanner import open_scanner\n"
            "scanner = open_scanner(sys.argv[1])\n"
            "scanner.start()\n"
            "while scanner.picture() is None: time.sleep(0.01)\n"
            "scanner.stop()\n"
            "print(sorted({'cv2', 'numpy', 'PIL', 'segno'} & sys.modules.keys()))",
            f"images://{tmp_path}",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert seen.stdout.strip() == "[]"


def test_the_process_before_the_camera_ends_with_the_window_that_was_killed(tmp_path: Path) -> None:
    window = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time\n"
            "from hardware.scanner import open_scanner\n"
            "scanner = open_scanner(sys.argv[1])\n"
            "scanner.start()\n"
            "while scanner.picture() is None: time.sleep(0.01)\n"
            "print(scanner.worker_pid, flush=True)\n"
            "time.sleep(60)",
            f"images://{tmp_path}",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert window.stdout is not None
    watching = int(window.stdout.readline())
    alive = psutil.pid_exists(watching)

    window.kill()
    window.wait()
    window.stdout.close()

    assert alive
    until(lambda: not psutil.pid_exists(watching) or psutil.Process(watching).status() == psutil.STATUS_ZOMBIE)


def test_a_process_that_hangs_before_the_camera_is_a_fault_and_replaced(tmp_path: Path) -> None:
    scanner = LiveScanner(f"images://{tmp_path}", decodes_per_second=200, interval=0.005, hangs_after=2.0)
    scanner.start()
    try:
        until(lambda: scanner.picture() is not None)
        hanging = scanner.worker_pid
        assert hanging is not None

        os.kill(hanging, signal.SIGSTOP)
        until(lambda: scanner.state() is not ScannerState.READY)
        until(lambda: scanner.worker_pid not in (None, hanging))
        show(tmp_path, code(TOKEN))

        assert first_code(scanner) == TOKEN
        assert not psutil.pid_exists(hanging)
    finally:
        scanner.stop()
