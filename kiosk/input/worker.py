"""Ending a program of this process with both its pipes: a loop that is closed before them says so on standard error."""

import asyncio
import contextlib
from collections.abc import Callable

PIPES_SECONDS = 1.0  # whoever else holds its output is being killed


async def end(process: asyncio.subprocess.Process, others: Callable[[], None] = lambda: None) -> None:
    """Killed, waited for, its pipes closed. `others`: ends what it has started itself; called from a thread."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    await asyncio.to_thread(others)
    await process.wait()
    with contextlib.suppress(TimeoutError, OSError):
        async with asyncio.timeout(PIPES_SECONDS):
            if process.stdin is not None:
                process.stdin.close()
                await process.stdin.wait_closed()
            if process.stdout is not None:
                while await process.stdout.read(1 << 16):
                    pass
