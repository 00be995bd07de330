"""A simulated printer in its own process, and a printer under test that remembers everything it told."""

import json
import queue
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from hardware.printer.limits import Limits
from hardware.printer.links.address import Address
from hardware.printer.links.dial import dial
from hardware.printer.links.link import Link
from hardware.printer.memory import MemorySpool
from hardware.printer.port import FINAL, JobChange, JobState, PrinterState, PrintJob, Spool, Tier
from hardware.printer.printer import EscposPrinter, open_printer
from hardware.printer.sheet import Raster

PATIENCE = 60.0  # seconds until a test gives up waiting; no assertion is about time

# The simulated motor runs at 4 m/s; what a paper may take is scaled alike, what a reply may take stays generous.
QUICK = Limits(
    marker=1.5,
    settle=0.3,
    clear=0.3,
    ask_again=0.2,
    unproved=5.0,
    misses=3,
    patience={PrinterState.UNKNOWN: 10.0, PrinterState.BUSY: 0.2, PrinterState.HOT: 60.0},
    shortest_deadline=1.5,
    slow_mm_per_s=2000,
    usual_mm_per_s=4000,
    cutter=0.05,
    back_off=(0.1, 0.2),
)
# For papers whose fate does not hang on when they are held: a lost one is seen to at once.
IMPATIENT = replace(QUICK, shortest_deadline=0.3, slack=0.2)


class Device:
    """The simulated printer's process, its control port and its sheets."""

    def __init__(self, out: Path, *options: str) -> None:
        command = [sys.executable, "-m", "hardware.printer.simulated", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"]
        command += ["--out", str(out), "--speed", "4000", "--cut-seconds", "0", "--until-stdin-closes", *options]
        self.out = out
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        ready = json.loads(self._process.stdout.readline())
        self.url: str = ready["printer"]
        host, _, port = ready.get("listen", "127.0.0.1:0").rpartition(":")
        self.address = (host, int(port))
        self._control = socket.create_connection((host, ready["control"]), timeout=PATIENCE)
        self._answers = self._control.makefile("rb")

    def order(self, **words: object) -> dict:
        self._control.sendall(json.dumps(words).encode() + b"\n")
        answer = json.loads(self._answers.readline())
        assert "error" not in answer, answer
        return answer

    def sheets(self) -> list[Raster]:
        """Every sheet that was cut, read back from its picture."""
        return [self._read(self.out / line["file"]) for line in self.order(sheets=True)["sheets"]]

    def await_sheets(self, count: int) -> list[Raster]:
        self.order(await_sheets=count)
        return self.sheets()

    def _read(self, path: Path) -> Raster:
        dots = np.array(Image.open(path)) == 0
        return Raster(dots.shape[1], dots.shape[0], np.packbits(dots, axis=1).tobytes())

    def end(self) -> None:
        self._answers.close()
        self._control.close()
        with self._process as process:
            assert process.stdin is not None
            process.stdin.close()


class Watched:
    """The printer under test, and everything it has told."""

    def __init__(
        self, url: str, limits: Limits = QUICK, spool: Spool | None = None, open_line: Callable[[Address], Link] = dial
    ) -> None:
        self.spool = spool or MemorySpool(1)
        self._changes: queue.Queue[JobChange] = queue.Queue()
        self._states: queue.Queue[PrinterState] = queue.Queue()
        self.history: list[JobChange] = []
        self.printer: EscposPrinter = open_printer(
            url, self.spool, self._changes.put, self._states.put, limits=limits, open_line=open_line
        )

    def submit(self, job: str, raster: Raster) -> None:
        self.printer.submit(PrintJob(job, raster.width, raster.packed))

    def submit_when_ready(self, job: str, raster: Raster) -> None:
        self.until_ready()
        self.submit(job, raster)

    def until(self, job: str, *states: JobState) -> JobChange:
        """The change that brings `job` into one of `states`; fails at another final one."""
        while True:
            change = self._changes.get(timeout=PATIENCE)
            self.history.append(change)
            if change.job == job and change.state in states:
                return change
            assert change.job != job or change.state not in FINAL, self.history

    def final(self, job: str) -> JobChange:
        return self.until(job, *FINAL)

    def until_state(self, *states: PrinterState) -> PrinterState:
        while (state := self.printer.state()) not in states:
            self._states.get(timeout=PATIENCE)
        return state

    def until_ready(self) -> Tier | None:
        self.until_state(PrinterState.READY, PrinterState.NEAR_END)
        return self.printer.tier()
