"""Card reader and camera while no visit uses them: looked at by the parent process, opened by the window that wants them."""

import logging
import threading
from collections.abc import Callable

from hardware.cards.port import CardReader
from hardware.scanner.port import ScannerState
from kiosk.reader import LOOK_EVERY_SECONDS, look

log = logging.getLogger(__name__)


class CameraWatch:
    """`is_there`: whether the device exists, told without opening it. `changed()` is called when `state` is another."""

    def __init__(self, is_there: Callable[[], bool], changed: Callable[[], None] = lambda: None) -> None:
        self._is_there = is_there
        self._changed = changed
        self._seen = ScannerState.READY
        self._used = False

    @property
    def state(self) -> ScannerState:
        """As the window that uses it sees it, or saw it last: a camera that gave no picture is not well because it was closed."""
        if self._used:
            return self._seen
        if not self._is_there():
            return ScannerState.NO_CAMERA
        return ScannerState.READY if self._seen is ScannerState.NO_CAMERA else self._seen

    def stands(self, state: ScannerState) -> None:
        """What a window sees of it now."""
        before, self._used, self._seen = self.state, True, state
        if before is not state:
            self._changed()

    def free(self) -> None:
        """The visit is over."""
        self._used = False


class ReaderWatch:
    """`changed()` is called, from any thread, when `ready` or `left` is another. Windows are named by their process ids.

    `left`: a card lies there that is nobody's who stands here: it lay there before this visit began, or nobody is here at all.
    """

    def __init__(self, open_reader: Callable[[], CardReader], changed: Callable[[], None]) -> None:
        self._open = open_reader
        self._changed = changed
        self._turns = threading.Condition()
        self._wanted_by: int | None = None
        self._held_by: int | None = None
        self._looking = self._closed = False
        self._used = self._lies = False
        self.left = False
        self.ready: bool | None = None  # None: not known yet
        self._thread = threading.Thread(target=self._run, name="card reader watch", daemon=True)
        self._thread.start()

    def want(self, window: int) -> None:
        """This window is the next to have it. Never waits."""
        with self._turns:
            self._wanted_by = window
            self._turns.notify_all()

    def lend(self, window: int) -> bool:
        """Waits until the reader is closed here and in the window before; False where it is not wanted any more."""
        with self._turns:
            self._turns.wait_for(
                lambda: self._wanted_by != window or (not self._looking and self._held_by in (None, window)) or self._closed
            )
            if self._wanted_by != window or self._closed:
                return False
            self._held_by = window
            return True

    def used(self, on: bool) -> None:
        """Somebody has begun, or nobody is there any more."""
        with self._turns:
            before, self._used = self.left, on
            # Until a window has the reader, a card of this visit was never asked for.
            self.left = self.left or (on and self._lies and self._held_by is None)
            changed = before is not self.left
        if changed:
            self._changed()

    def tray(self, lies: bool) -> None:
        """What is known of the tray now."""
        with self._turns:
            before, lay = self.left, self._lies
            self._lies = lies
            # A card that nobody in front of the kiosk laid down: at the second look, for who lays it down first and begins then.
            self.left = lies and (before or (lay and not self._used and self._held_by is None))
            changed = before is not self.left
        if changed:
            self._changed()

    def take_back(self, window: int) -> None:
        """The process of that window is gone; a card that still lies there was left behind."""
        with self._turns:
            before, self._used = self.left, self._used and self._held_by != window
            self.left = self.left or (self._held_by == window and self._lies)
            changed = before is not self.left
            self._wanted_by = None if self._wanted_by == window else self._wanted_by
            self._held_by = None if self._held_by == window else self._held_by
            self._turns.notify_all()
        if changed:
            self._changed()

    def stands(self, ready: bool) -> None:
        """What is known of the reader now."""
        if ready is not self.ready:
            self.ready = ready
            self._changed()

    def close(self) -> None:
        with self._turns:
            self._closed = True
            self._turns.notify_all()
        self._thread.join(5)

    def _run(self) -> None:
        while self._may_look():
            lies: bool | None = None
            try:
                lies = self._look()
            except Exception as trouble:
                # The one place per device: a kiosk without this thread would never know its reader again.
                log.error("looking for the card reader failed: %s", type(trouble).__name__)
            with self._turns:
                self._looking = False
                self._turns.notify_all()
                lent = self._wanted_by is not None or self._closed
            if not lent:
                self.stands(lies is not None)
                self.tray(bool(lies))
            with self._turns:
                self._turns.wait_for(lambda: self._closed, LOOK_EVERY_SECONDS)

    def _may_look(self) -> bool:
        """Waits while a window has the reader or wants it. False at the end."""
        with self._turns:
            self._turns.wait_for(lambda: self._closed or (self._wanted_by is None and self._held_by is None))
            self._looking = not self._closed
            return self._looking

    def _look(self) -> bool | None:
        reader = self._open()
        try:
            return look(reader, lambda: self._wanted_by is not None or self._closed)
        finally:
            reader.close()
