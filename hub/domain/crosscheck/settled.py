"""What is still open of a cross-check: a machine may find two values equal, everything else is for a person."""

import hashlib
from collections.abc import Mapping
from typing import Protocol, TypeVar

from hub.domain.crosscheck.check import Row
from hub.domain.crosscheck.finding import Outcome


class Decision(Protocol):
    """What somebody found of one field. `kept`: the difference stays, the resident was asked."""

    @property
    def outcome(self) -> str: ...
    @property
    def against(self) -> str: ...
    @property
    def kept(self) -> bool: ...


D = TypeVar("D", bound=Decision)


def mark(row: Row, scan: str) -> str:
    """What is compared, as 16 hex digits: another value, another reading or another scan (its id) has another mark."""
    read = (row.reading.text or "") if row.reading is not None else ""
    parts = (scan, row.entered.path, row.entered.text, row.entered.building, read)
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


def standing(row: Row, decisions: Mapping[str, D], scan: str) -> D | None:
    """The decision that still holds for this row. `decisions`: by path, the last of each."""
    decision = decisions.get(row.entered.path)
    return decision if decision is not None and decision.against == mark(row, scan) else None


def is_settled(row: Row, decision: Decision | None) -> bool:
    """Whether nobody need look again: equal for the machine, or found equal, another form, or left as it is by a person."""
    if decision is None:
        return row.finding.outcome is Outcome.SAME
    match Outcome(decision.outcome):
        case Outcome.SAME | Outcome.VARIANT:
            return True
        case Outcome.MISMATCH:
            return decision.kept
        case Outcome.UNREADABLE:
            return False
