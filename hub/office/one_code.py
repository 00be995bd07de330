"""One code for what was entered at home and the time that was booked: both keep the same hashes, so that it opens both.

Who enters first and books then, books under the entry's code; who books first and enters then, enters under the booking's. An entry
that is replaced by another one gets new codes, and its appointment goes along with it.
"""

from datetime import date

import msgspec

from hub.domain.appointment import Appointment, State
from hub.domain.retention import expires_on
from hub.office.house import House
from hub.office.safe import put_away, take_out
from hub.security.tokens import entry_handle, read_code, token_hash
from hub.store import appointments as stored
from hub.store import vault
from hub.store.database import Connection
from hub.store.transaction import Transaction
from hub.store.vault import Entry

DAYS_AFTER = 1  # an entry is still readable on the day after its appointment: who comes late in the evening is served


class Codes(msgspec.Struct, frozen=True):
    """As they are kept: of the code in the QR, and of the one that is typed."""

    code_hash: bytes
    short_hash: bytes


def entry_behind(connection: Connection, house: House, code: str) -> Entry | None:
    """The entry under this code in either form."""
    match read_code(code):
        case ("reception", spelled):
            return vault.entry_by(connection, "token_hash", token_hash(spelled))
        case (_, spelled):
            return vault.entry_by(connection, "short_hash", house.code_hash(spelled))
    return None


def codes_for_booking(tx: Transaction, house: House, entry_code: str) -> Codes | None:
    """Those of an entry that waits to be brought and has no appointment yet; None: the appointment has its own."""
    entry = entry_behind(tx.connection, house, entry_code)
    if entry is None or entry.redeemed_by is not None:
        return None
    codes = Codes(*vault.entry_codes(tx.connection, entry.id))
    return None if stored.find(tx.connection, "code_hash", codes.code_hash) else codes


def codes_for_entry(tx: Transaction, found: Appointment) -> Codes | None:
    """Those of an appointment that is still to come and has no entry yet; None: the entry has its own."""
    known = stored.codes_of(tx.connection, found.id)
    if found.state is not State.BOOKED or known is None:
        return None
    return None if vault.entry_by(tx.connection, "token_hash", known[0]) else Codes(*known)


def last_day(day: date) -> date:
    """Until when an entry is kept that comes with an appointment on this day."""
    return expires_on(day, DAYS_AFTER)


def keep_entry_until(tx: Transaction, house: House, appointment: str, day: date) -> None:
    """The entry under the code of this appointment stays readable until it: sealed anew under the key of its later month."""
    known = stored.codes_of(tx.connection, appointment)
    entry = vault.entry_by(tx.connection, "token_hash", known[0]) if known else None
    if entry is None or entry.redeemed_by is not None or entry.expires_on >= last_day(day):
        return
    sealed = vault.entry_content(tx.connection, entry.id)
    if sealed is None or sealed == "destroyed":
        return
    content = take_out(house, "entries", entry.id, sealed)
    if content is not None:
        vault.renew_entry(tx, entry.id, put_away(house, "entries", entry.id, content, last_day(day)))


def entry_of_appointment(connection: Connection, house: House, appointment: str) -> str | None:
    """The handle of the entry that comes with an appointment, where nobody has brought it yet."""
    known = stored.codes_of(connection, appointment)
    entry = vault.entry_by(connection, "token_hash", known[0]) if known else None
    if entry is None or entry.redeemed_by is not None:
        return None
    return entry_handle(house.keys.key("follow"), entry.id)
