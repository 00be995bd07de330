"""Putting records away and taking them out again: bound to the row they lie in, under the key of their expiry month."""

from datetime import date
from typing import Literal

import msgspec

from hub.domain.retention import key_month
from hub.office.house import House
from hub.security.envelope import CannotOpen, Envelope, close_envelope, open_envelope
from hub.store.vault import SealedRow
from hub.wire import (
    Application,
    Correction,
    FeeSettled,
    FieldCheck,
    Handed,
    IdentityCheck,
    Language,
    Note,
    PassedOn,
    Ticked,
    Unfinished,
)

Table = Literal["records", "entries"]


class Content(msgspec.Struct, frozen=True):
    """What lies in one envelope: the answers as they are now, and what staff did with them, the oldest first."""

    applications: tuple[Application, ...] = ()
    language: Language = "ja"
    unfinished: Unfinished | None = None
    corrections: tuple[Correction, ...] = ()
    identity: tuple[IdentityCheck, ...] = ()
    notes: tuple[Note, ...] = ()
    checks: tuple[FieldCheck, ...] = ()
    handed: tuple[Handed, ...] = ()
    fees: tuple[FeeSettled, ...] = ()
    passed: tuple[PassedOn, ...] = ()
    ticked: tuple[Ticked, ...] = ()
    begun: tuple[str, ...] = ()  # procedures of numbers alone, each with the empty application the counter opened


def put_away(house: House, table: Table, row: str, content: Content, expires_on: date) -> SealedRow:
    """Sealed for this row of this table of this site and no other."""
    month = key_month(expires_on)
    closed = close_envelope(house.keys.month_key(month), msgspec.json.encode(content), _place(house, table, row), house.random(44))
    return SealedRow(month, closed.wrapped_key, closed.sealed, expires_on)


def take_out(house: House, table: Table, row: str, sealed: SealedRow) -> Content | None:
    """What was put away; None where the key of its month is destroyed. Raises CannotOpen where the row was tampered with."""
    if not house.keys.has_month(sealed.key_month):
        return None
    envelope = Envelope(sealed.wrapped_key, sealed.sealed)
    content = open_envelope(house.keys.month_key(sealed.key_month), envelope, _place(house, table, row))
    try:
        return msgspec.json.decode(content, type=Content)
    except msgspec.MsgspecError as error:
        raise CannotOpen(row) from error


def _place(house: House, table: Table, row: str) -> str:
    return f"{house.site.id}|{table}|{row}"
