from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.procedure import Procedure
from config.site import Service
from config.way import NO_PROCEDURE, UnknownProcedure, lead_of
from hub.domain.plan import plan
from hub.domain.stage import State
from tests.hub.small_office import BUNDLE, CERTIFICATES, INSURANCE, NINE, RESIDENCE

SERVICES = (RESIDENCE, CERTIFICATES, INSURANCE)


def planned(*procedures: Procedure, services=SERVICES):
    return plan(services, procedures, lead_of(services, procedures), (f"l{i}" for i in count()), NINE)


def named(*names: str):
    return planned(*(BUNDLE.procedures[name] for name in names))


def test_a_number_alone_goes_the_whole_way_of_its_service():
    made = plan(SERVICES, (), RESIDENCE, (f"l{i}" for i in count()), NINE)

    assert [leg.stage for leg in made.legs] == list(RESIDENCE.stages)
    assert {leg.procedure for leg in made.legs} == {NO_PROCEDURE}


def test_what_waits_for_another_procedure_never_picks_the_letter():
    made = named("certificates", "moving_in")

    assert made.lead.letter == "A"
    assert made.procedures == ("moving_in", "certificates")


def test_a_certificate_alone_waits_for_nothing():
    made = named("certificates")

    assert (made.lead.letter, made.legs[0].state, made.legs[0].arrived) == ("C", State.WAITING, NINE)


def test_the_same_procedure_twice_is_one_way_through_the_house():
    assert len(named("moving_in", "moving_in").legs) == len(RESIDENCE.stages)


def test_a_procedure_no_service_does_is_refused():
    with pytest.raises(UnknownProcedure):
        named("stray")


def test_two_procedures_that_wait_for_each_other_do_not_lock_the_visit():
    made = planned(Procedure("moving_in", after=("seal",)), Procedure("seal", after=("moving_in",)))

    assert any(leg.state is State.WAITING for leg in made.legs)


STAGES = ("reception", "examination", "entry", "verification", "accounting", "delivery")
NAMES = ("p0", "p1", "p2", "p3", "p4", "p5")


@st.composite
def offices(draw):
    """Any services doing any of six procedures, which wait for each other in any way."""
    services = tuple(
        Service(
            f"s{index}",
            letter,
            {"ja": "x"},
            ("reception", *(stage for stage in STAGES[1:] if draw(st.booleans()))),
            procedures=tuple(draw(st.lists(st.sampled_from(NAMES), unique=True))),
        )
        for index, letter in enumerate("ACD")
    )
    known = [name for name in NAMES if any(name in service.procedures for service in services)]
    chosen = draw(st.lists(st.sampled_from(known), unique=True, min_size=1)) if known else []
    return services, tuple(Procedure(name, after=tuple(draw(st.lists(st.sampled_from(NAMES), unique=True)))) for name in chosen)


@given(offices())
def test_whatever_is_configured_every_leg_can_be_reached_and_requirements_point_backwards(office):
    services, procedures = office
    if not procedures:
        return

    made = planned(*procedures, services=services)

    seen: set[str] = set()
    for leg in made.legs:
        assert set(leg.after) | set(leg.over) <= seen
        assert (leg.state is State.WAITING) == (not leg.after and not leg.over)
        seen.add(leg.id)
    assert made.legs[0].state is State.WAITING
    assert len({(leg.procedure, leg.stage) for leg in made.legs}) == len(made.legs)
