"""Who is next (promise 8): a pure function of the line, the desk, the clock, the last calls and the policy.

The order is first come, first served by `rank`: the arrival, or the booked time of who came to an appointment (予約). Who needs
consideration (配慮) has a head start of 15 minutes. Beside that order stand lanes whose first may overtake: appointments whose time
has come, where the site says so short services entered at home, and in ratio mode consideration instead of the head start.
Overtaking is bounded twice: each lane to one call in so many, and all of them together never twice in a row. So of any two calls
one goes to the earliest, and with `n` earlier in the order one's own is at the latest the call `2n + 2`.
Who is on hold and said to be back by now (保留) stands before everybody: their turn had come already.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal

import msgspec

from hub.domain.skills import Desk

Reason = Literal["arrival", "consideration", "returned", "reserved", "appointment", "short", "due"]
Lane = Literal["appointment", "consideration", "short"]
LANES: tuple[Lane, ...] = ("appointment", "consideration", "short")  # who is asked first where several may overtake


class Policy(msgspec.Struct, frozen=True):
    """`return_place`: who was absent and came back stands at most here in the line, once.

    `…_every`: of so many calls at most one is an overtaking of this lane; 0: that lane never overtakes.
    `consideration_every` other than 0 is ratio mode: it takes the place of the head start (3: two general calls, one 配慮).
    """

    head_start: timedelta = timedelta(minutes=15)
    return_place: int = 3
    appointment_every: int = 4
    consideration_every: int = 0
    short_every: int = 0

    def every(self, lane: Lane) -> int:
        match lane:
            case "appointment":
                return self.appointment_every
            case "consideration":
                return self.consideration_every
            case "short":
                return self.short_every

    @property
    def remembers(self) -> int:
        """How many calls back the lanes look."""
        return max(2, *(self.every(lane) for lane in LANES)) - 1


class Waiting(msgspec.Struct, frozen=True):
    """One visit in the line of one service and stage. `leg`: any of those side by side. `elsewhere`: at another counter now.

    `reserved`: the one desk that may take it from the line; whoever makes the queue leaves it out where nobody sits there.
    `booked`: the time of the appointment it came to, at its first call. `due`: on hold, and back by then.
    `short`: a short service entered at home. `entered_by`: who may not take it (hub.domain.four_eyes).
    """

    visit: str
    number: str
    leg: str
    service: str
    stage: str
    arrived: datetime
    consideration: bool = False
    absences: int = 0
    elsewhere: bool = False
    reserved: int | None = None
    booked: datetime | None = None
    due: datetime | None = None
    short: bool = False
    entered_by: str = ""


class Turn(msgspec.Struct, frozen=True):
    """A place in the line, and why."""

    waiting: Waiting
    reason: Reason
    waited: timedelta


def rank(waiting: Waiting, policy: Policy) -> datetime:
    """The moment that orders the line: earlier is sooner."""
    ahead = waiting.consideration and not policy.consideration_every
    return waiting.arrived - (policy.head_start if ahead else timedelta())


def line(
    queue: Iterable[Waiting], desk: Desk, stage: str, now: datetime, policy: Policy, overtook: Sequence[str] = ()
) -> tuple[Turn, ...]:
    """Everybody this desk may call at this stage, in order. Equal ranks go by number, so that the order is one.

    `overtook`: of the last calls out of this line, the newest first, the lane that overtook, or nothing (`overtaking`).
    """
    return tuple(_turns(queue, desk, stage, now, policy, overtook))


def next_leg(
    queue: Iterable[Waiting], desk: Desk, stage: str, now: datetime, policy: Policy, overtook: Sequence[str] = ()
) -> Turn | None:
    """Who this desk calls next at this stage."""
    return first(_turns(queue, desk, stage, now, policy, overtook))


def first(turns: Iterable[Turn]) -> Turn | None:
    """The first of the line who is not at another counter just now; they keep their place meanwhile."""
    return next((turn for turn in turns if not turn.waiting.elsewhere), None)


def passed_over(turns: Iterable[Turn], called: Waiting) -> int:
    """How many of the line had come before the one called."""
    return sum(turn.waiting.arrived < called.arrived for turn in turns if turn.waiting.visit != called.visit)


def overtaking(rule: str, ahead: int, policy: Policy) -> str:
    """The lane a call went by, as `line` is told of it: `rule` as kept with the call, `ahead` as counted by `passed_over`."""
    return next((lane for lane in LANES if lane == rule and ahead and policy.every(lane)), "")


def ahead_with_appointments(earlier: int, later_appointments: int, policy: Policy) -> int:
    """How many are called before somebody with `earlier` before them, while appointments behind them have their time.

    For phones: near enough, without ordering the whole line for each of a thousand.
    """
    every = policy.appointment_every
    return earlier + min(later_appointments, earlier // (every - 1) + 1) if every else earlier


def ahead_of_appointment(earlier: int, earlier_appointments: int, policy: Policy) -> int:
    """The same for somebody whose own appointment has its time."""
    return min(earlier, earlier_appointments * policy.appointment_every) if policy.appointment_every else earlier


def place_after_return(others: Iterable[Waiting], absences: int, consideration: bool, now: datetime, policy: Policy) -> datetime:
    """`arrived` for who was absent and is back: at most third among `others` (same service and stage), the second time last."""
    ranks = sorted(rank(each, policy) for each in others)
    ahead = policy.return_place - 1
    if absences > 1 or len(ranks) < ahead:
        return now
    place = ranks[ahead - 1] if ahead else now - timedelta(days=1)
    place += (ranks[ahead] - place) / 2 if len(ranks) > ahead else timedelta(microseconds=1)
    head_start = policy.head_start if consideration and not policy.consideration_every else timedelta()
    return min(now, place + head_start)


def _turns(
    queue: Iterable[Waiting], desk: Desk, stage: str, now: datetime, policy: Policy, overtook: Sequence[str]
) -> Iterator[Turn]:
    mine = [
        each for each in queue if each.stage == stage and desk.serves(each.service, stage) and each.reserved in (None, desk.number)
    ]
    back = [(each.due, each.number, each.visit, each) for each in mine if each.due is not None]
    for *_, each in sorted(back, key=lambda keys: keys[:3]):
        yield _turn(each, "due", now)
    ordered = sorted((each for each in mine if each.due is None), key=lambda each: (rank(each, policy), each.number, each.visit))
    lanes = _Lanes(ordered, now, policy, overtook)
    for each in ordered:
        if not lanes.is_gone(each) and (found := lanes.ahead_of(each)) is not None:
            yield _turn(found[1], found[0], now)
        if not lanes.is_gone(each):
            lanes.called(each, "")
            yield _turn(each, _reason(each), now)


class _Lanes:
    """Who may overtake while one line is called down."""

    def __init__(self, ordered: Sequence[Waiting], now: datetime, policy: Policy, overtook: Sequence[str]) -> None:
        self._policy = policy
        self._calls = deque(islice(overtook, policy.remembers), policy.remembers)
        self._gone: set[int] = set()
        self._members = {lane: deque(_members(ordered, lane, now)) for lane in LANES if policy.every(lane)}
        self._members = {lane: members for lane, members in self._members.items() if members}
        self._cared_for = sum(each.consideration for each in ordered) if "short" in self._members else 0

    def is_gone(self, each: Waiting) -> bool:
        return id(each) in self._gone

    def called(self, each: Waiting, lane: str) -> None:
        self._gone.add(id(each))
        self._cared_for -= each.consideration
        if not each.elsewhere:  # who is elsewhere is passed by: that is no call
            self._calls.appendleft(lane)

    def ahead_of(self, head: Waiting) -> tuple[Lane, Waiting] | None:
        """Who goes before the earliest left; None where nobody may just now."""
        if self._calls and self._calls[0]:
            return None
        for lane, members in self._members.items():
            while members and self.is_gone(members[0]):
                members.popleft()
            if not members or members[0] is head or lane in islice(self._calls, self._policy.every(lane) - 1):
                continue
            if lane == "short" and self._cared_for:
                continue  # never ahead of who needs consideration
            self.called(members[0], lane)
            return lane, members[0]
        return None


def _members(ordered: Sequence[Waiting], lane: Lane, now: datetime) -> list[Waiting]:
    """Who stands in a lane now. Who was absent has no further right."""
    free = [each for each in ordered if not each.absences and not each.elsewhere]
    match lane:
        case "appointment":
            due = [
                (each.booked, each.arrived, each.number, each) for each in free if each.booked is not None and each.booked <= now
            ]
            return [each for *_, each in sorted(due, key=lambda keys: keys[:3])]
        case "consideration":
            return [each for each in free if each.consideration]
        case "short":
            return [each for each in free if each.short]


def _turn(waiting: Waiting, reason: Reason, now: datetime) -> Turn:
    return Turn(waiting, reason, max(timedelta(), now - waiting.arrived))


def _reason(waiting: Waiting) -> Reason:
    if waiting.reserved is not None:
        return "reserved"
    if waiting.absences:
        return "returned"
    if waiting.booked is not None:
        return "appointment"
    return "consideration" if waiting.consideration else "arrival"
