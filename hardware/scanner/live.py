"""The live scanner: one thread owns the camera, one asks the decoder, and between them lies the latest picture only."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

import cv2
import numpy as np

from hardware.scanner.address import is_there
from hardware.scanner.decoder import Decoder, DecoderDown
from hardware.scanner.pace import REOPEN_AFTER, Retelling, Stillness
from hardware.scanner.passes import frame_passes
from hardware.scanner.port import Code, FrameSource, Grey, ScannerState
from hardware.scanner.sources import open_source

log = logging.getLogger(__name__)

SILENT_AFTER = 2.0  # seconds without a new picture
DECODES_PER_SECOND = 10.0  # one code in the hand is seen by several pictures anyway
CALM_SHARE = 4  # where nothing moves, only every fourth of them
PICTURE_WIDTH = 320


class LiveScanner:
    """Scanner over any source. The pace: `decodes_per_second`, and `interval` seconds between pictures (None: the source's own)."""

    def __init__(
        self,
        url: str,
        *,
        decodes_per_second: float = DECODES_PER_SECOND,
        interval: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        is_there(url)  # a wrong URL is told when the kiosk starts, not when a resident stands before the camera
        self._url = url
        self._interval = interval
        self._decode_interval = 1 / decodes_per_second
        self._clock = clock
        self._run: _Run | None = None

    def start(self) -> None:
        if self._run is None:
            self._run = _Run(self._url, self._interval, self._decode_interval, self._clock, self._absent())

    def codes(self) -> Iterator[Code]:
        if self._run is not None:
            yield from self._run.take_codes()

    def picture(self) -> Grey | None:
        latest = self._run.latest if self._run else None
        return None if latest is None else for_the_screen(latest)

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
        """The decoder's process while started."""
        return self._run.decoder.worker_pid if self._run else None


class _Run:
    """What exists between `start` and `stop`, and is gone after it: device, threads, worker, pictures, codes."""

    def __init__(
        self, url: str, interval: float | None, decode_interval: float, clock: Callable[[], float], no_camera: str
    ) -> None:
        self.latest: Grey | None = None
        self.decoder = Decoder()
        self._url = url
        self._interval = interval
        self._decode_interval = decode_interval
        self._clock = clock
        self._ending = threading.Event()
        self._new_picture = threading.Event()
        self._no_camera = no_camera  # what to do about it, where there is none
        self._decoder_down = False
        self._last_picture_at = clock()
        self._codes: deque[Code] = deque(maxlen=32)
        self._retelling = Retelling(clock)
        self._threads = (
            threading.Thread(target=self._guarded, args=(self._capture,), name="scanner-capture", daemon=True),
            threading.Thread(target=self._guarded, args=(self._decode,), name="scanner-decode", daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def state(self) -> ScannerState:
        if self._no_camera:
            return ScannerState.NO_CAMERA
        if self._clock() - self._last_picture_at > SILENT_AFTER:
            return ScannerState.NO_PICTURE
        return ScannerState.DECODER_DOWN if self._decoder_down else ScannerState.READY

    def cure(self) -> str:
        match self.state():
            case ScannerState.NO_CAMERA:
                return self._no_camera
            case ScannerState.NO_PICTURE:
                return "the camera is there and sends nothing: unplug it and plug it in again"
            case ScannerState.DECODER_DOWN if self.decoder.keeps_failing:
                return "the decoder does not stay up: is libzbar0 installed? Its own words are on standard error"
        return ""

    def take_codes(self) -> Iterator[Code]:
        while self._codes:
            yield self._codes.popleft()

    def end(self) -> None:
        self._ending.set()
        self._new_picture.set()
        self.decoder.close()
        for thread in self._threads:
            # A camera without a picture may hold its thread for ten seconds; it closes the device by itself afterwards.
            thread.join(timeout=1.0)
        self.latest = None
        self._codes.clear()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # a device thread: the name of the error only, a picture may be in its words
            log.error("scanner thread ended by %s", type(error).__name__)
            self._no_camera = "the program failed: start the kiosk again, and send us its log"

    def _capture(self) -> None:
        failures = 0
        while not self._ending.is_set():
            source = open_source(self._url)
            opened = source.alive()
            try:
                if opened:
                    failures = 0
                    self._taken_up()
                    self._read_until_lost(source)
            finally:
                source.close()
            if self._ending.is_set():
                return
            self.latest = None
            # A camera that is there and broke off is opened again without a word: only where nothing comes of it, it is silent.
            if not opened or not is_there(self._url):
                self._say(source.cure() or "unplugged: look at the cable; it is taken up again by itself")
            self._ending.wait(REOPEN_AFTER[min(failures, len(REOPEN_AFTER) - 1)])
            failures += 1

    def _taken_up(self) -> None:
        if self._no_camera:
            self._no_camera, self._last_picture_at = "", self._clock()

    def _say(self, cure: str) -> None:
        if cure != self._no_camera:
            log.warning("camera: %s", cure)
        self._no_camera = cure

    def _read_until_lost(self, source: FrameSource) -> None:
        interval = source.interval if self._interval is None else self._interval
        while source.alive() and not self._ending.is_set():
            read = source.read()
            if read is not None and not self._ending.is_set():
                self.latest = read[1]
                self._last_picture_at = self._clock()
                self._new_picture.set()
            if interval or read is None:
                self._ending.wait(interval or 0.01)

    def _decode(self) -> None:
        frame = 0
        stillness = Stillness(self._clock)
        begun = float("-inf")
        while not self._ending.is_set():
            self._new_picture.wait()
            self._new_picture.clear()
            picture = self.latest
            if picture is None:
                continue
            stillness.see(picture)
            if stillness.calm and self._clock() - begun < CALM_SHARE * self._decode_interval:
                continue
            begun = self._clock()
            self._take(self.decoder.decode(picture, frame_passes(frame)))
            frame += 1
            self._ending.wait(max(0.0, self._decode_interval - (self._clock() - begun)))

    def _take(self, texts: tuple[str, ...] | DecoderDown) -> None:
        if self._ending.is_set():
            return
        if isinstance(texts, DecoderDown):
            if not self._decoder_down:
                log.warning("QR decoder down: %s; starting another", texts.reason)
            self._decoder_down = True
            return
        self._decoder_down = False
        self._codes.extend(Code(text) for text in texts if self._retelling.is_due(text))


def for_the_screen(grey: Grey) -> Grey:
    """At most 320 wide, left and right exchanged: people move their hand as before a mirror."""
    height, width = grey.shape
    if width > PICTURE_WIDTH:
        size = (PICTURE_WIDTH, max(1, round(height * PICTURE_WIDTH / width)))
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return np.ascontiguousarray(grey[:, ::-1])
