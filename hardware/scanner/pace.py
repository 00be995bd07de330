"""When to try a lost device or a dead process again, and when to tell the same text again."""

from collections.abc import Callable

REOPEN_AFTER = (0.5, 1.0, 2.0, 5.0)  # seconds, by number of failures in a row
START_LIMIT = 30.0  # seconds a process has to come up: half of one here, ten on a machine that is still starting itself
RESTART_AFTER = (0.0, 0.5, 1.0, 2.0, 5.0)  # seconds, by number of failures in a row
FAILING_AFTER = 3  # deaths in a row: rather the machine than a picture
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
