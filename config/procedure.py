"""A procedure (手続き): what a resident can come for, and the guided selection that leads to it."""

from typing import Literal

import msgspec

from config.form import Ages, Condition
from config.identity import Demand
from config.site import StageId


class Minutes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A declared range, until the hub has its own median."""

    least: int
    most: int


class ThingToBring(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of 持ち物 of a procedure: told unless the answers say that `when` does not hold.

    `when` looks at the answers of the visit, whichever form they are of.
    """

    id: str  # text key `bring.<id>`
    when: Condition | None = None  # None: always
    unsure: str | None = (
        None  # told in its place while nobody knows: 「…（お持ちの方）」; text key `bring.<unsure>`, "" for nothing
    )
    procedure_in: tuple[str, ...] = ()  # only where one of these is applied for; empty: any


class Procedure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Texts: `procedure.<id>.name|short|hint`. `form` None: guidance and a number only."""

    id: str
    kana: str = ""  # how the Japanese name is read: stands above it on the slip
    form: str | None = None
    minutes: Minutes | None = None
    bring: tuple[str | ThingToBring, ...] = ()  # the id alone: always
    fees: tuple[str, ...] = ()  # keys of the fee table
    gives: tuple[str, ...] = ()  # handed over at the delivery, besides certificates asked for: text keys `give.<id>`
    checks: dict[StageId, tuple[str, ...]] = {}  # 確かめること at a stage of the back office: text keys `checklist.<id>`
    icon: str = "document"
    after: tuple[str, ...] = ()  # procedures whose verification must be done first
    identity: Demand = "none"  # 本人確認 the clerk must have made before the reception is finished
    quiet: bool = False  # calm wording, no cheerful icon

    @property
    def things(self) -> tuple[ThingToBring, ...]:
        """持ち物, each with its condition."""
        return tuple(ThingToBring(one) if isinstance(one, str) else one for one in self.bring)


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One tile: leads to another question (`next`), to procedures, to a number for a service, or to a form on paper (`sheet`)."""

    id: str
    icon: str = "document"
    next: str | None = None
    procedures: tuple[str, ...] = ()
    service: str | None = None
    sheet: Literal["proxy"] | None = None  # 委任状
    answers: dict[str, tuple[str, ...]] = {}  # ticked already in a form of `procedures`: list of option ids by field id


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One screen of the guided selection, at most eight tiles. Texts: `selection.<question>.title`, `….<choice>.label|hint`."""

    id: str
    choices: tuple[Choice, ...]


class Selection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tree; the first question is where everybody starts."""

    questions: tuple[Question, ...]


class Fee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whole yen; `store` None where no convenience store has it. Days as ISO text, both included."""

    id: str
    counter: int
    store: int | None = None
    valid_from: str | None = None
    valid_until: str | None = None


class GuidanceRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of the questionnaire: when it holds, these procedures follow, with a deadline and what to bring.

    In `when` the value "{ward}" stands for the ward of the site.
    """

    id: str
    when: Condition
    ages: Ages | None = None  # holds only where somebody listed may be of this age on the day of the visit
    procedure_in: tuple[str, ...] = ()  # empty: any
    adds: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    deadline_days: int | None = None
    deadline_from: str | None = None  # answer path of the day it counts from
    late_days: int | None = None  # holds only where that day is more than this many days ago
    network_closed: bool = False  # holds only for a visit on a day when 住基ネット does not run
    notice: str | None = None  # text key shown before going on
    kind: Literal["today", "later", "leaflet"] = "today"
