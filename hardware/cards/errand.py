"""What a caller wants of the card that lies there, the same for every driver, and what a link that breaks on the way means."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from hardware.cards import conversation
from hardware.cards.file_reading import READ_LENGTH
from hardware.cards.guarded_link import GuardedLink, LinkLost
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret

NOTICED_SECONDS = 0.05  # until a pause ends for who turns back
UNANSWERED_SECONDS = 1.5  # a card at the edge of the field needs more than one activation before it is given up

Found_co = TypeVar("Found_co", covariant=True)


class Errand(Protocol, Generic[Found_co]):
    """`told`: the kind is known without a word to the card. `run`: over a link; None: the card did not answer, look again.

    `must_be_there` raises OSError where the reader is gone; so may the link.
    """

    def told(self, kind: CardKind) -> Found_co | CardFault: ...

    def run(self, link: GuardedLink, must_be_there: Callable[[], None], read_length: int = ...) -> Found_co | CardFault | None: ...


@dataclass(frozen=True)
class Look:
    """What card it is and what it says without a secret."""

    def told(self, kind: CardKind) -> Present | CardFault:
        return Present(kind)

    def run(
        self, link: GuardedLink, must_be_there: Callable[[], None], read_length: int = READ_LENGTH
    ) -> Present | CardFault | None:
        try:
            return link.run(conversation.look())
        except LinkLost:
            must_be_there()
            return None  # laid down badly or passing by: go on waiting


@dataclass(frozen=True)
class Read:
    """One try with `secret`."""

    secret: Secret
    allow_last_try: bool
    seen: Present | None = None

    def told(self, kind: CardKind) -> CardData | CardFault:
        return CardFault(Fault.UNSUPPORTED_CARD, kind=kind)

    def run(
        self, link: GuardedLink, must_be_there: Callable[[], None], read_length: int = READ_LENGTH
    ) -> CardData | CardFault | None:
        """The resident's tries come before the reader's health."""
        try:
            steps = conversation.read(self.secret, allow_last_try=self.allow_last_try, seen=self.seen, read_length=read_length)
            return link.run(steps)
        except (LinkLost, OSError) as lost:
            if link.lost_while_trying:
                return CardFault(Fault.UNKNOWN_OUTCOME)
            if isinstance(lost, OSError):
                raise
            must_be_there()
            return CardFault(Fault.REMOVED)


def unanswered(spoke: bool) -> CardFault:
    """Of a card that is heard again and again and comes to no answer. One that began to speak is held too far off (in its case, in
    a wallet); one that never did speaks another language.
    """
    return CardFault(Fault.UNREADABLE if spoke else Fault.UNSUPPORTED_CARD, kind=CardKind.UNKNOWN)


def idle(seconds: float, cancelled: Callable[[], bool]) -> None:
    """Sleep, but no longer than until somebody turns back."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not cancelled():
        time.sleep(min(left, NOTICED_SECONDS))


def never() -> bool:
    """Nobody turns back."""
    return False
