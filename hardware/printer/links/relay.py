"""A line whose driver only knows how to wait (USB): two threads wait in its place, the owner sees a socket.

Why threads and not short waits in the owner's own loop: a printer without paper takes nothing for minutes, and answers must be
heard meanwhile; a wait short enough for that would wake the machine a hundred times a second, for ever. At rest these two wake
four times a second.
"""

import socket
import threading
from contextlib import suppress
from typing import Protocol

from hardware.printer.links.link import LinkLost

WAIT_SECONDS = 0.25  # the longest a helper waits for the device, so also how long closing takes
CHUNK = 4096
SEND_BUFFER = 4096  # small, so that what has not left yet can still be taken back
_PAUSES = (0.005, 0.01, 0.02, 0.04, 0.08)  # after empty packets: some printers send them without end


class Wire(Protocol):
    """One device, opened. `take` and `give` are called from two threads at the same time; each returns within `seconds`."""

    def take(self, data: bytes, seconds: float) -> int:
        """How many bytes the device took. Raises LinkLost."""

    def give(self, seconds: float) -> bytes | None:
        """What the device said, perhaps nothing; None: it did not speak in time. Raises LinkLost."""

    def close(self) -> None:
        """Never raises: the device may be gone."""


class RelayedLink:
    """A `Link` over a `Wire`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._ended = threading.Event()
        self._trouble = "the line ended"
        self._threads = [threading.Thread(target=work, name="printer-line", daemon=True) for work in (self._listen, self._speak)]
        for thread in self._threads:
            thread.start()

    # --- for the owner ------------------------------------------------------------------------------------------------------

    def fileno(self) -> int | None:
        return self._near.fileno()

    def send(self, data: bytes) -> int:
        try:
            return self._near.send(data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LinkLost(self._trouble) from error

    def again(self) -> float | None:
        return None

    def receive(self) -> bytes:
        try:
            arrived = self._near.recv(CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLost(self._trouble) from error
        if not arrived:
            raise LinkLost(self._trouble)
        return arrived

    def expect_standstill(self, expected: bool) -> None:
        pass

    def close(self) -> None:
        self._ended.set()
        self._shut()
        for thread in self._threads:
            thread.join()
        self._near.close()
        self._far.close()
        self._wire.close()

    # --- the two threads ----------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        empty = 0
        try:
            while not self._ended.is_set():
                said = self._wire.give(WAIT_SECONDS)
                if said:
                    empty = 0
                    self._far.sendall(said)
                elif said is not None:
                    self._ended.wait(_PAUSES[min(empty, len(_PAUSES) - 1)])
                    empty += 1
        except LinkLost as lost:
            self._fail(lost)
        except OSError:
            pass  # the owner closed while something arrived

    def _speak(self) -> None:
        try:
            while chunk := self._far.recv(CHUNK):
                while chunk and not self._ended.is_set():
                    chunk = chunk[self._wire.take(chunk, WAIT_SECONDS) :]
        except LinkLost as lost:
            self._fail(lost)

    def _fail(self, lost: LinkLost) -> None:
        self._trouble = str(lost)
        self._shut()

    def _shut(self) -> None:
        with suppress(OSError):
            self._far.shutdown(socket.SHUT_RDWR)
