"""A number alone becomes a procedure on its whole way, and nothing else of the visit does."""

from itertools import count

import pytest

from config.procedure import Procedure
from hub.domain.deciding import decided
from hub.domain.plan import plan
from hub.domain.visit import Visit
from tests.hub.small_office import INSURANCE, NINE, RESIDENCE


def visit_for(*procedures, lead=RESIDENCE):
    ids = (f"leg-{number}" for number in count())
    legs = plan((RESIDENCE, INSURANCE), procedures, lead, ids, NINE).legs
    return Visit("v1", NINE.date(), "A-001", lead.id, NINE, legs)


def test_every_stage_of_a_number_alone_is_of_the_procedure_from_then_on():
    before = visit_for()
    after = decided(before, before.legs[0].id, "moving_in")
    assert [leg.procedure for leg in after.legs] == ["moving_in"] * 5
    assert after.version == before.version + 1
    assert [(leg.state, leg.arrived, leg.after) for leg in after.legs] == [
        (leg.state, leg.arrived, leg.after) for leg in before.legs
    ]


def test_what_came_with_a_form_stays_what_it_is():
    before = visit_for(Procedure("seal"), Procedure("nhi_join"))
    after = decided(before, next(leg.id for leg in before.legs if leg.procedure == "nhi_join"), "nhi_leave")
    assert {leg.procedure for leg in after.legs if leg.service == "residence"} == {"seal"}
    assert {leg.procedure for leg in after.legs if leg.service == "insurance"} == {"nhi_leave"}


def test_a_leg_of_another_visit_is_no_choice():
    with pytest.raises(KeyError):
        decided(visit_for(), "of-nobody", "moving_in")
