"""Whatever clerks do in whatever order: no number is lost, none is served twice, and the board agrees with the office."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.domain.transitions import IllegalAction
from hub.office import Conflict, CounterBusy, Declined, WrongCounter
from hub.security.actors import Board
from hub.wire import ActOnLeg, CallNext, LegCalled, LegMoved, UndoStep, VisitEnded, VisitOpened, VisitReopened
from tests.hub.small_office import INSURE, Clock, clerk, issue, moving, small_office

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
arrivals = st.tuples(st.just("arrive"), st.booleans())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(next_calls, acts, acts, acts, undos, arrivals), min_size=5, max_size=40))
def test_no_number_is_lost_or_served_twice(steps):
    async def scenario():
        heard, clock = [], Clock()
        with tempfile.TemporaryDirectory() as folder:
            async with small_office(Path(folder), clock) as office:
                office.subscribe(heard.extend)
                opened = [(await issue(office, f"first{i}", moving(INSURE) if i % 2 else None)).visit for i in range(3)]
                for index, step in enumerate(steps):
                    clock.forward(seconds=20)
                    try:
                        match step:
                            case ("arrive", both):
                                opened.append((await issue(office, f"k{index}", moving(INSURE) if both else None)).visit)
                            case ("next", counter, finish):
                                message = CallNext(counter=counter, stage=COUNTERS[counter], finish=finish)
                                await office.call_next(clerk(counter), message)
                            case ("undo", counter):
                                await office.undo(clerk(counter), UndoStep(counter=counter))
                            case ("act", counter, which, leg, action, service, then_next):
                                visit = await office.visit(clerk(counter), opened[which % len(opened)])
                                chosen = visit.legs[leg % len(visit.legs)].leg
                                await office.act(
                                    clerk(counter),
                                    ActOnLeg(
                                        visit=visit.visit,
                                        leg=chosen,
                                        action=action,
                                        version=visit.version,
                                        reason="something_else" if action == "send_back" else "other",
                                        to_service=service,
                                        then_next=then_next,
                                    ),
                                )
                    except (IllegalAction, Conflict, CounterBusy, Declined, WrongCounter):
                        continue
                views = [await office.visit(clerk(1), visit) for visit in opened]
                listed = {visit.visit for visit in await office.visits(clerk(1))}
                board = await office.board_state(Board("01"))
                kept = await office.events_since(Board("01"), 0)
        over = set()
        for event in heard:
            if isinstance(event, VisitEnded):
                assert event.visit not in over, "a visit ends once, unless its end was taken back"
                over.add(event.visit)
            elif isinstance(event, VisitReopened):
                over.remove(event.visit)
        assert [event.visit for event in heard if isinstance(event, VisitOpened)] == opened
        assert listed == set(opened) - over, "a visit is open or it has ended"
        assert kept == tuple(heard)
        served = set()
        for event in heard:
            place = (event.visit, event.service, event.stage) if isinstance(event, LegMoved) else None
            if place and event.how == "transferred":
                served.discard(place)  # another procedure of the same visit may come to the same line
            if place and event.how in ("undone", "sent_back") and event.state != "done":
                served.discard(place)
            elif place and event.state == "done":
                assert event.how == "undone" or place not in served, "nobody is served twice at one stage"
                served.add(place)
        at_counters = [
            leg.counter for view in views for leg in view.legs if leg.state in ("called", "serving") and leg.counter < 20
        ]
        assert len(at_counters) == len(set(at_counters)), "one visit a counter"
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


def folded(heard):
    """The board as its events alone tell it."""
    rows = {}
    for event in heard:
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
