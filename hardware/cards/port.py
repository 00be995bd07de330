"""What the rest of the product knows about a card reader (カードリーダー)."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Literal, Protocol

import msgspec

Sex = Literal["male", "female"]


class CardKind(StrEnum):
    """What lies on the reader, as far as it can be told without a secret."""

    MY_NUMBER = "my_number"
    DRIVING_LICENCE = "driving_licence"
    MY_NUMBER_LICENCE = "my_number_licence"  # マイナ免許証 alone: the card's own items cannot be reached
    RESIDENCE_CARD = "residence_card"
    SPECIAL_PERMANENT_RESIDENT = "special_permanent_resident"  # 特別永住者証明書
    OLD_RESIDENT_CARD = "old_resident_card"  # 住民基本台帳カード, no longer issued since 2015
    TRANSIT = "transit"
    PHONE = "phone"
    BANK_CARD = "bank_card"  # or another contactless card of that make: a company's, a credit card
    UNKNOWN = "unknown"


class Fault(StrEnum):
    """Named for the person who must act."""

    NO_CARD = "no_card"
    REMOVED = "removed"
    WRONG_PIN = "wrong_pin"
    LAST_TRY = "last_try"  # one try left and nobody has said to use it: nothing was sent
    LOCKED = "locked"
    UNKNOWN_OUTCOME = "unknown_outcome"  # the link broke during VERIFY: the try may be used up
    UNSUPPORTED_CARD = "unsupported_card"
    TWO_CARDS = "two_cards"
    READER_GONE = "reader_gone"
    UNREADABLE = "unreadable"
    OTHER_CARD = "other_card"  # not the one the secret was asked for: nothing was sent
    REFUSED_INPUT = "refused_input"  # not exactly 4 (PIN) or 14 (照合番号B) digits: nothing was sent


class Secret(msgspec.Struct, frozen=True):
    """What the resident entered; never printed. `code_b`: 14 digits on the card's face; `pin`, `licence_pin`: 4 digits;
    `licence_no_pin`: none, for a licence that says its holder never chose one.
    """

    kind: Literal["pin", "code_b", "licence_pin", "licence_no_pin"]
    digits: str

    def __repr__(self) -> str:
        return f"Secret({self.kind})"


class CardData(msgspec.Struct, frozen=True, omit_defaults=False):
    """The face data of a card. A doubtful or unreadable item is None or listed in `uncertain`.

    `expires`: the last day it is good for, of a licence; a My Number card says it when it is laid down (`Present`).
    """

    card: CardKind
    name: str | None
    address: str | None
    birth_date: date | None
    sex: Sex | None
    uncertain: tuple[str, ...] = ()
    expires: date | None = None

    def __repr__(self) -> str:
        return f"CardData({self.card})"


class CardFault(msgspec.Struct, frozen=True):
    """Why nothing was read. `tries_left` where the card said so."""

    fault: Fault
    tries_left: int | None = None
    kind: CardKind | None = None


class Present(msgspec.Struct, frozen=True):
    """A card lies on the reader. `tries_left`: of the PIN, None where the card does not say.

    `pin_set`: False where a licence says that none was chosen (nobody is asked: `Secret("licence_no_pin", "")` opens it).
    `expires`: the last day it is good for, where it says so. `holds_licence`: a My Number card with a マイナ免許証 on it.
    """

    kind: CardKind
    tries_left: int | None = None
    pin_set: bool = True
    expires: date | None = None
    holds_licence: bool = False


class CardReader(Protocol):
    """One reader. Blocking; belongs to one thread. The field goes off and the session ends after every call."""

    def wait_for_card(self, timeout: float, cancelled: Callable[[], bool] = ...) -> Present | CardFault:
        """Until a card lies there, `timeout` seconds pass (NO_CARD) or `cancelled()` is true (NO_CARD)."""

    def lies(self, before: bool | None, timeout: float, cancelled: Callable[[], bool] = ...) -> bool | CardFault:
        """Whether anything lies there, told without a word to it: now, or with `before` as soon as it is otherwise.

        At most `timeout` seconds; then, and when `cancelled()` is true, as before. A card that was taken away and is back tells
        False once where the reader saw it. The one fault is READER_GONE, at once.
        """

    def read(
        self,
        secret: Secret,
        timeout: float,
        *,
        allow_last_try: bool = False,
        seen: Present | None = None,
        cancelled: Callable[[], bool] = ...,
    ) -> CardData | CardFault:
        """One try with `secret`: at most one VERIFY leaves, never repeated by itself.

        `seen`: what lay there when the secret was asked for; a card that says otherwise now is OTHER_CARD, and nothing is sent.
        """

    def close(self) -> None:
        """Field off, device released."""
