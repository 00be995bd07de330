"""Where pictures come from, by URL: a camera, a video file, a folder of pictures, a drawn one.

`v4l2:///dev/video0`            a camera, 1280×720
`video:///file.avi[?loop=1]`    a recording, in its own time; with `loop` for ever
`images:///folder`              the newest picture of a folder, shown until a newer one comes; an empty folder is a blank picture
`images:///folder?order=name`   every picture of a folder once, by name
`synthetic:SEED[?text=…]`       a code moving over a noisy ground, the same for the same seed
"""

from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import cv2
import numpy as np
import segno

from hardware.scanner.port import FrameSource, Grey

WIDTH: Final = 1280
HEIGHT: Final = 720
FRAMES_PER_SECOND: Final = 15.0
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".pgm"})


class BadScannerUrl(ValueError):
    """The URL names no kind of scanner. The message lists those there are."""


class CameraSource:
    """A V4L2 camera. `read` waits for the next picture."""

    interval = 0.0

    def __init__(self, device: str) -> None:
        self._capture: cv2.VideoCapture | None = None
        self._seconds = 0.0
        if not Path(device).exists():  # OpenCV would print its own words on standard error
            return
        capture = cv2.VideoCapture(device, cv2.CAP_V4L2)
        if not capture.isOpened():
            capture.release()
            return
        # The pixel format first: some drivers forget it when it comes after the size, and raw 720p comes at 10 pictures a second.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        capture.set(cv2.CAP_PROP_FPS, 30)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        capture.set(cv2.CAP_PROP_AUTOFOCUS, 1)
        self._capture = capture

    def read(self) -> tuple[float, Grey] | None:
        if self._capture is None:
            return None
        good, picture = self._capture.read()
        if not good:
            self.close()
            return None
        return self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, _grey(picture)

    def alive(self) -> bool:
        return self._capture is not None

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


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
        return self._frame * self.interval, _grey(picture)

    def alive(self) -> bool:
        return self._capture is not None

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
        self._picture = _blank()
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
            self._shown, self._picture = None, _blank()
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

    def close(self) -> None:
        self._picture = _blank()
        self._shown = None


class SyntheticSource:
    """A code that wanders over a noisy ground, drawn from `seed`."""

    interval = 1 / FRAMES_PER_SECOND

    def __init__(self, seed: int, text: str) -> None:
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

    def close(self) -> None:
        """Nothing is held."""


def open_source(url: str) -> FrameSource:
    """The source named by `url`; one that could not be opened is not `alive`. Raises BadScannerUrl."""
    scheme, path, options = parts(url)
    match scheme:
        case "v4l2":
            return CameraSource(path)
        case "video":
            return VideoSource(Path(path), loop=options.get("loop") == "1")
        case "images":
            return FolderSource(Path(path), in_order=options.get("order") == "name")
        case "synthetic" if path.isdigit():
            return SyntheticSource(int(path), options.get("text", f"SYNTHETIC-{path}"))
    raise BadScannerUrl(
        f"{url!r} names no scanner. Use v4l2:///dev/video0, video:///file.avi, images:///folder, synthetic:SEED (a whole number)"
        " or, for a hand scanner, serial:///dev/ttyACM0."
    )


def is_there(url: str) -> bool:
    """Whether the device behind `url` exists, told without opening it. Raises BadScannerUrl."""
    scheme, path, _ = parts(url)
    match scheme:
        case "v4l2":
            return Path(path).exists()
        case "video":
            return Path(path).is_file()
        case "images":
            return Path(path).is_dir()
    return open_source(url).alive()


def load_grey(path: Path) -> Grey | None:
    """The picture in a file, grey; None where there is no file or no picture in it."""
    try:
        content = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    except OSError:
        return None
    if not content.size:
        return None
    picture = cv2.imdecode(content, cv2.IMREAD_GRAYSCALE)
    return None if picture is None else np.asarray(picture, dtype=np.uint8)


def parts(url: str) -> tuple[str, str, dict[str, str]]:
    """Scheme, path and options (name → last value) of a scanner's URL."""
    split = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(split.query).items()}
    return split.scheme, unquote(split.path), options


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


def _blank() -> Grey:
    return np.full((HEIGHT, WIDTH), 128, dtype=np.uint8)


def _grey(picture: object) -> Grey:
    """A camera's picture, whatever its depth, as height × width of 0 … 255."""
    array = np.asarray(picture, dtype=np.uint8)
    return array if array.ndim == 2 else np.asarray(cv2.cvtColor(array, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
