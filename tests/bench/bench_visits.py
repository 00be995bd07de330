"""500 visits at one kiosk, one after the other: whether the process that goes on grows, and what the windows take.

The whole kiosk is played under Xvfb: hub, simulated printer and reader, `python -m kiosk` with a window a visit. Of five visits
four end in a printed number, in the fifth a name is typed and given up; in every twenty-fifth a code is shown to the camera.
One takes two to three seconds: the next window starts after the first picture of the one before. Bounded: the figures say how
many it were.
"""

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.bench_kiosk import display, resident
from tests.demo.office import Office
from tests.demo.process import Control
from tests.e2e.entry import held_up

VISITS = 500
LONGEST_SECONDS = 1800.0
EVERY = 5  # visits between two looks at the memory
LOOKED_AT = (50, 250, 500)
SETTLED = 150  # visits until every cache is filled: what is drawn for slips is kept up to a limit
WAIT_SECONDS = 20.0
NUMBER = tuple(f"key.{digit}" for digit in "09000000000")
TO_THE_NAME = ("begin", "choice.moving", "choice.in", "next", "choice.self", "way.none", *NUMBER, "next", "choice.japan")
TYPED = (*TO_THE_NAME, "key.か", "key.わ", "key.さ", "key.き")


def run() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="uketsuke-bench-") as folder, display() as name:
        # Never offscreen: what is not presented is not freed either.
        os.environ["DISPLAY"] = name
        os.environ.pop("SDL_VIDEODRIVER", None)
        return asyncio.run(_played(Path(folder)))


async def _played(folder: Path) -> list[dict[str, Any]]:
    async with Office(folder, window=True) as office:
        await office.start_hub()
        kiosk = await office.start_kiosk("01")
        assert kiosk.screen is not None
        screen, parent = kiosk.screen, kiosk.processes[-1].pid
        looks: list[tuple[int, float, int]] = []  # visits so far, MB of the parent, its open files
        windows: list[float] = []
        seconds: list[float] = []
        began = time.monotonic()
        for visit in range(1, VISITS + 1):
            started = time.monotonic()
            if visit % 25 == 0:
                await _shown(screen, kiosk.camera)
            windows.append(await (_typed(screen) if visit % 5 == 0 else _number(screen)))
            seconds.append(time.monotonic() - started)
            if visit % EVERY == 0:
                looks.append((visit, resident(parent), _open_files(parent)))
            if time.monotonic() - began > LONGEST_SECONDS:
                break
        crashes = (await screen.ask(state=True))["crashes"]
    return _rows(looks, windows, seconds, crashes)


def _rows(looks: list[tuple[int, float, int]], windows: list[float], seconds: list[float], crashes: int) -> list[dict[str, Any]]:
    settled = [look for look in looks if look[0] >= SETTLED] or looks
    first, last = settled[0], settled[-1]
    slope = (
        statistics.linear_regression([one[0] for one in settled], [one[1] for one in settled]).slope if len(settled) > 1 else 0.0
    )
    name = f"visits: of {len(windows)} with a window each,"
    half = len(windows) // 2
    return [
        _row(f"{name} seconds a visit (median)", statistics.median(seconds), "s"),
        _row(f"{name} windows that crashed", crashes, "windows", 0),
        *(
            row
            for at, memory, _ in looks
            if at in LOOKED_AT
            for row in (
                _row(f"{name} memory of the parent after {at}", memory, "MB", 220),
                _row(
                    f"{name} memory of the windows around the {at}th (median)",
                    statistics.median(windows[at - 25 : at + 25]),
                    "MB",
                    220,
                ),
            )
        ),
        _row(f"{name} memory of the parent at the end", last[1], "MB", 220),
        _row(f"{name} growth of the parent over 100 visits", slope * 100, "MB", 1),
        _row(f"{name} open files of the parent at the end", last[2], "files")
        | _beside(last[2], first[2], f"after {first[0]} visits"),
        _row(f"{name} memory of a window at its end (largest)", max(windows), "MB", 220),
        _row(f"{name} the same, median of the second half", statistics.median(windows[half:]), "MB")
        | _beside(statistics.median(windows[half:]), statistics.median(windows[: half or 1]), "MB, the first half"),
    ]


async def _number(screen: Control) -> float:
    """番号札だけ取る, printed; MB of the window before it ends."""
    await _until(screen, "number")
    await _tap(screen, "number")
    await _tap(screen, await _first(screen, "choice."))
    await _until(screen, "next", "ticket")
    memory = await _window(screen)
    await _tap(screen, "next")
    return memory


async def _shown(screen: Control, camera: Path) -> None:
    """A code nobody knows, read by the camera; back to the start."""
    await _tap(screen, "code")
    file = held_up(camera)
    await _until(screen, "wrong", "code_scan", touchable=False)
    file.unlink()
    await _tap(screen, "back")


async def _typed(screen: Control) -> float:
    """A name is typed, its kanji come; then the resident gives up, and all is erased. MB of the window before it ends."""
    await _until(screen, "begin")
    for box in TYPED:
        await _tap(screen, box)
    await _until(screen, "candidate.0")
    while "quit" not in (await _look(screen))["boxes"]:
        await _tap(screen, "back")
    memory = await _window(screen)
    await _tap(screen, "quit")
    return memory


def _open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


async def _window(screen: Control) -> float:
    return resident((await screen.ask(state=True))["pid"])


async def _look(screen: Control, *, touchable: bool = True) -> dict[str, Any]:
    seen = await screen.ask(screen=True)
    boxes = [box["id"] for box in seen.get("boxes", ()) if box["touchable"] or not touchable]
    return {"screen": seen.get("screen", ""), "boxes": boxes}


async def _first(screen: Control, start: str) -> str:
    """The id of the first box that begins so, once there is one."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            found = next((box for box in (await _look(screen))["boxes"] if box.startswith(start)), None)
            if found is not None:
                return found
            await asyncio.sleep(0.02)


async def _until(screen: Control, box: str, name: str = "", *, touchable: bool = True) -> None:
    """Until a box is there and can be touched, on the screen of that name."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            seen = await _look(screen, touchable=touchable)
            if box in seen["boxes"] and name in ("", seen["screen"]):
                return
            await asyncio.sleep(0.02)


async def _tap(screen: Control, box: str) -> None:
    """A touch as soon as the box is there; the next one later than the guard against double touches."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            if "error" not in await screen.ask(tap=box):
                break
            await asyncio.sleep(0.02)  # not there yet, or the window of the visit before is just going
    await asyncio.sleep(0.16)


def _beside(figure: float, other: float, what: str) -> dict[str, Any]:
    return {"beside": f"{other:.4g} {what}", "ratio": round(figure / other, 3)}


def _row(name: str, figure: float, unit: str, goal: float | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "figure": round(figure, 3), "unit": unit}
    if goal is not None:
        row |= {"goal": f"≤ {goal:g} {unit}"}
        if goal:
            row |= {"beside": "goal", "ratio": round(figure / goal, 3)}
    return row


if __name__ == "__main__":
    for row in run():
        print(row)
