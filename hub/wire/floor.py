"""What the guides of the floor do: a note beside a number, a number with a paper form."""

from typing import Annotated

import msgspec

from hub.wire.counter import VisitView
from hub.wire.words import Language, Message, ShortText


class OpenPaperVisit(Message, frozen=True):
    """A number for somebody who fills in the form of `procedure` by hand; the counter enters it. `people`: named on it."""

    procedure: ShortText
    language: Language = "ja"
    people: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    consideration: bool = False


class FloorNote(Message, frozen=True):
    """申し送り from the floor beside a `number` of today: nobody's name."""

    number: Annotated[str, msgspec.Meta(max_length=8)]
    text: ShortText

    def __repr__(self) -> str:
        return "FloorNote()"


class FloorNumber(Message, frozen=True):
    """A number as the floor sees it. `notes`: how many there are, never what they say."""

    visit: VisitView
    notes: int = 0
