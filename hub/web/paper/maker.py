"""Orders for printed forms handed to the drawing process: one at a time, within a time limit, away from the hub's own loop."""

import asyncio
import contextlib
import os
import sys

import msgspec
import structlog

from hub.web.paper.sheet import NotDrawn, Order

LIMIT = 30.0  # seconds for one order, the start of the process with it; a form of eight people takes one
IDLE = 300.0  # seconds after which the process goes and gives its memory back
HEAD = 5  # the kind of answer, and its length
log = structlog.get_logger()


class PaperMaker:
    """Starts the process when the first form is wanted, and again where it died. Belongs to one event loop."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "hub.web.paper"), limit: float = LIMIT) -> None:
        self._command, self._limit = command, limit
        self._process: asyncio.subprocess.Process | None = None
        self._killed = False
        self._turn = asyncio.Lock()
        self._leave: asyncio.TimerHandle | None = None

    async def pdf(self, order: Order) -> bytes | NotDrawn:
        """The PDF, or why there is none: the process died over it (`broken`), took too long, or has no fonts."""
        async with self._turn:
            if self._leave is not None:
                self._leave.cancel()
            try:
                async with asyncio.timeout(self._limit):
                    return await self._ask(msgspec.json.encode(order))
            except TimeoutError:
                log.warning("form_not_drawn", reason="too_long")
                await self._end()
                return NotDrawn("too_long")
            except (asyncio.IncompleteReadError, ConnectionError, OSError) as trouble:
                log.warning("form_not_drawn", reason="broken", error=type(trouble).__name__)
                await self._end()
                return NotDrawn("broken")
            except asyncio.CancelledError:
                # half an answer must not be read as the next one's
                self._kill()
                raise
            finally:
                self._leave = asyncio.get_running_loop().call_later(IDLE, self._kill)

    async def close(self) -> None:
        if self._leave is not None:
            self._leave.cancel()
        await self._end()

    async def _ask(self, order: bytes) -> bytes | NotDrawn:
        if self._killed:
            await self._end()
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
        if process.stdin is None or process.stdout is None:
            raise ConnectionError("the drawing process has no pipes")
        process.stdin.write(len(order).to_bytes(4, "big") + order)
        await process.stdin.drain()
        head = await process.stdout.readexactly(HEAD)
        body = await process.stdout.readexactly(int.from_bytes(head[1:], "big"))
        match head[:1]:
            case b"D":
                return body
            case b"F":
                log.warning("form_not_drawn", reason="no_fonts")
                return NotDrawn("no_fonts")
        raise ConnectionError("the drawing process answered otherwise than agreed")

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
