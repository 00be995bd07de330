"""One's own number: the way, where one is on it, people ahead and how long until the call."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from hub.domain.handling import Takes
from hub.domain.own_number import called_leg, may_give_back
from hub.domain.stage import FINAL, RECEPTION, Place, State
from hub.domain.visit import Leg, Visit
from hub.office.house import House
from hub.office.literals import language_of, stage_of, state_of
from hub.office.own_number import asked_already
from hub.office.refusals import refuse
from hub.office.waits import of_visit, people_before, to_come, to_wire
from hub.store import visits
from hub.store.database import Connection
from hub.wire import ExpectedWait, Following, FollowStage, Refusal

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
    way, now = foremost(visit.legs), _where(visit)
    at_a_counter = now.place is Place.COUNTER
    # what goes on inside the office has its own line, and nobody is called out of it
    ahead, wait = ahead_and_wait(connection, house, visit, now, now_at) if at_a_counter else (None, None)
    counters = desks_of(house, now) if at_a_counter and now.state not in FINAL else ()
    return Following(
        number=visit.number,
        day=visit.day,
        language=language_of(visit.language),
        service=now.service,
        stage=None if visit.ended else stage_of(now.stage),
        state=state_of(now.state),
        since=now.since,
        way=tuple(
            FollowStage(service, stage_of(stage), state_of(leg.state), leg.since, _called_to(house, leg))
            for (service, stage), leg in way.items()
        ),
        counters=counters,
        people_ahead=ahead,
        people_waiting=visits.people_waiting(connection, now.service) if now.stage == RECEPTION else None,
        ended=visit.ended,
        own_number=own_number if own_number != visit.number else "",
        due=now.due,
        issued_at=visit.opened_at,
        wait=wait,
        times=now.called_times,
        papers_kept=now.state is State.ABSENT and now.shelf is not None,
        may_ask_minutes=own_number == visit.number and called_leg(visit) is not None and not asked_already(connection, visit.id),
        may_give_back=own_number == visit.number and may_give_back(visit),
        people=visit.people,
        bring=visit.bring if any(leg.stage == RECEPTION and leg.state not in FINAL for leg in visit.legs) else (),
    )


def until_first_call(connection: Connection, house: House, visit: Visit, now: datetime) -> tuple[int | None, ExpectedWait | None]:
    """People before a visit that has just come, and how long; None where it waits for no call, or nobody can tell."""
    leg = next((leg for leg in visit.legs if leg.state is State.WAITING and leg.place is Place.COUNTER), None)
    return ahead_and_wait(connection, house, visit, leg, now) if leg is not None else (None, None)


def ahead_and_wait(
    connection: Connection, house: House, visit: Visit, leg: Leg, now: datetime
) -> tuple[int | None, ExpectedWait | None]:
    """People before a leg that waits, None where it does not; and until the call, where there is one and somebody can tell."""
    if leg.state is not State.WAITING or leg.arrived is None:
        return None, None
    if leg.place is not Place.COUNTER:
        return people_before(connection, house, visit, leg, now), None
    place = of_visit(connection, house, visit, leg, now)
    return place.ahead, to_wire(place.wait)


def desks_of(house: House, leg: Leg) -> tuple[int, ...]:
    """The one desk where it is called, served or missed; else every desk that may take it."""
    at_one = leg.counter is not None and leg.state in (State.CALLED, State.SERVING, State.ABSENT)
    return (leg.counter,) if at_one and leg.counter is not None else house.counters_for(leg.service, leg.stage)


def _called_to(house: House, leg: Leg) -> tuple[int, ...]:
    return desks_of(house, leg) if leg.place is Place.COUNTER and leg.state not in FINAL else ()


def way_takes(connection: Connection, house: House, hashed: bytes, now: datetime) -> Mapping[tuple[str, str], Takes]:
    """What each line of the way of the visit behind a follow token takes from now on; nothing of one that is not of today."""
    row = connection.execute("SELECT visit FROM follows WHERE token_hash = ?", (hashed,)).fetchone()
    visit = visits.living(connection, row[0]) if row else None
    if visit is None or visit.day != visits.day_of(now):
        return {}
    return to_come(connection, house, visit, foremost(leg for leg in visit.legs if leg.state not in FINAL), now)


def foremost(legs: Iterable[Leg]) -> dict[tuple[str, str], Leg]:
    """Of each service and stage, in the order of the way, the leg where somebody is needed first."""
    found: dict[tuple[str, str], Leg] = {}
    for leg in legs:
        key = (leg.service, leg.stage)
        found[key] = min(found.get(key, leg), leg, key=lambda each: _FOREMOST.index(each.state))
    return found


def _where(visit: Visit) -> Leg:
    """Where the resident is: what they are called to comes before what goes on inside the office meanwhile."""
    going = [leg for leg in visit.legs if leg.state not in FINAL and leg.state is not State.BLOCKED]
    called_to = [leg for leg in going if leg.place is Place.COUNTER]
    return min(called_to or going or visit.legs, key=lambda leg: _FOREMOST.index(leg.state))
