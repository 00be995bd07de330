"""A slip on each kind of line: submit → proved at the motor's speed, its bytes, what the line costs while nothing happens."""

import resource
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from escpos.printer import Serial
from PIL import Image

from hardware.printer.job import ask_marker, body
from hardware.printer.limits import Limits
from hardware.printer.port import JobState
from hardware.printer.sheet import Raster
from hardware.printer.slip import draw
from tests.bench.bench_printer import SLIP, library_bytes
from tests.hardware.printer.lines import KINDS, Connected
from tests.hardware.printer.watched import Watched

MM_PER_S, CUT_SECONDS, BAUD = 250, 0.3, 115200
REST_SECONDS = 3.0


def run() -> list[dict[str, object]]:
    paper = draw(SLIP)
    sizes = [len(body(paper.width, paper.packed, dear=dear)) for dear in (True, False)]
    rows: list[dict[str, object]] = [
        {
            "name": "bytes of a slip on a slow line",
            "figure": sizes[0],
            "unit": "bytes",
            "beside": f"{sizes[1]} bytes with gaps and margins",
            "ratio": round(sizes[1] / sizes[0], 2),
        }
    ]
    for kind in KINDS:
        rows += measured(kind, paper, sizes[0])
    return rows


def measured(kind: str, paper: Raster, size: int) -> list[dict[str, object]]:
    serial = kind == "serial"
    options = ["--baud", str(BAUD)] if serial else []
    with tempfile.TemporaryDirectory() as folder:
        line = Connected(kind, Path(folder) / "printer", *options, "--cut-seconds", str(CUT_SECONDS))
        line.device.order(speed=MM_PER_S)
        if serial:
            line.url = line.url.replace("baud=921600", f"baud={BAUD}")
        printer = Watched(line.url, Limits(), open_line=line.open_line)
        printer.until_ready()
        seconds = statistics.median(printed(printer, f"{number}", paper) for number in range(3 if serial else 5))
        share, wakes = at_rest()
        printer.printer.close()
        motor = paper.height / 8 / MM_PER_S + CUT_SECONDS
        rows: list[dict[str, object]] = [
            {
                "name": f"submit → proved, {kind}, {MM_PER_S} mm/s and a cut of {CUT_SECONDS} s (wall, p50)",
                "figure": round(seconds, 3),
                "unit": "s",
                "beside": f"{motor:.3g} s motor and cutter alone",
                "ratio": round(motor / seconds, 2),
            },
            {
                "name": f"an open line at rest, {kind} (CPU)",
                "figure": round(share * 100, 3),
                "unit": "%",
                "goal": "≤ 0.1",
                "beside": f"{wakes:.1f} wakes a second",
            },
        ]
        if serial:
            theirs = library_printed(line, paper)
            line_alone = f"({size * 10 / BAUD:.3g} s the line alone at {BAUD} baud)"
            rows[0] |= {
                "beside": f"{theirs:.3g} s python-escpos + the same marker {line_alone}",
                "ratio": round(theirs / seconds, 2),
            }
        line.device.end()
    return rows


def printed(printer: Watched, job: str, paper: Raster) -> float:
    begun = time.perf_counter()
    printer.submit(job, paper)
    if printer.final(job).state is not JobState.PRINTED:
        raise RuntimeError(printer.history[-1])
    return time.perf_counter() - begun


def at_rest() -> tuple[float, float]:
    """CPU share and voluntary wakes a second of this process, which does nothing else."""
    begun, waked = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw
    time.sleep(REST_SECONDS)
    share = (time.process_time() - begun) / REST_SECONDS
    return share, (resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw - waked) / REST_SECONDS


def library_printed(line: Connected, paper: Raster) -> float:
    """The same picture by python-escpos on the same line, until the same marker comes back."""
    dots = np.unpackbits(np.frombuffer(paper.packed, np.uint8)).reshape(paper.height, -1)
    sent = library_bytes(Image.fromarray((1 - dots) * 255).convert("1")) + ask_marker(b"0000")
    path = line.url.removeprefix("serial://").partition("?")[0]
    printer = Serial(path, baudrate=BAUD, timeout=0.05)
    begun = time.perf_counter()
    printer._raw(sent)
    answer = b""
    while not answer.endswith(b"\x37\x220000\x00"):
        answer += printer._read()
    seconds = time.perf_counter() - begun
    printer.close()
    return seconds
