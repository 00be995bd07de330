"""How many wrong tries are allowed: a sliding window per name, in memory."""

from collections import deque
from datetime import datetime, timedelta


class Attempts:
    """At most `most` wrong tries per name in `window`; a right one does not clear them."""

    def __init__(self, most: int, window: timedelta, names: int = 10_000) -> None:
        self._most, self._window, self._names = most, window, names
        self._wrong: dict[str, deque[datetime]] = {}

    def blocked_until(self, name: str, now: datetime) -> datetime | None:
        """When this name may try again; None: now."""
        wrong = self._recent(name, now)
        return wrong[0] + self._window if len(wrong) >= self._most else None

    def failed(self, name: str, now: datetime) -> None:
        """Count one wrong try."""
        if name not in self._wrong and len(self._wrong) >= self._names:
            # the oldest name goes: memory is bounded whatever is tried
            del self._wrong[next(iter(self._wrong))]
        self._wrong.setdefault(name, deque(maxlen=self._most)).append(now)

    def _recent(self, name: str, now: datetime) -> deque[datetime]:
        wrong = self._wrong.get(name, deque())
        while wrong and wrong[0] <= now - self._window:
            wrong.popleft()
        if not wrong:
            self._wrong.pop(name, None)
        return wrong
