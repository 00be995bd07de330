"""Whatever clerks do in whatever order: no number is lost, none is served twice, and the board agrees with the office."""

import asyncio
import tempfile
from datetime import time, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from config.site import AppointmentPlan, Booking, Queue
from hub.domain.transitions import IllegalAction
from hub.office import Conflict, CounterBusy, Declined, WrongCounter
from hub.security.actors import Board, Resident
from hub.wire import (
    ActOnLeg,
    BookAppointment,
    CallNext,
    CheckIn,
    LegCalled,
    LegMoved,
    MergeVisits,
    SplitVisit,
    UndoStep,
    VisitEnded,
    VisitMerged,
    VisitOpened,
    VisitReopened,
    VisitSplit,
)
from tests.hub.small_office import INSURE, NINE, Clock, clerk, issue, moving, small_office, with_site

ACTIONS = (
    "call",
    "recall",
    "start",
    "start",
    "finish",
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
)
COUNTERS = {1: "reception", 2: "reception", 5: "delivery", 7: "reception", 21: "examination"}

next_calls = st.tuples(st.just("next"), st.sampled_from(sorted(COUNTERS)), st.booleans())
acts = st.tuples(
    st.just("act"),
    st.sampled_from(sorted(COUNTERS)),
    st.integers(0, 7),
    st.integers(0, 7),
    st.sampled_from(ACTIONS),
    st.sampled_from([None, "residence", "certificates", "insurance"]),
    st.booleans(),
)
undos = st.tuples(st.just("undo"), st.sampled_from(sorted(COUNTERS)))
splits = st.tuples(st.just("split"), st.sampled_from(sorted(COUNTERS)), st.integers(0, 7), st.sets(st.integers(0, 9), max_size=3))
merges = st.tuples(st.just("merge"), st.sampled_from(sorted(COUNTERS)), st.integers(0, 7), st.integers(0, 7))
arrivals = st.tuples(st.just("arrive"), st.booleans())
appointments = st.tuples(st.just("booked"), st.integers(0, 2))
HERE = with_site(
    appointments=(AppointmentPlan("moves", "residence", ("moving_in",), ("mon",), time(9), time(10), minutes=5, capacity=40),),
    booking=Booking(first_day=0, grace_minutes=0),
    queue=Queue(short_every=2, consideration_every=3),
)


@settings(max_examples=30)
@given(st.lists(st.one_of(next_calls, acts, acts, acts, undos, arrivals, appointments, splits, merges), min_size=5, max_size=40))
def test_no_number_is_lost_or_served_twice(steps):
    async def scenario():
        heard, clock = [], Clock()
        with tempfile.TemporaryDirectory() as folder:
            async with small_office(Path(folder), clock, HERE) as office:
                office.subscribe(heard.extend)
                opened = [(await issue(office, f"first{i}", moving(INSURE) if i % 2 else None)).visit for i in range(3)]
                for index, step in enumerate(steps):
                    clock.forward(seconds=20)
                    try:
                        await take(office, opened, f"k{index}", step, clock.now)
                    except (IllegalAction, Conflict, CounterBusy, Declined, WrongCounter):
                        continue
                views = [await office.visit(clerk(1), visit) for visit in opened]
                listed = {visit.visit for visit in await office.visits(clerk(1))}
                board = await office.hall.board_state(Board("01"))
                kept = await office.events_since(Board("01"), 0)
        assert kept == tuple(heard)
        assert listed == set(opened) - over_by(heard, opened), "a visit is open or it has ended"
        nobody_is_served_twice(heard)
        nothing_is_in_two_places(views)
        assert {(row.visit, row.service, row.stage, row.state, row.counter) for row in board.rows} == folded(heard)
        for line in board.lines:
            waiting = [
                view
                for view in views
                for leg in view.legs
                if (leg.service, leg.stage, leg.state) == (line.service, "reception", "waiting")
            ]
            assert line.people_waiting == len({view.visit for view in waiting})

    asyncio.run(scenario())


async def take(office, opened, key, step, now):
    """One step of somebody; new numbers are added to `opened`."""
    match step:
        case ("arrive", both):
            opened.append((await issue(office, key, moving(INSURE) if both else None)).visit)
        case ("booked", slots):
            begins = NINE + timedelta(minutes=5 * (int((now - NINE) / timedelta(minutes=5)) + 1 + slots))
            made = await office.bookings.book(Resident(), BookAppointment("moving_in", begins), key)
            opened.append((await office.bookings.check_in(clerk(1), CheckIn(made.appointment.appointment), key)).visit)
        case ("next", counter, finish):
            await office.call_next(clerk(counter), CallNext(counter=counter, stage=COUNTERS[counter], finish=finish))
        case ("undo", counter):
            await office.undo(clerk(counter), UndoStep(counter=counter))
        case ("split", counter, which, legs):
            visit = await office.visit(clerk(counter), opened[which % len(opened)])
            chosen = tuple({visit.legs[leg % len(visit.legs)].leg for leg in legs if visit.legs})
            message = SplitVisit(visit=visit.visit, version=visit.version, legs=chosen)
            opened.append((await office.split_visit(clerk(counter), message)).goes.visit)
        case ("merge", counter, which, other):
            visit = await office.visit(clerk(counter), opened[which % len(opened)])
            number = (await office.visit(clerk(counter), opened[other % len(opened)])).number
            await office.merge_visits(clerk(counter), MergeVisits(visit=visit.visit, version=visit.version, number=number))
        case ("act", counter, which, leg, action, service, then_next):
            visit = await office.visit(clerk(counter), opened[which % len(opened)])
            if not visit.legs:
                return
            message = ActOnLeg(
                visit=visit.visit,
                leg=visit.legs[leg % len(visit.legs)].leg,
                action=action,
                version=visit.version,
                reason="something_else" if action == "send_back" else "other",
                note="番地",
                due=now + timedelta(seconds=50) if action == "hold" and leg % 2 else None,
                to_service=service,
                then_next=then_next,
            )
            await office.act(clerk(counter), message)


def over_by(heard, opened):
    """Visits that have ended or went on with another one, as the events alone tell it."""
    over, known = set(), set()
    for event in heard:
        match event:
            case VisitOpened():
                assert event.visit not in known, "a number is given once"
                known.add(event.visit)
            case VisitSplit():
                assert (event.visit in known) == (event.how == "undone"), "a number is given once"
                known.add(event.visit)
                over.discard(event.visit)
            case VisitMerged() | VisitEnded():
                assert event.visit not in over, "a visit ends once, unless its end was taken back"
                over.add(event.visit)
            case VisitReopened():
                over.remove(event.visit)
    assert known == set(opened)
    return over


def nobody_is_served_twice(heard):
    served = set()
    for event in heard:
        if isinstance(event, VisitMerged):
            # what the other one came for may lead to the same places
            served = {place for place in served if place[0] != event.into}
        place = (event.visit, event.service, event.stage) if isinstance(event, LegMoved) else None
        if place and event.how == "transferred":
            served.discard(place)  # another procedure of the same visit may come to the same line
        if place and event.how in ("undone", "sent_back") and event.state != "done":
            served.discard(place)
        elif place and event.state == "done":
            assert event.how == "undone" or place not in served, "nobody is served twice at one stage"
            served.add(place)


def nothing_is_in_two_places(views):
    legs = [leg.leg for view in views for leg in view.legs]
    assert len(legs) == len(set(legs)), "nothing is in two visits"
    assert {view.visit for view in views if not view.legs} == {view.visit for view in views if view.merged_into}
    at_counters = {
        (view.visit, leg.counter, leg.service, leg.stage)
        for view in views
        for leg in view.legs
        if leg.state in ("called", "serving") and leg.counter < 20
    }
    assert len({counter for _, counter, _, _ in at_counters}) == len(at_counters), "one visit a counter"
    assert len({visit for visit, _, _, _ in at_counters}) == len(at_counters), "one counter a visit"


def folded(heard):
    """The board as its events alone tell it."""
    rows = {}
    for event in heard:
        if isinstance(event, VisitMerged | VisitSplit):
            rows = {place: row for place, row in rows.items() if place[0] != event.visit}
        if isinstance(event, LegCalled):
            rows[event.row.visit, event.row.service, event.row.stage] = event.row
        elif isinstance(event, LegMoved):
            if event.off_board:
                rows.pop((event.visit, event.service, event.stage), None)
            if event.missed:
                rows[event.visit, event.service, event.stage] = event.missed
            if event.called:
                rows[event.visit, event.service, event.stage] = event.called
    return {(row.visit, row.service, row.stage, row.state, row.counter) for row in rows.values()}
