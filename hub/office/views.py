"""Visits as others see them: a row for staff, a ticket for the kiosk, one's own number for a phone, the board for everybody."""

from datetime import datetime
from itertools import islice
from typing import Literal

import msgspec

from hub.domain.board import rows
from hub.domain.notice import Notice
from hub.domain.own_number import called_leg, may_give_back
from hub.domain.policy import Reason, Waiting, ahead_of_appointment, ahead_with_appointments, line, rank
from hub.domain.skills import Desk
from hub.domain.stage import AT_COUNTER, FINAL, RECEPTION, Place, State
from hub.domain.visit import Leg, Visit
from hub.office.announce import notices_to_wire
from hub.office.house import House
from hub.office.lines import overtook, own_entry, present, staffed
from hub.office.literals import channel_of, language_of, stage_of, state_of
from hub.office.own_number import asked_already
from hub.office.refusals import refuse
from hub.office.waits import lines as lines_now
from hub.office.waits import to_wire, wait_of
from hub.store import doors, floor, log, steps, visits
from hub.store.database import Connection
from hub.wire import (
    BoardRow,
    BoardState,
    Choice,
    ExpectedWait,
    Following,
    FollowStage,
    LegView,
    NextCall,
    Refusal,
    Ticket,
    VisitView,
)

# what a phone shows of several legs: where somebody is needed first
_FOREMOST = (
    State.CALLED,
    State.SERVING,
    State.ABSENT,
    State.WAITING,
    State.ON_HOLD,
    State.BLOCKED,
    State.DONE,
    State.NO_SHOW,
    State.CANCELLED,
    State.LEFT,
)


_SET_ASIDE = (State.ON_HOLD, State.ABSENT)


def visit_view(connection: Connection, visit: Visit, reason: Reason | Literal["", "own_entry"] = "") -> VisitView:
    """One visit as staff see it."""
    return _view(visit, floor.slips(connection, [visit.id]).get(visit.id, ""), reason)


def _view(visit: Visit, slip: str, reason: Reason | Literal["", "own_entry"], taken: frozenset[int] | None = None) -> VisitView:
    """`taken`: desks somebody sits at, where a place kept for another one is to be shown as open to all."""
    return VisitView(
        visit=visit.id,
        number=visit.number,
        version=visit.version,
        language=language_of(visit.language),
        channel=channel_of(visit.channel),
        service=visit.service,
        people=visit.people,
        opened_at=visit.opened_at,
        legs=tuple(_leg_view(leg, taken) for leg in visit.legs),
        consideration=visit.consideration,
        entered_at_home=visit.entered_at_home,
        slip=slip,
        merged_into=visit.merged_into.number if visit.merged_into else "",
        reason=reason,
        booked=visit.booked,
    )


def _leg_view(leg: Leg, taken: frozenset[int] | None) -> LegView:
    return LegView(
        leg=leg.id,
        procedure=leg.procedure,
        stage=stage_of(leg.stage),
        state=state_of(leg.state),
        service=leg.service,
        counter=leg.counter,
        since=leg.since,
        called_times=leg.called_times,
        due=leg.due,
        reserved=leg.reserved if taken is None or leg.reserved in taken else None,
        reason=leg.reason,
        arrived=leg.arrived,
        by=leg.by.partition(":")[2],
    )


class Work(msgspec.Struct, frozen=True):
    """What a desk's page draws. `waiting`: how many wait there, drawn or not. `names`: of the staff in it, by id."""

    visits: tuple[VisitView, ...]
    waiting: int
    names: dict[str, str] = {}


def work_list(
    connection: Connection,
    house: House,
    stage: str | None,
    counter: int | None,
    limit: int,
    now: datetime,
    listed: int | None = None,
    who: str = "",
) -> Work:
    """Open visits for a page: at this counter, waiting in the order of the policy, called or served elsewhere, absent last.

    `who` asks (role and id): what they entered themselves comes after those they may verify, for the reason `own_entry`.
    `listed`: while a visit is at this counter, so many of those who wait are enough, and nobody who is served elsewhere.
    """
    desk = house.desks.get(counter) if counter is not None else None
    every = tuple(dict.fromkeys(stage for service in house.services.values() for stage in service.stages))
    stages = (stage,) if stage is not None else desk.stages if desk else every
    desk = present(connection, house, desk, now) if desk else None
    services = desk.lines() if desk else tuple(house.services)
    known = dict.fromkeys((*services, *(each for helped in desk.helps for each in helped.services))) if desk else services
    standing, taken = visits.standing_at(connection, known, stages), staffed(connection, now)
    order: dict[str, Reason | Literal["", "own_entry"]] = {}
    # of several papers in hand the first is what F2 finishes (counters._taken)
    for each in sorted(standing, key=lambda each: (each.state is State.CALLED, rank(each.waiting, house.policy))):
        if counter is not None and each.counter == counter and each.state in AT_COUNTER:
            order.setdefault(each.waiting.visit, "")
    busy = listed is not None and bool(order)
    waiting: set[str] = set()
    for at in stages:
        own = [each for each in standing if own_entry(house, each.waiting, who)]
        queue = [_for_desk(each.waiting, counter, taken) for each in standing if each.is_in_line(now) and each not in own]
        whose = desk or Desk(0, (at,), services)
        for turn in line(queue, whose, at, now, house.policy, overtook(connection, house, services, at, now)):
            if not busy or len(waiting) < (listed or 0):
                order.setdefault(turn.waiting.visit, turn.reason)
            waiting.add(turn.waiting.visit)
        for each in own:
            order.setdefault(each.waiting.visit, "own_entry" if each.state is State.WAITING else "")
    beside = [each for each in standing if each.waiting.service in services and not (busy and each.state not in _SET_ASIDE)]
    for each in sorted(beside, key=lambda each: (each.state is State.ABSENT, each.waiting.arrived, each.waiting.number)):
        order.setdefault(each.waiting.visit, "")
    chosen = dict(islice(order.items(), limit))
    found, slips = visits.find_all(connection, chosen), floor.slips(connection, list(chosen))
    views = (_view(found[visit], slips.get(visit, ""), reason, taken) for visit, reason in chosen.items() if visit in found)
    drawn = tuple(views)
    return Work(drawn, len(waiting), doors.names_of(connection, (leg.by for view in drawn for leg in view.legs if leg.by)))


def _for_desk(waiting: Waiting, counter: int | None, taken: frozenset[int]) -> Waiting:
    """A place kept for a desk counts there alone, and nowhere while nobody sits there; a list of the whole house has them all."""
    kept = counter is not None and waiting.reserved in taken
    return waiting if kept else msgspec.structs.replace(waiting, reserved=None)


class Surroundings(msgspec.Struct, frozen=True):
    """What a desk's page shows of the rest of the house. `waiting`: people at reception by service."""

    staffed: frozenset[int]
    waiting: dict[str, int]
    choices: tuple[Choice, ...]


def surroundings(connection: Connection, house: House, since: datetime, now: datetime) -> Surroundings:
    """`since`: of the choices."""
    waiting = {service: visits.people_waiting(connection, service) for service in house.services}
    return Surroundings(staffed(connection, now), waiting, choices(connection, since))


def choices(connection: Connection, since: datetime) -> tuple[Choice, ...]:
    """Every call out of a line since then, with its rule and the keys of the policy, the oldest first."""
    return tuple(
        Choice(
            at=each.at,
            visit=each.visit,
            number=number,
            counter=each.counter,
            service=each.service,
            stage=stage_of(each.stage),
            rule=each.rule,
            reason=each.reason,
            arrived=each.arrived,
            rank=each.rank,
            ahead=each.ahead,
        )
        for number, each in steps.calls_since(connection, since)
    )


def ticket(house: House, visit: Visit, procedures: tuple[str, ...], bring: tuple[str, ...], people_waiting: int) -> Ticket:
    """What kiosk and slip show; `follow_url` is added where it leaves the house."""
    stops = dict.fromkeys((leg.service, leg.stage) for leg in visit.legs if leg.place is Place.COUNTER)
    calls = tuple(NextCall(stage=stage_of(stage), counters=house.counters_for(service, stage)) for service, stage in stops)
    return Ticket(
        visit=visit.id,
        number=visit.number,
        day=visit.day,
        service=visit.service,
        procedures=procedures,
        issued_at=visit.opened_at,
        calls=calls,
        people_waiting=people_waiting,
        bring=bring,
        booked=visit.booked,
    )


def followed(connection: Connection, house: House, hashed: bytes, now: datetime) -> Following | Refusal:
    """The visit behind a follow token (its hash), or the one it was merged into; the link dies with the day."""
    row = connection.execute("SELECT visit FROM follows WHERE token_hash = ?", (hashed,)).fetchone()
    own = visits.find(connection, row[0]) if row else None
    visit = own if own is None or own.merged_into is None else visits.living(connection, own.id)
    if own is None or visit is None or visit.day != visits.day_of(now):
        return refuse("unknown_code")
    return following(connection, house, visit, now, own.number)


def following(connection: Connection, house: House, visit: Visit, now_at: datetime, own_number: str = "") -> Following:
    """One's own number: the way with its states, where one is now, and people ahead while waiting for a call.

    `own_number`: the one that was merged into this visit, and is on the paper.
    """
    way: dict[tuple[str, str], Leg] = {}
    for leg in visit.legs:
        key = (leg.service, leg.stage)
        way[key] = min(way.get(key, leg), leg, key=lambda each: _FOREMOST.index(each.state))
    now = _where(visit)
    at_a_counter = now.place is Place.COUNTER
    ahead, wait = None, None
    if at_a_counter and now.state is State.WAITING and now.arrived is not None:
        ahead = _ahead(connection, house, visit, now, now_at)
        wait = wait_of(connection, house, now.service, now.stage, ahead, now_at)
    counters: tuple[int, ...] = ()
    if at_a_counter and now.state not in FINAL:
        called = now.state in (State.CALLED, State.SERVING, State.ABSENT) and now.counter is not None
        counters = (now.counter,) if called and now.counter is not None else house.counters_for(now.service, now.stage)
    return Following(
        number=visit.number,
        day=visit.day,
        language=language_of(visit.language),
        service=now.service,
        stage=None if visit.ended else stage_of(now.stage),
        state=state_of(now.state),
        since=now.since,
        way=tuple(
            FollowStage(service=service, stage=stage_of(stage), state=state_of(leg.state), since=leg.since)
            for (service, stage), leg in way.items()
        ),
        counters=counters,
        people_ahead=ahead,
        people_waiting=visits.people_waiting(connection, now.service) if now.stage == RECEPTION else None,
        ended=visit.ended,
        own_number=own_number if own_number != visit.number else "",
        due=now.due,
        issued_at=visit.opened_at,
        wait=to_wire(wait),
        times=now.called_times,
        may_ask_minutes=own_number == visit.number and called_leg(visit) is not None and not asked_already(connection, visit.id),
        may_give_back=own_number == visit.number and may_give_back(visit),
    )


def wait_for_first_call(connection: Connection, house: House, visit: Visit, now: datetime) -> ExpectedWait | None:
    """Of a visit that has just come; None where it waits for no call, or nobody can tell."""
    leg = next((leg for leg in visit.legs if leg.state is State.WAITING and leg.place is Place.COUNTER), None)
    if leg is None:
        return None
    return to_wire(wait_of(connection, house, leg.service, leg.stage, _ahead(connection, house, visit, leg, now), now))


def _where(visit: Visit) -> Leg:
    """Where the resident is: what they are called to comes before what goes on inside the office meanwhile."""
    going = [leg for leg in visit.legs if leg.state not in FINAL and leg.state is not State.BLOCKED]
    called_to = [leg for leg in going if leg.place is Place.COUNTER]
    return min(called_to or going or visit.legs, key=lambda leg: _FOREMOST.index(leg.state))


def _ahead(connection: Connection, house: House, visit: Visit, leg: Leg, now: datetime) -> int:
    rank = visits.rank_text(leg.arrived or leg.since, visit.consideration, house.policy)
    earlier = visits.people_ahead(connection, leg.service, leg.stage, rank, visit.number)
    back, before, after = visits.may_go_first(connection, leg.service, leg.stage, rank, visit.number, now)
    if leg.stage == RECEPTION and visit.booked is not None and visit.booked <= now:
        return back + ahead_of_appointment(earlier, before, house.policy)
    return back + ahead_with_appointments(earlier, after, house.policy)


def board_state(connection: Connection, house: House, notices: tuple[Notice, ...], now: datetime) -> BoardState:
    """Everything a board shows, from one snapshot of the database."""
    shown = rows(visits.standing(connection, (State.CALLED, State.ABSENT)))
    board_rows = tuple(
        BoardRow(
            visit=row.visit,
            number=row.number,
            stage=stage_of(row.stage),
            service=row.service,
            state="absent" if row.state is State.ABSENT else "called",
            counter=row.counter,
            at=row.at,
            times=max(1, row.times),
            language=language_of(row.language),
        )
        for row in shown
    )
    lines = lines_now(connection, house, now)
    return BoardState(seq=log.last_seq(connection), at=now, rows=board_rows, lines=lines, notices=notices_to_wire(notices))
