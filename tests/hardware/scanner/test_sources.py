"""Pictures by URL: folders, recordings, drawn ones, and cameras that are not there."""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from hardware.scanner.address import BadScannerUrl, is_there
from hardware.scanner.sources import open_source
from hardware.scanner.worker import read_codes
from hardware.scanner.zbar import QrReader
from tests.hardware.scanner.degradations import code

READER = QrReader()


def show(folder: Path, name: str, text: str, written: int) -> None:
    """A picture file of a given age, in whole seconds."""
    cv2.imwrite(str(folder / name), code(text))
    os.utime(folder / name, (written, written))


def test_an_empty_folder_is_a_camera_before_which_nobody_stands(tmp_path: Path) -> None:
    source = open_source(f"images://{tmp_path}")

    frame = source.read()

    assert source.alive()
    assert frame is not None and frame[1].shape == (720, 1280)
    assert read_codes(READER, frame[1], ("plain",)) == ()


def test_the_newest_picture_of_a_folder_is_the_one_before_the_camera(tmp_path: Path) -> None:
    source = open_source(f"images://{tmp_path}")
    seen = []

    show(tmp_path, "b.png", "OLDER", 1000)
    seen.append(source.read())
    show(tmp_path, "a.png", "NEWER", 2000)
    seen.append(source.read())
    (tmp_path / "a.png").unlink()
    seen.append(source.read())
    (tmp_path / "b.png").unlink()
    seen.append(source.read())

    assert [read_codes(READER, frame[1], ("plain",)) for frame in seen if frame] == [("OLDER",), ("NEWER",), ("OLDER",), ()]


def test_a_picture_half_written_does_not_take_the_place_of_the_one_before(tmp_path: Path) -> None:
    source = open_source(f"images://{tmp_path}")
    show(tmp_path, "whole.png", "WHOLE", 1000)
    whole = source.read()
    (tmp_path / "half.png").write_bytes((tmp_path / "whole.png").read_bytes()[:40])

    frame = source.read()

    assert whole is not None and frame is not None
    assert np.array_equal(frame[1], whole[1])


def test_pictures_in_order_come_once_each_and_then_no_more(tmp_path: Path) -> None:
    show(tmp_path, "2.png", "SECOND", 1000)
    show(tmp_path, "1.png", "FIRST", 2000)
    source = open_source(f"images://{tmp_path}?order=name")

    frames = [source.read() for _ in range(3)]

    assert [frame and read_codes(READER, frame[1], ("plain",)) for frame in frames] == [("FIRST",), ("SECOND",), None]


def record(path: Path, texts: list[str]) -> None:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (640, 480))
    for text in texts:
        frame = np.full((480, 640), 120, dtype=np.uint8)
        drawn = code(text)
        frame[60 : 60 + drawn.shape[0], 100 : 100 + drawn.shape[1]] = drawn
        writer.write(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
    writer.release()


def test_a_recording_ends_or_begins_again(tmp_path: Path) -> None:
    record(tmp_path / "hall.avi", ["ONE", "TWO"])
    once = open_source(f"video://{tmp_path}/hall.avi")
    always = open_source(f"video://{tmp_path}/hall.avi?loop=1")

    seen_once = [once.read() for _ in range(3)]
    seen_always = [always.read() for _ in range(3)]
    once.close()
    always.close()

    assert once.interval == pytest.approx(0.1)
    assert [frame and read_codes(READER, frame[1], ("plain",)) for frame in seen_once] == [("ONE",), ("TWO",), None]
    assert [frame and read_codes(READER, frame[1], ("plain",)) for frame in seen_always] == [("ONE",), ("TWO",), ("ONE",)]
    assert [round(frame[0], 3) for frame in seen_always if frame] == [0.1, 0.2, 0.3]


def test_a_drawn_source_repeats_itself_for_the_same_seed() -> None:
    first, second, other = open_source("synthetic:7"), open_source("synthetic:7"), open_source("synthetic:8")

    frames = [source.read() for source in (first, second, other)]

    assert all(frame is not None for frame in frames)
    assert np.array_equal(frames[0][1], frames[1][1])  # type: ignore[index]
    assert not np.array_equal(frames[0][1], frames[2][1])  # type: ignore[index]


@pytest.mark.parametrize("url", ["v4l2:///dev/video-of-nobody", "video:///nowhere/film.avi", "images:///nowhere/folder"])
def test_a_device_that_is_not_there_is_not_alive_and_raises_nothing(url: str) -> None:
    source = open_source(url)

    assert not is_there(url)
    assert not source.alive()
    assert source.read() is None
    source.close()


@pytest.mark.parametrize("url", ["", "camera", "rtsp://host/stream", "synthetic:tree"])
def test_a_wrong_url_says_which_there_are(url: str) -> None:
    with pytest.raises(BadScannerUrl, match="v4l2:///dev/video0"):
        open_source(url)
