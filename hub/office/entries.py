"""Pre-entries and entries left unfinished: kept under codes shown once, found by either, redeemed with the number they lead to.

Both may be looked at as often as somebody comes with the code: only a number uses one up. Who leaves again after a look (a paper
at home, a bus) has lost nothing.
"""

from datetime import date, datetime

import msgspec

from hub.domain.appointment import Appointment
from hub.domain.retention import expires_on
from hub.office import appointments, one_code
from hub.office.house import House
from hub.office.refusals import refuse
from hub.office.safe import Content, put_away, take_out
from hub.security.tokens import (
    RECEPTION_BYTES,
    SHORT_CODE_BYTES,
    entry_handle,
    entry_of,
    read_code,
    reception_code,
    short_code,
    token_hash,
)
from hub.store import appointments as stored
from hub.store import commands, vault
from hub.store.database import Connection
from hub.store.moments import text_of
from hub.store.transaction import Operation, Transaction
from hub.store.vault import Entry
from hub.store.visits import day_of
from hub.wire import Application, FoundAppointment, FoundEntry, Refusal, SavedEntry, SaveEntry

LARGEST = 64 * 1024  # bytes of an unfinished entry: eight people with the longest answers have a fifth of it


class Redeemable(msgspec.Struct, frozen=True):
    """An entry that may still be redeemed, with its forms. Unfinished ones were never checked."""

    entry: str
    applications: tuple[Application, ...]
    unfinished: bool = False


class _Kept(msgspec.Struct, frozen=True):
    """The answer to a key, without the codes: they are nowhere in clear, so a retry gets new ones for the same entry."""

    entry: str


def save_entry(
    house: House, message: SaveEntry, key: str, now: datetime, used_up_until: datetime | None = None
) -> Operation[SavedEntry | Refusal]:
    """Put the forms away under new codes. A retry of the same key renews the codes of the same entry.

    `used_up_until`: too much was saved from there; only what is kept already is answered.
    """
    entry = house.new_id()
    code, short = reception_code(house.random(RECEPTION_BYTES)), short_code(house.random(SHORT_CODE_BYTES))
    entered_on, retention = day_of(now), house.site.retention
    expiry = expires_on(entered_on, retention.entries_days if message.unfinished is None else retention.saved_entry_days)
    content = Content(message.applications, message.language, message.unfinished)
    sealed = put_away(house, "entries", entry, content, expiry)
    before = entry_of(house.keys.key("follow"), message.replaces) if message.replaces else None
    fingerprint = house.fingerprint(message)

    def operation(tx: Transaction) -> SavedEntry | Refusal:
        known = commands.answered(tx, key, fingerprint, _Kept)
        if known is None and used_up_until is not None:
            return refuse("too_many_saved", until=used_up_until)
        booked = appointments.by_code(tx.connection, house, message.appointment_code) if message.appointment_code else None
        if known is not None:
            return _answered_again(tx, known.entry, booked)
        shared = one_code.codes_for_entry(tx, booked) if isinstance(booked, Appointment) else None
        commands.remember(tx, key, fingerprint, _Kept(entry), now)
        if shared is not None and isinstance(booked, Appointment):
            last = max(expiry, one_code.last_day(booked.begins.date()))
            _drop(tx)
            renewed = put_away(house, "entries", entry, content, last)
            vault.put_entry(tx, entry, shared.code_hash, shared.short_hash, entered_on, renewed)
            return SavedEntry(code=message.appointment_code or "", short_code="", expires_on=last)
        followed = _drop(tx)
        vault.put_entry(tx, entry, token_hash(code), house.code_hash(short), entered_on, sealed)
        if followed is None:
            return SavedEntry(code=code, short_code=short, expires_on=expiry)
        stored.take_codes(tx, followed, token_hash(code), house.code_hash(short))
        return SavedEntry(code=code, short_code=short, expires_on=_kept_for_its_appointment(tx))

    def _drop(tx: Transaction) -> bytes | None:
        """Forget the entry this one came of; the hash of its code, which an appointment may have too."""
        old = vault.entry_by(tx.connection, "id", before) if before is not None else None
        if old is None or old.redeemed_by is not None:
            return None
        code_hash = vault.entry_codes(tx.connection, old.id)[0]
        vault.drop_entry(tx, old.id)
        return code_hash

    def _kept_for_its_appointment(tx: Transaction) -> date:
        if (appointment := stored.find(tx.connection, "code_hash", token_hash(code))) is not None:
            one_code.keep_entry_until(tx, house, appointment.id, appointment.begins.date())
        kept = vault.entry_by(tx.connection, "id", entry)
        return kept.expires_on if kept is not None else expiry

    def _answered_again(tx: Transaction, saved: str, booked: Appointment | Refusal | None) -> SavedEntry:
        kept = vault.entry_by(tx.connection, "id", saved)
        last = kept.expires_on if kept is not None else expiry
        now_known = vault.entry_codes(tx.connection, saved) if kept is not None else None
        if isinstance(booked, Appointment) and now_known is not None and stored.codes_of(tx.connection, booked.id) == now_known:
            return SavedEntry(code=message.appointment_code or "", short_code="", expires_on=last)
        tx.execute(
            "UPDATE entries SET token_hash = ?, short_hash = ? WHERE id = ?", (token_hash(code), house.code_hash(short), saved)
        )
        if now_known is not None:
            stored.take_codes(tx, now_known[0], token_hash(code), house.code_hash(short))
        return SavedEntry(code=code, short_code=short, expires_on=last)

    return operation


def unfinished_refusal(house: House, message: SaveEntry) -> Refusal | None:
    """Why an unfinished entry cannot be kept: what it is of is not known here, or it is too much. Its answers are not looked at."""
    for application in message.applications:
        procedure = house.bundle.procedures.get(application.procedure)
        if procedure is None:
            return refuse("unknown_procedure")
        form = house.forms.get(application.form_version)
        if (form.id if form else None) != procedure.form:
            return refuse("unknown_form")
    if not message.applications:
        return refuse("nothing_asked")
    return refuse("entry_too_large") if len(msgspec.json.encode(message)) > LARGEST else None


def find_entry(connection: Connection, house: House, code: str, now: datetime) -> FoundEntry | Refusal:
    """The pre-entry behind a code. `foreign_code` where it is none of ours, `unknown_code` where nothing is kept under it."""
    if read_code(code) is None:
        return refuse("foreign_code")
    entry = one_code.entry_behind(connection, house, code)
    if entry is None:
        return refuse("unknown_code")
    found = _open(connection, house, entry, now)
    if isinstance(found, Refusal):
        return found
    handle = entry_handle(house.keys.key("follow"), entry.id)
    return FoundEntry(handle, found.language, found.applications, entry.entered_on, found.unfinished)


def with_appointment(entry: FoundEntry | Refusal, found: FoundAppointment | Refusal) -> FoundEntry | Refusal:
    """What a code opens: an entry, an appointment, or both; where neither, what is wrong with what there is."""
    match entry, found:
        case FoundEntry(), FoundAppointment():
            return msgspec.structs.replace(entry, appointment=found)
        case FoundEntry(), _:
            return entry
        case _, FoundAppointment():
            return FoundEntry("", "ja", (), found.begins.date(), appointment=found)
        case Refusal(error="unknown_code"), _:
            return found
    return entry


def redeemable(connection: Connection, house: House, handle: str, now: datetime) -> Redeemable | Refusal:
    """The entry a kiosk wants to redeem, by the handle it got from `find_entry` or by the code itself."""
    read = read_code(handle)
    if read is not None and read[0] == "reception":
        entry = vault.entry_by(connection, "token_hash", token_hash(read[1]))
    else:
        known = entry_of(house.keys.key("follow"), handle)
        entry = vault.entry_by(connection, "id", known) if known else None
    if entry is None:
        return refuse("unknown_code")
    found = _open(connection, house, entry, now)
    if isinstance(found, Refusal):
        return found
    return Redeemable(entry.id, found.applications, found.unfinished is not None)


def forget_redeemed(tx: Transaction, before: datetime) -> int:
    """Take the keys of pre-entries whose visit has its own record and is over. Returns how many."""
    cursor = tx.execute(
        "UPDATE entries SET wrapped_key = NULL, sealed = x'' WHERE wrapped_key IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM visits v WHERE v.id = redeemed_by AND v.ended = 1 AND v.opened_at < ?)",
        (text_of(before),),
    )
    return int(cursor.rowcount)


def _open(connection: Connection, house: House, entry: Entry, now: datetime) -> Content | Refusal:
    if entry.redeemed_by is not None:
        return refuse("entry_used")
    sealed = vault.entry_content(connection, entry.id)
    if entry.expires_on < day_of(now) or sealed is None or sealed == "destroyed":
        return refuse("entry_expired")
    content = take_out(house, "entries", entry.id, sealed)
    return refuse("entry_expired") if content is None else content
