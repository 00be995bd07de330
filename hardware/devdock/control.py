"""The way to a simulator's control port: one JSON line out, one back."""

import asyncio
import contextlib
import json
from typing import Any

import msgspec

TIME_LIMIT = 2.0  # seconds; simulators answer at once
LONGEST_ANSWER = 1 << 20


class NotReached(msgspec.Struct, frozen=True):
    """Nobody answers at the control port."""

    address: str


class ControlPort:
    """One simulator. Keeps its connection, and makes another when that is lost: simulators come and go."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self._one_at_a_time = asyncio.Lock()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, order: dict[str, Any]) -> dict[str, Any] | NotReached:
        """The simulator's answer to `order`. Never sent twice."""
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(TIME_LIMIT):
                    return await self._exchange(order)
            except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
                await self._drop()
                return NotReached(f"{self.address[0]}:{self.address[1]}")

    async def close(self) -> None:
        async with self._one_at_a_time:
            await self._drop()

    async def _exchange(self, order: dict[str, Any]) -> dict[str, Any]:
        if self._streams is not None and self._streams[0].at_eof():
            await self._drop()  # it was started anew since the last order
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self.address, limit=LONGEST_ANSWER)
        reader, writer = self._streams
        writer.write(json.dumps(order).encode() + b"\n")
        await writer.drain()
        answer = json.loads(await reader.readuntil(b"\n"))
        if not isinstance(answer, dict):
            raise ValueError("an answer is one JSON object")
        return answer

    async def _drop(self) -> None:
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()
            with contextlib.suppress(OSError):
                await streams[1].wait_closed()
