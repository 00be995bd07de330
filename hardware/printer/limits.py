"""How long a printer may take, in seconds; and the speeds that are assumed of an unknown one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hardware.printer.port import PrinterState

DOTS_PER_MM = 8  # 203 dpi


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit has its reason beside it. Passing one changes a state; it never sends a job again."""

    answer: float = 1.0  # a real-time status comes in milliseconds; silence beyond this is a fault
    marker: float = 1.0  # start marker and probe: nothing is printed before them
    settle: float = 0.3  # how far a marker may come behind the ordered status that was asked after it
    clear: float = 0.5  # until 37 25 00
    cancel: float = 2.0  # the same with a person waiting, the buffer perhaps full
    heartbeat: float = 10.0  # network cards close an idle line after 5 minutes
    ask_again: float = 1.0  # while something is wrong
    misses: int = 5  # unanswered questions before the line is given up
    misses_when_taken: int = 60  # the same where nothing was ever answered on this connection
    unproved: float = 30.0  # a healthy printer that does not prove a paper: then the person decides
    shortest_deadline: float = 4.0
    slack: float = 1.5  # beyond what the motor needs: the cut, the answer
    slow_mm_per_s: float = 60.0  # deadlines assume the slowest printer
    usual_mm_per_s: float = 150.0  # where there is no marker, a paper is not believed before this speed allows it
    cutter: float = 0.5
    starts: int = 3  # of one job, all before any picture was handed over
    back_off: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0)
    longest_wait: float = 90.0  # of a new job, while states that pass follow each other
    # how long a new job waits for a state to pass before it is given back; other states end it at once
    patience: Mapping[PrinterState, float] = field(
        default_factory=lambda: MappingProxyType({PrinterState.UNKNOWN: 10.0, PrinterState.BUSY: 3.0, PrinterState.HOT: 60.0})
    )

    def deadline(self, rows: int, carrying: float = 0.0) -> float:
        """When the end marker of a paper of `rows` rows must have come, from its first byte.

        `carrying`: seconds its bytes need on the line, where that counts.
        """
        return max(self.shortest_deadline, carrying + rows / DOTS_PER_MM / self.slow_mm_per_s + self.slack)

    def printing(self, rows: int) -> float:
        """How long a paper takes at least on a usual printer."""
        return rows / DOTS_PER_MM / self.usual_mm_per_s + self.cutter

    def pause(self, failures: int) -> float:
        """Before the next attempt to connect: 1, 2, 5, 10, 10 …"""
        return self.back_off[min(failures, len(self.back_off)) - 1]
