"""A line between two programs that can be cut: a TCP relay on an address of its own."""

import asyncio
import contextlib
from enum import StrEnum


class LinkState(StrEnum):
    UP = "up"
    CUT = "cut"  # connections break, new ones are refused: the hub's process is gone
    SILENT = "silent"  # connections stand, nothing comes through: the cable is out


class Link:
    """Everything that arrives at its own address goes on to `target`, and back, while it is up."""

    def __init__(self, name: str, listen: tuple[str, int], target: tuple[str, int]) -> None:
        self.name = name
        self.listen = listen  # the port becomes the real one at `open`
        self.target = target
        self.state = LinkState.CUT
        self._server: asyncio.Server | None = None
        self._flowing = asyncio.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._relays: set[asyncio.Task[None]] = set()

    @property
    def connections(self) -> int:
        return len(self._relays)

    async def open(self) -> None:
        """Raises OSError where the address cannot be had."""
        await self.turn(LinkState.UP)

    async def turn(self, state: LinkState) -> None:
        """Cut, silence or restore it. Restored after a cut it has the same address as before."""
        if state is LinkState.CUT:
            await self._break()
        elif self._server is None:
            self._server = await asyncio.start_server(self._accept, *self.listen)
            host, port = self._server.sockets[0].getsockname()[:2]
            self.listen = (host, port)
        if state is LinkState.UP:
            self._flowing.set()
        else:
            self._flowing.clear()
        self.state = state

    async def close(self) -> None:
        await self.turn(LinkState.CUT)

    async def _break(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._open:
            writer.transport.abort()  # a reset, as from a machine that is gone, not an orderly end
        relays = tuple(self._relays)
        for relay in relays:
            relay.cancel()
        await asyncio.gather(*relays, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        relay = asyncio.create_task(self._relay(reader, writer))
        self._relays.add(relay)
        relay.add_done_callback(self._relays.discard)
        with contextlib.suppress(asyncio.CancelledError):
            await relay

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        there: asyncio.StreamWriter | None = None
        try:
            await self._flowing.wait()
            from_target, there = await asyncio.open_connection(*self.target)
            self._open.add(there)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, there))
                both.create_task(self._pump(from_target, writer))
        except* OSError:  # one side went away, or the target is not there: the other side learns it by the end of its connection
            writer.transport.abort()
        finally:
            for end in (writer, there):
                if end is not None:
                    self._open.discard(end)
                    end.close()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while piece := await source.read(65536):
            await self._flowing.wait()
            sink.write(piece)
            await sink.drain()
        if sink.can_write_eof():
            sink.write_eof()
