from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.board import rows
from hub.domain.changes import events_between, line_changes, lines_of
from hub.domain.events import DomainEvent, LegCalled, LegMoved, Line, VisitEnded
from hub.domain.plan import plan
from hub.domain.retention import dead_months, expires_on, key_month
from hub.domain.stage import Action
from hub.domain.transitions import IllegalAction, advance, close
from hub.domain.visit import Visit
from tests.hub.small_office import BUNDLE, CERTIFICATES, INSURANCE, NINE, RESIDENCE

LINES = {service.id: Line(service.id, service.letter, 3) for service in (RESIDENCE, CERTIFICATES, INSURANCE)}


def visit_for(*procedures: str) -> Visit:
    chosen = [BUNDLE.procedures[name] for name in procedures]
    made = plan((RESIDENCE, CERTIFICATES, INSURANCE), chosen, RESIDENCE, (f"l{i}" for i in count()), NINE)
    return Visit("v", NINE.date(), "A-001", made.lead.id, NINE, made.legs, language="en")


def after(visit: Visit, *actions: Action) -> Visit:
    for action in actions:
        visit = advance(visit, visit.legs[0].id, action, NINE, counter=1)
    return visit


def happened(before: Visit, then: Visit) -> tuple[DomainEvent, ...]:
    return events_between(before, then, NINE, LINES)


def test_a_call_carries_everything_the_board_shows():
    visit = visit_for("moving_in", "seal")

    (event,) = happened(visit, after(visit, Action.CALL))

    assert isinstance(event, LegCalled)
    assert (event.number, event.counter, event.times, event.language, event.line) == ("A-001", 1, 1, "en", LINES["residence"])
    assert len(event.legs) == 2


def test_a_second_call_counts():
    visit = after(visit_for("moving_in"), Action.CALL)

    (event,) = happened(visit, after(visit, Action.RECALL))

    assert isinstance(event, LegCalled) and event.times == 2


def test_an_absence_takes_the_number_off_the_calls():
    visit = after(visit_for("moving_in"), Action.CALL)

    (event,) = happened(visit, after(visit, Action.MARK_ABSENT))

    assert isinstance(event, LegMoved) and (event.state, event.off_board) == ("absent", True)


def test_what_is_finished_is_told_before_what_begins_because_of_it():
    visit = after(visit_for("moving_in"), Action.CALL, Action.START)

    events = happened(visit, after(visit, Action.FINISH))

    assert [(event.stage, event.state) for event in events if isinstance(event, LegMoved)] == [
        ("reception", "done"),
        ("examination", "waiting"),
    ]


def test_the_end_of_a_visit_is_told_once_and_last():
    visit = visit_for("moving_in")

    events = happened(visit, close(visit, NINE))

    assert isinstance(events[-1], VisitEnded)
    assert sum(isinstance(event, VisitEnded) for event in events) == 1


def test_a_line_grows_and_shrinks_by_the_people_who_wait_in_it():
    visit = visit_for("moving_in", "nhi_join")

    assert line_changes(None, visit) == {"residence": 1}
    assert line_changes(visit, after(visit, Action.CALL)) == {"residence": -1}
    served = after(visit, Action.CALL, Action.START)
    assert line_changes(served, after(served, Action.FINISH)) == {"insurance": 1}


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from([a for a in Action if a is not Action.CLOSE])), max_size=40))
def test_lines_and_board_can_be_kept_from_the_changes_alone(actions):
    visit = visit_for("certificates", "moving_in", "nhi_join")
    people = dict.fromkeys(lines_of(visit), 1)
    shown: dict[tuple[str, str], int | None] = {}
    for index, action in actions:
        try:
            then = advance(visit, visit.legs[index % len(visit.legs)].id, action, NINE, counter=1 + index)
        except IllegalAction:
            continue
        for service, by in line_changes(visit, then).items():
            people[service] = people.get(service, 0) + by
        for event in happened(visit, then):
            if isinstance(event, LegMoved) and event.off_board:
                shown.pop((event.service, event.stage), None)
            if isinstance(event, LegCalled) or (isinstance(event, LegMoved) and event.state == "absent"):
                shown[event.service, event.stage] = event.counter
        visit = then

        assert {service for service, count_ in people.items() if count_} == lines_of(visit)
        assert shown == {(row.service, row.stage): row.counter for row in rows([visit])}


def test_a_key_month_is_dead_when_its_last_day_is_past():
    expiry = expires_on(NINE.date(), 30)

    assert key_month(expiry) == "2027-04"
    assert dead_months(["2027-03", "2027-04", "2026-12"], expiry) == ("2026-12", "2027-03")
