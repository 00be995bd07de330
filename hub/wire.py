"""Every message between the hub and those who use it. Strict: an unknown field or a wrong type is refused whole.

Times are aware, JST; days are business days (業務日) in JST. Nothing in a `Seen` (event) names or describes a person.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args

import msgspec

from config.identity import Person

Language = Literal["ja", "ja-easy", "en", "zh", "ko", "vi", "ne", "pt", "es", "fil"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Stage = Literal["reception", "examination", "entry", "verification", "accounting", "delivery"]
LegState = Literal["blocked", "waiting", "called", "serving", "on_hold", "absent", "done", "no_show", "cancelled", "left"]
Action = Literal[
    "call",
    "recall",
    "start",
    "finish",
    "mark_absent",
    "mark_no_show",
    "return",
    "cancel",
    "hold",
    "transfer",
    "send_back",
    "leave",
    "take_over",
]
CheckOutcome = Literal["same", "variant", "mismatch", "unreadable"]  # 一致 字体ちがい 不一致 読めない
HandOutcome = Literal["handed", "withheld", "open"]
FeeOutcome = Literal["paid", "without", "open"]
Channel = Literal["kiosk", "portal", "paper"]
ShortText = Annotated[str, msgspec.Meta(max_length=200)]
Word = Annotated[str, msgspec.Meta(pattern="^[a-z_]{0,40}$")]  # of a closed list elsewhere; never free words
ReasonWord = Annotated[str, msgspec.Meta(pattern="^[a-z_]{0,40}$")]  # a page's own reasons, never free words about a person


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all messages."""


# --- what a resident sends ---------------------------------------------------------------------------------------------


class Application(Message, frozen=True):
    """One finished form (申請). `answers` as in config.form; `form_version` is the hash of the form they were given to."""

    procedure: ShortText
    form_version: ShortText
    answers: dict[str, Any]


class OpenVisit(Message, frozen=True):
    """A number, please: with applications (pre-entered ones by `reception_token`), or for a service alone (`service`).

    `issued_at` and `number` are set only when the kiosk issued the number while the hub was away.
    """

    language: Language
    channel: Channel = "kiosk"
    applications: tuple[Application, ...] = ()
    service: ShortText | None = None
    reception_token: ShortText | None = None
    consideration: bool = False  # 配慮: asked for at the kiosk, never with a reason
    appointment: ShortText | None = None  # token of FoundAppointment: it comes to an appointment
    people: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1  # who come together, where no application names them
    issued_at: datetime | None = None
    number: Annotated[str, msgspec.Meta(max_length=8)] | None = None


class OpenPaperVisit(Message, frozen=True):
    """A number for somebody who fills in the form of `procedure` by hand; the counter enters it. `people`: named on it."""

    procedure: ShortText
    language: Language = "ja"
    people: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    consideration: bool = False


class SealedCall(Message, frozen=True):
    """Any message of this page as only the hub reads it: base64 of hub.sealing's bytes. What a resident typed goes so.

    `reply_key`: base64 of an X25519 public key of whoever asks; an answer that holds answers again comes sealed to it.
    """

    sealed: Annotated[str, msgspec.Meta(max_length=400_000)]
    reply_key: Annotated[str, msgspec.Meta(max_length=44)] = ""


class SealedReply(Message, frozen=True):
    """The answer to a SealedCall, as only its asker reads it."""

    sealed: str


class SealedVisit(Message, frozen=True):
    """A sealed OpenVisit whose number was given while the hub was away: sealed once more, now bound to that number.

    Number and time stay outside the seal so that the queue place never depends on opening it. `press`: key of the inner seal.
    """

    number: Annotated[str, msgspec.Meta(max_length=8)]
    issued_at: datetime
    service: ShortText
    sealed: Annotated[str, msgspec.Meta(max_length=400_000)]
    press: Annotated[str, msgspec.Meta(max_length=100)] = ""


class NextCall(Message, frozen=True):
    """Where and for what this visit will be called. `counters`: numbers of the desks that may call it."""

    stage: Stage
    counters: tuple[int, ...]


class ExpectedWait(Message, frozen=True):
    """Minutes until a call, multiples of five: half of all are called after `least`, nine of ten by `most`.

    `usual`: the range the site declares, for the hub has not seen enough calls today.
    """

    least: int
    most: int
    usual: bool = False


class Ticket(Message, frozen=True):
    """The number a visit carries, as kiosk and slip show it. `people_waiting` does not count the visit itself."""

    visit: str
    number: str
    day: date
    service: str
    procedures: tuple[str, ...]
    issued_at: datetime
    calls: tuple[NextCall, ...]
    people_waiting: int | None = None
    follow_url: str | None = None  # the phone page, upper case; None where the site has no public_url
    bring: tuple[str, ...] = ()  # text keys, from config.guidance
    booked: datetime | None = None  # 予: the time of the appointment it keeps
    wait: ExpectedWait | None = None  # until the first call, as of `issued_at`; None: nobody can tell


class Refusal(Message, frozen=True):
    """The one shape of every API error. `error` is a closed word, `cure` tells the person who can act what to do."""

    error: str
    message: str
    cure: str = ""
    problems: tuple[dict[str, Any], ...] = ()  # config.form.Problem as maps, for `invalid_answers`
    current: "dict[str, Any] | None" = None  # the state that won, for `conflict`
    until: datetime | None = None  # when a try is left again, for `too_many_tries`


# --- reception code of a pre-entry ----------------------------------------------------------------------------------------


class FindEntry(Message, frozen=True):
    """A scanned `UK1:…` code, or the eight characters typed from the paper."""

    code: Annotated[str, msgspec.Meta(max_length=60)]


Unfinished = dict[str, Any]  # how far an entry has come: kiosk.flow.saving writes and reads it, the hub keeps it as it is


class FoundAppointment(Message, frozen=True):
    """予約 behind a code, on its day. `token` goes with OpenVisit; `late`: it will be a number like everybody's."""

    token: str
    procedure: str
    service: str
    begins: datetime
    late: bool = False


class FoundEntry(Message, frozen=True):
    """What is behind a code: a pre-entry, shown for review and redeemed when the number is taken, an `appointment`, or both."""

    reception_token: str
    language: Language
    applications: tuple[Application, ...]
    entered_on: date
    unfinished: Unfinished | None = None  # begun at a kiosk and not finished: to go on with
    appointment: FoundAppointment | None = None  # without a token beside it the rest is empty


# --- appointments ----------------------------------------------------------------------------------------------------------

AppointmentState = Literal["booked", "arrived", "cancelled", "missed"]


class FreeDay(Message, frozen=True):
    """A day on which one may book. `free`: places left."""

    day: date
    free: int


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


# --- kiosk and device state -------------------------------------------------------------------------------------------------


Device = Literal["printer", "reader", "camera", "speaker"]


class RefusedNumber(Message, frozen=True):
    """A number a kiosk gave by itself and the hub does not take over: whoever holds it waits for nothing. `error`: of Refusal."""

    number: Annotated[str, msgspec.Meta(max_length=8)]
    error: Word
    since: datetime


class KioskState(Message, frozen=True):
    """A kiosk's heartbeat for the floor: no procedure, no value of any field. `step` counts from 1 of `steps`.

    Devices in their own words: `none` is not there, `unknown` not heard of yet. `since`: by the kiosk's clock.
    """

    state: Literal["idle", "in_use", "help_called", "out_of_service"]
    step: int | None = None
    steps: int | None = None
    printer: Word = "unknown"  # hardware.printer.port.PrinterState
    reader: Literal["ready", "fault", "none", "unknown"] = "unknown"
    camera: Word = "unknown"  # hardware.scanner.port.ScannerState
    version: ShortText = ""
    crashes: int = 0  # windows that ended by themselves since the kiosk was started
    speaker: Word = "unknown"  # hardware.speech.port.SpeakerState
    since: dict[Device, datetime] = {}  # since when each device is as it is
    refused: tuple[RefusedNumber, ...] = ()
    training: bool = False  # 操作研修: what is entered there reaches nobody


class BoardHealth(Message, frozen=True):
    """A board's heartbeat for the floor. `speaker`: hardware.speech.port.SpeakerState, or none; since when, by its own clock."""

    speaker: Word = "unknown"
    since: datetime | None = None


class HelpCall(Message, frozen=True):
    """職員をよぶ: on, or off again."""

    on: bool


SlipResult = Literal["printed", "printed_unverified", "uncertain", "held", "failed_clean", "cancelled", "missing"]


class SlipPrinted(Message, frozen=True):
    """What became of the paper of a visit: a state of hardware.printer.port.JobState, or `missing`: the resident says none came.

    `fault`: the PrinterState to be mended. `at`: when, by the kiosk's clock, however late this arrives.
    """

    visit: str
    result: SlipResult
    copy: int = 1
    fault: Word = ""
    at: datetime | None = None


# --- staff at a kiosk ----------------------------------------------------------------------------------------------------------

StaffNumber = Annotated[str, msgspec.Meta(pattern="^[0-9]{2,4}$")]
AssistanceWord = Literal["took_over", "entry_cancelled", "training_on", "training_off"]


class Unlock(Message, frozen=True):
    """職員: number and PIN, typed at the kiosk that asks."""

    number: StaffNumber
    pin: Annotated[str, msgspec.Meta(pattern="^[0-9]{4,8}$")]

    def __repr__(self) -> str:
        return "Unlock()"


class Unlocked(Message, frozen=True):
    """`unlock` goes with everything done now, at this kiosk alone, for `seconds` from now on."""

    unlock: str
    number: str
    role: Word
    seconds: int
    spare: bool = False  # 予備: its role is chosen here
    counter: int | None = None  # the desk this kiosk stands beside today


class Reissue(Message, frozen=True):
    """番号札を再発行: of a number of today."""

    unlock: ShortText
    number: Annotated[str, msgspec.Meta(max_length=8)]


class Reissued(Message, frozen=True):
    """The ticket as it was given first. `copy`: 2 and up, this one's alone."""

    ticket: Ticket
    language: Language
    copy: int


class CancelNumber(Message, frozen=True):
    """番号を取り消す: every leg that is not over ends."""

    unlock: ShortText
    number: Annotated[str, msgspec.Meta(max_length=8)]
    reason: ReasonWord


class HandNumber(Message, frozen=True):
    """番号札を出す for somebody with a paper form."""

    unlock: ShortText
    visit: OpenVisit


class Assistance(Message, frozen=True):
    """What staff did at the kiosk alone, for the story: never of whom, never an answer."""

    unlock: ShortText
    what: AssistanceWord
    reason: ReasonWord = ""


class TakeRole(Message, frozen=True):
    """役割 of a spare tablet for today: beside `counter`; None: a writing desk."""

    unlock: ShortText
    counter: int | None = None


class EndUnlock(Message, frozen=True):
    """来庁者の画面へ."""

    unlock: ShortText


# --- what clerks send ---------------------------------------------------------------------------------------------------------


class CallNext(Message, frozen=True):
    """次を呼ぶ at a counter. The hub chooses; `finish` first finishes what the counter is serving, in the same transaction."""

    counter: int
    stage: Stage
    finish: bool = False


class ActOnLeg(Message, frozen=True):
    """One action on one leg; legs of the same visit, service and stage that are side by side move with it.

    `version` is the visit's version the clerk saw: another one is a conflict and nothing changes. `reason`: of hub.domain.reasons,
    due for hold, transfer, send_back, leave, and a call out of turn. `due`: of a hold, None: when they come back.
    `to_service`, `to_counter`: of a transfer; `to_stage`: of send_back, None: the stage before. `note`: what is to be mended,
    due for send_back (not for identity_again), kept with the record. `then_next`: call the next of this stage in the same
    transaction.
    """

    visit: str
    leg: str
    action: Action
    version: int
    counter: int | None = None
    reason: ReasonWord = ""
    due: datetime | None = None
    to_service: ShortText | None = None
    to_counter: int | None = None
    to_stage: Stage | None = None
    note: ShortText = ""
    then_next: bool = False


class UndoStep(Message, frozen=True):
    """取り消す: the clerk's own last step at this counter, within a minute, where nobody else has acted on its visits since."""

    counter: int


class SplitVisit(Message, frozen=True):
    """分ける: the procedures of these `legs` go on under a number of their own, with `people`; none: a number alone for `service`.

    `version`: as in ActOnLeg. What goes waits where it is now since the visit came; what stays keeps the counter.
    """

    visit: str
    version: int
    legs: Annotated[tuple[str, ...], msgspec.Meta(max_length=99)] = ()
    people: Annotated[int, msgspec.Meta(ge=1, le=98)] = 1
    service: ShortText | None = None


class MergeVisits(Message, frozen=True):
    """まとめる: the family with another `number` of today goes on as this visit, both since the earlier arrival.

    `version`: as in ActOnLeg; `other_version`: the same of the other, where the clerk saw it.
    """

    visit: str
    version: int
    number: Annotated[str, msgspec.Meta(max_length=8)]
    other_version: int | None = None


class LastStep(Message, frozen=True):
    """The last step, undone `until` then. `numbers`: of the visits it touched. `barred`: over, moved, or empty where it can be."""

    action: Word
    numbers: tuple[str, ...]
    until: datetime
    barred: Word = ""


class CorrectRecord(Message, frozen=True):
    """訂正 at the counter: path of an answer → the new one (null: none), of one application of the visit.

    `revision` is the number of corrections the clerk saw: another one is a conflict and nothing changes. `reason`: of
    hub.domain.reasons.
    """

    visit: str
    application: Annotated[int, msgspec.Meta(ge=0, le=99)]
    changes: dict[str, Any]
    revision: int
    reason: ReasonWord


class CheckField(Message, frozen=True):
    """照合: what a clerk found of one field of the paper beside the entry.

    `seen`: how many such findings the clerk saw; another number is a conflict and nothing changes. `against`: what was compared, as
    hub.domain.crosscheck marks it. `kept`: a difference that stays, the resident was asked.
    """

    visit: str
    application: Annotated[int, msgspec.Meta(ge=0, le=99)]
    path: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_.]{1,200}$")]  # it stands in events: never free words
    outcome: CheckOutcome
    against: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
    seen: int
    kept: bool = False


class CheckIdentity(Message, frozen=True):
    """本人確認: who stands there and what was shown, in the closed words of config.identity; never a number of a document.

    Where that is not enough, `reason` and somebody who may allow it: `approver` and `pin`, typed at the counter.
    """

    visit: str
    person: Person
    documents: tuple[Word, ...] = ()
    papers: tuple[Word, ...] = ()
    reason: ReasonWord = ""
    approver: Annotated[str, msgspec.Meta(pattern="^([0-9]{2,4})?$")] = ""
    pin: Annotated[str, msgspec.Meta(pattern="^([0-9]{4,8})?$")] = ""

    def __repr__(self) -> str:
        return "CheckIdentity()"


class WriteNote(Message, frozen=True):
    """申し送り: a few words for the next stage, kept and deleted with the record."""

    visit: str
    text: ShortText

    def __repr__(self) -> str:
        return "WriteNote()"


class FloorNote(Message, frozen=True):
    """申し送り from the floor beside a `number` of today: nobody's name."""

    number: Annotated[str, msgspec.Meta(max_length=8)]
    text: ShortText

    def __repr__(self) -> str:
        return "FloorNote()"


class ViewRecord(Message, frozen=True):
    """閲覧 of a record in nobody's or another's hands: a `reason` of hub.domain.reasons and a few `words`. `day` None: today."""

    number: Annotated[str, msgspec.Meta(max_length=8)]
    reason: ReasonWord
    words: ShortText
    day: date | None = None

    def __repr__(self) -> str:
        return "ViewRecord()"


class HandOver(Message, frozen=True):
    """交付 of one thing: 渡した, 渡さない for a `reason` of hub.domain.reasons, or taken back. `copies`: as the clerk saw them."""

    visit: str
    item: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_.]{1,100}$")]  # it stands in events: never free words
    copies: Annotated[int, msgspec.Meta(ge=1, le=99)]
    outcome: HandOutcome
    reason: ReasonWord = ""


class SettleFee(Message, frozen=True):
    """手数料: 収納した, none for a `reason` of hub.domain.reasons, or taken back. `amount`: in yen, as the clerk saw it."""

    visit: str
    amount: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
    outcome: FeeOutcome
    reason: ReasonWord = ""


class TickItem(Message, frozen=True):
    """確かめた of one thing of the checklist of this stage, or not after all (`done` false)."""

    visit: str
    item: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_.]{1,100}$")]  # it stands in events: never free words
    done: bool = True


class PassOn(Message, frozen=True):
    """窓口で確認 as it is: the answers left to the counter go on unsettled. `seen`: how many the clerk saw."""

    visit: str
    seen: Annotated[int, msgspec.Meta(ge=1)]
    reason: ReasonWord


class LegView(Message, frozen=True):
    """One leg as staff see it. `arrived`: at this stage. `by`: the id of who served it or serves it."""

    leg: str
    procedure: str
    stage: Stage
    state: LegState
    service: str
    counter: int | None
    since: datetime
    called_times: int = 0
    due: datetime | None = None
    reserved: int | None = None
    reason: Word = ""
    arrived: datetime | None = None
    by: ShortText = ""


class VisitView(Message, frozen=True):
    """A visit as staff see it in a list: number and procedures, never a name."""

    visit: str
    number: str
    version: int
    language: Language
    channel: Channel
    service: str
    people: int
    opened_at: datetime
    legs: tuple[LegView, ...]
    consideration: bool = False
    entered_at_home: bool = False
    slip: str = ""
    merged_into: str = ""  # the number another one of the family goes on with; then there are no legs
    # why a waiting visit stands where it stands in the list
    reason: Literal["", "arrival", "consideration", "returned", "reserved", "appointment", "short", "due", "own_entry"] = ""
    booked: datetime | None = None  # the appointment it came to in time


class FloorNumber(Message, frozen=True):
    """A number as the floor sees it. `notes`: how many there are, never what they say."""

    visit: VisitView
    notes: int = 0


class Found(Message, frozen=True):
    """Visits of today somebody asked for by number or name: as a list shows them, without any name. `more`: type more."""

    visits: tuple[VisitView, ...]
    more: bool = False


class FindVisit(Message, frozen=True):
    """A number of today, or a name or its beginning in kana."""

    text: Annotated[str, msgspec.Meta(max_length=60)]

    def __repr__(self) -> str:
        return "FindVisit()"


class CalledNext(Message, frozen=True):
    """Answer to CallNext. `called` None: nobody waits (then `finished` is done all the same)."""

    called: VisitView | None
    finished: VisitView | None = None


class Parted(Message, frozen=True):
    """Answer to SplitVisit. `ticket`: of the number that goes; staff may print it at a kiosk (再発行)."""

    stays: VisitView
    goes: VisitView
    ticket: Ticket


class Undone(Message, frozen=True):
    """Answer to UndoStep: the visits as they are again."""

    visits: tuple[VisitView, ...]


class Choice(Message, frozen=True):
    """Why a number was called when it was. `rule`: of VisitView.reason, or `picked` by a person for `reason`.

    `arrived`, `rank`: the keys of the policy. `ahead`: how many had come before and were passed over.
    """

    at: datetime
    visit: str
    number: str
    counter: int | None
    service: str
    stage: Stage
    rule: Word
    reason: Word = ""
    arrived: datetime | None = None
    rank: datetime | None = None
    ahead: int = 0


class KioskView(Message, frozen=True):
    """One kiosk on the floor view. `state` None: enrolled, not heard of since the hub started. `at_step_since`: in use."""

    kiosk: str
    state: KioskState | None
    last_seen: datetime | None
    help_since: datetime | None = None
    at_step_since: datetime | None = None


class BoardView(Message, frozen=True):
    """One board on the floor view. `health` None: enrolled, not heard of since the hub started."""

    board: str
    health: BoardHealth | None
    last_seen: datetime | None


class PaperTrouble(Message, frozen=True):
    """The paper of a visit that still waits for its first call, not proved to be out. `kiosk`: where it was to come."""

    visit: str
    number: str
    kiosk: str
    result: SlipResult
    fault: Word
    since: datetime


class FollowStage(Message, frozen=True):
    """One stage of the way of a visit, as its phone page shows it: the furthest state of its legs there."""

    service: str
    stage: Stage
    state: LegState
    since: datetime  # in this state


class Following(Message, frozen=True):
    """What a phone may know of its own visit. `stage`, `state`, `counter`: where it is now. `people_ahead` None: not waiting."""

    number: str
    day: date
    language: Language
    service: str
    stage: Stage | None
    state: LegState
    since: datetime
    way: tuple[FollowStage, ...]
    counters: tuple[int, ...] = ()  # desks that may call it at this stage; the one desk once it is called
    people_ahead: int | None = None
    people_waiting: int | None = None
    ended: bool = False
    own_number: str = ""  # the number on this paper, where the family goes on with another one
    due: datetime | None = None  # on hold: when it is called again, None: when its holder is back
    issued_at: datetime | None = None
    wait: ExpectedWait | None = None  # None: not waiting for a call, or nobody can tell
    times: int = 0  # how often it was called for this stage
    may_ask_minutes: bool = False  # 5分かかります, once
    may_give_back: bool = False  # 来られなくなった, until somebody was served


class Correction(Message, frozen=True):
    """One answer of one application before and after (null: none). `staff`: the id of who did it, at `counter`."""

    at: datetime
    staff: str
    counter: int | None
    application: int
    path: str
    before: Any
    after: Any
    reason: Word


class IdentityCheck(Message, frozen=True):
    """What somebody showed at the counter. `reason`, `approved_by`: an exception, and the id of who allowed it."""

    at: datetime
    staff: str
    counter: int | None
    person: Person
    documents: tuple[Word, ...]
    papers: tuple[Word, ...] = ()
    reason: Word = ""
    approved_by: str = ""


class Note(Message, frozen=True):
    """申し送り. `floor`: of a floor guide, who has not seen the record. `back`: what a 差し戻し is about."""

    at: datetime
    staff: str
    counter: int | None
    text: str
    floor: bool = False
    back: bool = False


class FieldCheck(Message, frozen=True):
    """What a clerk found of one field of the paper. `against`: what was compared; another value later is not checked by it."""

    at: datetime
    staff: str
    counter: int | None
    application: int
    path: str
    outcome: CheckOutcome
    against: str
    kept: bool = False


class Handed(Message, frozen=True):
    """What was said of one thing to hand over."""

    at: datetime
    staff: str
    counter: int | None
    item: str
    copies: int
    outcome: HandOutcome
    reason: Word = ""


class FeeSettled(Message, frozen=True):
    """What was said of the fee."""

    at: datetime
    staff: str
    counter: int | None
    amount: int
    outcome: FeeOutcome
    reason: Word = ""


class Ticked(Message, frozen=True):
    """What was said of one thing of a checklist."""

    at: datetime
    staff: str
    counter: int | None
    stage: Stage
    item: str
    done: bool


class ChecklistItem(Message, frozen=True):
    """One thing to make sure of at this stage, `procedure.text id`. `said`: None while nobody has."""

    item: str
    said: Ticked | None = None


class PassedOn(Message, frozen=True):
    """Answers a stage passed on unsettled: each the place of its application and its path, `0.movers.0.name`."""

    at: datetime
    staff: str
    counter: int | None
    stage: Stage
    answers: tuple[str, ...]
    reason: Word


class ItemToHand(Message, frozen=True):
    """One thing to hand over, `procedure.text id`. `said`: None while nothing was."""

    item: str
    copies: int
    said: Handed | None = None


class PriceLine(Message, frozen=True):
    """手数料 of one thing: yen a copy."""

    item: str
    price: int
    copies: int


class Delivery(Message, frozen=True):
    """What a visit is handed and pays. `amount`: of all `prices`, yen. `fee`: what was said of that amount."""

    items: tuple[ItemToHand, ...]
    prices: tuple[PriceLine, ...] = ()
    amount: int = 0
    fee: FeeSettled | None = None


class RecordView(Message, frozen=True):
    """受付データ: what the resident entered as it is now, for the clerk who serves the visit. No applications: a number alone.

    `revision`: how many corrections were made. `identity`: the last check; `identity_due`: the stage is not finished without one.
    `holder`: the desk that may change it. `names`: of the staff that occur here, by id. `delivery`: at 会計 and 交付.
    `unsettled`: answers left to the counter that neither were filled in nor passed on at this stage, as in PassedOn.
    """

    visit: str
    number: str
    applications: tuple[Application, ...]
    revision: int = 0
    corrections: tuple[Correction, ...] = ()
    identity: IdentityCheck | None = None
    identity_due: bool = False
    notes: tuple[Note, ...] = ()
    checks: tuple[FieldCheck, ...] = ()
    holder: int | None = None
    names: dict[str, str] = {}
    delivery: Delivery | None = None
    checklist: tuple[ChecklistItem, ...] = ()
    unsettled: tuple[str, ...] = ()


# --- what everybody is told: events ------------------------------------------------------------------------------------------


class BoardRow(Message, frozen=True):
    """One number on the board."""

    visit: str
    number: str
    stage: Stage
    service: str
    state: Literal["called", "absent"]
    counter: int | None
    at: datetime
    times: int = 1
    language: Language = "ja"


class ServiceLine(Message, frozen=True):
    """How many wait for a service at reception. `full`: today's quota is given out.

    `wait`: of a number taken now. It stands in a BoardState; a fact carries none and leaves the one told before (Waits).
    """

    service: str
    letter: str
    people_waiting: int
    full: bool = False
    wait: ExpectedWait | None = None


class Waits(Message, frozen=True):
    """How long a number taken now waits, by service: told besides the facts whenever that changed, and no fact itself."""

    at: datetime
    waits: dict[str, ExpectedWait | None]


class Notice(Message, frozen=True):
    """One お知らせ, in Japanese and by language in what `others` were written. `until`: when a board takes it off by itself."""

    text: str
    until: datetime | None = None
    others: dict[str, str] = {}


class BoardState(Message, frozen=True):
    """Everything a board shows, at `seq`. A board starts from it and folds the events that follow."""

    seq: int
    at: datetime
    rows: tuple[BoardRow, ...]
    lines: tuple[ServiceLine, ...]
    notices: tuple[Notice, ...] = ()
    board: str = ""  # the name of the board that asks


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


class HubIdentity(Message, frozen=True):
    """Who this hub is. `seal_key`: base64 of its X25519 public key, for what kiosks keep while it is away."""

    site: str
    name: str
    version: str
    bundle: str  # hash of the configuration bundle
    seal_key: str
    now: datetime
