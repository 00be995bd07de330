"""The UI process: holds the Session of one visit, gives it every touch, answer and second, shows what follows, and ends with it.

It starts hidden as the warm spare, comes up on `Started`, and after `End` only waits to be ended by its parent.
"""

import asyncio
import socket
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from kiosk.flow.effects import AnyEffect, End
from kiosk.flow.events import AnyEvent, CameraPicture, Started, Tick
from kiosk.personal import Means, Personal
from kiosk.pipe import Alive, Answer, Ask, Closed, InUse, Kind, Pipe, Ready, Shown, Word
from kiosk.viewmodels.boxes import Screen
from kiosk.viewmodels.to_read import letters
from kiosk.views.keypad import PadKey
from kiosk.views.settings import offscreen

START = "start"  # name of the screen on which nobody has begun
# SDL's codes of what tactile pads send: arrows, Enter (both), Backspace and Escape, Space and F1.
PAD_KEYS: dict[int, PadKey] = {
    273: "up",
    276: "up",
    274: "down",
    275: "down",
    13: "enter",
    271: "enter",
    8: "back",
    27: "back",
    32: "read",
    282: "read",
}


class Brain(Protocol):
    """What decides: kiosk.flow and kiosk.viewmodels."""

    def start(self) -> Any: ...
    def reduce(self, session: Any, event: AnyEvent, now: datetime) -> tuple[Any, tuple[AnyEffect, ...]]: ...
    def screen(self, session: Any, now: datetime) -> Screen: ...


class Panel(NamedTuple):
    """The glass: pixels and pixels per millimetre."""

    width: int
    height: int
    px_per_mm: float


class Face:
    """One visit on one window."""

    def __init__(self, brain: Brain, now: Callable[[], datetime], pipe: Pipe, means: Means) -> None:
        from kivy.core.window import Window

        from kiosk.views.canvas import Canvas

        self._brain, self._now, self._pipe = brain, now, pipe
        self._window = Window
        self._session = brain.start()
        self._personal = Personal(means, self.happened, lambda word: pipe.send(Kind.WORD, word))
        self._ended = False
        self._closing: asyncio.Task[None] | None = None
        self._in_use = False
        self._on_glass = asyncio.Event()
        self.flips = 0
        self.canvas = Canvas(self.happened, size=Window.size)
        # What is drawn now need not be drawn when the resident stands there.
        self.canvas.show(brain.screen(self._session, now()))

    async def run(self) -> None:
        """Until the parent closes the line."""
        from kivy.base import async_runTouchApp, stopTouchApp

        self._window.bind(on_flip=self._flipped, on_key_down=self._key_down)
        tasks = [
            asyncio.create_task(work) for work in (async_runTouchApp(None, async_lib="asyncio"), self._listen(), self._count())
        ]
        # The loop that draws runs up to its first wait before this one goes on.
        await asyncio.sleep(0)
        self._pipe.send(Kind.WORD, Ready())
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            stopTouchApp()
            for task in tasks:
                task.cancel()
            await (self._closing or self._personal.close())

    def happened(self, event: AnyEvent) -> None:
        """One event through the reducer; its effects leave, its picture is shown."""
        if self._ended:
            return
        if isinstance(event, CameraPicture):
            self.canvas.show_frame(event)
        now = self._now()
        before = self._session
        self._session, effects = self._brain.reduce(before, event, now)
        for effect in effects:
            self._ended = self._ended or isinstance(effect, End)
            if not self._personal.act(effect):
                self._pipe.send(Kind.EFFECT, effect)
        if self._ended:
            self._closing = asyncio.create_task(self._personal.close())
        if self._session is not before or isinstance(event, Tick):
            screen = self._brain.screen(self._session, now)
            self.canvas.show(screen)
            in_use = screen.name != START
            if in_use is not self._in_use:
                self._in_use = in_use
                self._pipe.send(Kind.WORD, InUse(in_use))

    async def _listen(self) -> None:
        from kiosk.views.remote import answer

        while True:
            try:
                message = await self._pipe.receive()
            except Closed:
                return
            match message:
                case Ask(request):
                    self._pipe.send(Kind.WORD, Answer(await answer(self, request)))
                case Started():
                    self.happened(message)
                    await self._come_up()
                    self._personal.warm()
                case Word():
                    self._personal.heard(message)
                case _:
                    self.happened(message)

    async def _come_up(self) -> None:
        """The window in front, and the picture of now in it."""
        if not offscreen():
            self._window.show()
            self._window.raise_window()
        self._window.add_widget(self.canvas)
        self._on_glass.clear()
        self.canvas.canvas.ask_update()
        await self._on_glass.wait()
        self._pipe.send(Kind.WORD, Shown())

    async def _count(self) -> None:
        """Once a second: the reducer's tick and the parent's watchdog. Both stop when the loop that draws stops."""
        while True:
            await asyncio.sleep(1)
            if self.canvas.parent is not None:
                self._pipe.send(Kind.WORD, Alive())
                self.happened(Tick(letters(self.canvas.shown)))

    def _key_down(self, _window: object, code: int, *_: object) -> bool:
        """A key of the tactile pad; no other key of a keyboard does anything (Escape and F1 are Kivy's own otherwise)."""
        if (key := PAD_KEYS.get(code)) is not None and self.canvas.parent is not None:
            self.canvas.pad(key)
        return True

    def _flipped(self, *_: object) -> None:
        self.flips += 1
        if self.canvas.parent is not None:
            self._on_glass.set()


async def serve(line: socket.socket, brain: Brain, now: Callable[[], datetime], means: Means) -> None:
    """The UI process on its end of the line, from the hidden window to the end of the visit."""
    reader, writer = await asyncio.open_connection(sock=line)
    await Face(brain, now, Pipe(reader, writer), means).run()
