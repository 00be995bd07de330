"""Handwriting by the zinnia worker (`kiosk.input.zinnia`): started for the first stroke of a visit, ended with it."""

import asyncio
import contextlib
import json
import sys

from config.japanese.variants import sequences, variants
from kiosk.flow.events import Strokes
from kiosk.input import worker
from kiosk.input.candidates import tidy_characters

START_SECONDS = 5.0  # the worker and its model: 0.1 s, more on a loaded machine
LIMIT_SECONDS = 1.0  # one character; measured: 5 ms
FAILURES = 3  # in a row, then nothing is offered in this visit and the counter writes the name


class Trouble(Exception):
    """The worker is gone, silent or has no model; it is started again for the next character."""


class ZinniaHandwriting:
    """A Handwriting. `command` is the worker's; another one in tests."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "kiosk.input.zinnia")) -> None:
        self._command = command
        self._worker: asyncio.subprocess.Process | None = None
        self._failures = 0
        self._one_at_a_time = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """Of the worker, while one runs."""
        return self._worker.pid if self._worker is not None else None

    async def warm(self) -> None:
        async with self._one_at_a_time:
            with contextlib.suppress(Trouble):
                await self._started()

    async def characters(self, strokes: Strokes) -> tuple[str, ...]:
        if not any(strokes) or self._failures >= FAILURES:
            return ()
        async with self._one_at_a_time:
            try:
                await self._started()
                answer = await self._ask({"strokes": strokes})
            except Trouble:
                self._failures += 1
                await self._end()
                return ()
            self._failures = 0
            return tidy_characters(answer["characters"], variants, sequences)

    async def close(self) -> None:
        async with self._one_at_a_time:
            await self._end()

    async def _started(self) -> None:
        """A worker with its model. Raises Trouble."""
        if self._worker is not None and self._worker.returncode is None:
            return
        await self._end()
        try:
            self._worker = await asyncio.create_subprocess_exec(
                *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
            )
        except OSError:
            raise Trouble("cannot be started") from None
        if "ready" not in await self._line(START_SECONDS):
            raise Trouble("no model")

    async def _ask(self, question: dict[str, object]) -> dict[str, list[str]]:
        if self._worker is None or self._worker.stdin is None:
            raise Trouble("no worker")
        try:
            self._worker.stdin.write(json.dumps(question).encode() + b"\n")
            await self._worker.stdin.drain()
        except OSError:
            raise Trouble("the worker is gone") from None
        answer = await self._line(LIMIT_SECONDS)
        if not isinstance(answer.get("characters"), list):
            raise Trouble("nonsense")
        return answer

    async def _line(self, seconds: float) -> dict[str, list[str]]:
        if self._worker is None or self._worker.stdout is None:
            raise Trouble("no worker")
        try:
            async with asyncio.timeout(seconds):
                answer = json.loads(await self._worker.stdout.readline() or b"null")
        except (TimeoutError, ValueError):
            raise Trouble("silent, or nonsense") from None
        if not isinstance(answer, dict):
            raise Trouble("the worker is gone")
        return answer

    async def _end(self) -> None:
        ended, self._worker = self._worker, None
        if ended is not None:
            await worker.end(ended)


def open_handwriting() -> ZinniaHandwriting:
    """Handwriting; where zinnia is not installed it offers nothing."""
    return ZinniaHandwriting()
