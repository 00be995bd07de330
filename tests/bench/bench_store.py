"""Durable numbers: through the office with group commit, beside the same rows written one commit each on the same disk."""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hub.store.database import connect, prepare
from hub.wire import Ticket
from tests.hub.small_office import KIOSK, Clock, moving, small_office

ISSUES = 400  # of the 999 of a series, a window
KIOSKS = 16
WINDOWS = 5
DISK = Path("build")  # the disk the project lies on; /tmp may be memory

# One issue: table → its statement. `numbers` and `lines` are counters, the rest are new rows.
COUNTERS = {
    "numbers": "INSERT INTO numbers (day, series, last) VALUES (?, ?, 1) ON CONFLICT (day, series) DO UPDATE SET last = last + 1",
    "lines": "INSERT INTO lines (service, people_waiting) VALUES (?, 1)"
    " ON CONFLICT (service) DO UPDATE SET people_waiting = people_waiting + 1",
}
OF_A_VISIT = {
    "visits": "id",
    "stands": "visit",
    "records": "visit",
    "follows": "visit",
    "event_log": "visit",
    "outbox": "seq",
    "commands": "key",
}

Rows = list[list[tuple[str, tuple[Any, ...]]]]  # one visit: statements with their values


@contextmanager
def folder_on_disk() -> Iterator[Path]:
    """An empty folder on the project's disk."""
    DISK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=DISK) as name:
        yield Path(name)


def fdatasync_ms(folder: Path, times: int = 200) -> float:
    """Median of one 4 KiB overwrite and fdatasync, milliseconds."""
    found = []
    with (folder / "probe").open("wb") as file:
        for _ in range(times):
            file.seek(0)
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


async def issue_all(folder: Path, issues: int = ISSUES) -> tuple[float, float, list[float]]:
    """Issue through the office from 16 kiosks at once: numbers a second, CPU µs a number, seconds of each."""
    taken: list[float] = []
    async with small_office(folder, Clock()) as office:

        async def kiosk(name: int) -> None:
            for index in range(issues // KIOSKS):
                began = time.perf_counter()
                answer = await office.open_visit(KIOSK, moving(), f"{name}-{index}")
                taken.append(time.perf_counter() - began)
                assert isinstance(answer, Ticket)

        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(kiosk(name) for name in range(KIOSKS)))
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    return len(taken) / wall, cpu / len(taken) * 1e6, taken


def rows_of(folder: Path) -> Rows:
    """The rows each visit of an office's database consists of, as statements for another one."""
    connection = connect(folder / "hub.db", read_only=True)
    visits = connection.execute(
        "SELECT v.id, v.day, v.series, v.service, e.seq FROM visits v JOIN event_log e ON e.visit = v.id ORDER BY e.seq"
    ).fetchall()
    keys = {row[1]: row[0] for row in connection.execute("SELECT key, json_extract(result, '$.visit') FROM commands")}
    found: Rows = []
    for visit, day, series, service, seq in visits:
        statements: list[tuple[str, tuple[Any, ...]]] = [
            (COUNTERS["numbers"], (day, series)),
            (COUNTERS["lines"], (service,)),
        ]
        for table, column in OF_A_VISIT.items():
            value = {"seq": seq, "key": keys[visit]}.get(column, visit)
            cursor = connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,))  # noqa: S608 - names above
            marks = ", ".join("?" * len(cursor.description))
            statements += [(f"INSERT INTO {table} VALUES ({marks})", row) for row in cursor.fetchall()]  # noqa: S608
        found.append(statements)
    connection.close()
    return found


def raw_rate(folder: Path, rows: Rows) -> float:
    """The same rows into a fresh database of the same shape and settings, one commit a visit: visits a second."""
    path = folder / f"raw-{time.monotonic_ns()}.db"
    prepare(path)
    connection = connect(path)
    began = time.perf_counter()
    for statements in rows:
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            connection.execute(statement, values)
        connection.execute("COMMIT")
    rate = len(rows) / (time.perf_counter() - began)
    connection.close()
    return rate


def run() -> list[dict[str, Any]]:
    rates, raw_rates, cpu, taken = [], [], [], []
    with folder_on_disk() as folder:
        sync = fdatasync_ms(folder)
        asyncio.run(issue_all(folder / "warm", 160))
        for window in range(WINDOWS):
            here = folder / str(window)
            rate, micros, each = asyncio.run(issue_all(here))
            rates.append(rate)
            cpu.append(micros)
            taken += each
            # in the same seconds, on the same disk
            raw_rates.append(raw_rate(folder, rows_of(here)))
    ratio = statistics.median(own / raw for own, raw in zip(rates, raw_rates, strict=True))
    taken.sort()
    return [
        {"name": "one fdatasync of 4 KiB", "figure": sync, "unit": "ms"},
        {
            "name": "durable numbers through the office, 16 kiosks",
            "figure": statistics.median(rates),
            "unit": "1/s",
            "beside": f"{statistics.median(raw_rates):.0f}/s same rows, one commit each",
            "ratio": ratio,
            "goal": "ratio ≥ 1.0 where a sync takes ≥ 1 ms",
        },
        {"name": "CPU of one number (seal, plan, commit, answer)", "figure": statistics.median(cpu), "unit": "µs"},
        {"name": "one number at 16 kiosks, p50", "figure": statistics.median(taken) * 1000, "unit": "ms", "goal": 10},
        {"name": "one number at 16 kiosks, p99", "figure": taken[len(taken) * 99 // 100] * 1000, "unit": "ms", "goal": 50},
    ]
