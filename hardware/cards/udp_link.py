"""Whether the far end of nfcpy's UDP link is there: its own driver takes a dead one for an empty field."""

import socket

DEFAULT_PORT = 54321  # nfcpy's
FIELD_OFF = b"RFOFF"  # what its driver sends between two rounds anyway


class FarEnd:
    """The place a path of nfcpy names (`udp:HOST:PORT`), asked by a socket whose refusals the system reports."""

    def __init__(self, path: str) -> None:
        _, _, address = path.partition(":")
        host, _, port = address.partition(":")
        self._address = (host or "localhost", int(port or DEFAULT_PORT))
        self._probe: socket.socket | None = None

    def listens(self) -> bool:
        """False where the system said that nobody does: at once on this machine, at the next question from another one."""
        try:
            if self._probe is None:
                self._probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                self._probe.connect(self._address)
            self._probe.send(FIELD_OFF)
            refused = bool(self._probe.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
        except OSError:
            refused = True
        if refused:
            self.close()
        return not refused

    def close(self) -> None:
        if self._probe is not None:
            self._probe.close()
            self._probe = None
