"""What is known about a printer's line and the paper in hand, and what may be told of it. Pure; `turn` has the rules."""

from dataclasses import dataclass, field
from enum import StrEnum, auto
from math import inf

from hardware.printer import status
from hardware.printer.happenings import Paper
from hardware.printer.limits import Limits
from hardware.printer.port import PrinterState, Tier


class Phase(StrEnum):
    """Where the line stands. From `starting` on there is a paper in hand."""

    AWAY = auto()  # no line; the next attempt is due
    CONNECTING = auto()
    ASKING = auto()  # status asked; nothing else is sent before the printer is heard and well
    PROBING = auto()  # what can it prove, and does it follow us
    CLEARING = auto()  # it did not follow: bring it back into step, then probe again
    IDLE = auto()
    STARTING = auto()  # head and start marker sent, no picture yet
    PRINTING = auto()
    HELD = auto()
    CANCELLING = auto()


HANDED_OVER = frozenset({Phase.PRINTING, Phase.HELD, Phase.CANCELLING})


@dataclass(frozen=True, slots=True)
class Life:
    """Everything known about one printer at one moment. Times are seconds on the owner's clock."""

    blind: bool = False  # the line never answers (tier D)
    alone: bool = False  # an open line is ours alone: silence on it cannot mean that another program has the printer
    seconds_per_byte: float = 0.0  # of a line slower than the printer
    limits: Limits = field(default_factory=Limits)
    width: int = 576  # widest slice that may be left half received, dots
    phase: Phase = Phase.AWAY
    due: float | None = 0.0  # when `phase` must have moved on
    failures: int = 0  # in a row, until a printer is ready
    unreached: bool = False  # the last attempt to connect failed
    taken: bool = False  # because another program holds the line
    tier: Tier | None = None
    identity: tuple[str, ...] = ()  # maker, model, firmware, where the printer tells all three

    answered: bool = False  # on this connection
    silent: bool = False
    misses: int = 0
    round: tuple[int, ...] | None = None  # answers to DLE EOT 1-4 so far; None: not asked
    asked: float = 0.0
    faults: status.Faults = status.NONE
    automatic: bool = False  # ASB works on this connection
    contradicted: int = 0  # whole rounds of answers in a row that say otherwise than the automatic status

    markers: tuple[int, ...] = ()  # fresh ones from the spool; the owner keeps at least two
    awaited: bytes = b""  # the marker that must come next
    ordered: int = 0  # GS r answers still to come
    resynced: bool = False  # buffers were cleared and padded since connecting
    parted: bool = False  # the cut that takes off what an earlier job left was sent on this connection
    torn: float | None = None  # a paper was lost half-way: how long the printer may still work on it

    paper: Paper | None = None
    flushed: bool = True
    left: bool = False  # the whole picture has left this machine
    proved: bool = False  # tier B: the ordered status after the cut has come
    earliest: float = 0.0  # tiers B, C: not believed before
    cancelled: bool = False  # the printer was told to drop the paper in hand
    taken_back: bool = False  # and bytes of it that had not left were discarded
    queue: tuple[Paper, ...] = ()
    state_since: float = 0.0  # when what `state` tells last changed


def carrying(life: Life, size: int) -> float:
    """Seconds that `size` bytes need on the line."""
    return size * life.seconds_per_byte


def deadline(life: Life, paper: Paper) -> float:
    """Seconds until `paper` must be proved, from its first byte. A slow line counts."""
    return life.limits.deadline(paper.rows, carrying(life, len(paper.raster)))


def state(life: Life) -> PrinterState:
    """What the screens may be told."""
    gone = PrinterState.BUSY if life.taken else PrinterState.UNREACHABLE
    match life.phase:
        case Phase.AWAY:
            return gone if life.failures else PrinterState.UNKNOWN
        case Phase.CONNECTING:
            return gone if life.unreached else PrinterState.UNKNOWN
    if life.blind:
        return PrinterState.READY
    if status.blocking(life.faults):  # printers with an open cover may fall silent: what they said last is what to mend
        return status.worst(life.faults)
    if life.silent:
        # A network card that took the call and never spoke is most likely serving another program.
        return PrinterState.UNREACHABLE if life.answered or life.alone else PrinterState.BUSY
    if life.phase in (Phase.ASKING, Phase.PROBING, Phase.CLEARING):
        return PrinterState.UNKNOWN
    return status.worst(life.faults)


def waits_until(life: Life, state_since: float) -> float:
    """When the first paper of the queue is given back if the printer stays as it is. A state that passes makes it wait."""
    since = life.queue[0].since
    patience = life.limits.patience.get(state(life), 0.0)
    return min(max(since, state_since) + patience, since + life.limits.longest_wait)


def wake(life: Life) -> float | None:
    """When to come back with a Tick if nothing else happens."""
    times = [life.due] if life.due is not None else []
    if (asking := ask_at(life)) is not None:
        times.append(asking)
    if life.queue and not state(life).can_print:
        times.append(waits_until(life, life.state_since))
    times += [paper.until for paper in life.queue if paper.until < inf]
    return min(times, default=None)


def ask_at(life: Life) -> float | None:
    """When the next status question (or the end of the one that is open) falls due."""
    if life.blind or life.phase in (Phase.AWAY, Phase.CONNECTING):
        return None
    if life.round is not None:
        return life.asked + life.limits.answer
    if not life.flushed:  # a question inside a slice would become part of the picture
        return None
    resting = life.phase is Phase.IDLE and not status.blocking(life.faults)
    return life.asked + (life.limits.heartbeat if resting else life.limits.ask_again)
