"""Reading a driving licence (運転免許証, NPA specification versions 8-10): command and answer by turns, no I/O.

Never the registered domicile (本籍, DF1 0002), never the photograph, never the second PIN.
"""

from hardware.cards.commands import LICENCE_DF1, OK, SELECT_MASTER_FILE, Steps, select_application
from hardware.cards.file_reading import READ_LENGTH, whole_file
from hardware.cards.licence_items import card_data
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Secret
from hardware.cards.secret import digits
from hardware.cards.tries import try_once

KIND = CardKind.DRIVING_LICENCE
PIN_SET, PIN_KEY = 0x000A, 0x0001  # in the master file
TEXT_ITEMS, CHANGES = 0x0001, 0x0004  # in DF1
PIN_SET_SIZE, TEXT_ITEMS_SIZE, CHANGES_SIZE = 3, 880, 640
NO_PIN = bytes.fromhex("050100")
UNSET_PIN = "****"  # what opens a licence whose holder never chose a PIN


def read(secret: Secret, *, allow_last_try: bool = False, read_length: int = READ_LENGTH) -> Steps[CardData | CardFault]:
    """Counter, one try, the printed items, and whether they were changed since."""
    entered = digits(secret)
    if entered is None or secret.kind != "licence_pin":
        return CardFault(Fault.REFUSED_INPUT)
    chosen = yield SELECT_MASTER_FILE
    if chosen.status != OK:
        return CardFault(Fault.UNREADABLE, kind=KIND)
    setting = yield from whole_file(PIN_SET, PIN_SET_SIZE, read_length)
    fault = yield from try_once(PIN_KEY, UNSET_PIN if setting == NO_PIN else entered, KIND, allow_last_try=allow_last_try)
    if fault is not None:
        return fault
    chosen = yield select_application(LICENCE_DF1)
    if chosen.status != OK:
        return CardFault(Fault.UNREADABLE, kind=KIND)
    items = yield from whole_file(TEXT_ITEMS, TEXT_ITEMS_SIZE, read_length)
    changes = yield from whole_file(CHANGES, CHANGES_SIZE, read_length)
    return (card_data(items, changes) if items is not None else None) or CardFault(Fault.UNREADABLE, kind=KIND)
