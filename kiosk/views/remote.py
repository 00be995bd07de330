"""Driving a kiosk from outside, for tests and the demo only: real touches at real places, pictures of the real window.

Requests: {"tap": "box id"}, {"stroke": [[x, y], …]} (0-999 on the pad), {"key": code} (of the window), {"picture": "file.png"},
{"screen": true}, {"frames": n} (CPU of n whole frames, every box made anew).
Answers: {"ok": true, …} or {"error": …}.
"""

import asyncio
import itertools
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kivy.base import EventLoop
from kivy.input.motionevent import MotionEvent

from kiosk.views.marks import on_glass

if TYPE_CHECKING:
    from kiosk.views.face import Face

_touches = itertools.count(1)


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


async def answer(face: "Face", request: dict[str, Any]) -> dict[str, Any]:
    """What came of one request."""
    match request:
        case {"tap": str(name)}:
            return await _tap(face, name)
        case {"key": int(code)}:
            return await _key(face, code)
        case {"stroke": [*points]}:
            return await _stroke(face, points)
        case {"picture": str(path)}:
            return await _picture(face, Path(path))
        case {"screen": True}:
            return _screen(face)
        case {"frames": int(count)}:
            return await _frames(face, count)
        case _:
            return {"error": 'unknown request: use {"tap": id}, {"picture": file} or {"screen": true}'}


async def _tap(face: "Face", name: str) -> dict[str, Any]:
    box = face.canvas.box(name)
    if box is None or box.event is None or not box.enabled:
        shown = face.canvas.shown
        return {"error": f"no touchable box {name!r} on screen {shown.name if shown else None!r}"}
    screen = face.canvas.shown
    place = [(box.x + box.width / 2) / screen.width, 1 - (box.y + box.height / 2) / screen.height]
    touch = Touch("remote", next(_touches), place)
    EventLoop.post_dispatch_input("begin", touch)
    # One frame between, as with a real finger: the pressed key is drawn.
    await flips(face, 1)
    touch.move(place)
    EventLoop.post_dispatch_input("end", touch)
    return {"ok": True, "screen": face.canvas.shown.name}


async def _key(face: "Face", code: int) -> dict[str, Any]:
    from kivy.core.window import Window

    Window.dispatch("on_key_down", code, 0, "", [])
    await flips(face, 1)
    return {"ok": True, "screen": face.canvas.shown.name, "ring": sorted(face.canvas.ringed())}


async def _stroke(face: "Face", points: list[list[int]]) -> dict[str, Any]:
    screen = face.canvas.shown
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
    await flips(face, 1)
    touch.move(places[-1])
    EventLoop.post_dispatch_input("end", touch)
    return {"ok": True, "screen": face.canvas.shown.name}


async def _picture(face: "Face", path: Path) -> dict[str, Any]:
    from kivy.core.window import Window

    await flips(face, 2)
    # Kivy puts 0001 before the ending.
    await asyncio.to_thread(path.with_name(path.stem + "0001.png").unlink, missing_ok=True)
    await asyncio.to_thread(Path(Window.screenshot(name=str(path))).replace, path)
    return {"ok": True, "picture": str(path), "screen": face.canvas.shown.name}


def _screen(face: "Face") -> dict[str, Any]:
    screen = face.canvas.shown
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


async def _frames(face: "Face", count: int) -> dict[str, Any]:
    """CPU milliseconds of each of `count` frames, first drawn as they are, then with every box made anew."""
    figures = {}
    for name, fresh in (("drawn", False), ("made", True)):
        spent = []
        for _ in range(count):
            await flips(face, 1)
            began = time.process_time()
            if fresh:
                face.canvas.draw_all()
            await flips(face, 1)
            spent.append((time.process_time() - began) * 1000)
        figures[name] = spent
    return {"ok": True, **figures}


async def flips(face: "Face", count: int) -> None:
    """Until `count` more pictures have reached the window."""
    wanted = face.flips + count
    while face.flips < wanted:
        face.canvas.canvas.ask_update()
        await asyncio.sleep(1 / 60)
