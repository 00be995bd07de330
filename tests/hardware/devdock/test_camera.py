"""What is held before the simulated camera is what the scanner reads."""

from pathlib import Path

import pytest

from hardware.devdock.camera import Camera, TooLong
from hardware.scanner.passes import LADDER
from hardware.scanner.sources import open_source
from hardware.scanner.worker import read_codes
from hardware.scanner.zbar import QrReader

READER = QrReader()
TOKEN = "UK1:7KQ2MZP4XA6TRB3YLVW5CJ2DNE"


def seen(folder: Path) -> tuple[str, ...]:
    frame = open_source(f"images://{folder}").read()
    assert frame is not None
    return read_codes(READER, frame[1], LADDER)


@pytest.mark.parametrize("text", [TOKEN, "https://example.invalid/offer", "みほん 太郎", "A" * 500])
def test_the_scanner_reads_the_code_that_is_shown(tmp_path: Path, text: str) -> None:
    camera = Camera(tmp_path / "camera")

    camera.show(text)

    assert seen(camera.folder) == (text,)
    assert camera.showing == text


def test_a_phone_in_dark_mode_needs_the_inverting_pass(tmp_path: Path) -> None:
    camera = Camera(tmp_path)

    camera.show(TOKEN, dark=True)

    frame = open_source(f"images://{tmp_path}").read()
    assert frame is not None and read_codes(READER, frame[1], ("plain",)) == ()
    assert seen(tmp_path) == (TOKEN,)


def test_the_newest_code_replaces_the_one_before_and_hiding_leaves_nothing(tmp_path: Path) -> None:
    camera = Camera(tmp_path)

    camera.show("FIRST")
    camera.show("SECOND")
    second = seen(tmp_path)
    camera.hide()
    camera.hide()

    assert second == ("SECOND",)
    assert seen(tmp_path) == () and camera.showing is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("length", [1_000, 10_000])
def test_a_text_too_long_for_a_camera_is_refused_and_the_one_before_stays(tmp_path: Path, length: int) -> None:
    camera = Camera(tmp_path)
    camera.show("FIRST")

    with pytest.raises(TooLong, match=str(length)):
        camera.show("a" * length)

    assert seen(tmp_path) == ("FIRST",)
