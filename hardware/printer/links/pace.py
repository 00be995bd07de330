"""How much may be given to a slow line at once. Pure: the clock is an argument.

A serial driver takes kilobytes at once and then needs seconds for them: a question asked behind them would be answered too late,
and nothing of them could be taken back. So no more is given than the line carries in a moment.
"""

from dataclasses import dataclass
from math import ceil

MOMENT = 0.1  # seconds of the line's time
LEAST = 64  # bytes
_WORTHWHILE = 3 / 8  # of what may wait: else a byte would be given whenever one has left. Less than `Pace.pause` waits for.


@dataclass(frozen=True, slots=True)
class Pace:
    """`clear`: when, by its nominal speed, everything given so far has left. `seconds_per_byte` is more than 0."""

    seconds_per_byte: float
    most: int  # bytes that may wait in the driver
    clear: float = 0.0

    def room(self, now: float, waiting: int) -> int:
        """Bytes that may be given now, 0 or worth the trouble; `waiting` are known to be still in the driver."""
        owed = ceil(max(0.0, self.clear - now) / self.seconds_per_byte)
        free = self.most - max(waiting, owed)
        return free if free >= self.most * _WORTHWHILE else 0

    def given(self, size: int, now: float) -> "Pace":
        return Pace(self.seconds_per_byte, self.most, max(now, self.clear) + size * self.seconds_per_byte)

    @property
    def pause(self) -> float:
        """Until about half of what may wait has left."""
        return self.most * self.seconds_per_byte / 2


def pace(seconds_per_byte: float, most: int | None = None) -> Pace:
    return Pace(seconds_per_byte, most or max(LEAST, int(MOMENT / seconds_per_byte)))
