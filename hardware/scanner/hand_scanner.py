"""A hand scanner on a serial line (USB CDC): it decodes by itself and sends each text with a line end. No picture, no focus."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import serial

from hardware.scanner.pace import REOPEN_AFTER, Retelling
from hardware.scanner.port import Code, Grey, ScannerState

log = logging.getLogger(__name__)

BAUD = 9600  # what scanners leave the factory with; on USB it means nothing
LOOK_EVERY = 0.2  # seconds a read waits before it looks whether it should end
LONGEST = 4096  # bytes; a line without an end is noise


class HandScanner:
    """Scanner over a serial device. A text is taken when its line ends."""

    def __init__(self, device: str, baud: int = BAUD, clock: Callable[[], float] = time.monotonic) -> None:
        self._device = device
        self._baud = baud
        self._clock = clock
        self._ending: threading.Event | None = None
        self._thread: threading.Thread | None = None
        self._connected = False
        self._codes: deque[Code] = deque(maxlen=32)

    def start(self) -> None:
        if self._thread is None:
            self._ending, self._connected = threading.Event(), True
            self._thread = threading.Thread(target=self._guarded, args=(self._ending,), name="hand-scanner", daemon=True)
            self._thread.start()

    def codes(self) -> Iterator[Code]:
        while self._codes:
            yield self._codes.popleft()

    def picture(self) -> Grey | None:
        return None

    def state(self) -> ScannerState:
        there = self._connected if self._thread else Path(self._device).exists()
        return ScannerState.READY if there else ScannerState.NO_CAMERA

    def stop(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None and self._ending is not None:
            self._ending.set()
            thread.join(timeout=2 * LOOK_EVERY + 1)
        self._codes.clear()

    def _guarded(self, ending: threading.Event) -> None:
        try:
            self._run(ending)
        except Exception as error:  # a device thread: the name of the error only
            log.error("hand scanner thread ended by %s", type(error).__name__)
            self._connected = False

    def _run(self, ending: threading.Event) -> None:
        retelling = Retelling(self._clock)
        failures = 0
        while not ending.is_set():
            try:
                with serial.Serial(self._device, self._baud, timeout=LOOK_EVERY) as line:
                    self._connected, failures = True, 0
                    line.reset_input_buffer()  # what was scanned before anybody asked belongs to nobody
                    self._read(line, ending, retelling)
            except (OSError, serial.SerialException):
                self._connected = False
                ending.wait(REOPEN_AFTER[min(failures, len(REOPEN_AFTER) - 1)])
                failures += 1

    def _read(self, line: "serial.Serial", ending: threading.Event, retelling: Retelling) -> None:
        received = b""
        while not ending.is_set():
            received += line.read(max(1, line.in_waiting))
            *texts, received = received.replace(b"\r", b"\n").split(b"\n")
            for text in (whole.decode("utf-8", "replace").strip() for whole in texts):
                if text and retelling.is_due(text):
                    self._codes.append(Code(text))
            if len(received) > LONGEST:
                received = b""
