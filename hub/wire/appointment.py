"""Appointments: free times, booking, changing, checking in."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from hub.wire.words import Language, Message, ShortText


class FoundAppointment(Message, frozen=True):
    """予約 behind a code, on its day. `token` goes with OpenVisit; `late`: it will be a number like everybody's."""

    token: str
    procedure: str
    service: str
    begins: datetime
    late: bool = False


AppointmentState = Literal["booked", "arrived", "cancelled", "missed"]


class FreeDay(Message, frozen=True):
    """A day on which one may book. `free`: places left, of so many `places` still to come."""

    day: date
    free: int
    places: int


class FreeSlot(Message, frozen=True):
    """A time of a day. `free`: places left, 0 too."""

    begins: datetime
    ends: datetime
    free: int


class BookAppointment(Message, frozen=True):
    """予約する: for one procedure, at the begin of a slot. Nobody's name. `entry_code`: of what was entered, to open both with."""

    procedure: ShortText
    begins: datetime
    language: Language = "ja"
    entry_code: ShortText | None = None


class AppointmentView(Message, frozen=True):
    """An appointment as its holder and the staff see it. `number`: the number it led to. `late`: it came after the grace.

    `closed`: it is still booked, but the office was closed for that time afterwards.
    """

    appointment: str
    service: str
    procedure: str
    begins: datetime
    ends: datetime
    state: AppointmentState
    language: str = ""
    number: str | None = None
    late: bool = False
    closed: bool = False


class BookedAppointment(Message, frozen=True):
    """`code` goes into the QR, `short_code` is typed; the same for the same press, and kept as hashes only.

    Under the code of an entry: that code as it was sent, and no other.
    """

    code: str
    short_code: str
    appointment: AppointmentView


class ChangeAppointment(Message, frozen=True):
    """予約の変更 (`begins`) or 取消 (None), by the code."""

    code: Annotated[str, msgspec.Meta(max_length=60)]
    begins: datetime | None = None


class CheckIn(Message, frozen=True):
    """来庁: staff give the number of an appointment."""

    appointment: ShortText
