"""What the guides of the floor do: a note beside a number, a number with a paper form."""

from datetime import datetime
from typing import Annotated

import msgspec

from hub.wire.counter import VisitView
from hub.wire.phone import ExpectedWait
from hub.wire.words import Language, LegState, Message, ShortText, Stage


class OpenPaperVisit(Message, frozen=True):
    """A number for somebody with a paper: `procedure`, or what its `service` finds out at the counter. `people`: who come together.

    Where the procedure has a form, the counter enters it from the paper.
    """

    procedure: ShortText = ""
    service: ShortText | None = None
    language: Language = "ja"
    people: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    consideration: bool = False


class FloorNote(Message, frozen=True):
    """申し送り from the floor beside a `number` of today: nobody's name."""

    number: Annotated[str, msgspec.Meta(max_length=8)]
    text: ShortText

    def __repr__(self) -> str:
        return "FloorNote()"


class FloorPlace(Message, frozen=True):
    """One stage a number is not through with. `counters`: the one desk once it is called, until then those that may take it."""

    service: str
    stage: Stage
    state: LegState
    since: datetime  # in this state
    counters: tuple[int, ...] = ()
    people_ahead: int | None = None  # None: not waiting
    wait: ExpectedWait | None = None  # None: no call to wait for, or nobody can tell
    due: datetime | None = None  # on hold: when its holder said to be back


class FloorNumber(Message, frozen=True):
    """A number as the floor sees it. `notes`: how many there are, never what they say."""

    visit: VisitView
    notes: int = 0
    places: tuple[FloorPlace, ...] = ()
