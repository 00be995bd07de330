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

import numpy as np
from escpos.printer import Dummy, Network
from PIL import Image, ImageChops

from hardware.printer.job import ask_marker, body
from hardware.printer.memory import MemorySpool
from hardware.printer.port import FINAL, JobState, PrintJob, Slip
from hardware.printer.printer import open_printer
from hardware.printer.slip import draw

ROUNDS = 40
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
    rows: list[dict[str, object]] = [
        {
            "name": f"draw a slip, {width} dots (CPU)",
            "figure": cpu_ms(lambda width=width: draw(SLIP, width)),
            "unit": "ms",
            "goal": "≤ 40",
        }
        for width in (576, 384)
    ]
    ours, theirs = cpu_ms(lambda: body(paper.width, ImageChops.invert(image).tobytes())), cpu_ms(lambda: library_bytes(image))
    rows.append(compared("picture → bytes of a job (CPU)", ours, theirs, "python-escpos image()"))
    with simulated() as url:
        ours, theirs = ours_printed(url, paper), library_printed(url, image)
    rows.append(compared("submit → proved by the printer, no motor (wall, p50)", ours, theirs, "python-escpos + the same marker"))
    return rows


def compared(name: str, figure: float, other: float, beside: str) -> dict[str, object]:
    return {"name": name, "figure": figure, "unit": "ms", "beside": f"{other:.4g} ms {beside}", "ratio": round(other / figure, 2)}


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


def ours_printed(url: str, paper) -> float:
    changes: queue.Queue = queue.Queue()
    printer = open_printer(url, MemorySpool(0), changes.put, lambda state: None)

    def one(job: str) -> None:
        printer.submit(PrintJob(job, paper.width, paper.packed))
        while (change := changes.get(timeout=20)).state not in FINAL:
            pass
        if change.state is not JobState.PRINTED:
            raise RuntimeError(change)

    one("first")
    times = [_timed(lambda at=at: one(str(at)), time.perf_counter) for at in range(ROUNDS)]
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
def simulated():
    """A printer without a motor: what remains is software on both sides."""
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
            [*command, "--speed", "1000000", "--cut-seconds", "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        with process:
            yield json.loads(process.stdout.readline())["printer"]
            process.stdin.close()
