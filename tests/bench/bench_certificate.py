"""Scanned certificates: false alarms, missed slips and doubtful fields on clean and spoilt sheets; seconds and memory of a page.

Every sheet is read once. What its family typed in other notation is compared with it (an alarm is false), then the same with one
slip in each field in turn (a field found equal is missed). All people are fictional, all sheets are drawn here.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import psutil

from hub.domain.crosscheck import Outcome, Sheet, crosscheck, entry_of
from hub.scans.outcome import Scan
from hub.scans.read import read_document
from hub.scans.recogniser import Recogniser, model_file
from tests.hub.scans import certificates as made
from tests.hub.scans.slips import slipped
from tests.hub.web.running_hub import demo_bundle

SHEETS = 10  # of each condition, two of every font
PEOPLE = 4
LIMIT = 3.0  # seconds a page on two cores

CONDITIONS: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "scan 300 dpi": lambda page, seed: made.scanned(page, 300, seed, turn=0.4),
    "scan 200 dpi": lambda page, seed: made.scanned(page, 200, seed, turn=-0.7),
    "scan 200 dpi, turned 4 degrees": lambda page, seed: made.scanned(page, 200, seed, turn=4.0),
    "scan 150 dpi": lambda page, seed: made.scanned(page, 150, seed, turn=0.5),
    "scan 200 dpi, noisy": lambda page, seed: made.scanned(page, 200, seed, turn=0.5, noise=20, blur=0.7),
    "document camera 5 MP": made.photographed,
    "document camera 2 MP": lambda page, seed: made.photographed(page, seed, 1920),
    "fax 200 dpi": made.faxed,
}
CLEAN = ("scan 300 dpi", "scan 200 dpi", "scan 200 dpi, turned 4 degrees")


def run() -> list[dict[str, object]]:
    cv2.setNumThreads(2)
    file = model_file()
    if file is None:
        raise SystemExit("the extra `ocr` is not installed")
    recogniser = Recogniser(file)
    paper, rows, seconds, cpu = made.paper(), [], [], []
    for name, spoil in CONDITIONS.items():
        counts: Counter[str] = Counter()
        for house, page in sheets():
            document = made.jpeg(spoil(page, house[0]), 85)
            begun, work = time.perf_counter(), time.process_time()
            scan = read_document(document, (paper,), recogniser)
            seconds.append(time.perf_counter() - begun)
            cpu.append(time.process_time() - work)
            if isinstance(scan, Scan):
                counts.update(compared(scan.sheet, house[1]))
            else:
                counts["not found"] += 1
        rows += figures(name, counts)
    memory = psutil.Process().memory_info().rss / 1e6
    return [
        *rows,
        {"name": "a page, p50", "figure": float(np.median(seconds)), "unit": "s", "goal": f"<= {LIMIT}"},
        {"name": "a page, p95", "figure": float(np.percentile(seconds, 95)), "unit": "s", "goal": f"<= {LIMIT}"},
        {"name": "work of a page, p50", "figure": float(np.median(cpu)), "unit": "CPU s", "goal": "<= 6 on two cores"},
        {"name": "memory of the reader", "figure": memory, "unit": "MB"},
    ]


def sheets() -> Iterator[tuple[tuple[int, made.Household], np.ndarray]]:
    for seed in range(SHEETS):
        house = made.household(seed, PEOPLE)
        font = list(made.FONTS)[seed % len(made.FONTS)]
        yield (seed, house), made.drawn(house, font, full_width=seed % 3 > 0, guard=seed % 2 > 0)


def compared(sheet: Sheet, house: made.Household) -> Counter[str]:
    paper, form = made.paper(), demo_bundle().forms["moving_in"]
    counts: Counter[str] = Counter()
    check = crosscheck(entry_of(paper, form, house.answers), sheet)
    counts["people"] += len(check.not_on_paper) + len(check.not_entered)
    for row in check.rows:
        counts["fields"] += 1
        counts[row.finding.outcome] += 1
        wrong = slipped(house.answers, row.entered.field, row.person, 1)
        again = crosscheck(entry_of(paper, form, wrong), sheet)
        found = {(each.entered.field, each.person): each.finding.outcome for each in again.rows}
        outcome = found.get((row.entered.field, row.person))
        counts["missed"] += outcome is Outcome.SAME
        counts["slips as variant"] += outcome is Outcome.VARIANT
    return counts


def figures(name: str, counts: Counter[str]) -> list[dict[str, object]]:
    total, clean = max(1, counts["fields"]), name in CLEAN

    def share(what: str) -> float:
        return counts[what] / total * 100

    return [
        {
            "name": f"{name}: false alarms",
            "figure": share(Outcome.MISMATCH),
            "unit": f"% of {total}",
            **({"goal": "0"} if clean else {}),
        },
        {"name": f"{name}: slips missed", "figure": share("missed"), "unit": f"% of {total}", **({"goal": "0"} if clean else {})},
        {"name": f"{name}: left to eyes as unreadable", "figure": share(Outcome.UNREADABLE), "unit": "%"},
        {"name": f"{name}: left to eyes as other form", "figure": share(Outcome.VARIANT), "unit": "%"},
        {"name": f"{name}: sheets or people not found", "figure": float(counts["not found"] + counts["people"]), "unit": "of 10"},
    ]
