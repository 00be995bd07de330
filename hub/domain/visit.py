"""A visit (来庁): one number for the day and its ordered legs. Frozen; every change is a new value with the next version."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from hub.domain.stage import AT_COUNTER, FINAL, Place, State, place_of


class Leg(msgspec.Struct, frozen=True):
    """One procedure at one stage. `after`: ids of legs that must be done first; `over`: that must merely be over.

    `since`: when it entered its state. `arrived`: its place in the line (aware JST), None while blocked.
    `absences`: times nobody came; `called_times` counts from 1 (再呼出 is 2 and up). `due`: when somebody on hold said to be
    back, None: when they come. `reserved`: the one desk that may call it next, None: any with the skill. `reason`: the closed
    word it was held, sent here or sent back for. `by`: who served it or serves it (role and id, never a name). `shelf`: 預かり棚,
    where its papers lie since nobody came for them. `mend`: of a leg it was sent back to, the answer to be mended (procedure and
    path, never a value), empty where that was said in other words.
    """

    id: str
    procedure: str
    service: str
    stage: str
    state: State
    since: datetime
    after: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    arrived: datetime | None = None
    counter: int | None = None
    called_times: int = 0
    absences: int = 0
    due: datetime | None = None
    reserved: int | None = None
    reason: str = ""
    by: str = ""
    shelf: int | None = None
    mend: str = ""

    @property
    def place(self) -> Place:
        return place_of(self.stage)

    @property
    def at_counter(self) -> bool:
        """The resident is at a counter for this leg, or on the way to it."""
        return self.place is Place.COUNTER and self.state in AT_COUNTER


class Successor(msgspec.Struct, frozen=True):
    """The visit another one of the family goes on with, and its number."""

    visit: str
    number: str


class Visit(msgspec.Struct, frozen=True):
    """`service`: the lead procedure's, which picked the letter. `people`: whom the applications name, at least 1.

    `merged_into`: where a visit without legs goes on (hub.domain.family). `records`: visits under whose ids its applications
    lie, where that is not its own alone.
    `holder`: the desk that took over the right to change the record (hub.domain.holding).
    `booked`: the time of the appointment (予約) it came to, where it kept it. `short`: a short service entered at home.
    `bring`: 持ち物 as it was told with the number, text keys.
    """

    id: str
    day: date
    number: str
    service: str
    opened_at: datetime
    legs: tuple[Leg, ...]
    version: int = 1
    language: str = "ja"
    channel: str = "kiosk"
    people: int = 1
    consideration: bool = False
    entered_at_home: bool = False
    holder: int | None = None
    merged_into: Successor | None = None
    records: tuple[str, ...] = ()
    booked: datetime | None = None
    short: bool = False
    bring: tuple[str, ...] = ()

    @property
    def record_ids(self) -> tuple[str, ...]:
        """Visits whose records hold what was applied for here; of a record only the procedures this visit has legs for."""
        return self.records or (self.id,)

    @property
    def procedures(self) -> frozenset[str]:
        return frozenset(leg.procedure for leg in self.legs)

    @property
    def ended(self) -> bool:
        return all(leg.state in FINAL for leg in self.legs)

    @property
    def counter(self) -> int | None:
        """The desk the resident is called to or served at now; a person stands at one counter."""
        return next((leg.counter for leg in self.legs if leg.at_counter), None)

    def leg(self, leg_id: str) -> Leg:
        """Raises KeyError where the visit has no such leg."""
        for leg in self.legs:
            if leg.id == leg_id:
                return leg
        raise KeyError(leg_id)


def ways(legs: Iterable[Leg]) -> tuple[tuple[Leg, ...], ...]:
    """The legs of each procedure from its first stage to its last; the same procedure of two people is two ways."""
    found: dict[str, list[Leg]] = {}
    for leg in legs:
        before = next((other for other in leg.after if other in found and found[other][0].procedure == leg.procedure), None)
        way = [] if before is None else found[before]
        way.append(leg)
        found[leg.id] = way
    return tuple(tuple(way) for way in {id(way): way for way in found.values()}.values())
