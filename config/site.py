"""A site (庁舎・出張所) as configured: services and their numbers, counters, hours, tablets, what the card may be read with."""

from datetime import date, time
from typing import Annotated, Literal

import msgspec

from config.identity import Demand

StageId = Literal["reception", "examination", "entry", "verification", "accounting", "delivery"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Words = dict[str, str]  # language → words; `ja` is required, others fall back to it


class UsualWait(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ふだんの待ち時間: minutes, multiples of five."""

    least: int
    most: int


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """業務: a kind of work with its own queue and number series. `stages` in their order."""

    id: str
    letter: str  # one of A C D E F H K L P T
    name: Words
    stages: tuple[StageId, ...]
    procedures: tuple[str, ...] = ()
    floor: Annotated[str, msgspec.Meta(pattern="^B?[1-9][0-9]?$")] | None = None  # of its counters: "2", or "B1" below the ground
    first_number: int = 1
    last_number: int = 999
    step: int = 1
    forbidden_numbers: tuple[int, ...] = ()  # never given: 42
    forbidden_endings: tuple[str, ...] = ()  # nor what is written with these digits at its end: "4" leaves out 004, 014, 024 …
    kiosk_first_number: int = 1  # running numbers of what a kiosk gives by itself, two digits
    kiosk_last_number: int = 99
    last_reception: time | None = None
    quota: int | None = None  # numbers a day without an appointment
    usual_wait: UsualWait | None = None  # minutes, told as usual until the hub has seen today's pace
    numbers_without_form: bool = True  # offered under "number only"
    identity: Demand = "none"  # 本人確認 of who stands here with a number alone, while nobody said which procedure it is
    decide_procedure: bool = False  # of a number alone: the clerk says which of `procedures` it is, or that it is none of them


class Helping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """応援: lines a counter takes besides its own. `below`: while fewer than so many people wait for its own services.

    `begins`, `ends`: within these hours alone. `stages` empty: those of the counter.
    """

    services: tuple[str, ...]
    stages: tuple[StageId, ...] = ()
    below: int | None = None
    begins: time | None = None
    ends: time | None = None


class Counter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """窓口: a numbered desk and its skills, stage by stage. Back-office stages have a desk number too, never announced."""

    number: int
    name: Words
    stages: tuple[StageId, ...]
    services: tuple[str, ...]
    helps: tuple[Helping, ...] = ()


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hours of one rule. `days`: mon … sun; `weeks`: which of the month (2 and 4 for a second and fourth Saturday).

    `dates`: days of their own, open even on a holiday (the last Sunday of March). `last_reception`: of all services then, where
    numbers end before the hours do.
    """

    days: tuple[Weekday, ...]
    opens: time
    closes: time
    last_reception: time | None = None
    weeks: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    services: tuple[str, ...] = ()  # empty: all


class ProcedureHours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Procedures that are not done as long as their service is open (転入 from abroad until 16:00, card work not on Saturdays).

    `days` empty: whenever the service is open.
    """

    procedures: tuple[str, ...]
    days: tuple[Weekday, ...] = ()
    last_reception: time | None = None


class Queue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is next (hub.domain.policy). `…_every`: of so many calls at most one overtakes by this right; 0: none does.

    `consideration_every`: 0 gives 配慮 a head start of minutes; 3 gives every third call instead. `short_minutes`: what a procedure
    entered at home may take at most to count as short.
    """

    head_start_minutes: int = 15
    return_place: int = 3
    appointment_every: int = 4
    consideration_every: int = 0
    short_every: int = 0
    short_minutes: int = 10


class AppointmentPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """予約枠: on these days a slot of so many `minutes` after the other, each for `capacity` visits that come for `procedures`."""

    id: str
    service: str
    procedures: tuple[str, ...]
    days: tuple[Weekday, ...]
    begins: time
    ends: time
    minutes: int
    capacity: int
    weeks: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    closed: tuple[date, ...] = ()  # no appointments then, though the office is open


class Booking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """予約のきまり. Days ahead, both included (0 is today). `grace_minutes`: so late one still has the booked place.

    `late`: what becomes of who is later: a number like everybody's, or another appointment. `kept_days`: until it is forgotten.
    """

    first_day: int = 1
    last_day: int = 30
    grace_minutes: int = 10
    late: Literal["walk_in", "rebook"] = "walk_in"
    kept_days: int = 7


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """時間帯 of the congestion forecast and the visit plan."""

    id: str
    name: Words
    begins: time
    ends: time


class CardPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`pin_allowed`: the four-digit PIN too, once its legal ground is confirmed; 照合番号B is always the way.

    `licence`: driving licences are read too, by their 暗証番号1.
    """

    pin_allowed: bool = False
    licence: bool = False


class Retention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days until the key of a record is destroyed."""

    records_days: int = 30
    entries_days: int = 14  # a pre-entry nobody came with; also how long its reception code is valid
    saved_entry_days: int = 7  # 一時保存: an entry begun at a kiosk, to go on with


class Idle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds without a touch until the warning, and how long the warning stands.

    `staff_minutes`: without a key, a click or a press of a signed-in person, until they must sign in again.
    """

    screen_seconds: int = 60
    entry_seconds: int = 120
    warning_seconds: int = 20
    ticket_seconds: int = 30
    staff_minutes: Annotated[int, msgspec.Meta(ge=10, le=240)] = 60
    trouble_seconds: int = 600  # a number whose paper stopped stays on the screen for the staff, no longer than this


class LocalTown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A town of this prefecture that the national list of postal codes does not have (yet). `city` with its ward."""

    postal_code: str
    city: str
    town: str
    kana: str


class Address(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is fixed in a new address here."""

    prefecture: str
    city: str
    wards: tuple[str, ...] = ()
    ward: str = ""
    towns: tuple[LocalTown, ...] = ()


class Tablet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kiosk that is no writing desk (記載台): beside the clerk of `counter` (窓口用), or a spare (予備) staff give a role."""

    kiosk: str  # its number, as "03"
    role: Literal["counter", "spare"]
    counter: int | None = None


class NearestStore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The convenience store one walks to from here, of those that give certificates."""

    place: Words
    minutes: int  # on foot


class Display(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """待合表示: one TV, or one web board. Empty lists: everything there is."""

    id: str  # its name at enrolment, as "01"; in the address of a web board
    name: str = ""  # where it hangs, for staff
    stages: tuple[StageId, ...] = ()  # its columns in order, at most three
    services: tuple[str, ...] = ()
    counters: tuple[int, ...] = ()  # only what is called to these
    large: bool = False  # for a deep hall: larger numbers in place of how many wait
    voice: bool = True  # one of several in earshot of each other speaks


class StageGoals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Minutes somebody, or their papers, should wait at a stage at most; longer is marked おそい on its list."""

    reception: int = 30
    examination: int = 15
    entry: int = 20
    verification: int = 10
    accounting: int = 10
    delivery: int = 10


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One building with one hub."""

    id: str
    name: Words  # みどり野市 川辺区役所
    office: Words  # 区民課
    municipality: str  # 地方公共団体コード, six digits
    address: Address
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    hours: tuple[Opening, ...]
    languages: tuple[str, ...] = ("ja", "en")
    bands: tuple[Band, ...] = ()
    closed: tuple[date, ...] = ()  # besides Sundays without an opening, public holidays and 29 December to 3 January
    tablets: int = 0
    tablet_roles: tuple[Tablet, ...] = ()  # every kiosk that is not here is a writing desk
    support_staff: int = 0
    example: tuple[str, ...] = ()  # keys of this file that are examples, to be replaced by the city
    public_url: str | None = None
    card: CardPolicy = CardPolicy()
    retention: Retention = Retention()
    idle: Idle = Idle()
    notices: tuple[Words, ...] = ()
    displays: tuple[Display, ...] = ()  # those that show less than everything
    nearest_store: NearestStore | None = None
    people_max: int = 8  # movers on one form
    still: bool = False  # nothing moves by itself: the start screen keeps its language (for a hall where moving words disturb)
    goals: StageGoals = StageGoals()
    four_eyes: bool = True  # 照合 is never done by who did 入力
    every_check: bool = False  # 確かめること are demanded: without it a stage asks once and sends on all the same
    always_open: bool = False  # numbers at any hour of any day: for the demo and for practice
    queue: Queue = Queue()
    procedure_hours: tuple[ProcedureHours, ...] = ()
    appointments: tuple[AppointmentPlan, ...] = ()
    booking: Booking = Booking()
    resident_network: tuple[Opening, ...] = ()  # when 住基ネット runs, and moving in by card works; empty: while the site is open
