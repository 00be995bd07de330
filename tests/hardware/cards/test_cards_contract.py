"""What every card reader owes, whatever drives it."""

import inspect
import threading
from datetime import date

import pytest

from hardware.cards import open_reader, port
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret

DRIVERS = {"nfcpy": "simulator", "pcsc": "pcsc_simulator"}  # driver → the simulated device it is paired with
PIN, CODE_B = Secret("pin", "2468"), Secret("code_b", "07050320311234")
HANAKO = Present(CardKind.MY_NUMBER, 3, expires=date(2031, 5, 3))


@pytest.fixture(params=DRIVERS)
def field(request):
    """What a hand lays cards into, for each driver."""
    return request.getfixturevalue(DRIVERS[request.param])


@pytest.fixture
def any_reader(field):
    reader = open_reader(field.url)
    yield reader
    reader.close()


def test_it_has_the_calls_of_the_port(any_reader):
    for name in ("wait_for_card", "lies", "read", "close"):
        wanted = list(inspect.signature(getattr(port.CardReader, name)).parameters)[1:]
        assert list(inspect.signature(getattr(any_reader, name)).parameters) == wanted


def test_it_answers_with_values_and_never_raises(any_reader, field):
    field.take()

    assert any_reader.wait_for_card(0) == CardFault(Fault.NO_CARD)
    assert any_reader.read(PIN, 0) == CardFault(Fault.NO_CARD)
    assert any_reader.read(Secret("pin", "x"), 0) == CardFault(Fault.REFUSED_INPUT)
    assert any_reader.read(PIN, 60, cancelled=lambda: True) == CardFault(Fault.NO_CARD)


def test_looking_costs_no_try_and_reading_one_at_most(any_reader, field):
    field.lay("hanako")

    for _ in range(3):
        assert any_reader.wait_for_card(5) == HANAKO
    assert any_reader.read(Secret("pin", "0000"), 5) == CardFault(Fault.WRONG_PIN, 2, CardKind.MY_NUMBER)
    assert field.tries() == {"pin": 2, "code_b": 10}


def test_a_right_secret_fills_the_counter_again(any_reader, field):
    field.lay("hanako")
    field.do(tries=2)

    assert isinstance(any_reader.read(PIN, 5), CardData)
    assert field.tries()["pin"] == 3


def test_both_secrets_give_the_same_four_items(any_reader, field):
    field.lay("hanako")

    assert any_reader.read(PIN, 5) == any_reader.read(CODE_B, 5)


def test_a_card_hears_the_same_few_words_whatever_drives_the_reader(any_reader, field):
    field.lay("hanako")
    any_reader.read(PIN, 5)

    assert field.trace() == ["00A4040C 9000", "00A4020C 9000", "00200080 63C3", "00200080 9000", "00A4020C 9000", "00B00000 9000"]


def test_every_fault_leaves_the_reader_usable(any_reader, field):
    field.lay("hanako")
    for apdus in range(1, 7):
        field.lay("hanako", fwi=8)
        field.do(remove_after_apdu=apdus)
        fault = any_reader.read(PIN, 5)
        expected = Fault.UNKNOWN_OUTCOME if apdus == 4 else Fault.REMOVED
        assert fault == CardFault(expected)

    field.lay("hanako")
    assert any_reader.read(PIN, 5).name == "多摩　花子"


def test_it_can_be_closed_twice_and_opens_itself_again(any_reader, field):
    field.lay("hanako")
    any_reader.close()
    any_reader.close()

    assert any_reader.wait_for_card(5) == HANAKO


def test_whether_a_card_lies_there_is_told_without_a_word_to_it(any_reader, field):
    field.take()
    assert any_reader.lies(None, 0) is False
    field.lay("hanako")

    assert any_reader.lies(False, 60) is True
    assert any_reader.lies(None, 0) is True
    assert any_reader.lies(True, 0.1) is True
    assert field.trace() == []


def test_a_card_that_is_taken_away_while_it_is_watched_is_missed(any_reader, field):
    field.lay("hanako")
    assert any_reader.lies(None, 0) is True
    hand = threading.Timer(0.3, field.take)
    hand.start()

    assert any_reader.lies(True, 60) is False
    hand.join()
    assert any_reader.lies(False, 0.1) is False


def test_watching_ends_for_who_turns_back(any_reader, field):
    field.lay("hanako")

    assert any_reader.lies(True, 60, lambda: True) is True


def test_other_things_than_a_card_with_our_names_lie_there_too(any_reader, field):
    for card in ("transit", "phone"):
        field.lay(card)
        assert any_reader.lies(None, 0) is True


def test_what_was_seen_when_the_secret_was_asked_for_is_compared_before_anything_is_sent(any_reader, field):
    field.lay("taro")
    seen = any_reader.wait_for_card(5)
    field.lay("hanako")

    assert any_reader.read(PIN, 5, seen=seen) == CardFault(Fault.OTHER_CARD, kind=CardKind.MY_NUMBER)
    assert field.tries() == {"pin": 3, "code_b": 10}
    assert isinstance(any_reader.read(PIN, 5, seen=HANAKO), CardData)


def test_a_licence_in_place_of_a_card_is_another_card(any_reader, field):
    field.lay("licence")

    assert any_reader.read(PIN, 5, seen=HANAKO).fault is Fault.OTHER_CARD
    seen = any_reader.wait_for_card(5)
    assert isinstance(any_reader.read(Secret("licence_pin", "1212"), 5, seen=seen), CardData)
