"""One desk may change a record; the others read."""

from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.holding import holder
from hub.domain.stage import State
from hub.domain.visit import Leg, Visit
from tests.hub.small_office import NINE


def visit(*legs, taken=None):
    made = tuple(
        Leg(f"v-{index}", "moving_in", "residence", stage, state, NINE + timedelta(minutes=since), counter=counter)
        for index, (stage, state, counter, since) in enumerate(legs)
    )
    return Visit("v", NINE.date(), "A-001", "residence", NINE, made, holder=taken)


def test_where_the_resident_sits_the_record_is_held():
    assert holder(visit(("examination", State.SERVING, 21, 0), ("reception", State.SERVING, 1, 5))) == 1


def test_behind_the_counter_who_began_first_holds_it():
    assert holder(visit(("examination", State.SERVING, 22, 3), ("entry", State.SERVING, 21, 1))) == 21


def test_who_took_it_over_holds_it_as_long_as_they_serve():
    legs = [("examination", State.SERVING, 22, 3), ("entry", State.SERVING, 21, 1)]
    assert holder(visit(*legs, taken=22)) == 22
    assert holder(visit(*legs, taken=23)) == 21


def test_nobody_holds_what_nobody_serves():
    assert holder(visit(("reception", State.WAITING, None, 0))) is None
    assert holder(visit(("reception", State.CALLED, 1, 0))) is None


STATES = st.tuples(st.sampled_from(["reception", "examination"]), st.sampled_from(State), st.integers(1, 4), st.integers(0, 9))


@given(st.lists(STATES, max_size=5), st.none() | st.integers(1, 4))
def test_the_holder_always_serves_the_visit(legs, taken):
    made = visit(*legs, taken=taken)
    found = holder(made)
    serving = {leg.counter for leg in made.legs if leg.state is State.SERVING}
    assert (found in serving) if serving else found is None
    assert holder(msgspec.structs.replace(made, holder=found)) == found
