"""No core of a program that holds what residents typed, and nobody of the same user looks into its memory."""

import asyncio
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.process import start

ASKED = """
import ctypes, resource, subprocess
from hub.dumps import forbid_dumps
forbid_dumps()
child = subprocess.run(["sh", "-c", "ulimit -c"], capture_output=True, text=True).stdout.strip()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), child)
"""


@pytest.fixture(autouse=True)
def cores_are_written():
    """Where this machine would let them be."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


def limit_on_cores(pid):
    line = next(line for line in Path(f"/proc/{pid}/limits").read_text().splitlines() if line.startswith("Max core"))
    return line.split()[4:6]


def test_no_core_is_written_and_the_memory_is_private():
    said = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True).stdout.strip()

    assert said == "(0, 0) 0 0"


def test_the_hub_says_so_for_itself(tmp_path):
    async def scenario():
        command = ("--site", "config/sites/demo", "--state", str(tmp_path / "hub"), "--listen", "127.0.0.1:0", "--no-mdns")
        hub = await start("hub", "hub", *command, logs=tmp_path, ready_key="address")
        found = limit_on_cores(hub.pid)
        await hub.stop()
        return found

    assert asyncio.run(scenario()) == ["0", "0"]
