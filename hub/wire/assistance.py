"""Staff at a kiosk: unlocking, reissue, a number for a paper form."""

from typing import Annotated, Literal

import msgspec

from hub.wire.visit import OpenVisit, Ticket
from hub.wire.words import Language, Message, ReasonWord, ShortText, Word

StaffNumber = Annotated[str, msgspec.Meta(pattern="^[0-9]{2,4}$")]
AssistanceWord = Literal["took_over", "entry_cancelled", "training_on", "training_off"]


class Unlock(Message, frozen=True):
    """職員: number and PIN, typed at the kiosk that asks."""

    number: StaffNumber
    pin: Annotated[str, msgspec.Meta(pattern="^[0-9]{4,8}$")]

    def __repr__(self) -> str:
        return "Unlock()"


class Unlocked(Message, frozen=True):
    """`unlock` goes with everything done now, at this kiosk alone, for `seconds` from now on."""

    unlock: str
    number: str
    role: Word
    seconds: int
    spare: bool = False  # 予備: its role is chosen here
    counter: int | None = None  # the desk this kiosk stands beside today


class Reissue(Message, frozen=True):
    """番号札を再発行: of a number of today."""

    unlock: ShortText
    number: Annotated[str, msgspec.Meta(max_length=8)]


class Reissued(Message, frozen=True):
    """The ticket as it was given first. `copy`: 2 and up, this one's alone."""

    ticket: Ticket
    language: Language
    copy: int


class CancelNumber(Message, frozen=True):
    """番号を取り消す: every leg that is not over ends."""

    unlock: ShortText
    number: Annotated[str, msgspec.Meta(max_length=8)]
    reason: ReasonWord


class HandNumber(Message, frozen=True):
    """番号札を出す for somebody with a paper form."""

    unlock: ShortText
    visit: OpenVisit


class Assistance(Message, frozen=True):
    """What staff did at the kiosk alone, for the story: never of whom, never an answer."""

    unlock: ShortText
    what: AssistanceWord
    reason: ReasonWord = ""


class TakeRole(Message, frozen=True):
    """役割 of a spare tablet for today: beside `counter`; None: a writing desk."""

    unlock: ShortText
    counter: int | None = None


class EndUnlock(Message, frozen=True):
    """来庁者の画面へ."""

    unlock: ShortText
