"""Reading a My Number card: command and answer by turns, no I/O. The text application (券面入力補助AP) is current at the start."""

from dataclasses import dataclass

from hardware.cards import tlv
from hardware.cards.basic_items import card_data
from hardware.cards.commands import (
    BASIC_ITEMS,
    CODE_B_KEY,
    COUNT_TRIES,
    OK,
    PIN_KEY,
    Answer,
    Steps,
    read_binary,
    select_file,
    verify,
)
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Secret

KEYS = {"pin": (PIN_KEY, 4), "code_b": (CODE_B_KEY, 14)}  # kind of secret → key file, number of digits
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

# 251 + 2 status bytes + 3 of framing fill one ISO-DEP frame of 256: no chaining, which nfcpy 1.0.4 gets wrong with S(WTX).
READ_LENGTH = 0xFB
READ_LENGTH_SMALL = 0x7B  # readers with frames of 128 bytes
LARGEST_FILE = 4096  # far above the four items of anyone; a card that claims more is broken
MOST_READS = 2 * LARGEST_FILE // READ_LENGTH_SMALL

END_OF_FILE = (0x6B00, 0x6282)
BLOCKED = (0x6983, 0x6984)


@dataclass(frozen=True, slots=True)
class Counter:
    """Tries left on a key; None where the card does not say. 0: locked."""

    left: int | None


def digits(secret: Secret) -> str | None:
    """What goes to the card: exactly 4 or 14 ASCII digits, full-width ones turned. None: refused."""
    entered = secret.digits.translate(FULL_WIDTH)
    _, length = KEYS[secret.kind]
    return entered if len(entered) == length and entered.isascii() and entered.isdigit() else None


def pin_tries() -> Steps[int | None]:
    """Tries left of the PIN, asked without using one; None where the card does not say."""
    counter = yield from count_tries(PIN_KEY)
    return None if isinstance(counter, CardFault) else counter.left


def read(secret: Secret, *, allow_last_try: bool = False, read_length: int = READ_LENGTH) -> Steps[CardData | CardFault]:
    """Counter, one try, four items. Nothing of the secret leaves at the last try unless `allow_last_try`, or when locked."""
    entered = digits(secret)
    if entered is None:
        return CardFault(Fault.REFUSED_INPUT)
    key, _ = KEYS[secret.kind]
    counter = yield from count_tries(key)
    if isinstance(counter, CardFault):
        return counter
    if counter.left == 0:
        return CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)
    if counter.left == 1 and not allow_last_try:
        return CardFault(Fault.LAST_TRY, 1, CardKind.MY_NUMBER)
    refused = outcome_of_try((yield verify(entered)))
    if refused is not None:
        return refused
    file = yield from read_file(BASIC_ITEMS, read_length)
    return (card_data(file) if file is not None else None) or CardFault(Fault.UNREADABLE, kind=CardKind.MY_NUMBER)


def count_tries(key: int) -> Steps[Counter | CardFault]:
    """Choose the key file and ask: free of charge. UNREADABLE where the card has no such key."""
    chosen = yield select_file(key)
    if chosen.status != OK:
        return CardFault(Fault.UNREADABLE, kind=CardKind.MY_NUMBER)
    asked = yield COUNT_TRIES
    return Counter(tries_in(asked))


def tries_in(answer: Answer) -> int | None:
    """63Cx: x left; 6983, 6984: none; anything else (6300, 9000 on some cards) says nothing."""
    if answer.status & 0xFFF0 == 0x63C0:
        return answer.status & 0x0F
    return 0 if answer.status in BLOCKED else None


def outcome_of_try(answer: Answer) -> CardFault | None:
    """None: the card took the secret."""
    left = tries_in(answer)
    if answer.status == OK:
        return None
    if left == 0:
        return CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)
    if left is not None or answer.status == 0x6300:
        return CardFault(Fault.WRONG_PIN, left, CardKind.MY_NUMBER)
    return CardFault(Fault.UNREADABLE, kind=CardKind.MY_NUMBER)


def read_file(file: int, read_length: int) -> Steps[bytes | None]:
    """The first item of `file` with its tag and length; None where the card refuses, stops early or makes no progress."""
    chosen = yield select_file(file)
    if chosen.status != OK:
        return None
    content = b""
    wanted = read_length
    for _ in range(MOST_READS):
        answer = yield read_binary(len(content), min(read_length, wanted - len(content)))
        if answer.status >> 8 == 0x6C:  # the card names the length it has
            answer = yield read_binary(len(content), answer.status & 0xFF)
        if answer.status not in (OK, *END_OF_FILE) or not answer.data:
            return None
        content += answer.data
        total = tlv.outer_length(content)
        if total is None or total > LARGEST_FILE:
            return None
        wanted = total
        if len(content) >= wanted:
            return content
    return None
