"""What the waiting room's displays show."""

from datetime import datetime
from typing import Literal

import msgspec

from hub.wire.phone import ExpectedWait
from hub.wire.words import Language, Message, Stage


class BoardRow(Message, frozen=True):
    """One number on the board."""

    visit: str
    number: str
    stage: Stage
    service: str
    state: Literal["called", "absent"]
    counter: int | None
    at: datetime
    times: int = 1
    language: Language = "ja"


class ServiceLine(Message, frozen=True):
    """How many wait for a service at reception. `full`: today's quota is given out.

    `wait`: of a number taken now. It stands in a BoardState; a fact carries none and leaves the one told before (Waits).
    """

    service: str
    letter: str
    people_waiting: int
    full: bool = False
    wait: ExpectedWait | None = None


class Waits(Message, frozen=True):
    """How long a number taken now waits, by service: told besides the facts whenever that changed, and no fact itself."""

    at: datetime
    waits: dict[str, ExpectedWait | None]


class Notice(Message, frozen=True):
    """One お知らせ, in Japanese and by language in what `others` were written. `until`: when a board takes it off by itself."""

    text: str
    until: datetime | None = None
    others: dict[str, str] = msgspec.field(default_factory=dict)


class BoardState(Message, frozen=True):
    """Everything a board shows, at `seq`. A board starts from it and folds the events that follow."""

    seq: int
    at: datetime
    rows: tuple[BoardRow, ...]
    lines: tuple[ServiceLine, ...]
    notices: tuple[Notice, ...] = ()
    board: str = ""  # the name of the board that asks
