"""The record at the counter: corrections, identity, notes, scans."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from config.identity import Person
from hub.wire.delivery import ChecklistItem, Delivery
from hub.wire.visit import Application
from hub.wire.words import CheckOutcome, Message, ReasonWord, ShortText, Word


class CorrectRecord(Message, frozen=True):
    """訂正 at the counter: path of an answer → the new one (null: none), of one application of the visit.

    `revision` is the number of corrections the clerk saw: another one is a conflict and nothing changes. `reason`: of
    hub.domain.reasons.
    """

    visit: str
    application: Annotated[int, msgspec.Meta(ge=0, le=99)]
    changes: dict[str, Any]
    revision: int
    reason: ReasonWord


class CheckField(Message, frozen=True):
    """照合: what a clerk found of one field of the paper beside the entry.

    `seen`: how many such findings the clerk saw; another number is a conflict and nothing changes. `against`: what was compared, as
    hub.domain.crosscheck marks it. `kept`: a difference that stays, the resident was asked.
    """

    visit: str
    application: Annotated[int, msgspec.Meta(ge=0, le=99)]
    path: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_.]{1,200}$")]  # it stands in events: never free words
    outcome: CheckOutcome
    against: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
    seen: int
    kept: bool = False


class CheckIdentity(Message, frozen=True):
    """本人確認: who stands there and what was shown, in the closed words of config.identity; never a number of a document.

    Where that is not enough, `reason` and somebody who may allow it: `approver` and `pin`, typed at the counter.
    """

    visit: str
    person: Person
    documents: tuple[Word, ...] = ()
    papers: tuple[Word, ...] = ()
    reason: ReasonWord = ""
    approver: Annotated[str, msgspec.Meta(pattern="^([0-9]{2,4})?$")] = ""
    pin: Annotated[str, msgspec.Meta(pattern="^([0-9]{4,8})?$")] = ""

    def __repr__(self) -> str:
        return "CheckIdentity()"


class WriteNote(Message, frozen=True):
    """申し送り: a few words for the next stage, kept and deleted with the record."""

    visit: str
    text: ShortText

    def __repr__(self) -> str:
        return "WriteNote()"


class ViewRecord(Message, frozen=True):
    """閲覧 of a record in nobody's or another's hands: a `reason` of hub.domain.reasons and a few `words`. `day` None: today."""

    number: Annotated[str, msgspec.Meta(max_length=8)]
    reason: ReasonWord
    words: ShortText
    day: date | None = None

    def __repr__(self) -> str:
        return "ViewRecord()"


class Correction(Message, frozen=True):
    """One answer of one application before and after (null: none). `staff`: the id of who did it, at `counter`."""

    at: datetime
    staff: str
    counter: int | None
    application: int
    path: str
    before: Any
    after: Any
    reason: Word


class IdentityCheck(Message, frozen=True):
    """What somebody showed at the counter. `reason`, `approved_by`: an exception, and the id of who allowed it."""

    at: datetime
    staff: str
    counter: int | None
    person: Person
    documents: tuple[Word, ...]
    papers: tuple[Word, ...] = ()
    reason: Word = ""
    approved_by: str = ""


class Note(Message, frozen=True):
    """申し送り. `floor`: of a floor guide, who has not seen the record. `back`: what a 差し戻し is about."""

    at: datetime
    staff: str
    counter: int | None
    text: str
    floor: bool = False
    back: bool = False


class FieldCheck(Message, frozen=True):
    """What a clerk found of one field of the paper. `against`: what was compared; another value later is not checked by it."""

    at: datetime
    staff: str
    counter: int | None
    application: int
    path: str
    outcome: CheckOutcome
    against: str
    kept: bool = False


class Undecided(Message, frozen=True):
    """A number alone of which the counter says which of these procedures of its service it is. `chosen`: so far."""

    leg: str
    procedures: tuple[str, ...]
    chosen: Word = ""


class RecordView(Message, frozen=True):
    """受付データ: what the resident entered as it is now, for the clerk who serves the visit. No applications: a number alone.

    `revision`: how many corrections were made. `identity`: the last check; `identity_due`: the stage is not finished without one.
    `holder`: the desk that may change it. `names`: of the staff that occur here, by id. `delivery`: at 会計 and 交付.
    `unsettled`: answers left to the counter that neither were filled in nor passed on at this stage, as in PassedOn.
    `undecided`: the stage is not finished before somebody says which procedure it is, or passes that on; `decided`: what may
    still be changed of that. `by_counter`: places of the applications that are entered from paper. `left_on_paper`: answers this
    stage passed on because they stand on paper, as in PassedOn.
    """

    visit: str
    number: str
    applications: tuple[Application, ...]
    revision: int = 0
    corrections: tuple[Correction, ...] = ()
    identity: IdentityCheck | None = None
    identity_due: bool = False
    notes: tuple[Note, ...] = ()
    checks: tuple[FieldCheck, ...] = ()
    holder: int | None = None
    names: dict[str, str] = msgspec.field(default_factory=dict)
    delivery: Delivery | None = None
    checklist: tuple[ChecklistItem, ...] = ()
    to_show: tuple[ChecklistItem, ...] = ()  # 持ち物 the answers ask for, and what the reception saw of them
    unsettled: tuple[str, ...] = ()
    undecided: Undecided | None = None
    decided: Undecided | None = None
    by_counter: tuple[int, ...] = ()
    left_on_paper: tuple[str, ...] = ()
