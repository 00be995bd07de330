"""One UI process as its parent sees it: started hidden, shown, watched, ended, wiped."""

import asyncio
import contextlib
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from kiosk.flow.events import Event
from kiosk.input.home import end_homes_of, lives
from kiosk.pipe import Alive, Answer, Ask, Closed, Kind, Pipe, Ready, Shown, Word

SILENT_SECONDS = 10.0  # no sign of life from the loop that draws: it hangs
LEAVE_SECONDS = 2.0  # to end by itself after its line was closed
GONE = {"error": "the UI process is gone"}  # the answer of a window that died
PREFIX = "uketsuke-ui-"
MEMORY = Path("/dev/shm")  # noqa: S108 (a file system in memory is what is wanted)


class Face:
    """A UI process with its end of the line. Made by `start`."""

    def __init__(self, process: asyncio.subprocess.Process, pipe: Pipe, home: Path, silent_seconds: float) -> None:
        self._process = process
        self._pipe = pipe
        self._home = home
        self._silent_seconds = silent_seconds
        self._asking = asyncio.Lock()
        self._answer: asyncio.Future[dict[str, Any]] | None = None
        self._messages: asyncio.Queue[Any] = asyncio.Queue()
        self._heard = asyncio.get_running_loop().time()  # its last sign of life; a spare gives none
        self._ended = False
        self.started = False  # has a visit; a spare has none
        self.retired = False  # ended by its parent, nobody was there
        self.ready = asyncio.Event()
        self.shown = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @property
    def pid(self) -> int:
        return self._process.pid

    def begin(self, started: Event) -> None:
        """Come up for a visit."""
        self.started = True
        self._heard = asyncio.get_running_loop().time()  # the silence of the spare is not the window's
        self.send(started)

    def retire(self) -> None:
        """Nobody uses it and it knows an old configuration: its messages end. It stays on the glass until `end`."""
        self.retired = True
        self._messages.put_nowait(None)

    def send(self, message: Event | Word) -> None:
        """An event for its session, or a word for the process itself; lost where that is gone, with the session."""
        self._pipe.send(Kind.WORD if isinstance(message, Word) else Kind.EVENT, message)

    async def messages(self) -> AsyncIterator[Any]:
        """Effects, and words about the session. Ends when the process is gone, or gives no sign of life during a visit."""
        while (message := await self._messages.get()) is not None:
            yield message

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            coming = asyncio.create_task(self._pipe.receive())
            while not coming.done():
                left = self._heard + self._silent_seconds - loop.time() if self.started else self._silent_seconds
                if left <= 0:
                    coming.cancel()
                    break
                await asyncio.wait({coming}, timeout=left)
            try:
                message = await coming
            except (Closed, asyncio.CancelledError):
                break
            self._heard = loop.time()
            match message:
                case Ready():
                    self.ready.set()
                case Shown():
                    self.shown.set()
                case Alive():
                    pass
                case Answer(answer):
                    if self._answer is not None and not self._answer.done():
                        self._answer.set_result(answer)
                case _:
                    self._messages.put_nowait(message)
        self._give_up_answer()
        self._messages.put_nowait(None)

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request of kiosk.views.remote."""
        async with self._asking:
            if self._ended or self._reading.done():  # nobody is left who would give an answer up
                return GONE
            self._answer = asyncio.get_running_loop().create_future()
            self._pipe.send(Kind.WORD, Ask(request))
            return await self._answer

    async def end(self) -> None:
        """The process ends and its home is wiped; killed where it does not end by itself."""
        if self._ended:
            return
        self._ended = True
        self._pipe.finish()  # what it was asked before, it still answers: a touch that ended the visit is no touch that failed
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                await self._process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        await asyncio.wait({self._reading}, timeout=LEAVE_SECONDS)
        self._pipe.close()
        await self._reading
        await asyncio.to_thread(self._wipe)

    def _wipe(self) -> None:
        shutil.rmtree(self._home, ignore_errors=True)
        end_homes_of(self.pid)  # Mozc's, where the process could not see to it itself

    def _give_up_answer(self) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(GONE)


async def start(
    arguments: Sequence[str], module: Sequence[str] = ("-m", "kiosk.views"), silent_seconds: float = SILENT_SECONDS
) -> Face:
    """A new UI process, hidden. `arguments` after `--line FD --home DIR`. Cancelled, it leaves no process behind."""
    starting = asyncio.create_task(_start(arguments, module, silent_seconds))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await (await starting).end()
        raise


async def _start(arguments: Sequence[str], module: Sequence[str], silent_seconds: float) -> Face:
    home = await asyncio.to_thread(_make_home)
    ours, theirs = socket.socketpair()
    with theirs:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *module, "--line", str(theirs.fileno()), "--home", str(home), *arguments, pass_fds=(theirs.fileno(),)
        )
    reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
    return Face(process, Pipe(reader, writer), home, silent_seconds)


def _make_home() -> Path:
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=MEMORY if MEMORY.is_dir() else None))


def sweep() -> None:
    """Wipe the homes of UI processes whose kiosk was killed."""
    for home in MEMORY.glob(f"{PREFIX}*"):
        maker = home.name.removeprefix(PREFIX).split("-")[0]
        if not (maker.isdecimal() and lives(int(maker))):
            shutil.rmtree(home, ignore_errors=True)
