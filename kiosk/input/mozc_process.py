"""The helper of Mozc one visit talks to: a process of this one, or one that systemd starts for this line as Mozc's own user."""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from kiosk.input import worker
from kiosk.input.home import NOBODY, end_home, environment, make_home

LONGEST = 1 << 20  # bytes of an answer: every candidate of a long word stands in it


class Helper:
    """An open line. `end` ends what is behind it, and its home; `lives`: whether that is still there, as far as is known."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        end: Callable[[], Awaitable[None]],
        lives: Callable[[], bool],
    ) -> None:
        self.reader, self.writer = reader, writer
        self.end, self.lives = end, lives


Open = Callable[[], Awaitable[Helper]]


def own(command: tuple[str, ...]) -> Open:
    """A process of this one in a home in memory, as `nobody` where we are root: Mozc's server does not run as root."""

    async def opened() -> Helper:
        home = await asyncio.to_thread(make_home)
        try:
            process = await asyncio.create_subprocess_exec(
                *_as_nobody(),
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=environment(home),
                cwd="/",
                limit=LONGEST,
            )
        except BaseException:
            await asyncio.to_thread(end_home, home)
            raise
        assert process.stdin is not None and process.stdout is not None  # noqa: S101 (both were asked for)

        async def end() -> None:
            await worker.end(process, lambda: end_home(home))

        # Not the end of its output: the server it has started holds that too.
        return Helper(process.stdout, process.stdin, end, lambda: process.returncode is None)

    return opened


def lent(socket: Path) -> Open:
    """Behind a socket of systemd (docs/systemd/uketsuke-mozc.socket): the end of the line is the end of its helper and home."""

    async def opened() -> Helper:
        reader, writer = await asyncio.open_unix_connection(str(socket), limit=LONGEST)

        async def end() -> None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

        return Helper(reader, writer, end, lambda: not (reader.at_eof() or writer.is_closing()))

    return opened


def _as_nobody() -> tuple[str, ...]:
    if os.geteuid() != 0:
        return ()
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs", "--pdeathsig=TERM")
