"""Facts the hub has recorded. Past tense, never changed, never deleted; nothing in them names or describes a person.

Each has one form on the wire (hub.office.announce). `people_waiting` is the line of the service at reception after the fact.
"""

from datetime import date, datetime
from typing import Any

import msgspec

from hub.domain.notice import Notice


class Line(msgspec.Struct, frozen=True):
    """How many wait for a service at reception, after the fact. `full`: its quota of the day is given out."""

    service: str
    letter: str
    people_waiting: int
    full: bool = False


class DomainEvent(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """`at` is aware JST."""

    at: datetime


class VisitOpened(DomainEvent, frozen=True, tag="visit_opened"):
    """発券 — somebody took a number and now waits."""

    visit: str
    number: str
    service: str
    line: Line
    procedures: tuple[str, ...] = ()
    channel: str = "kiosk"
    entered_at_home: bool = False
    offline: bool = False


class LegCalled(DomainEvent, frozen=True, tag="leg_called"):
    """呼出 — `counter` asked for the number; `times` counts from 1."""

    visit: str
    number: str
    legs: tuple[str, ...]
    service: str
    stage: str
    counter: int | None
    times: int
    language: str
    line: Line | None = None


class LegMoved(DomainEvent, frozen=True, tag="leg_moved"):
    """Legs changed state, line or desk in any other way. `before`: the state they had.

    `how`: transferred, sent_back, undone, or nothing where the state says all.
    """

    visit: str
    number: str
    legs: tuple[str, ...]
    service: str
    stage: str
    before: str
    state: str
    counter: int | None
    times: int
    language: str
    off_board: bool
    line: Line | None = None
    how: str = ""


class VisitEnded(DomainEvent, frozen=True, tag="visit_ended"):
    """Every leg is over."""

    visit: str
    number: str


class VisitReopened(DomainEvent, frozen=True, tag="visit_reopened"):
    """取り消し — the step that ended it was undone."""

    visit: str
    number: str


class Standing(msgspec.Struct, frozen=True):
    """Where a visit stands at one stage."""

    service: str
    stage: str
    state: str


class VisitSplit(DomainEvent, frozen=True, tag="visit_split"):
    """分ける — a part of `origin` goes on under a number of its own, waiting since the arrival of `origin`.

    `how` undone: two numbers that had been merged are two again. `lines`: of the receptions it has to do with.
    """

    visit: str
    number: str
    origin: str
    origin_number: str
    service: str
    people: int
    standing: tuple[Standing, ...]
    lines: tuple[Line, ...] = ()
    procedures: tuple[str, ...] = ()
    how: str = ""


class VisitMerged(DomainEvent, frozen=True, tag="visit_merged"):
    """まとめる — this number goes on as `into`. `how` undone: the part that had gone is back."""

    visit: str
    number: str
    into: str
    into_number: str
    lines: tuple[Line, ...] = ()
    how: str = ""


class RecordChanged(DomainEvent, frozen=True, tag="record_changed"):
    """受付データ — `what`: corrected, filled_in, identity_checked, identity_excepted, noted, note_taken_back, taken, checked,
    scanned, scan_removed, handed, withheld, not_handed, fee_paid, fee_without, fee_open, passed_on, not_passed_on, made_sure,
    not_made_sure, not_all_made_sure, procedure_decided, procedure_changed, shown, not_shown. `fields`: procedure and path each.
    """

    visit: str
    number: str
    what: str
    counter: int | None = None
    fields: tuple[str, ...] = ()


class RecordViewed(DomainEvent, frozen=True, tag="record_viewed"):
    """閲覧 — `staff` (role and id) read a record that was not in their hands. `reason`: the kind, never its words."""

    visit: str
    number: str
    staff: str
    reason: str


class KioskChanged(DomainEvent, frozen=True, tag="kiosk_changed"):
    """A kiosk's state or its help call. `state` as in hub.wire.KioskState."""

    kiosk: str
    state: dict[str, Any]
    help_since: datetime | None = None


class BoardChanged(DomainEvent, frozen=True, tag="board_changed"):
    """How a board's devices stand. `health` as in hub.wire.BoardHealth."""

    board: str
    health: dict[str, Any]


class SlipReported(DomainEvent, frozen=True, tag="slip_reported"):
    """What became of a paper."""

    visit: str
    number: str
    kiosk: str
    result: str
    copy: int = 1
    fault: str = ""


class KioskUnlocked(DomainEvent, frozen=True, tag="kiosk_unlocked"):
    """Staff unlocked a kiosk; again with `ended` and what was `done` there, in closed words, when they left."""

    kiosk: str
    staff: str
    since: datetime
    ended: datetime | None = None
    done: tuple[str, ...] = ()


class NoticesChanged(DomainEvent, frozen=True, tag="notices_changed"):
    """お知らせ on the boards, all of them. A bare text is of before a notice had an end."""

    notices: tuple[Notice | str, ...]


class AppointmentChanged(DomainEvent, frozen=True, tag="appointment_changed"):
    """予約 — booked, moved, cancelled, arrived, missed, or booked again. `visit`: the number it led to."""

    appointment: str
    service: str
    begins: datetime
    state: str
    visit: str | None = None
    late: bool = False
    moved_from: datetime | None = None


class SettingsChanged(DomainEvent, frozen=True, tag="settings_changed"):
    """The office changed its configuration, or a change made before has begun. `bundle`: the hash of what is in force."""

    bundle: str


class DayClosed(DomainEvent, frozen=True, tag="day_closed"):
    """日締め."""

    day: date


Event = (
    VisitOpened
    | LegCalled
    | LegMoved
    | VisitEnded
    | VisitReopened
    | VisitSplit
    | VisitMerged
    | RecordChanged
    | RecordViewed
    | KioskChanged
    | BoardChanged
    | SlipReported
    | KioskUnlocked
    | NoticesChanged
    | AppointmentChanged
    | SettingsChanged
    | DayClosed
)
KINDS: tuple[type[DomainEvent], ...] = (
    VisitOpened,
    LegCalled,
    LegMoved,
    VisitEnded,
    VisitReopened,
    VisitSplit,
    VisitMerged,
    RecordChanged,
    RecordViewed,
    KioskChanged,
    BoardChanged,
    SlipReported,
    KioskUnlocked,
    NoticesChanged,
    AppointmentChanged,
    SettingsChanged,
    DayClosed,
)
