"""When nobody stands before the camera."""

from collections.abc import Callable

import cv2
import numpy as np

from hardware.scanner.pictures import Grey

CALM_AFTER = 3.0  # seconds without a movement; then a quarter of the decodes is enough
THUMBNAIL = (64, 36)
MOVED = 4  # grey values a cell of 20 × 20 pixels changes by when something moves; a sensor's own noise stays below 1


class Stillness:
    """Whether anything moves before the camera."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._before: Grey | None = None
        self._moved_at = clock()

    def see(self, grey: Grey) -> None:
        """The next picture."""
        now = np.asarray(cv2.resize(grey, THUMBNAIL, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        if self._before is None or int(np.max(cv2.absdiff(now, self._before))) >= MOVED:
            self._moved_at = self._clock()
            self._before = now  # a slow movement adds up until it is seen

    @property
    def calm(self) -> bool:
        return self._clock() - self._moved_at > CALM_AFTER
