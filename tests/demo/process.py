"""Processes of the simulated office: started with a log each, ready when they say so, ended by their own id."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

READY_SECONDS = 60.0  # a busy machine starts Kivy and the voice slowly


class NotReady(Exception):
    """A process ended or stayed silent before it was ready; the message ends with the last lines of its log."""


class Process:
    """One running program. `ready` is the JSON line it printed first."""

    def __init__(
        self, name: str, process: asyncio.subprocess.Process, ready: dict[str, Any], printed: list[str], log: Path
    ) -> None:
        self.name, self.process, self.ready, self.printed, self.log = name, process, ready, printed, log
        self._pumps: list[asyncio.Task[None]] = []

    async def tell(self, line: str) -> dict[str, Any]:
        """One line to its standard input; the JSON line it answers with. Only where it was `asked` something at its start."""
        assert self.process.stdin is not None
        told = len(self.printed)
        self.process.stdin.write(line.encode() + b"\n")
        await self.process.stdin.drain()
        while self.process.returncode is None:
            if answered := [each for each in self.printed[told:] if each.startswith("{")]:
                return dict(json.loads(answered[0]))
            await asyncio.sleep(0.01)
        raise NotReady(f"{self.name} has ended")

    @property
    def pid(self) -> int:
        return self.process.pid

    async def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 10.0) -> None:
        """Ask it to end, then end it."""
        if self.process.returncode is None:
            self.process.send_signal(how)
            try:
                await asyncio.wait_for(self.process.wait(), seconds)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()
        for pump in self._pumps:
            pump.cancel()


async def start(
    name: str,
    *arguments: str,
    logs: Path,
    environment: dict[str, str] | None = None,
    ready_key: str | None = None,
    asked: str | None = None,
) -> Process:
    """`python -m arguments…`, once it has printed a JSON object with `ready_key` (any object without one). Raises NotReady.

    `asked`: the first line of its standard input. What it writes to standard error goes to its log, except lines with a password:
    those stay in `printed`.
    """
    log = logs / f"{name}.log"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *arguments,
        stdin=asyncio.subprocess.PIPE if asked is not None else None,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=1 << 20,
        env={**os.environ, **(environment or {})},
    )
    if asked is not None:
        assert process.stdin is not None
        process.stdin.write(asked.encode() + b"\n")
    printed: list[str] = []
    errors = asyncio.create_task(_log(process, log, printed))
    try:
        ready = await asyncio.wait_for(_ready(process, printed, ready_key), READY_SECONDS)
    except TimeoutError:
        ready = None
    if ready is None:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await errors
        tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:])
        raise NotReady(f"{name} was not ready after {READY_SECONDS:.0f} s\n{tail}")
    started = Process(name, process, ready, printed, log)
    started._pumps = [errors, asyncio.create_task(_drain(process, printed))]
    return started


async def _log(process: asyncio.subprocess.Process, log: Path, printed: list[str]) -> None:
    assert process.stderr is not None
    with log.open("a", encoding="utf-8") as out:
        async for line in process.stderr:
            text = line.decode(errors="replace")
            if "password" in text:
                printed.append(text.rstrip())
                continue
            out.write(text)
            out.flush()


async def _ready(process: asyncio.subprocess.Process, printed: list[str], key: str | None) -> dict[str, Any] | None:
    assert process.stdout is not None
    async for line in process.stdout:
        text = line.decode(errors="replace").rstrip()
        printed.append(text)
        if text.startswith("{"):
            message = json.loads(text)
            if key is None or key in message:
                return message
    return None


async def _drain(process: asyncio.subprocess.Process, printed: list[str]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        printed.append(line.decode(errors="replace").rstrip())


class Control:
    """A control port: one JSON object a line, one answer a line."""

    def __init__(self, host: str, port: int) -> None:
        self.address = f"{host}:{port}"
        self._host, self._port = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, **question: Any) -> Any:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port, limit=1 << 22)
        reader, writer = self._streams
        writer.write(json.dumps(question).encode() + b"\n")
        await writer.drain()
        line = await reader.readline()
        if not line:
            self._streams = None
            raise ConnectionError(f"{self.address} closed the control port")
        return json.loads(line)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
