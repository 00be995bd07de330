"""The line that can be cut: what the two programs at its ends see."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from hardware.devdock.link import Link, LinkState

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A hub of one sentence: says back what it hears, until the other side has no more to say."""
    try:
        while piece := await reader.read(1000):
            writer.write(piece)
            await writer.drain()
        writer.write(b"<end>")
    except ConnectionError:
        return
    finally:
        writer.close()


def with_link(scenario: Callable[[Link], Awaitable[None]]) -> None:
    async def run() -> None:
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        link = Link("01", ("127.0.0.1", 0), server.sockets[0].getsockname()[:2])
        await link.open()
        try:
            async with asyncio.timeout(60):
                await scenario(link)
        finally:
            await link.close()
            server.close()

    asyncio.run(run())


async def connect(link: Link) -> Ends:
    return await asyncio.open_connection(*link.listen)


async def said(ends: Ends, text: bytes) -> bytes:
    ends[1].write(text)
    return await ends[0].readexactly(len(text))


def test_what_the_kiosk_says_reaches_the_hub_and_comes_back() -> None:
    async def scenario(link: Link) -> None:
        kiosk = await connect(link)
        assert await said(kiosk, b"x" * 200_000) == b"x" * 200_000
        assert link.connections == 1
        kiosk[1].write_eof()
        assert await kiosk[0].read() == b"<end>"
        kiosk[1].close()

    with_link(scenario)


def test_a_cut_line_breaks_what_is_open_and_refuses_what_comes() -> None:
    async def scenario(link: Link) -> None:
        kiosk = await connect(link)
        await said(kiosk, b"before")

        await link.turn(LinkState.CUT)

        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await kiosk[0].readexactly(1)
        with pytest.raises(ConnectionRefusedError):
            await connect(link)
        assert link.connections == 0
        kiosk[1].close()

    with_link(scenario)


def test_a_restored_line_has_the_address_it_had() -> None:
    async def scenario(link: Link) -> None:
        before = link.listen
        await link.turn(LinkState.CUT)
        await link.turn(LinkState.UP)

        assert link.listen == before
        kiosk = await connect(link)
        assert await said(kiosk, b"again") == b"again"
        kiosk[1].close()

    with_link(scenario)


def test_a_silent_line_stands_and_delivers_in_order_once_it_speaks() -> None:
    async def scenario(link: Link) -> None:
        kiosk = await connect(link)
        await said(kiosk, b"before")

        await link.turn(LinkState.SILENT)
        kiosk[1].write(b"one two ")
        late = await connect(link)
        late[1].write(b"late")
        nothing_yet = asyncio.ensure_future(kiosk[0].read(100))
        await said_elsewhere(link.target)
        heard_nothing = not nothing_yet.done()
        await link.turn(LinkState.UP)
        kiosk[1].write(b"three")

        heard = await nothing_yet
        while len(heard) < len(b"one two three"):
            heard += await kiosk[0].read(100)
        assert heard_nothing and heard == b"one two three"
        assert await late[0].readexactly(4) == b"late"
        for ends in (kiosk, late):
            ends[1].close()

    with_link(scenario)


async def said_elsewhere(target: tuple[str, int]) -> None:
    """A whole exchange past the link: long enough for bytes to have come, had they been let through."""
    ends = await asyncio.open_connection(*target)
    await said(ends, b"beside")
    ends[1].close()


def test_a_hub_that_is_not_there_ends_the_connection() -> None:
    async def scenario(link: Link) -> None:
        nobody = Link("02", ("127.0.0.1", 0), ("127.0.0.1", 1))
        await nobody.open()
        kiosk = await connect(nobody)

        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await kiosk[0].readexactly(1)

        kiosk[1].close()
        await nobody.close()

    with_link(scenario)
