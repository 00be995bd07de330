"""What everybody who is connected is told."""

from datetime import date, datetime

from hub.wire.appointment import AppointmentState
from hub.wire.board import BoardRow, Notice, ServiceLine
from hub.wire.kiosk import BoardHealth, KioskState
from hub.wire.words import LegState, Message, Stage, Word


class Seen(Message, frozen=True, tag_field="kind"):
    """A fact the hub recorded. `seq` is its place in the log and the SSE id."""

    seq: int
    at: datetime


class VisitOpened(Seen, frozen=True, tag="visit_opened"):
    """発券."""

    visit: str
    number: str
    service: str
    line: ServiceLine


class LegCalled(Seen, frozen=True, tag="leg_called"):
    """呼出, and 再呼出 where `row.times` is 2 or more. The whole row: nobody re-fetches."""

    row: BoardRow
    line: ServiceLine | None = None


class LegMoved(Seen, frozen=True, tag="leg_moved"):
    """A leg changed state otherwise. `off_board`: take the number of this stage off the calls (and off the missed list).

    `how`: transferred, sent_back, undone, or nothing.
    """

    visit: str
    number: str
    stage: Stage
    state: LegState
    service: str
    off_board: bool
    missed: BoardRow | None = None  # put on the missed list
    called: BoardRow | None = None  # back on the calls, where a step was undone: shown, not called out
    line: ServiceLine | None = None
    how: Word = ""


class VisitEnded(Seen, frozen=True, tag="visit_ended"):
    """Every leg is final."""

    visit: str
    number: str


class VisitReopened(Seen, frozen=True, tag="visit_reopened"):
    """The step that ended it was undone."""

    visit: str
    number: str


class Standing(Message, frozen=True):
    """Where a visit stands at one stage."""

    service: str
    stage: Stage
    state: LegState


class VisitSplit(Seen, frozen=True, tag="visit_split"):
    """分ける: a part of `origin` goes on under a number of its own. `how` undone: merged numbers are two again.

    `lines`: of the receptions it has to do with, after the fact.
    """

    visit: str
    number: str
    origin: str
    origin_number: str
    service: str
    people: int
    standing: tuple[Standing, ...]
    lines: tuple[ServiceLine, ...] = ()
    how: Word = ""


class VisitMerged(Seen, frozen=True, tag="visit_merged"):
    """まとめる: this number is called no more and goes on as `into`. `how` undone: a part that had gone is back."""

    visit: str
    number: str
    into: str
    into_number: str
    lines: tuple[ServiceLine, ...] = ()
    how: Word = ""


class KioskChanged(Seen, frozen=True, tag="kiosk_changed"):
    """Floor view: a kiosk's state or help call."""

    kiosk: str
    state: KioskState
    help_since: datetime | None = None


class BoardChanged(Seen, frozen=True, tag="board_changed"):
    """Floor view: how a board's devices stand."""

    board: str
    health: BoardHealth


class RecordChanged(Seen, frozen=True, tag="record_changed"):
    """The record beside a visit is another one now. `what`: of hub.domain.events; `fields`: procedure and path, never a value."""

    visit: str
    number: str
    what: Word
    counter: int | None = None
    fields: tuple[str, ...] = ()


class RecordViewed(Seen, frozen=True, tag="record_viewed"):
    """閲覧: somebody in charge (role and id) read a record that was not in their hands. `reason`: of hub.domain.reasons."""

    visit: str
    number: str
    staff: str
    reason: Word


class SlipReported(Seen, frozen=True, tag="slip_reported"):
    """What became of a paper. `settled`: staff saw to it."""

    visit: str
    number: str
    kiosk: str
    result: str
    fault: str = ""


class KioskUnlocked(Seen, frozen=True, tag="kiosk_unlocked"):
    """Staff at a kiosk. `staff`: role and id. With `ended`, what was `done` there, in closed words."""

    kiosk: str
    staff: str
    since: datetime
    ended: datetime | None = None
    done: tuple[str, ...] = ()


class NoticesChanged(Seen, frozen=True, tag="notices_changed"):
    """The notices on the boards, all of them."""

    notices: tuple[Notice, ...]


class AppointmentChanged(Seen, frozen=True, tag="appointment_changed"):
    """予約: for the staff's list of its day. `moved_from`: the time it had."""

    appointment: str
    service: str
    begins: datetime
    state: AppointmentState
    visit: str | None = None
    moved_from: datetime | None = None


class SettingsChanged(Seen, frozen=True, tag="settings_changed"):
    """Another configuration is in force: who has a bundle of another hash fetches it."""

    bundle: str


class DayClosed(Seen, frozen=True, tag="day_closed"):
    """日締め: what was still open was closed; boards start empty."""

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


class Ping(Message, frozen=True):
    """A sign of life on the event stream. `seq`: the last fact this view was told; who has an older one missed something."""

    seq: int
    at: datetime
