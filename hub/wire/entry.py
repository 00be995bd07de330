"""An entry made at home or left for later: its reception code, saving and finding it."""

from datetime import date
from typing import Annotated, Any

import msgspec

from hub.wire.appointment import FoundAppointment
from hub.wire.visit import Application
from hub.wire.words import Language, Message, ShortText


class FindEntry(Message, frozen=True):
    """A scanned `UK1:…` code, or the eight characters typed from the paper."""

    code: Annotated[str, msgspec.Meta(max_length=60)]


Unfinished = dict[str, Any]  # how far an entry has come: kiosk.flow.saving writes and reads it, the hub keeps it as it is


class FoundEntry(Message, frozen=True):
    """What is behind a code: a pre-entry, shown for review and redeemed when the number is taken, an `appointment`, or both."""

    reception_token: str
    language: Language
    applications: tuple[Application, ...]
    entered_on: date
    unfinished: Unfinished | None = None  # begun at a kiosk and not finished: to go on with
    appointment: FoundAppointment | None = None  # without a token beside it the rest is empty


class SaveEntry(Message, frozen=True):
    """Forms to be taken up again with a code: finished ones (事前入力), or what a kiosk has so far (一時保存, `unfinished`).

    `replaces`: the reception token of the entry this one came of; that one is forgotten. `appointment_code`: of the time booked
    for it, to open both with.
    """

    language: Language
    applications: tuple[Application, ...]
    unfinished: Unfinished | None = None
    replaces: ShortText | None = None
    appointment_code: ShortText | None = None


class SavedEntry(Message, frozen=True):
    """`code` goes into the QR, `short_code` is typed where no camera is at hand. Shown once.

    Under the code of an appointment: that code as it was sent, and no other.
    """

    code: str
    short_code: str
    expires_on: date
