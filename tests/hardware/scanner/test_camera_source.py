"""Cameras that cannot be had, what is wished of those that can, what they grant. A true camera is looked at where there is one."""

import fcntl
import os
import threading
from pathlib import Path

import pytest

from hardware.scanner import find, open_scanner, v4l2
from hardware.scanner.address import BadScannerUrl, Wishes, is_there, wishes
from hardware.scanner.camera import CameraSource, Granted
from hardware.scanner.port import ScannerState
from hardware.scanner.sources import open_source
from tests.hardware.scanner.test_live import until

CAMERA = find.first_camera()


@pytest.mark.parametrize(("what", "word"), [("missing", "cable"), ("file", "no camera"), ("null", "no camera")])
def test_a_device_that_gives_no_pictures_is_not_alive_and_says_what_to_do(tmp_path: Path, what: str, word: str) -> None:
    (tmp_path / "file").write_text("no device")
    device = {"missing": tmp_path / "missing", "file": tmp_path / "file", "null": Path("/dev/null")}[what]

    source = CameraSource(str(device), Wishes())

    assert not source.alive()
    assert source.read() is None
    assert word in source.cure()
    source.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_camera_that_may_not_be_opened_names_the_group(tmp_path: Path) -> None:
    (tmp_path / "video0").touch(mode=0o000)

    assert "group video" in CameraSource(str(tmp_path / "video0"), Wishes()).cure()


def test_focus_and_exposure_are_wished_by_the_url() -> None:
    assert wishes({}) == Wishes()
    assert wishes({"focus": "auto", "exposure": "80"}) == Wishes(exposure=80)
    assert wishes({"focus": "near"}) is None
    with pytest.raises(BadScannerUrl, match="focus=N"):
        open_source("v4l2:///dev/video0?focus=near")
    with pytest.raises(BadScannerUrl, match="focus=N"):
        is_there("v4l2:///dev/video0?exposure=-1")
    with pytest.raises(BadScannerUrl):
        open_source("v4l2:video0")


def test_the_first_camera_may_be_left_to_the_program() -> None:
    assert is_there("v4l2:") == bool(find.camera_nodes())
    source = open_source("v4l2:")
    assert source.alive() == (CAMERA is not None)
    source.close()


def test_a_camera_that_grants_less_than_was_asked_for_says_what_will_be_missed() -> None:
    assert Granted("MJPG", 1280, 720, 30.0).shortfall() == ""
    assert Granted("MJPG", 1920, 1080, 0.0).shortfall() == ""
    assert "640×480" in Granted("YUYV", 640, 480, 30.0).shortfall()
    assert "7.5 pictures" in Granted("YUYV", 1280, 720, 7.5).shortfall()


@pytest.mark.skipif(CAMERA is None, reason="no camera on this machine")
def test_a_true_camera_tells_what_it_granted_and_gives_pictures_of_that_size() -> None:
    source = CameraSource(str(CAMERA), Wishes())
    try:
        first, second = source.read(), source.read()

        assert source.granted is not None and first is not None and second is not None
        assert first[1].shape == (source.granted.height, source.granted.width)
        assert second[0] > first[0]
        assert source.cure() == ""
    finally:
        source.close()
    assert not any(os.path.realpath(held) == os.path.realpath(str(CAMERA)) for held in Path("/proc/self/fd").iterdir())


@pytest.mark.skipif(CAMERA is None, reason="no camera on this machine")
def test_a_control_the_camera_does_not_have_is_left_alone() -> None:
    with v4l2.opened(str(CAMERA)) as descriptor:
        assert not v4l2.set_control(descriptor, 0x009A09F0, 1)
        assert not v4l2.set_nearest(descriptor, 0x009A09F0, 1)


# The kernel's own test camera (vivid): its cable can be pulled, and its pictures held back.
CABLE = Path("/sys/bus/platform/drivers/vivid")
SHARE_DROPPED, FATAL_ERROR, MENU_OF_NUMBERS = 0x00F0F040, 0x00F0F046, 0x0098F907  # vivid's own controls
G_CTRL = 0xC008561B
is_vivid = pytest.mark.skipif(not (CABLE.is_dir() and os.access(CABLE / "unbind", os.W_OK)), reason="no test camera (vivid)")


@is_vivid
def test_a_camera_pulled_out_while_scanning_is_named_and_taken_up_again() -> None:
    scanner = open_scanner(f"v4l2://{CAMERA}")
    scanner.start()
    try:
        until(lambda: scanner.picture() is not None)
        (CABLE / "unbind").write_text("vivid.0")
        until(lambda: scanner.state() is ScannerState.NO_CAMERA)
        pulled = scanner.cure(), scanner.picture()
        (CABLE / "bind").write_text("vivid.0")
        until(lambda: scanner.state() is ScannerState.READY and scanner.picture() is not None)
    finally:
        scanner.stop()

    assert "cable" in pulled[0] and pulled[1] is None
    assert scanner.state() is ScannerState.READY


@is_vivid
def test_a_camera_that_falls_silent_is_named_after_two_seconds_and_can_be_stopped() -> None:
    scanner = open_scanner(f"v4l2://{CAMERA}")
    scanner.start()
    try:
        until(lambda: scanner.picture() is not None)
        with v4l2.opened(str(CAMERA)) as descriptor:
            assert v4l2.set_control(descriptor, SHARE_DROPPED, 100)
            until(lambda: scanner.state() is ScannerState.NO_PICTURE)
            cure = scanner.cure()
            threading.Event().wait(6.0)  # OpenCV has given up by now, more than once: the camera is still there and silent
            later = scanner.state()
            assert v4l2.set_control(descriptor, SHARE_DROPPED, 0)
            until(lambda: scanner.state() is ScannerState.READY and scanner.picture() is not None)
    finally:
        scanner.stop()

    assert "unplug" in cure
    assert later is ScannerState.NO_PICTURE


@is_vivid
def test_a_camera_whose_stream_breaks_is_opened_again_without_a_word() -> None:
    scanner = open_scanner(f"v4l2://{CAMERA}")
    scanner.start()
    try:
        until(lambda: scanner.picture() is not None)
        with v4l2.opened(str(CAMERA)) as descriptor:
            assert v4l2.set_control(descriptor, FATAL_ERROR, 1)
        until(lambda: scanner.picture() is None)
        broken = scanner.state()
        until(lambda: scanner.picture() is not None)
        again = scanner.state()
    finally:
        scanner.stop()

    assert broken is again is ScannerState.READY


@is_vivid
def test_the_nearest_entry_of_a_menu_of_numbers_is_chosen_as_for_the_exposure_bias() -> None:
    with v4l2.opened(str(CAMERA)) as descriptor:
        assert v4l2.set_nearest(descriptor, MENU_OF_NUMBERS, 20)
        chosen = bytearray(v4l2.CONTROL.pack(MENU_OF_NUMBERS, 0))
        fcntl.ioctl(descriptor, G_CTRL, chosen)

    assert v4l2.CONTROL.unpack(chosen)[1] == 7  # of 1, 1, 2, 3, 5, 8, 13, 21, 42: the 21


@is_vivid
def test_the_camera_is_open_between_start_and_stop_only() -> None:
    def is_open() -> bool:
        return any(os.path.realpath(held) == os.path.realpath(str(CAMERA)) for held in Path("/proc/self/fd").iterdir())

    scanner = open_scanner("v4l2:")
    before = is_open(), scanner.state()
    scanner.start()
    until(lambda: scanner.picture() is not None)
    during = is_open()
    scanner.stop()

    assert (before, during, is_open()) == ((False, ScannerState.READY), True, False)
