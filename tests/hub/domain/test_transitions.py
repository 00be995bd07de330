from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.procedure import Procedure
from hub.domain.plan import plan
from hub.domain.stage import FINAL, Action, Place, State
from hub.domain.transitions import TRANSITIONS, IllegalAction, advance, close
from hub.domain.visit import Visit
from tests.hub.small_office import BUNDLE, CERTIFICATES, INSURANCE, NINE, RESIDENCE

SERVICES = (RESIDENCE, CERTIFICATES, INSURANCE)
CLERKS = [action for action in Action if action is not Action.CLOSE]


def visit_for(*procedures: str) -> Visit:
    chosen = [BUNDLE.procedures[name] for name in procedures]
    made = plan(SERVICES, chosen, RESIDENCE, (f"l{i}" for i in count()), NINE)
    return Visit("v", NINE.date(), "A-001", made.lead.id, NINE, made.legs)


def state(visit: Visit, procedure: str, stage: str) -> State:
    return next(leg.state for leg in visit.legs if (leg.procedure, leg.stage) == (procedure, stage))


def through(visit: Visit, procedure: str, stage: str, *actions: Action) -> Visit:
    leg = next(leg for leg in visit.legs if (leg.procedure, leg.stage) == (procedure, stage))
    for action in actions:
        visit = advance(visit, leg.id, action, NINE, counter=1)
    return visit


AT_COUNTER = (Action.CALL, Action.START, Action.FINISH)
ON_PAPER = (Action.START, Action.FINISH)


def test_a_resident_is_called_twice_and_the_papers_pass_the_back_office_between():
    visit = visit_for("moving_in")

    visit = through(visit, "moving_in", "reception", *AT_COUNTER)
    for stage in ("examination", "entry", "verification"):
        assert state(visit, "moving_in", "delivery") is State.BLOCKED
        visit = through(visit, "moving_in", stage, *ON_PAPER)
    assert state(visit, "moving_in", "delivery") is State.WAITING
    visit = through(visit, "moving_in", "delivery", *AT_COUNTER)

    assert visit.ended


def test_the_back_office_calls_nobody():
    visit = through(visit_for("moving_in"), "moving_in", "reception", *AT_COUNTER)

    with pytest.raises(IllegalAction):
        through(visit, "moving_in", "examination", Action.CALL)


def test_several_procedures_are_received_in_one_go_and_delivered_in_one_go():
    visit = through(visit_for("moving_in", "seal"), "moving_in", "reception", *AT_COUNTER)
    assert state(visit, "seal", "reception") is State.DONE

    for stage in ("examination", "entry", "verification"):
        visit = through(visit, "moving_in", stage, *ON_PAPER)
        if state(visit, "seal", stage) is not State.DONE:
            assert state(visit, "moving_in", "delivery") is State.BLOCKED
            visit = through(visit, "seal", stage, *ON_PAPER)
    visit = through(visit, "seal", "delivery", Action.CALL)

    assert state(visit, "moving_in", "delivery") is State.CALLED


def test_a_certificate_with_the_new_address_waits_for_the_verification_of_the_move():
    visit = through(visit_for("certificates", "moving_in"), "moving_in", "reception", *AT_COUNTER)
    for stage in ("examination", "entry"):
        visit = through(visit, "moving_in", stage, *ON_PAPER)
    assert state(visit, "certificates", "reception") is State.BLOCKED

    visit = through(visit, "moving_in", "verification", *ON_PAPER)

    assert state(visit, "certificates", "reception") is State.WAITING
    assert next(leg for leg in visit.legs if leg.procedure == "certificates").arrived == NINE


def test_a_second_service_keeps_the_place_of_the_arrival():
    later = NINE + timedelta(minutes=20)
    visit = visit_for("moving_in", "nhi_join")
    reception = visit.legs[0].id

    for action in AT_COUNTER:
        visit = advance(visit, reception, action, later, counter=1)

    insurance = next(leg for leg in visit.legs if leg.service == "insurance")
    assert (insurance.state, insurance.since, insurance.arrived) == (State.WAITING, later, NINE)


def test_nobody_is_called_to_two_counters_at_once():
    visit = through(visit_for("moving_in", "nhi_join"), "moving_in", "reception", *AT_COUNTER)
    for stage in ("examination", "entry", "verification"):
        visit = through(visit, "moving_in", stage, *ON_PAPER)
    visit = through(visit, "nhi_join", "reception", Action.CALL)

    with pytest.raises(IllegalAction):
        through(visit, "moving_in", "delivery", Action.CALL)


def test_who_never_comes_ends_with_everything_that_would_have_followed():
    visit = through(
        visit_for("moving_in", "nhi_join"), "moving_in", "reception", Action.CALL, Action.MARK_ABSENT, Action.MARK_NO_SHOW
    )

    assert visit.ended
    assert {leg.state for leg in visit.legs} == {State.NO_SHOW}


def test_delivery_waits_until_the_slower_procedure_is_ready_too():
    chosen = [BUNDLE.procedures["moving_in"], Procedure("seal", after=("moving_in",))]
    made = plan(SERVICES, chosen, RESIDENCE, (f"l{i}" for i in count()), NINE)
    visit = Visit("v", NINE.date(), "A-001", made.lead.id, NINE, made.legs)
    visit = through(visit, "moving_in", "reception", *AT_COUNTER)
    for stage in ("examination", "entry", "verification"):
        visit = through(visit, "moving_in", stage, *ON_PAPER)
    assert state(visit, "moving_in", "delivery") is State.BLOCKED

    for stage in ("examination", "entry", "verification"):
        visit = through(visit, "seal", stage, *ON_PAPER)

    assert {state(visit, name, "delivery") for name in ("moving_in", "seal")} == {State.WAITING}


def test_giving_up_one_procedure_does_not_hold_the_other_back():
    chosen = [BUNDLE.procedures["moving_in"], Procedure("seal", after=("moving_in",))]
    made = plan(SERVICES, chosen, RESIDENCE, (f"l{i}" for i in count()), NINE)
    visit = Visit("v", NINE.date(), "A-001", made.lead.id, NINE, made.legs)
    visit = through(visit, "moving_in", "reception", *AT_COUNTER)

    visit = through(visit, "seal", "examination", Action.CANCEL)
    for stage in ("examination", "entry", "verification"):
        visit = through(visit, "moving_in", stage, *ON_PAPER)

    assert state(visit, "moving_in", "delivery") is State.WAITING
    assert state(visit, "seal", "delivery") is State.CANCELLED


def test_the_end_of_the_day_tells_no_shows_from_those_who_left():
    called = close(through(visit_for("moving_in"), "moving_in", "reception", Action.CALL), NINE)
    waiting = close(visit_for("moving_in"), NINE)

    assert (state(called, "moving_in", "reception"), state(called, "moving_in", "entry")) == (State.NO_SHOW, State.LEFT)
    assert {leg.state for leg in waiting.legs} == {State.LEFT}


@given(
    st.sets(st.sampled_from(["moving_in", "seal", "certificates", "nhi_join"]), min_size=1),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(CLERKS)), max_size=60),
)
def test_no_sequence_of_actions_leaves_a_final_state_or_puts_a_person_at_two_counters(procedures, actions):
    visit = visit_for(*sorted(procedures))
    for index, action in actions:
        before = visit
        leg = visit.legs[index % len(visit.legs)]
        try:
            visit = advance(visit, leg.id, action, NINE, counter=1 + index)
        except IllegalAction:
            assert visit is before
            continue
        assert visit.version == before.version + 1
        for old, new in zip(before.legs, visit.legs, strict=True):
            reopened = action is Action.SEND_BACK and old.state is State.DONE and new.state in (State.WAITING, State.BLOCKED)
            assert old.state not in FINAL or old == new or reopened
        assert len({leg.counter for leg in visit.legs if leg.at_counter}) <= 1


@given(
    st.sets(st.sampled_from(["moving_in", "seal", "certificates", "nhi_join"]), min_size=1),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(CLERKS)), max_size=30),
)
def test_from_wherever_it_is_a_visit_can_be_brought_to_its_end(procedures, actions):
    visit = visit_for(*sorted(procedures))
    for index, action in actions:
        try:
            visit = advance(visit, visit.legs[index % len(visit.legs)].id, action, NINE, counter=1)
        except IllegalAction:
            continue

    for _ in range(200):
        leg = next((leg for leg in visit.legs if leg.state not in FINAL and leg.state is not State.BLOCKED), None)
        if leg is None:
            break
        way = {
            State.WAITING: Action.CALL if leg.place is Place.COUNTER else Action.START,
            State.CALLED: Action.START,
            State.ABSENT: Action.CALL,
            State.ON_HOLD: Action.RETURN,
            State.SERVING: Action.FINISH,
        }[leg.state]
        if way is Action.CALL and visit.counter is not None:
            leg = next(each for each in visit.legs if each.at_counter)
            way = Action.START if leg.state is State.CALLED else Action.FINISH
        visit = advance(visit, leg.id, way, NINE, counter=1)

    assert visit.ended


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("state_", State)
def test_every_state_is_final_or_has_a_way_out(place, state_):
    assert (state_ in FINAL) != any((p, s) == (place, state_) for p, s, _ in TRANSITIONS)
