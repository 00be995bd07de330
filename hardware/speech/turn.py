"""One sound at a time for one device, also across processes: a kiosk and a board on one machine never speak at once."""

import hashlib
import socket
import sys
import threading
import time

LOOK_AGAIN = 0.05  # seconds
LONGEST = 60.0  # seconds: whoever holds the device longer than any call is not waited for


class Turn:
    """A name the kernel gives to one process at a time, and takes back when that process ends, however it ends."""

    def __init__(self, device: str) -> None:
        # An abstract address: no file, no rights to set, nothing left behind.
        self._address = "\0uketsuke-speaker-" + hashlib.sha256(device.encode()).hexdigest()[:32]
        self._held: socket.socket | None = None

    def taken(self, cancelled: threading.Event, longest: float = LONGEST) -> bool:
        """True when it is our turn; False where `cancelled` came first. After `longest` seconds it is our turn all the same."""
        if sys.platform != "linux":
            return not cancelled.is_set()
        until = time.monotonic() + longest
        while not cancelled.is_set():
            ours = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            try:
                ours.bind(self._address)
            except OSError:
                ours.close()
                if time.monotonic() >= until:
                    return True
                cancelled.wait(LOOK_AGAIN)
                continue
            self._held = ours
            return True
        return False

    def over(self) -> None:
        """Let the next one speak."""
        held, self._held = self._held, None
        if held is not None:
            held.close()
