"""Documents handed to the reading process: one at a time, within a time limit, away from the hub's own loop."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Iterable

import msgspec
import structlog

from config.scanned_paper import ScannedPaper
from hub.scans.outcome import MOST_BYTES, NotTaken, Scan

LIMIT = 60.0  # seconds for one document, the start of the process with it; a page takes two, four pages eight, a busy machine more
IDLE = 600.0  # seconds after which the process goes and gives its memory back
HEAD = 4  # the length of an answer
log = structlog.get_logger()
_answers = msgspec.msgpack.Decoder(Scan | NotTaken)


class ScanReader:
    """Starts the process when the first document comes, and again where it died. Belongs to one event loop."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "hub.scans"), limit: float = LIMIT) -> None:
        self._command, self._limit = command, limit
        self._process: asyncio.subprocess.Process | None = None
        self._killed = False
        self._turn = asyncio.Lock()
        self._leave: asyncio.TimerHandle | None = None

    async def read(self, document: bytes, papers: Iterable[ScannedPaper]) -> Scan | NotTaken:
        """The paper, or why there is none. A process that died or was too slow has forgotten everything."""
        if len(document) > MOST_BYTES:
            return NotTaken("too_large")
        order = msgspec.msgpack.encode({"document": document, "papers": tuple(papers)})
        async with self._turn:
            if self._leave is not None:
                self._leave.cancel()
            try:
                async with asyncio.timeout(self._limit):
                    return await self._ask(order)
            except TimeoutError:
                return await self._lost("too_slow", "")
            except (asyncio.IncompleteReadError, ConnectionError, OSError) as trouble:
                return await self._lost("reader_failed", type(trouble).__name__)
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

    @property
    def pid(self) -> int | None:
        """The process that reads now, None while there is none."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def _ask(self, order: bytes) -> Scan | NotTaken:
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
            raise ConnectionError("the reading process has no pipes")
        process.stdin.write(len(order).to_bytes(HEAD, "big") + order)
        await process.stdin.drain()
        head = await process.stdout.readexactly(HEAD)
        answer: Scan | NotTaken = _answers.decode(await process.stdout.readexactly(int.from_bytes(head, "big")))
        return answer

    async def _lost(self, why: str, error: str) -> NotTaken:
        log.warning("scan_not_read", reason=why, error=error)
        await self._end()
        return NotTaken("too_slow" if why == "too_slow" else "reader_failed")

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
