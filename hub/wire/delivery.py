"""What must be done before a stage is finished: ticks, papers handed over, fees, answers passed on."""

from datetime import datetime
from typing import Annotated

import msgspec

from hub.wire.words import FeeOutcome, HandOutcome, Message, ReasonWord, ShortText, Stage, Word


class HandOver(Message, frozen=True):
    """交付 of one thing: 渡した, 渡さない for a `reason` of hub.domain.reasons, or taken back. `copies`: as the clerk saw them."""

    visit: str
    item: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_.]{1,100}$")]  # it stands in events: never free words
    copies: Annotated[int, msgspec.Meta(ge=1, le=99)]
    outcome: HandOutcome
    reason: ReasonWord = ""


class SettleFee(Message, frozen=True):
    """手数料: 収納した, none for a `reason` of hub.domain.reasons, or taken back. `amount`: in yen, as the clerk saw it."""

    visit: str
    amount: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
    outcome: FeeOutcome
    reason: ReasonWord = ""


class TickItem(Message, frozen=True):
    """確かめた of one thing of the checklist or of 持ち物 at this stage, or not after all (`done` false)."""

    visit: str
    item: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_.]{1,100}$")]  # it stands in events: never free words
    done: bool = True


class DecideProcedure(Message, frozen=True):
    """手続きを決める: what the number alone of this leg is for, one of Undecided. `instead_of`: what was chosen so far."""

    visit: str
    leg: str
    procedure: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]{1,60}$")]  # it stands in events: never free words
    instead_of: ShortText = ""


class PassOn(Message, frozen=True):
    """窓口で確認 as it is: the answers left to the counter go on unsettled. `seen`: how many the clerk saw.

    A procedure nobody decided on counts as one. `done` false: what this stage left on paper (`seen` of them) is asked after all.
    """

    visit: str
    seen: Annotated[int, msgspec.Meta(ge=1)]
    reason: ReasonWord
    done: bool = True


class Handed(Message, frozen=True):
    """What was said of one thing to hand over."""

    at: datetime
    staff: str
    counter: int | None
    item: str
    copies: int
    outcome: HandOutcome
    reason: Word = ""


class FeeSettled(Message, frozen=True):
    """What was said of the fee."""

    at: datetime
    staff: str
    counter: int | None
    amount: int
    outcome: FeeOutcome
    reason: Word = ""


class Ticked(Message, frozen=True):
    """What was said of one thing of a checklist."""

    at: datetime
    staff: str
    counter: int | None
    stage: Stage
    item: str
    done: bool


class ChecklistItem(Message, frozen=True):
    """One thing to make sure of at this stage, `procedure.text id` or `bring.text id`. `said`: None while nobody has."""

    item: str
    said: Ticked | None = None


class PassedOn(Message, frozen=True):
    """Answers a stage passed on unsettled: each the place of its application and its path, `0.movers.0.name`; or `procedure`."""

    at: datetime
    staff: str
    counter: int | None
    stage: Stage
    answers: tuple[str, ...]
    reason: Word


class ItemToHand(Message, frozen=True):
    """One thing to hand over, `procedure.text id`. `said`: None while nothing was."""

    item: str
    copies: int
    said: Handed | None = None


class PriceLine(Message, frozen=True):
    """手数料 of one thing: yen a copy."""

    item: str
    price: int
    copies: int


class Delivery(Message, frozen=True):
    """What a visit is handed and pays. `amount`: of all `prices`, yen. `fee`: what was said of that amount."""

    items: tuple[ItemToHand, ...]
    prices: tuple[PriceLine, ...] = ()
    amount: int = 0
    fee: FeeSettled | None = None
