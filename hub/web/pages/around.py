"""The rest of the house as a desk's page is told of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hub.wire import Choice, ExpectedWait, LastStep


@dataclass(frozen=True, slots=True)
class Around:
    """What a desk knows of the rest of the house. `choices`: calls since its oldest row; `waiting`: people by service.

    `waits`: how long those are, as it was told last. `late_after`: minutes at this stage, by service; the goal where none is told.
    """

    staffed: frozenset[int] = frozenset()
    waiting: Mapping[str, int] = field(default_factory=dict)
    waits: Mapping[str, ExpectedWait | None] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    undo: LastStep | None = None
    late_after: Mapping[str, int] = field(default_factory=dict)


NOTHING_KNOWN = Around()
