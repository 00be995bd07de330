"""A raw printer port on the network (9100)."""

import socket

from hardware.printer.links.address import NetworkPlace
from hardware.printer.links.link import LinkLost

CONNECT_SECONDS = 2.0  # for each address a name has
UNACKNOWLEDGED_MS = 8000  # TCP_USER_TIMEOUT: a printer without power is noticed while data waits
SEND_BUFFER = 8192  # small, so that what has not left yet can still be taken back


def open_network(place: NetworkPlace) -> "NetworkLink":
    """Raises LinkLost. A name server that does not answer can take half a minute: not for a thread that others wait for."""
    try:
        return NetworkLink(socket.create_connection((place.host, place.port), timeout=CONNECT_SECONDS))
    except socket.gaierror as error:
        raise LinkLost(f"nobody knows the name {place.host}: {error.strerror}; give the printer's address in digits") from error
    except UnicodeError as error:
        raise LinkLost(f"{place.host} is not a name a computer can have") from error
    except TimeoutError as error:
        raise LinkLost("no answer: power, network cable, address") from error
    except OSError as error:
        raise LinkLost(f"{error.strerror or 'no answer'}: power, network cable, address and port") from error


class NetworkLink:
    """One TCP connection."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        connected.setblocking(False)
        for level, option, value in (
            (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
            (socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER),
            (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
            (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10),
            (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 3),
            (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
        ):
            connected.setsockopt(level, option, value)
        self.expect_standstill(False)

    def fileno(self) -> int | None:
        return self._socket.fileno()

    def send(self, data: bytes) -> int:
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LinkLost(error.strerror or "broken") from error

    def again(self) -> float | None:
        return None

    def receive(self) -> bytes:
        try:
            arrived = self._socket.recv(4096)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLost(error.strerror or "broken") from error
        if not arrived:
            raise LinkLost("closed by the printer")
        return arrived

    def expect_standstill(self, expected: bool) -> None:
        # Linux counts a closed window as unacknowledged too: without this a paper change longer than the limit breaks the line.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 0 if expected else UNACKNOWLEDGED_MS)

    def close(self) -> None:
        self._socket.close()
