"""照合: what the paper says beside what was entered, field by field. Machines find, people decide. Pure."""

from hub.domain.crosscheck.check import Check, Row, crosscheck
from hub.domain.crosscheck.compare import compare
from hub.domain.crosscheck.entered import Entered, Entry, entry_of
from hub.domain.crosscheck.finding import Finding, Outcome
from hub.domain.crosscheck.paper import Box, PaperPerson, Reading, Sheet
from hub.domain.crosscheck.settled import is_settled, mark, standing

__all__ = [
    "Box",
    "Check",
    "Entered",
    "Entry",
    "Finding",
    "Outcome",
    "PaperPerson",
    "Reading",
    "Row",
    "Sheet",
    "compare",
    "crosscheck",
    "entry_of",
    "is_settled",
    "mark",
    "standing",
]
