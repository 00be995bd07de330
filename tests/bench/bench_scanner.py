"""Scanner: how many spoilt stills are read, pyzbar alone beside the ladder; what a live frame costs."""

import time
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from pyzbar import pyzbar

from hardware.scanner.decoder import Decoder
from hardware.scanner.passes import LADDER, ROTATION, frame_passes
from hardware.scanner.worker import read_codes
from tests.hardware.scanner.degradations import CONDITIONS, scene, spoilt

PICTURES = 8  # of each condition


def run() -> list[dict[str, object]]:
    cv2.setNumThreads(1)
    return [*decode_rates(), *live_costs(), *through_the_worker()]


def decode_rates() -> list[dict[str, object]]:
    pictures = [
        (f"UK1:{seed:02d}BCDEFGHIJKLMNOPQRSTUVWXYZA", name, seed) for name in CONDITIONS for seed in range(100, 100 + PICTURES)
    ]
    alone = ladder = live = 0
    for number, (text, condition, seed) in enumerate(pictures):
        grey = spoilt(condition, text, seed)
        alone += [symbol.data.decode() for symbol in pyzbar.decode(grey)] == [text]
        ladder += read_codes(grey, LADDER) == (text,)
        live += read_codes(grey, frame_passes(number)) == (text,)
    share = 100 / len(pictures)
    return [
        {
            "name": f"stills read by the ladder ({len(pictures)} pictures, {len(CONDITIONS)} conditions)",
            "figure": round(ladder * share, 1),
            "unit": "%",
            "beside": f"pyzbar alone {alone * share:.1f} %",
            "ratio": round(ladder / alone, 2),
        },
        {
            "name": "single live frames read (plain and one pass more)",
            "figure": round(live * share, 1),
            "unit": "%",
            "beside": f"pyzbar alone {alone * share:.1f} %",
            "ratio": round(live / alone, 2),
        },
    ]


def live_costs() -> list[dict[str, object]]:
    hall = scene(np.full((60, 60), 200, dtype=np.uint8), np.random.default_rng(1))
    code = spoilt("nominal", "UK1:7KQ2MZP4XA6TRB3YLVW5CJ2DNE", 1)
    empty = [_cpu_ms(hall, frame) for frame in range(2 * len(ROTATION))]
    found = [_cpu_ms(code, frame) for frame in range(len(ROTATION))]
    begun = time.process_time()
    for _ in range(5):
        pyzbar.decode(hall)
    alone = (time.process_time() - begun) / 5 * 1000
    return [
        {
            "name": "CPU of a 720p frame without a code, two passes",
            "figure": round(float(np.mean(empty)), 1),
            "unit": "ms",
            "beside": f"pyzbar alone, all symbologies {alone:.1f} ms",
            "ratio": round(float(np.mean(empty)) / alone, 2),
        },
        {"name": "CPU of a 720p frame with a code", "figure": round(median(found), 1), "unit": "ms"},
    ]


def through_the_worker() -> list[dict[str, object]]:
    grey = spoilt("nominal", "UK1:7KQ2MZP4XA6TRB3YLVW5CJ2DNE", 1)
    begun = time.perf_counter()
    decoder = Decoder()
    try:
        decoder.decode(grey, ("plain",))
        start = time.perf_counter() - begun
        times = []
        for _ in range(30):
            begun = time.perf_counter()
            decoder.decode(grey, ("plain",))
            times.append((time.perf_counter() - begun) * 1000)
        memory = _resident_mb(decoder.worker_pid)
    finally:
        decoder.close()
    return [
        {"name": "picture to text through the worker, median", "figure": round(median(times), 1), "unit": "ms"},
        {"name": "worker from start to its first text", "figure": round(start * 1000), "unit": "ms"},
        {"name": "resident memory of the worker", "figure": round(memory), "unit": "MB"},
    ]


def _cpu_ms(grey: np.ndarray, frame: int) -> float:
    begun = time.process_time()
    read_codes(grey, frame_passes(frame))
    return (time.process_time() - begun) * 1000


def _resident_mb(pid: int | None) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
