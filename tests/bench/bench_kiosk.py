"""Figures of the kiosk's window under Xvfb (never offscreen: nothing is presented there), and of a kana key's way to candidates."""

import asyncio
import os
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

from config.bundle import Bundle
from config.load import load_site
from kiosk import process
from kiosk.flow.events import Started
from kiosk.input.mozc import open_converter

HANDMADE = (str(Path(__file__).parents[1] / "kiosk" / "views" / "handmade.py"),)
STARTS = 5
FRAMES = 60
NAMES = ("さとう", "すずき", "たかはし", "わたなべ", "いとう", "やまもと", "はなこ", "としお", "けんたろう", "さいとう")


def run() -> list[dict[str, Any]]:
    """Rows: name, figure, unit, beside, ratio."""
    with display() as name:
        os.environ["DISPLAY"] = name
        os.environ.pop("SDL_VIDEODRIVER", None)
        os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
        return asyncio.run(_window()) + asyncio.run(_kana())


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


async def _window() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        bundle = load_site(Path("config/sites/demo"))
        if not isinstance(bundle, Bundle):
            raise SystemExit("config/sites/demo is broken: python -m config check config/sites/demo")
        file = Path(folder) / "bundle.json"
        file.write_bytes(msgspec.json.encode(bundle))
        cold = [await _first_frame([f"--bundle={file}"], ("-m", "kiosk.views")) for _ in range(STARTS)]
    frames = await _keyboard()
    from_nothing = [one[0] for one in cold]
    taken_over = [one[1] for one in cold]
    memory = max(one[2] for one in cold)
    return [
        _row("kiosk: first frame, process started anew (median)", statistics.median(from_nothing), "s", 1.5),
        _row("kiosk: the warm spare takes over (median)", statistics.median(taken_over), "s", 0.3),
        _row("kiosk: resident memory of the UI process", memory, "MB", 200),
        _row("kiosk: a frame of the keyboard screen, 1280×800 (median CPU)", statistics.median(frames["drawn"]), "ms", 45),
        _row("kiosk: the same with every box made anew (median CPU)", statistics.median(frames["made"]), "ms", 45),
    ]


async def _first_frame(arguments: list[str], module: tuple[str, ...]) -> tuple[float, float, float]:
    """(seconds from start to the first frame, of these from the order to show, MB resident)."""
    began = time.monotonic()
    face = await process.start(arguments, module)
    await face.ready.wait()
    ordered = time.monotonic()
    face.begin(Started(date(2026, 11, 21), "01", extra={"key": "0" * 32}))
    await face.shown.wait()
    done = time.monotonic()
    status = await asyncio.to_thread(Path(f"/proc/{face.pid}/status").read_text)
    memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
    await face.end()
    return done - began, done - ordered, memory


async def _keyboard() -> dict[str, list[float]]:
    face = await process.start([], HANDMADE)
    await face.ready.wait()
    face.begin(Started(date(2026, 11, 21), "01"))
    await face.shown.wait()
    for name in ("begin", "key.か", "key.わ"):
        await face.ask({"tap": name})
    frames = await face.ask({"frames": FRAMES})
    await face.end()
    return frames


async def _kana() -> list[dict[str, Any]]:
    converter = open_converter()
    spent = []
    try:
        await converter.convert("あ")
        for name in NAMES * 3:
            for length in range(1, len(name) + 1):
                began = time.monotonic()
                await converter.convert(name[:length])
                spent.append((time.monotonic() - began) * 1000)
    finally:
        await converter.close()
    return [_row("kiosk: kana key → kanji candidates (p95)", statistics.quantiles(spent, n=20)[18], "ms", 100)]


def _row(name: str, figure: float, unit: str, beside: float) -> dict[str, Any]:
    """`beside`: the goal; a ratio below 1 is better than the goal."""
    return {
        "name": name,
        "figure": round(figure, 3),
        "unit": unit,
        "beside": f"goal {beside:g} {unit}",
        "ratio": round(figure / beside, 3),
    }


if __name__ == "__main__":
    for row in run():
        print(row)
