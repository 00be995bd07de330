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

    `wait`: of a number taken now. `others`: of other letters, whom the same counters call before it. Both stand in a BoardState; a
    fact carries neither and leaves what was told before (Waits).
    """

    service: str
    letter: str
    people_waiting: int
    full: bool = False
    wait: ExpectedWait | None = None
    others: int = 0

    @property
    def ahead(self) -> int:
        """People before a number taken now, whatever their letter: what its holder will read on slip and phone."""
        return self.people_waiting + self.others


class Waits(Message, frozen=True):
    """How long a number taken now waits, by service, and `others` before it: told besides the facts, and no fact itself."""

    at: datetime
    waits: dict[str, ExpectedWait | None]
    deliveries: tuple[ServiceLine, ...] = ()  # as in BoardState
    others: dict[str, int] = msgspec.field(default_factory=dict)


class Notice(Message, frozen=True):
    """One お知らせ, in Japanese and by language in what `others` were written. `until`: when a board takes it off by itself."""

    text: str
    until: datetime | None = None
    others: dict[str, str] = msgspec.field(default_factory=dict)


class BoardState(Message, frozen=True):
    """Everything a board shows, at `seq`. A board starts from it and folds the events that follow.

    `deliveries`: who waits to be called to the delivery (交付), where somebody does and the hub knows how long; all whom its desks
    call, whatever their letter. Told anew by Waits.
    """

    seq: int
    at: datetime
    rows: tuple[BoardRow, ...]
    lines: tuple[ServiceLine, ...]
    notices: tuple[Notice, ...] = ()
    board: str = ""  # the name of the board that asks
    deliveries: tuple[ServiceLine, ...] = ()
