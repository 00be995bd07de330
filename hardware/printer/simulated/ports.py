"""Where a line is plugged into a simulated printer: a raw network port, or one end of a serial line (a pty)."""

import asyncio
import os
import socket
import struct
import termios
import tty
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

RECEIVE_BYTES = 2048
HIGH_WATER = 512  # bytes of room at which a serial sender is told to stop
_XON, _XOFF = b"\x11", b"\x13"


class Memory(Protocol):
    """The receive buffer behind a port."""

    def room(self) -> int: ...
    async def wait_for_room(self, wanted: int = 1) -> None:
        """Returns when `wanted` bytes fit, or half of a buffer that is smaller than that."""

    def take(self, chunk: bytes) -> None: ...
    def listener_changed(self, *, there: bool) -> None:
        """Whether answers have somebody to go to."""


class Port(Protocol):
    """One socket at the back of the printer. `cut_after`: bytes until the line breaks, once."""

    cut_after: int | None
    idle_close: float | None

    def plug_in(self) -> None: ...
    def pull_out(self) -> None:
        """The line breaks; what was received stays."""

    async def send(self, data: bytes) -> None:
        """To whoever listens; lost where nobody does."""

    @property
    def plugged(self) -> bool: ...

    @property
    def connections(self) -> int: ...


class NetworkPort:
    """Serves one connection at a time; the others are accepted and wait, as on real network cards."""

    def __init__(self, memory: Memory, host: str, port: int) -> None:
        self.cut_after: int | None = None
        self.idle_close: float | None = None
        self.address = (host, port)
        self._memory = memory
        self._listener: socket.socket | None = None
        self._accepting: asyncio.Task[None] | None = None
        self._clients: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self._current: socket.socket | None = None

    @property
    def plugged(self) -> bool:
        return self._listener is not None

    @property
    def connections(self) -> int:
        return len(self._clients)

    def plug_in(self) -> None:
        if self._listener is not None:
            return
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        listener.bind(self.address)
        listener.listen(3)
        listener.setblocking(False)
        self._listener, self.address = listener, listener.getsockname()
        self._accepting = asyncio.create_task(self._accept(listener))
        self._memory.listener_changed(there=False)

    def pull_out(self) -> None:
        if self._listener is None:
            return
        if self._accepting:
            self._accepting.cancel()
        self._listener.close()
        self._listener = None
        for client in self._clients:
            client.cancel()

    async def send(self, data: bytes) -> None:
        if self._current is not None:
            with suppress(OSError):
                await asyncio.get_running_loop().sock_sendall(self._current, data)

    async def _accept(self, listener: socket.socket) -> None:
        while True:
            connection, _ = await asyncio.get_running_loop().sock_accept(listener)
            client = asyncio.create_task(self._serve(connection))
            self._clients.add(client)
            client.add_done_callback(self._clients.discard)

    async def _serve(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            async with self._turn:
                self._current = connection
                self._memory.listener_changed(there=True)
                try:
                    await self._receive(connection)
                finally:
                    self._current = None
                    self._memory.listener_changed(there=False)
        except (ConnectionError, asyncio.CancelledError):
            # Break the line (RST) instead of ending it.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except TimeoutError:
            pass  # idle: an orderly end, as network cards do
        finally:
            connection.close()

    async def _receive(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._memory.wait_for_room()
            async with asyncio.timeout(self.idle_close):
                chunk = await loop.sock_recv(connection, min(self._memory.room(), RECEIVE_BYTES))
            if not chunk:
                return
            if self.cut_after is not None and len(chunk) >= self.cut_after:
                chunk, self.cut_after = chunk[: self.cut_after], None
                self._memory.take(chunk)
                raise ConnectionResetError
            if self.cut_after is not None:
                self.cut_after -= len(chunk)
            self._memory.take(chunk)


class SerialPort:
    """A serial line. The other end is a device file at `path`; nothing tells this side whether somebody has opened it.

    `baud`: pace in bits a second, 10 to the byte; None: as fast as it goes. `xon_xoff`: stop the sender by signs in the
    stream, else by not taking bytes (as with RTS/CTS).
    """

    idle_close: float | None = None

    def __init__(self, memory: Memory, path: Path, baud: int | None, *, xon_xoff: bool = False) -> None:
        self.cut_after: int | None = None
        self.path = path
        self._memory = memory
        self._seconds_per_byte = 10 / baud if baud else 0.0
        self._xon_xoff = xon_xoff
        self._ours: int | None = None
        self._theirs: int | None = None  # kept open, so that the line outlives whoever uses it
        self._reading: asyncio.Task[None] | None = None

    @property
    def plugged(self) -> bool:
        return self._ours is not None

    @property
    def connections(self) -> int:
        return int(self.plugged)

    def plug_in(self) -> None:
        if self._ours is not None:
            return
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs, termios.TCSANOW)
        os.set_blocking(self._ours, False)
        new = self.path.with_name(f".{self.path.name}.new")
        new.unlink(missing_ok=True)
        new.symlink_to(os.ttyname(self._theirs))
        new.replace(self.path)
        self._reading = asyncio.create_task(self._read(self._ours))
        self._memory.listener_changed(there=True)

    def pull_out(self) -> None:
        if self._ours is None or self._theirs is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        asyncio.get_running_loop().remove_reader(self._ours)
        self.path.unlink(missing_ok=True)
        os.close(self._theirs)
        os.close(self._ours)
        self._ours = self._theirs = None
        self._memory.listener_changed(there=False)

    async def send(self, data: bytes) -> None:
        if self._ours is not None:
            with suppress(OSError):
                os.write(self._ours, data)
            await asyncio.sleep(self._seconds_per_byte * len(data))

    async def _read(self, ours: int) -> None:
        while True:
            await self._wait_for_room()
            await _readable(ours)
            at_once = max(1, int(0.02 / self._seconds_per_byte)) if self._seconds_per_byte else RECEIVE_BYTES
            try:
                chunk = os.read(ours, max(1, min(self._memory.room(), at_once, RECEIVE_BYTES)))
            except BlockingIOError:
                continue
            if self.cut_after is not None and len(chunk) >= self.cut_after:
                self._memory.take(chunk[: self.cut_after])
                self.cut_after, self._reading = None, None
                self.pull_out()
                return
            if self.cut_after is not None:
                self.cut_after -= len(chunk)
            self._memory.take(chunk)
            await asyncio.sleep(self._seconds_per_byte * len(chunk))

    async def _wait_for_room(self) -> None:
        if self._xon_xoff and self._memory.room() <= HIGH_WATER:
            await self.send(_XOFF)
            await self._memory.wait_for_room(2 * HIGH_WATER)
            await self.send(_XON)
        await self._memory.wait_for_room()


def _readable(descriptor: int) -> Awaitable[None]:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        loop.remove_reader(descriptor)
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(descriptor, tell)
    return ready
