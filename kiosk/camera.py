"""The scanner while a resident holds a code before it: codes, pictures for the screen, and what is wrong with the camera."""

import asyncio
from collections.abc import Callable

from hardware.scanner.port import Scanner
from kiosk.flow.events import CameraChanged, CameraPicture, CodeSeen, Event

PICTURES_PER_SECOND = 8


class Camera:
    """`tell` hears the events of the visit that started it."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._task: asyncio.Task[None] | None = None

    def start(self, tell: Callable[[Event], None]) -> None:
        """Opens the device; nothing where it runs already."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch(tell))

    async def stop(self) -> None:
        """The device is closed when this returns."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _watch(self, tell: Callable[[Event], None]) -> None:
        told = ""
        await asyncio.to_thread(self._scanner.start)
        try:
            while True:
                for code in self._scanner.codes():
                    tell(CodeSeen(code.text))
                state = self._scanner.state().value
                if state != told:
                    told = state
                    tell(CameraChanged(state))
                picture = self._scanner.picture()
                if picture is not None:
                    height, width = picture.shape
                    tell(CameraPicture(width, height, picture.tobytes()))
                await asyncio.sleep(1 / PICTURES_PER_SECOND)
        finally:
            await asyncio.shield(asyncio.to_thread(self._scanner.stop))
