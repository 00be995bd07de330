"""Reading a driving licence (運転免許証, NPA specification versions 8-10): command and answer by turns, no I/O.

Never the registered domicile (本籍, DF1 0002), never the photograph, never the second PIN.
"""

from hardware.cards.commands import LICENCE_DF1, OK, SELECT_MASTER_FILE, Steps, select_application
from hardware.cards.expiry import licence_last_day
from hardware.cards.file_reading import READ_LENGTH, whole_file
from hardware.cards.licence_items import card_data
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret
from hardware.cards.secret import digits
from hardware.cards.tries import count_tries, try_once

KIND = CardKind.DRIVING_LICENCE
COMMON, PIN_SET, PIN_KEY = 0x2F01, 0x000A, 0x0001  # in the master file
TEXT_ITEMS, CHANGES = 0x0001, 0x0004  # in DF1
COMMON_SIZE, PIN_SET_SIZE, TEXT_ITEMS_SIZE, CHANGES_SIZE = 17, 3, 880, 640
NO_PIN = bytes.fromhex("050100")
UNSET_PIN = "****"  # what opens a licence whose holder never chose a PIN
SECRETS = ("licence_pin", "licence_no_pin")


def look() -> Steps[Present | CardFault]:
    """Until when it is good, whether its holder chose a PIN and how many tries are left: all of it free."""
    if (yield SELECT_MASTER_FILE).status != OK:
        return CardFault(Fault.UNREADABLE, kind=KIND)
    expires = licence_last_day((yield from whole_file(COMMON, COMMON_SIZE, READ_LENGTH)))
    pin_set = (yield from whole_file(PIN_SET, PIN_SET_SIZE, READ_LENGTH)) != NO_PIN
    counter = yield from count_tries(PIN_KEY, KIND)
    return Present(KIND, None if isinstance(counter, CardFault) else counter.left, pin_set, expires)


def read(secret: Secret, *, allow_last_try: bool = False, read_length: int = READ_LENGTH) -> Steps[CardData | CardFault]:
    """Counter, one try, the printed items, and whether they were changed since. Where the licence says that no PIN was chosen,
    none is sent; where it has one and none was given, nothing is.
    """
    entered = digits(secret)
    if entered is None or secret.kind not in SECRETS:
        return CardFault(Fault.REFUSED_INPUT)
    if (yield SELECT_MASTER_FILE).status != OK:
        return CardFault(Fault.UNREADABLE, kind=KIND)
    if (yield from whole_file(PIN_SET, PIN_SET_SIZE, read_length)) == NO_PIN:
        entered = UNSET_PIN
    if not entered:
        return CardFault(Fault.REFUSED_INPUT, kind=KIND)
    fault = yield from try_once(PIN_KEY, entered, KIND, allow_last_try=allow_last_try)
    if fault is not None:
        return fault
    if (yield select_application(LICENCE_DF1)).status != OK:
        return CardFault(Fault.UNREADABLE, kind=KIND)
    items = yield from whole_file(TEXT_ITEMS, TEXT_ITEMS_SIZE, read_length)
    changes = yield from whole_file(CHANGES, CHANGES_SIZE, read_length)
    return (card_data(items, changes) if items is not None else None) or CardFault(Fault.UNREADABLE, kind=KIND)
