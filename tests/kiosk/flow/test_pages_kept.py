"""The list of pages is asked for several times a touch: it is made once, and anew as soon as anything it is made of is another."""

import msgspec

from kiosk.flow.moves import Around, all_pages
from kiosk.flow.pages import pages
from kiosk.flow.state import change
from tests.kiosk.flow.resident import NOW, Resident, demo


def test_a_key_that_changes_no_answer_finds_the_pages_of_the_key_before():
    resident = Resident().choose_procedure("moving", "in").go_on().for_themselves().choose("japan")
    around = Around(demo(), NOW)
    before = all_pages(resident.session, around)

    resident.type("か")

    assert all_pages(resident.session, around) is before


def test_other_answers_procedures_or_words_have_pages_of_their_own():
    resident = Resident().choose_procedure("moving", "in").go_on().for_themselves().choose("japan")
    session, around = resident.session, Around(demo(), NOW)
    first = all_pages(session, around)
    another = change(session, answers={**session.answers, "movers": [{"nationality": "other"}]})
    fewer = change(session, procedures=())
    forms = {**demo().forms, "moving_in": demo().forms["moving_out"]}
    elsewhere = Around(msgspec.structs.replace(demo(), forms=forms), NOW)

    assert all_pages(another, around) == pages(demo(), session.procedures, another.answers) != first
    assert all_pages(fewer, around) == ()
    assert all_pages(session, around) == first
    assert all_pages(session, elsewhere) == pages(elsewhere.bundle, session.procedures, session.answers) != first
