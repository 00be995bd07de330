"""The last try of a PIN: said in red, possible, and never the way the screen proposes."""

from config.theme import LANDSCAPE
from hardware.cards.port import CardKind, Present
from kiosk.flow import events
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident


def at_the_pin(tries_left):
    resident = Resident(card=True).choose_procedure("moving", "in").go_on().for_themselves()
    return resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left)))


def boxes(resident):
    return {box.id: box for box in screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes}


def test_with_tries_left_reading_is_proposed():
    shown = boxes(at_the_pin(3).type("1234"))

    assert (shown["next"].role, shown["way.code_b"].role) == ("primary", "secondary")
    assert "told" not in shown


def test_at_the_last_try_the_printed_numbers_are_proposed_and_the_try_stays_possible():
    shown = boxes(at_the_pin(1).type("1234"))

    assert shown["told"].role == "banner_error"
    assert (shown["way.code_b"].role, shown["next"].role) == ("primary", "secondary")
    assert shown["next"].enabled


def test_the_question_about_the_last_try_proposes_the_printed_numbers_too():
    shown = boxes(at_the_pin(1).enter("1234"))

    assert (shown["way.code_b"].role, shown["next"].role) == ("primary", "secondary")


def test_while_the_card_is_read_no_key_of_the_card_looks_alive():
    shown = boxes(at_the_pin(3).enter("1234"))

    assert not shown["way.code_b"].enabled
    assert not shown["next"].enabled
    assert not shown["key.1"].enabled
