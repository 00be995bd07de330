"""The live scanner: a process of its own sees and decodes (hardware.scanner.watching); here is what it told, and whether it lives.

zbar may abort on a hostile picture, a driver may hang: then that process is gone, with its pictures and the open device, and a new
one is started. Neither OpenCV nor numpy is loaded here.
"""

import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import IO, cast

from hardware.scanner.address import is_there
from hardware.scanner.pace import FAILING_AFTER, RESTART_AFTER, START_LIMIT, Retelling
from hardware.scanner.port import Code, Picture, ScannerState
from hardware.scanner.told import Hearing, Looked, Lost, Nonsense, Opened, Shown, Told, Waiting

log = logging.getLogger(__name__)

SILENT_AFTER = 2.0  # seconds without a new picture
HANGS_AFTER = 5.0  # seconds without a word from the thread that decodes; it says one every second, or a picture's passes later
GONE_AFTER = 1.0  # seconds a killed process has
DECODES_PER_SECOND = 10.0  # one code in the hand is seen by several pictures anyway


class LiveScanner:
    """Scanner over any source. The pace: `decodes_per_second`, and `interval` seconds between pictures (None: the source's own).

    `hangs_after`: seconds of silence until the process is ended and replaced.
    """

    def __init__(
        self,
        url: str,
        *,
        decodes_per_second: float = DECODES_PER_SECOND,
        interval: float | None = None,
        hangs_after: float = HANGS_AFTER,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        is_there(url)  # a wrong URL is told when the kiosk starts, not when a resident stands before the camera
        self._url = url
        self._arguments = (url, repr(1 / decodes_per_second), *(() if interval is None else (repr(interval),)))
        self._hangs_after = hangs_after
        self._clock = clock
        self._run: _Run | None = None

    def start(self) -> None:
        if self._run is None:
            self._run = _Run(self._arguments, self._hangs_after, self._clock, self._absent())

    def codes(self) -> Iterator[Code]:
        if self._run is not None:
            yield from self._run.take_codes()

    def picture(self) -> Picture | None:
        return self._run.latest if self._run else None

    def state(self) -> ScannerState:
        if self._run is not None:
            return self._run.state()
        return ScannerState.NO_CAMERA if self._absent() else ScannerState.READY

    def cure(self) -> str:
        return self._run.cure() if self._run else self._absent()

    def stop(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.end()

    def _absent(self) -> str:
        return "" if is_there(self._url) else f"nothing at {self._url}: look at the cable"

    @property
    def worker_pid(self) -> int | None:
        """The process before the camera, while there is one."""
        return self._run.worker_pid if self._run else None


class _Run:
    """What exists between `start` and `stop`, and is gone after it: process, device, last picture, codes."""

    def __init__(self, arguments: tuple[str, ...], hangs_after: float, clock: Callable[[], float], no_camera: str) -> None:
        self.latest: Picture | None = None
        self.worker_pid: int | None = None
        self._arguments = arguments
        self._hangs_after = hangs_after
        self._clock = clock
        self._no_camera = no_camera  # what to do about it, where there is none
        self._up = False  # it has said a word: from then on pictures are expected
        self._down = False  # it died, and no other has decoded a picture since
        self._failures = 0  # of it, in a row
        self._last_picture_at = clock()
        self._codes: deque[Code] = deque(maxlen=32)
        self._retelling = Retelling(clock)
        self._ending = threading.Event()
        self._wakes, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._guarded, name="scanner", daemon=True)
        self._thread.start()

    def state(self) -> ScannerState:
        if self._no_camera:
            return ScannerState.NO_CAMERA
        if self._up and self._clock() - self._last_picture_at > SILENT_AFTER:
            return ScannerState.NO_PICTURE
        return ScannerState.DECODER_DOWN if self._down else ScannerState.READY

    def cure(self) -> str:
        match self.state():
            case ScannerState.NO_CAMERA:
                return self._no_camera
            case ScannerState.NO_PICTURE:
                return "the camera is there and sends nothing: unplug it and plug it in again"
            case ScannerState.DECODER_DOWN if self._failures >= FAILING_AFTER:
                return "the decoder does not stay up: is libzbar0 installed? Its own words are on standard error"
        return ""

    def take_codes(self) -> Iterator[Code]:
        while self._codes:
            yield self._codes.popleft()

    def end(self) -> None:
        self._ending.set()
        os.write(self._wake, b".")
        self._thread.join()
        os.close(self._wake)
        os.close(self._wakes)
        self.latest = None
        self._codes.clear()

    def _guarded(self) -> None:
        try:
            self._keep_watching()
        except Exception as error:  # a device thread: the name of the error only, a text may be in its words
            log.error("scanner thread ended by %s", type(error).__name__)
            self._no_camera = "the program failed: start the kiosk again, and send us its log"

    def _keep_watching(self) -> None:
        while not self._ending.is_set():
            worker = self._started()
            try:
                reason = self._listen(worker)
            finally:
                self.worker_pid, self._up, self.latest = None, False, None
                _end(worker)
            if self._ending.is_set():
                return
            if not self._down:
                log.warning("QR decoder down: %s; starting another", reason)
            self._down = True
            self._ending.wait(RESTART_AFTER[min(self._failures, len(RESTART_AFTER) - 1)])
            self._failures += 1

    def _started(self) -> "subprocess.Popen[bytes]":
        worker = subprocess.Popen(
            [sys.executable, "-m", "hardware.scanner.watching", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.worker_pid = worker.pid
        return worker

    def _listen(self, worker: "subprocess.Popen[bytes]") -> str:
        """Until `end`, or why the process cannot be left to itself any more."""
        line = cast(IO[bytes], worker.stdout).fileno()
        hearing = Hearing()
        limit = time.monotonic() + START_LIMIT
        while True:
            readable, _, _ = select.select([line, self._wakes], [], [], max(0.0, limit - time.monotonic()))
            if self._wakes in readable:
                return ""
            if not readable:
                return "it is silent"
            piece = os.read(line, 1 << 16)
            if not piece:
                return "it is gone"
            try:
                for told in hearing.take(piece):
                    self._take(told)
                    if isinstance(told, Looked | Waiting):
                        limit = time.monotonic() + self._hangs_after
            except Nonsense:
                return "it speaks nonsense"

    def _take(self, told: Told) -> None:
        if not self._up:
            self._up, self._last_picture_at = True, self._clock()
        match told:
            case Opened():
                self._say("")
                self._last_picture_at = self._clock()
            case Lost(cure):
                self.latest = None
                self._say(cure)
            case Shown(picture):
                self.latest, self._last_picture_at = picture, self._clock()
            case Looked(texts):
                self._down, self._failures = False, 0
                self._codes.extend(Code(text) for text in texts if self._retelling.is_due(text))
            case Waiting():
                pass

    def _say(self, cure: str) -> None:
        if cure and cure != self._no_camera:
            log.warning("camera: %s", cure)
        self._no_camera = cure


def _end(worker: "subprocess.Popen[bytes]") -> None:
    worker.kill()
    try:
        worker.wait(GONE_AFTER)
    except subprocess.TimeoutExpired:  # a driver holds it in the kernel; it goes when that lets go
        log.warning("the camera's process does not end yet")
    for pipe in (worker.stdin, worker.stdout):
        cast(IO[bytes], pipe).close()
