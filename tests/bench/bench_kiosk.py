"""Figures of the kiosk's window under Xvfb (never offscreen: nothing is presented there): first frame, touches, kana, memory.

CPU is that of the whole UI process with the software rasteriser's threads, waits are of the clock: a busy machine lengthens these.
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import psutil

from config.bundle import Bundle
from config.japanese.postal import TREE, towns
from config.load import load_site
from kiosk import process
from kiosk.flow.events import Started
from kiosk.input.mozc import open_converter
from kiosk.process import Face

STARTS, COLD_STARTS = 5, 3
FRAMES = 60
ROUNDS = 3
AGAIN = ("choice.moving", "choice.in", "next")  # what was answered is not asked again
TO_NAME = ("begin", *AGAIN, "choice.self", "counter", "choice.japan")  # from the start screen to the keyboard, without a telephone
KEYS = "さとうすすきたなかわなへいとうやまもとこはやしかとうよした"
NAMES = ("さとう", "すずき", "たかはし", "わたなべ", "いとう", "やまもと", "はなこ", "としお", "けんたろう", "さいとう")
CODES = 2000
DROP = Path("/proc/sys/vm/drop_caches")


def run() -> list[dict[str, Any]]:
    """Rows: name, figure, unit, beside, ratio."""
    with display() as name:
        os.environ["DISPLAY"] = name
        os.environ.pop("SDL_VIDEODRIVER", None)
        os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
        return asyncio.run(_window()) + asyncio.run(_kana()) + _postal()


@contextmanager
def display() -> Iterator[str]:
    """An X server of our own with no screen, 1280 × 800."""
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    try:
        with os.fdopen(reads) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def arguments() -> Iterator[list[str]]:
    """Of a UI process with the demo office."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = load_site(Path("config/sites/demo"))
        if not isinstance(bundle, Bundle):
            raise SystemExit("config/sites/demo is broken: python -m config check config/sites/demo")
        file = Path(folder) / "bundle.json"
        file.write_bytes(msgspec.json.encode(bundle))
        yield [f"--bundle={file}"]


async def _window() -> list[dict[str, Any]]:
    with arguments() as given:
        warm = [await _first_frame(given) for _ in range(STARTS)]
        cold, way = [], ""
        for _ in range(COLD_STARTS):
            way = forget_files()
            cold.append(await _first_frame(given))
        touches = await _touches(given)
        looks = [await _first_look(given) for _ in range(STARTS)]
    frames = touches["frames"]
    return [
        _row("first frame, process started anew (median)", statistics.median(one[0] for one in warm), "s", 1.5),
        _row(f"first frame with cold files ({way}; median)", statistics.median(one[0] for one in cold), "s", 2.5),
        _row("the warm spare takes over (median)", statistics.median(one[1] for one in warm), "s", 0.3),
        _row("press → echo on the glass (p95 CPU)", _p95(touches["echo"]), "ms", 50),
        _row("change to a screen seen for the first time (worst CPU)", max(touches["new"]), "ms", 100),
        _row("change to a screen seen before (worst CPU)", max(touches["known"]), "ms", 100),
        _row("kana key → candidates on the glass (p95, one wait for a frame in it)", _p95(touches["waited"]), "ms", 60),
        _row(
            "touch → first picture of the camera (a folder for camera; median)",
            statistics.median(one[0] for one in looks),
            "ms",
            500,
        ),
        _row("resident memory of the UI process with the camera on", max(one[1] for one in looks), "MB", 220),
        _row("the same, then 5 screens and 6 keys (a code, then a name)", max(one[2] for one in looks), "MB", 220),
        _row("memory of the window and all its processes with the camera on (PSS)", max(one[3] for one in looks), "MB"),
        _row("the same after the code and the name (PSS)", max(one[4] for one in looks), "MB"),
        _row("a frame of the keyboard screen, 1280×800 (median CPU)", statistics.median(frames["drawn"]), "ms", 45),
        _row("the same with every box made anew (median CPU)", statistics.median(frames["made"]), "ms", 45),
        _row("resident memory of the UI process at its first frame", max(one[2] for one in warm), "MB", 220),
        _row("resident memory of the UI process after 40 screens and 58 keys", touches["memory"], "MB", 220),
        _row("of these its own, not shared with the other window", touches["own"], "MB", 220),
    ]


async def _first_frame(given: list[str]) -> tuple[float, float, float]:
    """(seconds from start to the first frame, of these from the order to show, MB resident)."""
    began = time.monotonic()
    face = await process.start(given)
    await face.ready.wait()
    ordered = time.monotonic()
    _begin(face)
    await face.shown.wait()
    done = time.monotonic()
    memory = resident(face.pid)
    await face.end()
    return done - began, done - ordered, memory


async def _touches(given: list[str]) -> dict[str, Any]:
    """Milliseconds: `echo` of each press, `new` and `known` changes of screen, `waited` for candidates; frames; MB."""
    face = await process.start(given)
    await face.ready.wait()
    _begin(face)
    await face.shown.wait()
    found: dict[str, Any] = {"echo": [], "new": [], "known": [], "waited": []}

    async def touch(name: str, kind: str = "", until: str = "") -> None:
        answer = await face.ask({"timed": name, "until": until})
        if "error" in answer:
            raise SystemExit(answer["error"])
        found["echo"].append(answer["echo"])
        if kind:
            found[kind].append(answer["following"])
        if until:
            found["waited"].append(answer["waited"])
        await asyncio.sleep(0.2)  # a second press of the same key within 150 ms counts as one

    for name in TO_NAME:
        await touch(name, "new")
    for _ in TO_NAME[1:]:
        await touch("back", "known")
    for _ in range(ROUNDS):
        for name in AGAIN:
            await touch(name, "known")
        for _ in AGAIN:
            await touch("back", "known")
    for name in AGAIN:
        await touch(name, "known")
    for at, key in enumerate(KEYS * 2):
        await touch(f"key.{key}", until="candidate.0")
        if at % 4 == 3:
            await touch("key.clear")
    found["memory"], found["own"] = resident(face.pid), resident(face.pid, "RssAnon")
    found["frames"] = await face.ask({"frames": FRAMES})
    await face.end()
    return found


async def _first_look(given: list[str]) -> tuple[float, float, float, float, float]:
    """(milliseconds from the touch to the camera's first picture, MB resident then and once a name was typed too, PSS the same)."""
    with tempfile.TemporaryDirectory() as folder:
        face = await process.start([*given, f"--scanner=images://{folder}"])
        await face.ready.wait()
        _begin(face)
        await face.shown.wait()
        answer = await face.ask({"timed": "code", "until": "camera"})
        if "error" in answer:
            raise SystemExit(answer["error"])
        looking = resident(face.pid), shared_fairly(face.pid)
        for name in ("back", *TO_NAME):
            await face.ask({"timed": name, "until": ""})
            await asyncio.sleep(0.2)
        for key in KEYS[:6]:
            await face.ask({"timed": f"key.{key}", "until": "candidate.0"})
            await asyncio.sleep(0.2)
        typed = resident(face.pid), shared_fairly(face.pid)
        await face.end()
    return answer["waited"], looking[0], typed[0], looking[1], typed[1]


def _begin(face: Face) -> None:
    face.begin(Started(date(2026, 11, 21), "01", camera=True, extra={"key": "0" * 32}))


def resident(pid: int, kind: str = "VmRSS") -> float:
    """MB of a process; `RssAnon`: without the files (libraries, fonts) that every UI process shares."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(f"{kind}:")) / 1024


def shared_fairly(pid: int) -> float:
    """MB of a process and all it started, what several share divided among them (PSS)."""
    here = psutil.Process(pid)
    return sum(one.memory_full_info().pss for one in (here, *here.children(recursive=True))) / 2**20


def forget_files() -> str:
    """No file of ours in the page cache, as after a power cut; by which of two ways."""
    os.sync()
    try:
        DROP.write_text("3", encoding="ascii")
        return "caches dropped"
    except OSError:
        # Not in a container: then file by file, which spares pages that another process has mapped.
        for folder in (TREE, Path(sys.prefix), Path(sys.base_prefix) / "lib", Path("/usr/share/fonts")):
            for file in folder.rglob("*"):
                _forget(file)
        return "files dropped one by one"


def _forget(path: Path) -> None:
    try:
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    except OSError:
        pass  # a folder, a socket, gone


async def _kana() -> list[dict[str, Any]]:
    """The converter by itself: every key of every name."""
    converter = open_converter()
    spent = []
    try:
        await converter.convert("あ")
        for name in NAMES * ROUNDS:
            for length in range(1, len(name) + 1):
                began = time.monotonic()
                await converter.convert(name[:length])
                spent.append((time.monotonic() - began) * 1000)
    finally:
        await converter.close()
    return [_row("kana key → kanji candidates (p95)", _p95(spent), "ms", 60)]


def _postal() -> list[dict[str, Any]]:
    """Codes that are given out and codes that are not, half and half."""
    chance = random.Random(1)
    codes = [f"{chance.randrange(10**7):07}" for _ in range(CODES // 2)]
    codes += [f"{chance.randrange(100):03}00{chance.randrange(100):02}" for _ in range(CODES - len(codes))]
    began = time.perf_counter()
    towns("2100015")
    first = (time.perf_counter() - began) * 1000
    spent = []
    for code in codes:
        began = time.perf_counter()
        towns(code)
        spent.append((time.perf_counter() - began) * 1000)
    return [
        _row("postal code → towns, the first of a process", first, "ms", 10),
        _row("postal code → towns (p95)", _p95(spent), "ms", 10),
    ]


def _p95(figures: list[float]) -> float:
    return statistics.quantiles(figures, n=20)[18]


def _row(name: str, figure: float, unit: str, goal: float | None = None) -> dict[str, Any]:
    """A ratio below 1 is better than the goal."""
    row: dict[str, Any] = {"name": f"kiosk: {name}", "figure": round(figure, 3), "unit": unit}
    return row if goal is None else row | {"goal": f"≤ {goal:g} {unit}", "beside": "goal", "ratio": round(figure / goal, 3)}


if __name__ == "__main__":
    for row in run():
        print(row)
