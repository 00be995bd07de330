"""Driving a kiosk from outside, for tests and the demo only: real touches at real places, pictures of the real window.

Requests: {"tap": "box id"}, {"hold": "corner"} (staff; answers when it has been held long enough), {"stroke": [[x, y], …]}
(0-999 on the pad), {"key": code} (of the window), {"picture": "file.png"}, {"screen": true}, {"where": true}, {"frames": n}
(CPU of n whole frames, every box made anew), {"timed": "box id", "until": "box id or empty"} (CPU from the finger's coming down
to its echo, from its leaving to the picture that follows, and the wait for a box of that picture).
Answers: {"ok": true, …} or {"error": …}.
"""

import asyncio
import itertools
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kivy.base import EventLoop
from kivy.input.motionevent import MotionEvent

from kiosk.views.corner import CORNER, HOLD_SECONDS
from kiosk.views.marks import on_glass

if TYPE_CHECKING:
    from kiosk.views.canvas import Canvas

_touches = itertools.count(1)
LONGEST_SECONDS = 5.0  # a picture that has not come by then does not come


class Glass(Protocol):
    """What is seen and touched. `flips`: pictures that have reached the window."""

    canvas: "Canvas"
    flips: int


class Touch(MotionEvent):
    """A finger at (sx, sy), fractions of the window from the bottom left, as a panel reports it."""

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("is_touch", True)
        kwargs.setdefault("type_id", "touch")
        super().__init__(*args, **kwargs)
        self.profile = ["pos"]

    def depack(self, args) -> None:
        self.sx, self.sy = args[0], args[1]
        super().depack(args)


async def answer(glass: Glass, request: dict[str, Any]) -> dict[str, Any]:
    """What came of one request."""
    match request:
        case {"tap": str(name)}:
            return await _tap(glass, name)
        case {"hold": "corner"}:
            return await _hold_corner(glass)
        case {"key": int(code)}:
            return await _key(glass, code)
        case {"stroke": [*points]}:
            return await _stroke(glass, points)
        case {"picture": str(path)}:
            return await _picture(glass, Path(path))
        case {"screen": True}:
            return _screen(glass)
        case {"where": True}:
            return _where(glass)
        case {"frames": int(count)}:
            return await _frames(glass, count)
        case {"timed": str(name), "until": str(awaited)}:
            return await _timed(glass, name, awaited)
        case _:
            return {"error": 'unknown request: use {"tap": id}, {"picture": file} or {"screen": true}'}


async def _tap(glass: Glass, name: str) -> dict[str, Any]:
    touch, place = _touch(glass, name)
    if touch is None:
        return _untouchable(glass, name)
    EventLoop.post_dispatch_input("begin", touch)
    # One frame between, as with a real finger: the pressed key is drawn.
    await flips(glass, 1)
    touch.move(place)
    EventLoop.post_dispatch_input("end", touch)
    return {"ok": True, "screen": glass.canvas.shown.name}


def _touch(glass: Glass, name: str) -> tuple[Touch | None, list[float]]:
    """A finger on the middle of a box, and where that is; None where it cannot be touched."""
    box, screen = glass.canvas.box(name), glass.canvas.shown
    if box is None or box.event is None or not box.enabled:
        return None, []
    place = [(box.x + box.width / 2) / screen.width, 1 - (box.y + box.height / 2) / screen.height]
    return Touch("remote", next(_touches), place), place


def _untouchable(glass: Glass, name: str) -> dict[str, Any]:
    shown = glass.canvas.shown
    return {"error": f"no touchable box {name!r} on screen {shown.name if shown else None!r}"}


async def _timed(glass: Glass, name: str, awaited: str) -> dict[str, Any]:
    """One touch: milliseconds of CPU until its echo is on the glass, and the next picture; of time until the box `awaited` is."""
    touch, place = _touch(glass, name)
    if touch is None:
        return _untouchable(glass, name)
    await flips(glass, 1)  # nothing of an earlier picture is left to draw
    began = time.process_time()
    EventLoop.post_dispatch_input("begin", touch)
    await flips(glass, 1)
    echo = time.process_time() - began
    touch.move(place)
    began, left = time.process_time(), time.monotonic()
    EventLoop.post_dispatch_input("end", touch)
    await flips(glass, 1)
    following = time.process_time() - began
    while awaited and not _has_come(glass, awaited):
        if time.monotonic() - left > LONGEST_SECONDS:
            return {"error": f"{awaited!r} never came"}
        await flips(glass, 1)
    return {
        "ok": True,
        "screen": glass.canvas.shown.name,
        "echo": echo * 1000,
        "following": following * 1000,
        "waited": (time.monotonic() - left) * 1000,
    }


def _has_come(glass: Glass, name: str) -> bool:
    """Whether that box is there; of the camera's, whether there is a picture in it."""
    box = glass.canvas.box(name)
    return box is not None and (box.role != "camera" or glass.canvas.has_frame)


async def _hold_corner(glass: Glass) -> dict[str, Any]:
    place = [CORNER / 3 / glass.canvas.shown.width, 1 - CORNER / 3 / glass.canvas.shown.height]
    touch = Touch("remote", next(_touches), place)
    EventLoop.post_dispatch_input("begin", touch)
    await asyncio.sleep(HOLD_SECONDS)
    await flips(glass, 2)
    touch.move(place)
    EventLoop.post_dispatch_input("end", touch)
    return {"ok": True, "screen": glass.canvas.shown.name}


async def _key(glass: Glass, code: int) -> dict[str, Any]:
    from kivy.core.window import Window

    Window.dispatch("on_key_down", code, 0, "", [])
    await flips(glass, 1)
    return {"ok": True, "screen": glass.canvas.shown.name, "ring": sorted(glass.canvas.ringed())}


async def _stroke(glass: Glass, points: list[list[int]]) -> dict[str, Any]:
    screen = glass.canvas.shown
    pad = next((box for box in screen.boxes if box.role == "pad"), None)
    if pad is None or not points:
        return {"error": f"nothing to write on, screen {screen.name!r}"}
    pixels = [on_glass(pad, x, y) for x, y in points]
    places = [[x / screen.width, 1 - y / screen.height] for x, y in pixels]
    touch = Touch("remote", next(_touches), places[0])
    EventLoop.post_dispatch_input("begin", touch)
    for place in places[1:]:
        touch.move(place)
        EventLoop.post_dispatch_input("update", touch)
    await flips(glass, 1)
    touch.move(places[-1])
    EventLoop.post_dispatch_input("end", touch)
    return {"ok": True, "screen": glass.canvas.shown.name}


async def _picture(glass: Glass, path: Path) -> dict[str, Any]:
    from kivy.core.window import Window

    await flips(glass, 2)
    # Kivy puts 0001 before the ending.
    await asyncio.to_thread(path.with_name(path.stem + "0001.png").unlink, missing_ok=True)
    await asyncio.to_thread(Path(Window.screenshot(name=str(path))).replace, path)
    return {"ok": True, "picture": str(path), "screen": glass.canvas.shown.name}


def _screen(glass: Glass) -> dict[str, Any]:
    screen = glass.canvas.shown
    boxes = [
        {
            "id": box.id,
            "role": box.role,
            "texts": [line.text for line in box.lines],
            "touchable": box.event is not None and box.enabled,
            "selected": box.selected,
        }
        for box in screen.boxes
    ]
    return {"ok": True, "screen": screen.name, "language": screen.language, "spoken": screen.spoken, "boxes": boxes}


def _where(glass: Glass) -> dict[str, Any]:
    """Which screen, what is said of it, which boxes, and no word a resident typed: who searches memory must not carry them there.

    What is said aloud names nobody; a title may.
    """
    screen = glass.canvas.shown
    return {"screen": screen.name, "spoken": screen.spoken, "ids": [box.id for box in screen.boxes]}


async def _frames(glass: Glass, count: int) -> dict[str, Any]:
    """CPU milliseconds of each of `count` frames, first drawn as they are, then with every box made anew."""
    figures = {}
    for name, fresh in (("drawn", False), ("made", True)):
        spent = []
        for _ in range(count):
            await flips(glass, 1)
            began = time.process_time()
            if fresh:
                glass.canvas.draw_all()
            await flips(glass, 1)
            spent.append((time.process_time() - began) * 1000)
        figures[name] = spent
    return {"ok": True, **figures}


async def flips(glass: Glass, count: int) -> None:
    """Until `count` more pictures have reached the window."""
    wanted = glass.flips + count
    while glass.flips < wanted:
        glass.canvas.canvas.ask_update()
        await asyncio.sleep(1 / 60)
