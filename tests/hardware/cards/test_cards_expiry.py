"""Until when a card is good: told, never blocking, and nothing else of the file is kept."""

from datetime import date

import pytest

from hardware.cards import conversation
from hardware.cards.commands import COMMON_AP, select_application
from hardware.cards.expiry import expired, last_day, licence_last_day
from hardware.cards.guarded_link import GuardedLink
from hardware.cards.port import CardKind, Present, Secret
from hardware.cards.simulated.files import card_of
from hardware.cards.simulated.people import load

PEOPLE = {person.id: person for person in load()}
SERIAL, MUNICIPALITY = b"918273645546372", b"14131"
RECORD = b"\x01\x1c" + SERIAL + MUNICIPALITY + b"20350217"


def look(card):
    return GuardedLink(card.answer).run(conversation.look())


@pytest.mark.parametrize(
    ("record", "day"),
    [
        (RECORD, date(2035, 2, 17)),
        (RECORD + b"\xff\xff", date(2035, 2, 17)),
        (RECORD[:-1], None),
        (RECORD[:-8] + b"20350231", None),
        (RECORD[:-8] + b"2035 217", None),
        (b"\x01\x1d" + RECORD[2:] + b"0", None),  # of another layout: what its last bytes are is not known
        (b"\x02" + RECORD[1:], None),
        (b"", None),
        (b"\xff" * 30, None),
    ],
)
def test_the_last_day_of_a_my_number_card_stands_at_the_end_of_its_record(record, day):
    assert last_day(record) == day


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("450B303038202311012027110146023030", date(2027, 11, 1)),
        ("450B3030382023110120271301", None),
        ("450B30303820231101202711", None),
        ("450A3030382023110120271101", None),
        ("450B303038202311012A271101", None),
        ("", None),
    ],
)
def test_the_last_day_of_a_licence_is_written_in_half_bytes(file, day):
    assert licence_last_day(bytes.fromhex(file)) == day
    assert licence_last_day(None) is None


def test_nothing_of_the_record_is_kept_but_the_day():
    card = card_of(PEOPLE["taro"])
    card.applications[COMMON_AP].records[0x0001] = RECORD
    traced = []
    present = GuardedLink(card.answer, lambda *line: traced.append(line)).run(conversation.look())

    assert present == Present(CardKind.MY_NUMBER, 3, expires=date(2035, 2, 17))
    for written in (repr(present), repr(traced)):
        assert SERIAL.decode() not in written
        assert SERIAL.hex() not in written
        assert MUNICIPALITY.decode() not in written


@pytest.mark.parametrize("spoil", [lambda common: common.records.clear(), lambda common: common.records.update({1: b"\x01\x1c"})])
def test_a_card_that_does_not_say_its_last_day_is_as_good_as_any(spoil):
    card = card_of(PEOPLE["taro"])
    spoil(card.applications[COMMON_AP])

    assert look(card) == Present(CardKind.MY_NUMBER, 3)
    del card.applications[COMMON_AP]
    assert look(card) == Present(CardKind.MY_NUMBER, 3)


def test_the_record_is_asked_for_without_a_try_and_never_while_reading():
    card = card_of(PEOPLE["taro"])
    look(card)
    assert (COMMON_AP, 0x0001) in card.reached
    card.reached.clear()
    heard = []

    link = GuardedLink(lambda command: heard.append(command) or card.answer(command))
    link.run(conversation.read(Secret("pin", "1234")))

    assert len(heard) == 6
    assert select_application(COMMON_AP) not in heard


def test_a_card_is_good_through_its_last_day():
    last = date(2026, 11, 21)

    assert [expired(last, date(2026, 11, day)) for day in (20, 21, 22)] == [False, False, True]
    assert not expired(None, date(9999, 12, 31))
