"""A process of our own beside the hub: one order at a time, within a time limit, away from the hub's loop, and it may die over one.

On its pipes: the length (4 bytes, big-endian), then the order; the same for the answer. The end of its standard input ends it.
Its standard error goes nowhere: what a library says there may describe what it was given.
"""

import asyncio
import contextlib
import os
import resource
import struct
import sys
from collections.abc import Callable
from typing import BinaryIO, Literal

import msgspec

from hub.dumps import forbid_dumps

LENGTH = struct.Struct(">I")


class Lost(msgspec.Struct, frozen=True):
    """No answer. The process has forgotten everything. `error`: the kind of trouble, for the log."""

    why: Literal["too_slow", "broken"]
    error: str = ""


class SideProcess:
    """Starts with the first order, and again where it died. `limit`: seconds for one order, a start included; `idle`: seconds
    without an order after which it goes and gives its memory back. Belongs to one event loop.
    """

    def __init__(self, command: tuple[str, ...], limit: float, idle: float) -> None:
        self.command, self._limit, self._idle = command, limit, idle
        self._process: asyncio.subprocess.Process | None = None
        self._killed = False
        self._turn = asyncio.Lock()
        self._leave: asyncio.TimerHandle | None = None

    async def ask(self, order: bytes) -> bytes | Lost:
        """The answer to one order."""
        async with self._turn:
            if self._leave is not None:
                self._leave.cancel()
            try:
                async with asyncio.timeout(self._limit):
                    return await self._answer(order)
            except TimeoutError:
                await self._end()
                return Lost("too_slow")
            except (asyncio.IncompleteReadError, ConnectionError, OSError) as trouble:
                await self._end()
                return Lost("broken", type(trouble).__name__)
            except asyncio.CancelledError:
                # half an answer must not be read as the next one's
                self._kill()
                raise
            finally:
                self._leave = asyncio.get_running_loop().call_later(self._idle, self._kill)

    async def close(self) -> None:
        """End it; the next order starts another one."""
        if self._leave is not None:
            self._leave.cancel()
        await self._end()

    @property
    def pid(self) -> int | None:
        """Of the process that works now, None while there is none."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def ended(self) -> None:
        """Wait until it is gone."""
        if self._process is not None:
            await self._process.wait()

    async def _answer(self, order: bytes) -> bytes:
        if self._killed:
            await self._end()
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
        if process.stdin is None or process.stdout is None:
            raise ConnectionError("the process has no pipes")
        process.stdin.write(LENGTH.pack(len(order)) + order)
        await process.stdin.drain()
        head = await process.stdout.readexactly(LENGTH.size)
        return await process.stdout.readexactly(LENGTH.unpack(head)[0])

    def _kill(self) -> None:
        self._killed = True
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _end(self) -> None:
        self._kill()
        if self._process is not None:
            await self._process.wait()
            self._process = None
        self._killed = False


def serve(orders: BinaryIO, answers: BinaryIO, answer: Callable[[bytes], bytes]) -> None:
    """The other end: answer orders until their end."""
    while len(head := orders.read(LENGTH.size)) == LENGTH.size:
        body = answer(orders.read(LENGTH.unpack(head)[0]))
        answers.write(LENGTH.pack(len(body)) + body)
        answers.flush()


def confined(memory: int, niceness: int) -> tuple[BinaryIO, BinaryIO]:
    """(orders, answers) of this process, which from now on writes no memory to disk, takes no more than `memory` bytes of address
    space, and leaves the processor to who gives numbers.
    """
    forbid_dumps()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.nice(niceness)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land between two answers
    return sys.stdin.buffer, answers
