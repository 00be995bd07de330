"""Random bytes of the operating system, fetched a page at a time.

Each call to the system gives the interpreter away, and the writer's thread may keep it for milliseconds.
"""

import secrets
import threading

PAGE = 4096


class Entropy:
    """`entropy(n)` gives n bytes that were never given before. For any thread."""

    def __init__(self) -> None:
        self._page, self._used = b"", 0
        self._lock = threading.Lock()

    def __call__(self, count: int) -> bytes:
        with self._lock:
            if self._used + count > len(self._page):
                self._page, self._used = secrets.token_bytes(max(PAGE, count)), 0
            given = self._page[self._used : self._used + count]
            self._used += count
            return given
