"""A ward office on the busiest day of the year: the demo site with 30 counters, its hub in a process of its own."""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from config.load import load_site
from hub.office import open_office
from hub.security.actors import System
from tests.demo.clerk import Clerk

DEMO = Path("config/sites/demo")
# (stages, services, how many): 30 in all
COUNTERS = (
    (("reception",), ("residence", "seal", "family_register", "general"), 10),
    (("reception",), ("certificates", "general"), 4),
    (("reception",), ("insurance", "welfare"), 4),
    (("reception", "delivery"), ("my_number_card",), 2),
    (("delivery",), ("residence", "seal", "family_register", "certificates"), 4),
    (("examination",), ("residence", "family_register"), 2),
    (("entry",), ("residence",), 2),
    (("verification",), ("residence", "seal"), 2),
)
LOGIN = "madoguchi"


def site(folder: Path) -> Path:
    """The demo site with these counters, in `folder`."""
    place = folder / "site"
    shutil.copytree(DEMO, place)
    text = (place / "site.toml").read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"\n(?=\[)", text) if not block.startswith("[[counters]]")]
    numbers = iter(range(1, 100))
    for stages, services, many in COUNTERS:
        for _ in range(many):
            number = next(numbers)
            blocks.append(
                f'[[counters]]\nnumber = {number}\nname = {{ ja = "{number}番窓口", en = "Counter {number}" }}\n'
                f"stages = {json.dumps(stages)}\nservices = {json.dumps(services)}\n"
            )
    (place / "site.toml").write_text("\n".join(blocks), encoding="utf-8")
    return place


async def enrol(place: Path, state: Path, kiosks: int, boards: int) -> tuple[list[str], list[str]]:
    """Device tokens of kiosks and boards, made before the hub runs."""
    bundle = load_site(place)
    assert not isinstance(bundle, tuple), bundle
    async with open_office(state, bundle) as office:
        return (
            [await office.devices.enrol_device(System(), "kiosk", f"{name:02}") for name in range(1, kiosks + 1)],
            [await office.devices.enrol_device(System(), "board", f"{name:02}") for name in range(1, boards + 1)],
        )


class Hub:
    """`python -m hub` over one folder; killed and started again at the same address."""

    def __init__(self, place: Path, state: Path) -> None:
        self._place, self._state = place, state
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.passwords: dict[str, str] = {}
        self._child: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> float:
        """Seconds until it listens."""
        began = time.monotonic()
        told = self._state / "terminal"
        with told.open("w") as terminal:
            listen = ["--listen", f"127.0.0.1:{self.port}", "--public-url", "http://kawabe.example", "--no-mdns"]
            command = [sys.executable, "-m", "hub", "--site", str(self._place), "--state", str(self._state), *listen]
            self._child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal, text=True)
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        assert line, told.read_text()[-2000:]
        self.passwords |= dict(re.findall(r"ID (\S+)\s+password (\S+)", told.read_text()))
        return time.monotonic() - began

    @property
    def process(self) -> psutil.Process:
        assert self._child is not None
        return psutil.Process(self._child.pid)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._child is None:
            return
        self._child.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(10)
        if self._child.stdout is not None:
            self._child.stdout.close()

    def cpu_seconds(self) -> float:
        used = self.process.cpu_times()
        return float(used.user + used.system)

    def rss_mib(self) -> float:
        return float(self.process.memory_info().rss) / 2**20


async def all_at_their_desks(hub: Hub) -> tuple[list[Clerk], list[str]]:
    """A clerk at every counter, and their cookies."""
    clerks = [Clerk(hub.address, LOGIN, hub.passwords[LOGIN], number + 1) for number in range(sum(many for _, _, many in COUNTERS))]
    cookies = [await clerk.sit_down() for clerk in clerks]
    return clerks, cookies
