"""An end to what nfcpy 1.0.4 would do for ever with a card that always wants more time, repeats itself or never ends its answer."""

import time
from collections.abc import Callable
from typing import Any

import nfc.clf

MOST_FRAMES = 200  # of one command and its answer; the longest of ours is 10 in frames of 64, each said again up to five times
MOST_SECONDS = 10.0  # a card that compares a PIN takes well under one


class Patience:
    """nfcpy's front end as its block protocol sees it, for one activated card. What is not `exchange` is the front end's own."""

    def __init__(self, frontend: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self._frontend = frontend
        self._clock = clock
        self.begin()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._frontend, name)

    def begin(self) -> None:
        """A new command: patience is whole again."""
        self._frames = 0
        self._until = self._clock() + MOST_SECONDS

    def exchange(self, frame: Any, timeout: float) -> Any:
        """Raises ProtocolError where the card has had its time, and what the front end raises."""
        self._frames += 1
        left = self._until - self._clock()
        if self._frames > MOST_FRAMES or left <= 0:
            raise nfc.clf.ProtocolError("the card comes to no end")
        return self._frontend.exchange(frame, min(timeout, left))
