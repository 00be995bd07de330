"""A spooler as a process that a test can kill: a spool in a folder, one line on standard output per change.

python spooler.py URL FOLDER [JOB PICTURE]
"""

import json
import os
import sys
import threading
from pathlib import Path

import msgspec

from hardware.printer.limits import Limits
from hardware.printer.port import FINAL, JobChange, JobState, PrinterState, PrintJob
from hardware.printer.printer import open_printer


class FolderSpool:
    """One file a job, replaced as a whole and on the disk before a call returns.

    `synced` False: safe from the end of a process, not from that of the machine.
    """

    def __init__(self, folder: Path, *, synced: bool = True) -> None:
        self._folder = folder
        self._synced = synced
        folder.mkdir(exist_ok=True)

    def _write(self, name: str, content: bytes) -> None:
        new = self._folder / f"new-{name}"
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            if self._synced:
                os.fsync(file.fileno())
        new.replace(self._folder / name)

    def add(self, job: PrintJob) -> None:
        self._write(f"job-{job.job}", msgspec.msgpack.encode(job))

    def set_state(self, job: str, state: JobState) -> None:
        stored = msgspec.msgpack.decode((self._folder / f"job-{job}").read_bytes(), type=PrintJob)
        self.add(msgspec.structs.replace(stored, state=state, raster=b"" if state in FINAL else stored.raster))

    def next_marker(self) -> int:
        path = self._folder / "marker"
        marker = int(path.read_text()) + 1 if path.exists() else 0
        self._write("marker", str(marker).encode())
        return marker

    def unfinished(self) -> list[PrintJob]:
        jobs = [msgspec.msgpack.decode(path.read_bytes(), type=PrintJob) for path in sorted(self._folder.glob("job-*"))]
        return [job for job in jobs if job.state not in FINAL]

    def forget(self, job: str) -> None:
        (self._folder / f"job-{job}").unlink()


def main(url: str, folder: str, *work: str) -> None:
    lock = threading.Lock()

    def say(**words: str) -> None:
        with lock:
            print(json.dumps(words), flush=True)

    def on_change(change: JobChange) -> None:
        say(job=change.job, state=change.state)

    def on_state(state: PrinterState) -> None:
        say(printer=state)

    limits = Limits(shortest_deadline=1.5, slow_mm_per_s=2000, back_off=(0.1, 0.2))
    printer = open_printer(url, FolderSpool(Path(folder)), on_change, on_state, limits=limits)
    if work:
        job, picture = work
        printer.submit(PrintJob(job, 576, Path(picture).read_bytes()))
    sys.stdin.read()  # until the test closes it
    printer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
