"""Where pictures come from, by URL: a camera, a video file, a folder of pictures, a drawn one."""

from pathlib import Path
from typing import Final, Protocol

import cv2
import numpy as np

from hardware.scanner import find
from hardware.scanner.address import BadScannerUrl, Camera, Drawn, Film, Folder, parse
from hardware.scanner.camera import CameraSource
from hardware.scanner.pictures import HEIGHT, WIDTH, Grey, blank, grey_of, load_grey

FRAMES_PER_SECOND: Final = 15.0
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".pgm"})


class FrameSource(Protocol):
    """Where pictures come from. `interval`: seconds to leave between two reads; 0 where `read` itself waits for the picture."""

    @property
    def interval(self) -> float: ...

    def read(self) -> tuple[float, Grey] | None:
        """(Seconds on the source's own clock, grey picture), or None when there is none now."""

    def alive(self) -> bool:
        """False when the device could not be opened or was lost: close it, and open it again later."""

    def cure(self) -> str:
        """What the engineer should do about a source that is not alive, in a sentence; "" while it is."""

    def close(self) -> None: ...


class VideoSource:
    """A recording. Past its end there is no picture, or it begins again (`loop`)."""

    def __init__(self, path: Path, *, loop: bool) -> None:
        self._loop = loop
        self._frame = 0
        self._capture: cv2.VideoCapture | None = None
        if path.is_file():
            capture = cv2.VideoCapture(str(path))
            if capture.isOpened():
                self._capture = capture
            else:
                capture.release()
        rate = self._capture.get(cv2.CAP_PROP_FPS) if self._capture else 0.0
        self.interval = 1 / rate if rate > 0 else 1 / FRAMES_PER_SECOND

    def read(self) -> tuple[float, Grey] | None:
        if self._capture is None:
            return None
        good, picture = self._capture.read()
        if not good and self._loop and self._frame:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            good, picture = self._capture.read()
        if not good:
            return None
        self._frame += 1
        return self._frame * self.interval, grey_of(picture)

    def alive(self) -> bool:
        return self._capture is not None

    def cure(self) -> str:
        return "" if self.alive() else "no recording there, or none that OpenCV can play: look at the path"

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class FolderSource:
    """Pictures of a folder: the newest one all the time, or (`in_order`) each once by name. The folder gone is the plug pulled."""

    interval = 1 / FRAMES_PER_SECOND

    def __init__(self, folder: Path, *, in_order: bool) -> None:
        self._folder = folder
        self._in_order = in_order
        self._frame = 0
        self._shown: tuple[Path, int] | None = None
        self._picture = blank()
        self._left = sorted(_pictures(folder)) if in_order else []

    def read(self) -> tuple[float, Grey] | None:
        picture = self._next_in_order() if self._in_order else self._newest()
        if picture is None:
            return None
        self._frame += 1
        return self._frame * self.interval, picture

    def _next_in_order(self) -> Grey | None:
        while self._left:
            if (picture := load_grey(self._left.pop(0))) is not None:
                return picture
        return None

    def _newest(self) -> Grey | None:
        if not self.alive():
            return None
        times = {path: written for path in _pictures(self._folder) if (written := _written(path)) is not None}
        if not times:
            self._shown, self._picture = None, blank()
            return self._picture
        newest = max(times, key=lambda path: (times[path], path.name))
        if (newest, times[newest]) != self._shown:
            picture = load_grey(newest)
            if picture is None:  # still being written, or already taken away
                return self._picture
            self._shown, self._picture = (newest, times[newest]), picture
        return self._picture

    def alive(self) -> bool:
        return self._folder.is_dir()

    def cure(self) -> str:
        return "" if self.alive() else f"no folder {self._folder}: make it, or correct the path"

    def close(self) -> None:
        self._picture = blank()
        self._shown = None


class SyntheticSource:
    """A code that wanders over a noisy ground, drawn from `seed`."""

    interval = 1 / FRAMES_PER_SECOND

    def __init__(self, seed: int, text: str) -> None:
        # Loaded for who draws: it brings half of urllib with it, and a resident waits for the camera's first picture.
        import segno  # noqa: PLC0415

        self._random = np.random.default_rng(seed)
        self._frame = 0
        modules = np.array([list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=4)], dtype=np.uint8)
        self._code = np.kron(np.where(modules == 0, 255, 0).astype(np.uint8), np.ones((8, 8), dtype=np.uint8))

    def read(self) -> tuple[float, Grey] | None:
        ground = self._random.normal(120, 6, (HEIGHT, WIDTH)).clip(0, 255).astype(np.uint8)
        height, width = self._code.shape
        top = int(self._random.integers(0, HEIGHT - height))
        left = int(self._random.integers(0, WIDTH - width))
        ground[top : top + height, left : left + width] = self._code
        self._frame += 1
        return self._frame * self.interval, ground

    def alive(self) -> bool:
        return True

    def cure(self) -> str:
        return ""

    def close(self) -> None:
        """Nothing is held."""


def open_source(url: str) -> FrameSource:
    """The source named by `url`; one that could not be opened is not `alive`. Raises BadScannerUrl."""
    match parse(url):
        case Camera(device, wished):
            return CameraSource(device or str(find.first_camera() or "/dev/video0"), wished)
        case Film(path, loop):
            return VideoSource(path, loop=loop)
        case Folder(path, in_order):
            return FolderSource(path, in_order=in_order)
        case Drawn(seed, text):
            return SyntheticSource(seed, text)
        case _:
            raise BadScannerUrl(f"{url!r} is a hand scanner: it gives texts, no pictures")


def _pictures(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix.lower() in PICTURES]
    except OSError:
        return []


def _written(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # taken away since the folder was listed
        return None
