"""What can happen to a printer's line, and what is then to be done: the words between `life` (decides) and `printer` (acts)."""

from dataclasses import dataclass
from math import inf

from hardware.printer.port import JobChange
from hardware.printer.replies import Reply


@dataclass(frozen=True, slots=True)
class Paper:
    """One job as the machine holds it. `since`: seconds on the owner's clock when it came; `attempts`: starts so far.

    `until`: on the same clock; not started any more after that.
    """

    job: str
    width: int
    raster: bytes
    since: float
    attempts: int = 0
    until: float = inf

    @property
    def rows(self) -> int:
        return len(self.raster) * 8 // self.width


# --- what happens ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Submitted:
    paper: Paper


@dataclass(frozen=True, slots=True)
class CancelWanted:
    job: str


@dataclass(frozen=True, slots=True)
class Connected:
    pass


@dataclass(frozen=True, slots=True)
class ConnectFailed:
    """`taken`: another program holds the line."""

    taken: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """The line broke."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Nobody will listen any more."""


@dataclass(frozen=True, slots=True)
class Heard:
    reply: Reply


@dataclass(frozen=True, slots=True)
class Flushed:
    """Everything that was to be sent has left this machine."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed; see `life.wake`."""


Happening = Submitted | CancelWanted | Connected | ConnectFailed | Lost | Closing | Heard | Flushed | Tick


# --- what is to be done ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Connect:
    pass


@dataclass(frozen=True, slots=True)
class HangUp:
    """Close the line; no Lost follows."""


@dataclass(frozen=True, slots=True)
class Send:
    data: bytes


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Discard what has not left yet."""


@dataclass(frozen=True, slots=True)
class Report:
    """Make the change durable, then tell it. Comes before the bytes that it is about."""

    change: JobChange


Action = Connect | HangUp | Send | TakeBack | Report
