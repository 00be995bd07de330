"""What clerks send, and the visits they see."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from hub.wire.visit import Ticket
from hub.wire.words import Action, Channel, Language, LegState, Message, ReasonWord, ShortText, Stage, Word


class CallNext(Message, frozen=True):
    """次を呼ぶ at a counter. The hub chooses; `finish` first finishes what the counter is serving, in the same transaction.

    `finishing`, `version`: the visit the clerk saw there, as in ActOnLeg: another one is a conflict and nothing changes.
    `expected`: the number the clerk saw next; where another one comes the answer says why.
    """

    counter: int
    stage: Stage
    finish: bool = False
    finishing: ShortText = ""
    version: int | None = None
    expected: Annotated[str, msgspec.Meta(max_length=8)] = ""


Shelf = Annotated[int, msgspec.Meta(ge=1, le=999)]


class ActOnLeg(Message, frozen=True):
    """One action on one leg; legs of the same visit, service and stage that are side by side move with it.

    `version` is the visit's version the clerk saw: another one is a conflict and nothing changes. `reason`: of hub.domain.reasons,
    due for hold, transfer, send_back, leave, and a call out of turn. `due`: of a hold, None: when they come back.
    `to_service`, `to_counter`: of a transfer; `to_stage`: of send_back, None: the stage before. `note`: what is to be mended,
    due for send_back (not for identity_again), or of a transfer 申し送り, kept with the record. `shelf`: 預かり棚, where papers of
    somebody absent at the delivery are put. `then_next`: call the next of this stage in the same transaction.
    """

    visit: str
    leg: str
    action: Action
    version: int
    counter: int | None = None
    reason: ReasonWord = ""
    due: datetime | None = None
    to_service: ShortText | None = None
    to_counter: int | None = None
    to_stage: Stage | None = None
    note: ShortText = ""
    shelf: Shelf | None = None
    then_next: bool = False


class UndoStep(Message, frozen=True):
    """取り消す: the clerk's own last step at this counter, within a minute, where nobody else has acted on its visits since."""

    counter: int


class SplitVisit(Message, frozen=True):
    """分ける: the procedures of these `legs` go on under a number of their own, with `people`; none: a number alone for `service`.

    `version`: as in ActOnLeg. What goes waits where it is now since the visit came; what stays keeps the counter.
    """

    visit: str
    version: int
    legs: Annotated[tuple[str, ...], msgspec.Meta(max_length=99)] = ()
    people: Annotated[int, msgspec.Meta(ge=1, le=98)] = 1
    service: ShortText | None = None


class MergeVisits(Message, frozen=True):
    """まとめる: the family with another `number` of today goes on as this visit, both since the earlier arrival.

    `version`: as in ActOnLeg; `other_version`: the same of the other, where the clerk saw it.
    """

    visit: str
    version: int
    number: Annotated[str, msgspec.Meta(max_length=8)]
    other_version: int | None = None


class LastStep(Message, frozen=True):
    """The last step, undone `until` then. `numbers`: of the visits it touched. `barred`: over, moved, or empty where it can be.

    `since`: what the same person did to a record of it after that, as in RecordChanged; undoing does not take that back.
    `by`: the other counter that has such a visit now, where it has moved.
    """

    action: Word
    numbers: tuple[str, ...]
    until: datetime
    barred: Word = ""
    since: Word = ""
    by: int | None = None


class LegView(Message, frozen=True):
    """One leg as staff see it. `arrived`: at this stage. `by`: the id of who served it or serves it. `mend`: procedure and path."""

    leg: str
    procedure: str
    stage: Stage
    state: LegState
    service: str
    counter: int | None
    since: datetime
    called_times: int = 0
    due: datetime | None = None
    reserved: int | None = None
    reason: Word = ""
    arrived: datetime | None = None
    by: ShortText = ""
    shelf: int | None = None
    mend: ShortText = ""


class VisitView(Message, frozen=True):
    """A visit as staff see it in a list: number and procedures, never a name."""

    visit: str
    number: str
    version: int
    language: Language
    channel: Channel
    service: str
    people: int
    opened_at: datetime
    legs: tuple[LegView, ...]
    consideration: bool = False
    entered_at_home: bool = False
    slip: str = ""
    merged_into: str = ""  # the number another one of the family goes on with; then there are no legs
    # why a waiting visit stands where it stands in the list
    reason: Literal["", "arrival", "consideration", "returned", "reserved", "appointment", "short", "due", "own_entry"] = ""
    booked: datetime | None = None  # the appointment it came to in time


class Found(Message, frozen=True):
    """Visits of today somebody asked for by number or name: as a list shows them, without any name. `more`: type more."""

    visits: tuple[VisitView, ...]
    more: bool = False


class FindVisit(Message, frozen=True):
    """A number of today, or a name or its beginning in kana."""

    text: Annotated[str, msgspec.Meta(max_length=60)]

    def __repr__(self) -> str:
        return "FindVisit()"


class MeantNumber(Message, frozen=True):
    """The number somebody meant to call, as it stands now. `counter`: that called it or took it, None: nobody did."""

    number: str
    state: LegState
    counter: int | None = None


class CalledNext(Message, frozen=True):
    """Answer to CallNext. `called` None: nobody waits (then `finished` is done all the same).

    `instead`: of the number that was expected and is not the one called.
    """

    called: VisitView | None
    finished: VisitView | None = None
    instead: MeantNumber | None = None


class Parted(Message, frozen=True):
    """Answer to SplitVisit. `ticket`: of the number that goes; staff may print it at a kiosk (再発行)."""

    stays: VisitView
    goes: VisitView
    ticket: Ticket


class Undone(Message, frozen=True):
    """Answer to UndoStep: the visits as they are again."""

    visits: tuple[VisitView, ...]


class Choice(Message, frozen=True):
    """Why a number was called when it was. `rule`: of VisitView.reason, or `picked` by a person for `reason`.

    `arrived`, `rank`: the keys of the policy. `ahead`: how many had come before and were passed over.
    """

    at: datetime
    visit: str
    number: str
    counter: int | None
    service: str
    stage: Stage
    rule: Word
    reason: Word = ""
    arrived: datetime | None = None
    rank: datetime | None = None
    ahead: int = 0
