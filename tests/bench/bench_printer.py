"""What a slip costs: drawing, building its bytes, and submit → proved on a loopback printer; python-escpos beside it."""

import json
import queue
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager

import msgspec
import numpy as np
from escpos.printer import Dummy, Network
from PIL import Image, ImageChops

from hardware.printer.job import ask_marker, body
from hardware.printer.limits import DOTS_PER_MM
from hardware.printer.memory import MemorySpool
from hardware.printer.port import FINAL, JobState, PrintJob, Slip
from hardware.printer.printer import open_printer
from hardware.printer.slip import draw

ROUNDS = 40
HEADS = [(576, 203), (512, 180), (384, 203), (360, 180)]
CUT_SECONDS = 0.3
SLIP = Slip(
    office="みどり町役場 町民課",
    service="転入届 ほか2件",
    service_kana="てんにゅうとどけ",
    number="A-024",
    people="待っている方 8人",
    as_of="10時32分現在",
    calls_title="このあと 2回 よびます",
    calls=("1 受付 1〜3番の窓口", "2 交付 4番の窓口", "画面と声で番号をお知らせします。"),
    bring_title="お持ちのものを ご用意ください",
    bring=("転出証明書", "マイナンバーカード（全員分）", "本人確認書類"),
    qr="HTTPS://Q.EXAMPLE.LG.JP/T/7GQ2XN4KABCDE",
    qr_note="スマホで\n順番を見る",
    notes=("2026年11月24日(火)10:32", "当日だけ使えます　端末12　#0124"),
)


def run() -> list[dict[str, object]]:
    paper = draw(SLIP)
    image = Image.fromarray((1 - np.unpackbits(np.frombuffer(paper.packed, np.uint8)).reshape(paper.height, -1)) * 255).convert("1")
    rows: list[dict[str, object]] = []
    for width, dpi in HEADS:
        warm, cold = next_slip_ms(width, dpi), first_slip_ms(width, dpi)
        rows.append(
            {
                "name": f"slip, {width} dots at {dpi} dpi: number, counts, code new (CPU)",
                "figure": warm,
                "unit": "ms",
                "goal": "≤ 5",
                "beside": f"{cold:.4g} ms first slip of a process",
                "ratio": round(cold / warm, 2),
            }
        )
    sent = len(body(paper.width, paper.packed))
    rows.append(
        {
            "name": "bytes of a job, 576 dots",
            "figure": sent,
            "unit": "B",
            "beside": f"{len(library_bytes(image))} B python-escpos image()",
        }
    )
    ours, theirs = cpu_ms(lambda: body(paper.width, ImageChops.invert(image).tobytes())), cpu_ms(lambda: library_bytes(image))
    rows.append(compared("picture → bytes of a job (CPU)", ours, theirs, "python-escpos image()"))
    with simulated() as url:
        ours, theirs = ours_printed(url, paper), library_printed(url, image)
    rows.append(compared("submit → proved by the printer, no motor (wall, p50)", ours, theirs, "python-escpos + the same marker"))
    millimetres = paper.height / DOTS_PER_MM
    for speed in (250, 90):
        with simulated(speed, CUT_SECONDS) as url:
            ours = ours_printed(url, paper, rounds=8, drawn=True)
        motor = (millimetres / speed + CUT_SECONDS) * 1000
        rows.append(
            {
                "name": f"touch → end marker, slip of {millimetres:.0f} mm, motor {speed} mm/s (wall, p50)",
                "figure": ours,
                "unit": "ms",
                "beside": f"{motor:.4g} ms motor and cut alone",
                "ratio": round(motor / ours, 2),
            }
        )
    return rows


def compared(name: str, figure: float, other: float, beside: str) -> dict[str, object]:
    return {"name": name, "figure": figure, "unit": "ms", "beside": f"{other:.4g} ms {beside}", "ratio": round(other / figure, 2)}


def numbered(at: int) -> Slip:
    """The slip of the next resident: what is new on every paper is new."""
    return msgspec.structs.replace(
        SLIP,
        number=f"A-{at % 1000:03}",
        people=f"待っている方 {at % 40}人",
        as_of=f"10時{at % 60:02}分現在",
        qr=f"HTTPS://Q.EXAMPLE.LG.JP/T/7GQ2XN4K{at:05}",
        notes=(f"2026年11月24日(火)10:{at % 60:02}", f"当日だけ使えます　端末12　#{at:04}"),
    )


def next_slip_ms(width: int, dpi: int) -> float:
    draw(SLIP, width, dpi)
    return statistics.median(
        _timed(lambda at=at: draw(numbered(at), width, dpi), time.process_time) for at in range(100, 100 + ROUNDS)
    )


def first_slip_ms(width: int, dpi: int) -> float:
    """CPU of the first slip after start, the imports not counted; the median of five processes."""
    program = (
        "import time; from tests.bench.bench_printer import SLIP, draw; begun = time.process_time(); "
        f"draw(SLIP, {width}, {dpi}); print((time.process_time() - begun) * 1000)"
    )
    runs = [subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout for _ in range(5)]
    return statistics.median(map(float, runs))


def cpu_ms(work: Callable[[], object]) -> float:
    work()
    return statistics.median(_timed(work, time.process_time) for _ in range(ROUNDS))


def _timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return (clock() - start) * 1000


def library_bytes(image: Image.Image) -> bytes:
    printer = Dummy(profile="TM-T20II")  # 576 dots
    printer.hw("INIT")
    printer.image(image, impl="bitImageRaster")
    printer.cut(feed=False)
    return printer.output


def ours_printed(url: str, paper, rounds: int = ROUNDS, *, drawn: bool = False) -> float:
    """Median of submit → proved; `drawn`: with the drawing of a new slip before it."""
    changes: queue.Queue = queue.Queue()
    printer = open_printer(url, MemorySpool(0), changes.put, lambda state: None)

    def one(job: str) -> None:
        raster = draw(numbered(int(job))) if drawn and job.isdigit() else paper
        printer.submit(PrintJob(job, raster.width, raster.packed))
        while (change := changes.get(timeout=20)).state not in FINAL:
            pass
        if change.state is not JobState.PRINTED:
            raise RuntimeError(change)

    one("first")
    times = [_timed(lambda at=at: one(str(at)), time.perf_counter) for at in range(rounds)]
    printer.close()
    return statistics.median(times)


def library_printed(url: str, image: Image.Image) -> float:
    host, _, port = url.removeprefix("tcp://").rpartition(":")
    printer = Network(host, int(port), timeout=20)

    def one() -> None:
        printer._raw(library_bytes(image) + ask_marker(b"0000"))
        answer = b""
        while not answer.endswith(b"\x37\x220000\x00"):
            answer += printer._read()

    one()
    median = statistics.median(_timed(one, time.perf_counter) for _ in range(ROUNDS))
    printer.close()
    return median


@contextmanager
def simulated(speed: float = 1_000_000, cut_seconds: float = 0):
    """A printer; at the usual speed without a motor: what remains is software on both sides."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "hardware.printer.simulated",
            "--listen",
            "127.0.0.1:0",
            "--out",
            folder,
            "--until-stdin-closes",
        ]
        process = subprocess.Popen(
            [*command, "--speed", str(speed), "--cut-seconds", str(cut_seconds)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        with process:
            yield json.loads(process.stdout.readline())["printer"]
            process.stdin.close()
