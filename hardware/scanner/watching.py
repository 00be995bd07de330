"""The process before the camera: it alone opens the device, holds its pictures and decodes them. Started by hardware.scanner.live.

`python -m hardware.scanner.watching URL SECONDS_BETWEEN_DECODES [SECONDS_BETWEEN_PICTURES]`; what it sees goes to standard output
(hardware.scanner.told). One thread reads the camera, one decodes, and between them lies the latest picture only. An error of
either ends the process, and so does the end of standard input: neither it nor the open camera outlives the window of a visit.
"""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import BinaryIO

import cv2
import numpy as np

from hardware.scanner.address import is_there
from hardware.scanner.pace import REOPEN_AFTER
from hardware.scanner.passes import frame_passes
from hardware.scanner.pictures import Grey
from hardware.scanner.port import Picture
from hardware.scanner.sources import FrameSource, open_source
from hardware.scanner.stillness import Stillness
from hardware.scanner.told import Looked, Lost, Opened, Shown, Told, Waiting, packed
from hardware.scanner.worker import read_codes
from hardware.scanner.zbar import QrReader

log = logging.getLogger(__name__)

CALM_SHARE = 4  # where nothing moves, only every fourth decode
SHOWN_PER_SECOND = 8.0
SHOWN_WIDTH = 320
ALIVE_EVERY = 1.0  # seconds without a picture until that is said


class Watch:
    """`tell` may be called from two threads. `interval`: seconds between pictures (None: the source's own)."""

    def __init__(self, url: str, decode_interval: float, interval: float | None, tell: Callable[[Told], None]) -> None:
        self._url = url
        self._decode_interval = decode_interval
        self._interval = interval
        self._tell = tell
        self._latest: Grey | None = None
        self._new_picture = threading.Event()

    def capture(self) -> None:
        """Open the device, and again whenever it was lost."""
        failures = 0
        while True:
            source = open_source(self._url)
            opened = source.alive()
            if opened:
                failures = 0
                self._tell(Opened())
                self._read_until_lost(source)
            source.close()
            self._latest = None
            # A camera that is there and broke off is opened again without a word: only where nothing comes of it, it is silent.
            gone = not opened or not is_there(self._url)
            self._tell(Lost((source.cure() or "unplugged: look at the cable; it is taken up again by itself") if gone else ""))
            time.sleep(REOPEN_AFTER[min(failures, len(REOPEN_AFTER) - 1)])
            failures += 1

    def _read_until_lost(self, source: FrameSource) -> None:
        interval = source.interval if self._interval is None else self._interval
        shown = float("-inf")
        while source.alive():
            read = source.read()
            if read is not None:
                self._latest = read[1]
                self._new_picture.set()
                if time.monotonic() - shown >= 1 / SHOWN_PER_SECOND:
                    shown = time.monotonic()
                    self._tell(Shown(for_the_screen(read[1])))
            if interval or read is None:
                time.sleep(interval or 0.01)

    def decode(self) -> None:
        """The latest picture, at its pace, by the passes in their turn."""
        reader = QrReader()
        self._tell(Waiting())
        stillness = Stillness(time.monotonic)
        begun, frame = float("-inf"), 0
        while True:
            fresh = self._new_picture.wait(ALIVE_EVERY)
            self._new_picture.clear()
            picture = self._latest
            if not fresh or picture is None:
                self._tell(Waiting())
                continue
            stillness.see(picture)
            if stillness.calm and time.monotonic() - begun < CALM_SHARE * self._decode_interval:
                continue
            begun = time.monotonic()
            self._tell(Looked(read_codes(reader, picture, frame_passes(frame))))
            frame += 1
            time.sleep(max(0.0, self._decode_interval - (time.monotonic() - begun)))


def for_the_screen(grey: Grey) -> Picture:
    """At most SHOWN_WIDTH wide, left and right exchanged: people move their hand as before a mirror."""
    height, width = grey.shape
    if width > SHOWN_WIDTH:
        size = (SHOWN_WIDTH, max(1, round(height * SHOWN_WIDTH / width)))
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    height, width = grey.shape
    return Picture(width, height, grey[:, ::-1].tobytes())


def _to(answers: BinaryIO) -> Callable[[Told], None]:
    one_at_a_time = threading.Lock()

    def tell(told: Told) -> None:
        with one_at_a_time:
            try:
                answers.write(packed(told))
                answers.flush()
            except BrokenPipeError:  # nobody is left to tell
                os._exit(0)

    return tell


def _or_end(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:  # a device thread: the name of the error only, a picture may be in its words
        log.error("the camera's process ends by %s", type(error).__name__)
        os._exit(1)


def main() -> None:
    url, decode_interval, *interval = sys.argv[1:]
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land between two messages
    cv2.setNumThreads(1)  # the screen's process needs the other core
    watch = Watch(url, float(decode_interval), float(interval[0]) if interval else None, _to(answers))
    for work in (watch.capture, watch.decode):
        threading.Thread(target=_or_end, args=(work,), daemon=True).start()
    sys.stdin.buffer.read()
    os._exit(0)  # not by an orderly end: a camera without a picture may hold its thread for seconds


if __name__ == "__main__":
    main()
