"""Starting the dock and the simulators as a developer does, each in its own process."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def started(module: str, *words: str) -> Iterator[dict[str, Any]]:
    """The process's first line; the process ends with the block."""
    process = subprocess.Popen([sys.executable, "-m", module, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stdout.close()


def control_address(ready: dict[str, Any]) -> str:
    """HOST:PORT of a simulator's control port, whichever way it names it."""
    control = ready["control"]
    return f"127.0.0.1:{control}" if isinstance(control, int) else str(control)
