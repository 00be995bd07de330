"""The scanner in the window of a visit, while a resident holds a code before it: codes, pictures for the screen, what is wrong."""

import asyncio
from collections.abc import Callable

from hardware.scanner.port import Picture, Scanner, ScannerState
from kiosk.flow.events import CameraChanged, CameraPicture, CodeSeen, Event

LOOKS_PER_SECOND = 16  # twice as often as a camera's pictures come
LOOKS_FOR_THE_FIRST = 50  # somebody looks at a grey box until then


class Camera:
    """`open_scanner` makes the device, and brings its libraries with it; never two at once."""

    def __init__(self, open_scanner: Callable[[], Scanner]) -> None:
        self._open = open_scanner
        self._alone = asyncio.Lock()

    async def watch(self, tell: Callable[[Event], None], stands: Callable[[ScannerState], None]) -> None:
        """Until cancelled; the device is closed when this ends. `stands` hears how it is, each time that is another."""
        async with self._alone:
            opening = asyncio.create_task(asyncio.to_thread(self._started))
            try:
                await _follow(await asyncio.shield(opening), tell, stands)
            finally:
                scanner = await opening
                await asyncio.shield(asyncio.to_thread(scanner.stop))

    def _started(self) -> Scanner:
        scanner = self._open()
        scanner.start()
        return scanner


async def _follow(scanner: Scanner, tell: Callable[[Event], None], stands: Callable[[ScannerState], None]) -> None:
    told: ScannerState | None = None
    shown: Picture | None = None
    while True:
        for code in scanner.codes():
            tell(CodeSeen(code.text))
        state = scanner.state()
        if state is not told:
            told = state
            stands(state)
            tell(CameraChanged(state.value))
        picture = scanner.picture()
        if picture is not None and picture is not shown:
            shown = picture
            tell(CameraPicture(picture.width, picture.height, picture.grey))
        await asyncio.sleep(1 / (LOOKS_PER_SECOND if shown else LOOKS_FOR_THE_FIRST))
