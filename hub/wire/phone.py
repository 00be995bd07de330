"""Where a resident's visit stands, for the phone."""

from datetime import date, datetime

from hub.wire.words import Language, LegState, Message, Stage


class ExpectedWait(Message, frozen=True):
    """Minutes until a call, multiples of five: half of all are called after `least`, nine of ten by `most`.

    `usual`: the range the site declares, for the hub has not seen enough calls today.
    """

    least: int
    most: int
    usual: bool = False


class FollowStage(Message, frozen=True):
    """One stage of the way of a visit, as its phone page shows it: the furthest state of its legs there."""

    service: str
    stage: Stage
    state: LegState
    since: datetime  # in this state
    counters: tuple[int, ...] = ()  # desks that call to it


class Following(Message, frozen=True):
    """What a phone may know of its own visit. `stage`, `state`, `counter`: where it is now. `people_ahead` None: not waiting."""

    number: str
    day: date
    language: Language
    service: str
    stage: Stage | None
    state: LegState
    since: datetime
    way: tuple[FollowStage, ...]
    counters: tuple[int, ...] = ()  # desks that may call it at this stage; the one desk once it is called
    people_ahead: int | None = None
    people_waiting: int | None = None
    ended: bool = False
    own_number: str = ""  # the number on this paper, where the family goes on with another one
    due: datetime | None = None  # on hold: when it is called again, None: when its holder is back
    issued_at: datetime | None = None
    wait: ExpectedWait | None = None  # None: not waiting for a call, or nobody can tell
    times: int = 0  # how often it was called for this stage
    may_ask_minutes: bool = False  # 5分かかります, once
    papers_kept: bool = False  # 預かり棚: nobody came to the delivery, the papers lie there
    may_give_back: bool = False  # 来られなくなった, until somebody was served
    people: int = 1
    bring: tuple[str, ...] = ()  # 持ち物, text keys, until the reception is over
