"""The line to a printer, chosen by URL: bytes out, bytes in, never blocking."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from hardware.printer.port import Tier

CONNECT_SECONDS = 2.0
UNACKNOWLEDGED_MS = 8000  # TCP_USER_TIMEOUT: a printer without power is noticed while data waits
SEND_BUFFER = 8192  # small, so that what has not left yet can still be taken back


class BadPrinterUrl(Exception):
    """The URL names no printer; the message says which forms there are."""


class LinkLost(Exception):
    """The line could not be opened, or broke."""


class Link(Protocol):
    """One open line. Belongs to one thread."""

    def fileno(self) -> int | None:
        """For waiting; None where the line never answers and always takes what it is given."""

    def send(self, data: bytes) -> int:
        """How many bytes were taken, 0 when none fit now. Raises LinkLost."""

    def receive(self) -> bytes:
        """What has arrived, empty when nothing has. Raises LinkLost."""

    def expect_standstill(self, expected: bool) -> None:
        """True: the printer said that it takes nothing for now; that alone must not break the line."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Address:
    """Where a printer is. `tier` D: a line of which it is known that it never answers."""

    kind: str
    host: str = ""
    port: int = 0
    path: str = ""
    tier: Tier | None = None

    @property
    def blind(self) -> bool:
        return self.tier is Tier.D


def parse(url: str) -> Address:
    """The address `url` names. Raises BadPrinterUrl."""
    parts = urlsplit(url)
    declared = parse_qs(parts.query).get("tier", [""])[0].upper()
    if declared not in ("", "D"):
        raise BadPrinterUrl(f"{url}: only tier=D can be declared (a printer that never answers); the others are found by asking")
    try:
        port = parts.port
    except ValueError:
        raise BadPrinterUrl(f"{url}: the port must be a number from 1 to 65535") from None
    match parts.scheme:
        case "tcp" if parts.hostname:
            return Address("tcp", host=parts.hostname, port=port or 9100, tier=Tier.D if declared else None)
        case "file" if parts.path and not parts.netloc:
            return Address("file", path=unquote(parts.path), tier=Tier.D)
        case "usb" | "serial":
            raise BadPrinterUrl(f"{url}: {parts.scheme} printers are not built in yet; connect it by network: tcp://host:9100")
    raise BadPrinterUrl(f"{url}: a printer is named tcp://host:9100 or file:///path")


def dial(address: Address) -> Link:
    """Open the line. Raises LinkLost."""
    try:
        if address.kind == "file":
            return FileLink(Path(address.path))
        return TcpLink(socket.create_connection((address.host, address.port), timeout=CONNECT_SECONDS))
    except OSError as error:
        raise LinkLost(error.strerror or "no answer") from error


class TcpLink:
    """A raw printer port (9100)."""

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


class FileLink:
    """A file or a device file that only takes bytes."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def fileno(self) -> int | None:
        return None

    def send(self, data: bytes) -> int:
        try:
            return os.write(self._descriptor, data)
        except OSError as error:
            raise LinkLost(error.strerror or "broken") from error

    def receive(self) -> bytes:
        return b""

    def expect_standstill(self, expected: bool) -> None:
        pass

    def close(self) -> None:
        os.close(self._descriptor)
