"""When to try a lost device again, and when to tell the same text again."""

from collections.abc import Callable

REOPEN_AFTER = (0.5, 1.0, 2.0, 5.0)  # seconds, by number of failures in a row
SAME_CODE_AFTER = 1.0  # seconds until the same text is told again


class Retelling:
    """Each text at most once in SAME_CODE_AFTER."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._told: dict[str, float] = {}

    def is_due(self, text: str) -> bool:
        """Whether to tell `text` now; remembers that it was told."""
        now = self._clock()
        self._told = {old: told for old, told in self._told.items() if now - told < SAME_CODE_AFTER}
        if text in self._told:
            return False
        self._told[text] = now
        return True
