"""コンビニで取るか窓口で取るか: offered once, where all that is asked for can be had there; nobody loses an answer by it."""

import pytest

from kiosk.flow import effects, events
from tests.kiosk.flow.resident import Resident, choosing, ticking, until


def at_the_choice(**wanted):
    resident = Resident()
    resident.passes_by = {}
    resident.choose_procedure("certificate").go_on()
    for _ in range(3):
        if resident.screen == "store":
            break
        resident.answer_one(wanted)
    return resident


def test_who_asks_for_their_own_certificate_chooses_where_before_any_name_is_typed():
    resident = at_the_choice()

    assert resident.screen == "store"
    assert "name" not in resident.answers


def test_who_stays_goes_on_with_the_next_question_and_is_not_asked_again():
    resident = at_the_choice().choose("at_counter")
    assert resident.where == "name:family"

    until(resident, "review")
    assert resident.screen == "review"
    assert resident.take_number().screen == "sending"


def test_who_goes_to_the_store_leaves_nothing_behind_and_takes_no_number():
    resident = at_the_choice().choose("at_store")
    assert resident.screen == "store_way"

    resident.go_on()
    assert resident.forgotten
    assert resident.done(effects.TakeNumber) == []


def test_who_reads_what_it_takes_may_still_stay():
    assert at_the_choice().choose("at_store").choose("at_counter").where == "name:family"


def test_back_leads_from_the_way_to_the_choice_and_from_there_to_the_question_before():
    resident = at_the_choice().choose("at_store").touch(events.Back())
    assert resident.screen == "store"

    resident.touch(events.Back())
    assert resident.where == "requester:choice"
    assert resident.choose("self").screen == "store"


def test_back_from_the_next_question_leads_to_the_choice():
    assert at_the_choice().choose("at_counter").touch(events.Back()).screen == "store"


@pytest.mark.parametrize("requester", ["proxy", "relative", "legal_representative"])
def test_who_comes_for_somebody_else_is_not_sent_to_a_store(requester):
    assert at_the_choice(requester=choosing(requester)).screen == "page"


def test_what_no_store_has_is_got_here():
    assert at_the_choice(documents=ticking("residence_certificate", "tax_payment_certificate")).screen == "page"


def test_a_certificate_beside_something_that_needs_the_office_is_got_here():
    resident = Resident()
    resident.passes_by = {}
    resident.choose_procedure("certificate").choose_procedure("seal", "register").go_on()
    for _ in range(60):
        if resident.page is None:
            break
        resident.answer_one()

    assert resident.screen == "review"


def test_the_choice_comes_before_the_number_where_a_correction_makes_it_possible():
    resident = at_the_choice(requester=choosing("legal_representative"))
    until(resident, "review")
    resident.touch(events.Edit("requester")).choose("self")
    until(resident, "review").go_on()

    assert resident.screen == "store"
    assert resident.choose("at_counter").screen == "consent"
