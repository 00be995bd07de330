"""Reading a My Number card: command and answer by turns, no I/O. The text application (券面入力補助AP) is current at the start."""

from hardware.cards.basic_items import card_data
from hardware.cards.commands import Steps
from hardware.cards.file_reading import READ_LENGTH, first_item
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Secret
from hardware.cards.secret import digits
from hardware.cards.tries import count_tries, try_once

PIN_KEY, CODE_B_KEY, BASIC_ITEMS = 0x0011, 0x0015, 0x0002
KEYS = {"pin": PIN_KEY, "code_b": CODE_B_KEY}


def pin_tries() -> Steps[int | None]:
    """Tries left of the PIN, asked without using one; None where the card does not say."""
    counter = yield from count_tries(PIN_KEY, CardKind.MY_NUMBER)
    return None if isinstance(counter, CardFault) else counter.left


def read(secret: Secret, *, allow_last_try: bool = False, read_length: int = READ_LENGTH) -> Steps[CardData | CardFault]:
    """Counter, one try, four items: six commands for most people."""
    entered = digits(secret)
    if entered is None or secret.kind not in KEYS:
        return CardFault(Fault.REFUSED_INPUT)
    fault = yield from try_once(KEYS[secret.kind], entered, CardKind.MY_NUMBER, allow_last_try=allow_last_try)
    if fault is not None:
        return fault
    file = yield from first_item(BASIC_ITEMS, read_length)
    return (card_data(file) if file is not None else None) or CardFault(Fault.UNREADABLE, kind=CardKind.MY_NUMBER)
