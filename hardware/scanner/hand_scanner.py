"""A hand scanner: it decodes by itself and sends each text over its line. No picture, no focus."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from hardware.scanner.lines import Line, NotOpened
from hardware.scanner.pace import REOPEN_AFTER, Retelling
from hardware.scanner.port import Code, Picture, ScannerState

log = logging.getLogger(__name__)

Connect = Callable[[], Line | NotOpened]


class HandScanner:
    """Scanner over the line that `connect` opens. `device`: its path, looked at before `start`, never opened."""

    def __init__(self, device: str, connect: Connect, clock: Callable[[], float] = time.monotonic) -> None:
        self._device = Path(device)
        self._connect = connect
        self._clock = clock
        self._run: _Run | None = None

    def start(self) -> None:
        if self._run is None:
            self._run = _Run(self._connect, self._clock, self._absent())

    def codes(self) -> Iterator[Code]:
        if self._run is not None:
            yield from self._run.take_codes()

    def picture(self) -> Picture | None:
        return None

    def state(self) -> ScannerState:
        return ScannerState.NO_CAMERA if self.cure() else ScannerState.READY

    def cure(self) -> str:
        return self._run.cure if self._run else self._absent()

    def stop(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.end()

    def _absent(self) -> str:
        return "" if self._device.exists() else f"nothing at {self._device}: look at the cable"


class _Run:
    """What exists between `start` and `stop`, and is gone after it: the open line, its thread, the codes."""

    def __init__(self, connect: Connect, clock: Callable[[], float], cure: str) -> None:
        self.cure = cure  # "" while the device is held, or is there and being opened
        self._connect = connect
        self._ending = threading.Event()
        self._codes: deque[Code] = deque(maxlen=32)
        self._retelling = Retelling(clock)
        self._thread = threading.Thread(target=self._guarded, name="hand-scanner", daemon=True)
        self._thread.start()

    def take_codes(self) -> Iterator[Code]:
        while self._codes:
            yield self._codes.popleft()

    def end(self) -> None:
        self._ending.set()
        self._thread.join(timeout=2.0)
        self._codes.clear()

    def _guarded(self) -> None:
        try:
            self._listen()
        except Exception as error:  # a device thread: the name of the error only, a text may be in its words
            log.error("hand scanner thread ended by %s", type(error).__name__)
            self.cure = "the program failed: start the kiosk again, and send us its log"

    def _listen(self) -> None:
        failures = 0
        while not self._ending.is_set():
            line = self._connect()
            if isinstance(line, NotOpened):
                self._say(line.cure)
            else:
                self.cure, failures = "", 0
                self._read_until_lost(line)
            if not self._ending.is_set():
                self._ending.wait(REOPEN_AFTER[min(failures, len(REOPEN_AFTER) - 1)])
                failures += 1

    def _read_until_lost(self, line: Line) -> None:
        try:
            while not self._ending.is_set():
                self._codes.extend(Code(text) for text in line.texts() if self._retelling.is_due(text))
        except OSError:
            self._say("unplugged: look at the cable; it is taken up again by itself")
        finally:
            line.close()

    def _say(self, cure: str) -> None:
        if cure != self.cure:
            log.warning("hand scanner: %s", cure)
        self.cure = cure
