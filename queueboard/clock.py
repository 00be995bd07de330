"""The office's time on a display: as the hub said it last, carried on by this machine's steady clock.

A television in a closed network has no time of its own to be trusted: it may be minutes off, and jump when somebody sets it.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from hub.client import LinkUp, News
from hub.wire import Ping


def since_start() -> float:
    """Seconds that never jump; time asleep counts, where the system can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class OfficeClock:
    """Call it for the time (aware, JST). Until the hub is heard it is this machine's own."""

    def __init__(self, own: Callable[[], datetime], steady: Callable[[], float] = since_start) -> None:
        self._steady = steady
        self._said, self._heard_at = own(), steady()

    def hear(self, news: News) -> None:
        """Only what is said as it is sent tells the time: a fact may be told long after it happened."""
        if isinstance(news, LinkUp | Ping):
            self._said, self._heard_at = news.at, self._steady()

    def __call__(self) -> datetime:
        return self._said + timedelta(seconds=self._steady() - self._heard_at)
