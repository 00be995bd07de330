"""One try with a secret: the counter first, then at most one VERIFY. Commands and answers by turns, no I/O."""

from dataclasses import dataclass

from hardware.cards.commands import COUNT_TRIES, OK, Answer, Steps, select_file, verify
from hardware.cards.port import CardFault, CardKind, Fault

BLOCKED = (0x6983, 0x6984)
WRONG = 0x6300  # from a card that does not count aloud


@dataclass(frozen=True, slots=True)
class Counter:
    """Tries left on a key; None where the card does not say. 0: locked."""

    left: int | None


def count_tries(key: int, kind: CardKind) -> Steps[Counter | CardFault]:
    """Choose the key file and ask: free of charge. UNREADABLE where the card has no such key."""
    chosen = yield select_file(key)
    if chosen.status != OK:
        return CardFault(Fault.UNREADABLE, kind=kind)
    asked = yield COUNT_TRIES
    return Counter(tries_in(asked))


def try_once(key: int, digits: str, kind: CardKind, *, allow_last_try: bool) -> Steps[CardFault | None]:
    """None: the card took `digits`. Nothing of them leaves at the last try unless `allow_last_try`, or when locked."""
    counter = yield from count_tries(key, kind)
    if isinstance(counter, CardFault):
        return counter
    if counter.left == 0:
        return CardFault(Fault.LOCKED, 0, kind)
    if counter.left == 1 and not allow_last_try:
        return CardFault(Fault.LAST_TRY, 1, kind)
    return _outcome((yield verify(digits)), kind)


def tries_in(answer: Answer) -> int | None:
    """63Cx: x left; 6983, 6984: none; anything else (6300, 9000 on some cards) says nothing."""
    if answer.status & 0xFFF0 == 0x63C0:
        return answer.status & 0x0F
    return 0 if answer.status in BLOCKED else None


def _outcome(answer: Answer, kind: CardKind) -> CardFault | None:
    left = tries_in(answer)
    if answer.status == OK:
        return None
    if left == 0:
        return CardFault(Fault.LOCKED, 0, kind)
    if left is not None or answer.status == WRONG:
        return CardFault(Fault.WRONG_PIN, left, kind)
    return CardFault(Fault.UNREADABLE, kind=kind)
