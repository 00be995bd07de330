"""The control port of a kiosk started with --dev: JSON lines in, JSON lines out, on loopback. For tests, the demo and the dev dock.

{"tap": id}, {"picture": file}, {"screen": true}: to the window (kiosk.views.remote). {"state": true}: the parent's own state.
"""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

Answering = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class NotLoopback(Exception):
    """The control port moves the kiosk's finger: it is never offered to a network."""


async def serve(address: str, answer: Answering) -> tuple[asyncio.Server, str]:
    """The listening server and its address as host:port. Raises NotLoopback."""
    host, _, port = address.rpartition(":")
    if not (host == "localhost" or ipaddress.ip_address(host).is_loopback):
        raise NotLoopback(f"--dev {address}: give a loopback address such as 127.0.0.1:0")

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async for line in reader:
                writer.write(msgspec.json.encode(await _reply(line, answer)) + b"\n")
                await writer.drain()
        except (ConnectionError, ValueError, asyncio.CancelledError):
            pass  # the other end left, sent a line longer than the reader takes, or the kiosk ends
        finally:
            writer.close()

    server = await asyncio.start_server(connected, host, int(port))
    found_host, found_port = server.sockets[0].getsockname()[:2]
    return server, f"{found_host}:{found_port}"


async def _reply(line: bytes, answer: Answering) -> dict[str, Any]:
    try:
        request = msgspec.json.decode(line, type=dict[str, Any])
    except msgspec.MsgspecError:
        return {"error": "not a JSON object on one line"}
    return await answer(request)
