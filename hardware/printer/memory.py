"""A spool in memory, for the field tool: a crash forgets it."""

import msgspec

from hardware.printer.job import MARKERS
from hardware.printer.port import FINAL, JobState, PrintJob


class MemorySpool:
    """Keeps the promises of `Spool` but outliving the process. `first_marker`: 0 … 94**3 - 1."""

    def __init__(self, first_marker: int) -> None:
        self._jobs: dict[str, PrintJob] = {}
        self._marker = first_marker

    def add(self, job: PrintJob) -> None:
        self._jobs[job.job] = job

    def set_state(self, job: str, state: JobState) -> None:
        stored = self._jobs[job]
        self._jobs[job] = msgspec.structs.replace(stored, state=state, raster=b"" if state in FINAL else stored.raster)

    def next_marker(self) -> int:
        self._marker = (self._marker + 1) % MARKERS
        return self._marker

    def unfinished(self) -> list[PrintJob]:
        return [job for job in self._jobs.values() if job.state not in FINAL]

    def forget(self, job: str) -> None:
        self._jobs.pop(job, None)
