"""What a contactless card's answer to reset tells, and how a card with contacts is made to say all it has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.guarded_link import LinkLost
from hardware.cards.pcsc_atr import Air, air, kind_by_identifier, kind_without_asking
from hardware.cards.pcsc_reader import MOST_FETCHES, whole_answer
from hardware.cards.port import CardKind

READ = bytes.fromhex("00B00000FB")


@pytest.mark.parametrize(
    ("atr", "way"),
    [
        ("3B8F8001804F0CA000000306 11 003B 00000000 42", Air.FELICA),  # PC/SC part 3 supplement
        ("3B8F8001804F0CA000000306 03 0001 00000000 6A", Air.MEMORY),  # Mifare 1K
        ("3B8880010000 05E0 B38171 00 CB", Air.TYPE_B),
        ("3B8080 0101", Air.TYPE_A),  # phones
        ("3B8480015341 4D50 0D", Air.TYPE_A),
        ("3BE000FF8131FE4514", Air.TYPE_B),  # contacts
        ("3B00", Air.TYPE_B),
        ("", Air.TYPE_B),
    ],
)
def test_the_way_a_card_was_reached_is_in_its_answer_to_reset(atr, way):
    assert air(bytes.fromhex(atr)) is way


@given(st.binary(max_size=40))
def test_no_answer_to_reset_is_refused_and_only_cards_without_commands_are_named_unasked(atr):
    assert kind_without_asking(atr) == {Air.FELICA: CardKind.TRANSIT, Air.MEMORY: CardKind.UNKNOWN}.get(air(atr))


@given(st.binary(max_size=33))
def test_a_felica_answer_is_a_transit_card_whatever_follows(rest):
    felica = bytes.fromhex("3B8F8001804F0CA00000030611003B00000000")

    assert kind_without_asking(felica + rest) is CardKind.TRANSIT


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("08A1B2C39000", CardKind.PHONE),  # a random identifier
        ("3A5B7C9D9000", CardKind.BANK_CARD),
        ("04A1B2C3D4E5F69000", CardKind.BANK_CARD),
        ("6A81", CardKind.BANK_CARD),  # a reader that does not tell
        ("08A1B2C36A82", CardKind.BANK_CARD),
        ("", CardKind.BANK_CARD),
    ],
)
def test_a_phone_is_told_by_its_random_identifier(answer, kind):
    assert kind_by_identifier(bytes.fromhex(answer)) is kind


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=MOST_FETCHES - 1))
def test_what_a_card_with_contacts_keeps_is_fetched_piece_by_piece(pieces):
    sent = []
    answers = iter([*(piece + bytes((0x61, 0x10)) for piece in pieces[:-1]), pieces[-1] + b"\x90\x00"])

    def transmit(command):
        sent.append(command)
        return next(answers)

    assert whole_answer(transmit, READ, contacts=True) == b"".join(pieces) + b"\x90\x00"
    assert sent == [READ] + [bytes.fromhex("00C0000010")] * (len(pieces) - 1)


def test_a_card_that_never_comes_to_an_end_is_given_up():
    sent = []

    with pytest.raises(LinkLost):
        whole_answer(lambda command: sent.append(command) or b"\x61\x01", READ, contacts=True)

    assert len(sent) == MOST_FETCHES + 1


def test_a_contactless_card_is_never_sent_what_only_contacts_need():
    assert whole_answer(lambda command: b"\x61\x10", READ, contacts=False) == b"\x61\x10"
