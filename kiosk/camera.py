"""The scanner while a resident holds a code before it: codes, pictures for the screen, and what is wrong with the camera."""

import asyncio
from collections.abc import Callable

from hardware.scanner.port import Scanner, ScannerState
from kiosk.flow.events import CameraChanged, CameraPicture, CodeSeen, Event

PICTURES_PER_SECOND = 8


class Camera:
    """`tell` hears the events of the visit that started it, `changed` that the standing of the device may be another."""

    def __init__(self, scanner: Scanner, changed: Callable[[], None] = lambda: None) -> None:
        self._scanner = scanner
        self._changed = changed
        self._task: asyncio.Task[None] | None = None
        self._seen = ScannerState.READY  # at the end of its last use

    @property
    def state(self) -> ScannerState:
        """As it is, or as it was when it was last used: a camera that gave no picture is not well because it was closed."""
        if self._task is not None and not self._task.done():
            return self._seen
        there = self._scanner.state()
        return self._seen if there is ScannerState.READY and self._seen is not ScannerState.NO_CAMERA else there

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
                state = self._scanner.state()
                if state is not self._seen:
                    self._seen = state
                    self._changed()
                if state.value != told:
                    told = state.value
                    tell(CameraChanged(told))
                picture = self._scanner.picture()
                if picture is not None:
                    height, width = picture.shape
                    tell(CameraPicture(width, height, picture.tobytes()))
                await asyncio.sleep(1 / PICTURES_PER_SECOND)
        finally:
            await asyncio.shield(asyncio.to_thread(self._scanner.stop))
