"""Whatever a card comes to, resident and staff have words for it, and the resident's page finds the same ones."""

from datetime import date
from pathlib import Path

import pytest

from config.languages import PLACEHOLDER, read_texts
from hardware.cards.messages import AT_THE_DIGITS, EXPIRED, TROUBLE, expiry_note, message
from hardware.cards.port import CardFault, CardKind, Fault

READ = (CardKind.MY_NUMBER, CardKind.DRIVING_LICENCE)
FAULTS = [CardFault(fault, kind=kind) for fault in Fault for kind in (None, *CardKind)]
LANGUAGES = ("ja", "en")


@pytest.fixture(scope="module")
def words():
    problems = []
    texts = read_texts(Path("config/catalogue/languages"), problems)
    assert not problems
    return texts.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_of_every_kind_of_card_has_words_for_resident_and_staff(words, language):
    missing = {key for fault in FAULTS for key in (*message(fault).resident, message(fault).staff)} - set(words[language])

    assert not missing


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_without_a_kind_is_named_by_itself(fault):
    told = message(CardFault(fault))

    assert told.staff == f"staff.card.{fault}"
    assert fault in AT_THE_DIGITS or told.resident[0] == f"{TROUBLE}.{fault}.title"


@pytest.mark.parametrize("kind", [kind for kind in CardKind if kind is not CardKind.UNKNOWN])
def test_each_kind_that_is_declined_is_declined_with_its_own_words(words, kind):
    own, plain = message(CardFault(Fault.UNSUPPORTED_CARD, kind=kind)), message(CardFault(Fault.UNSUPPORTED_CARD))

    for language in LANGUAGES:
        assert words[language][own.resident[0]] != words[language][plain.resident[0]]
        assert words[language][own.staff] != words[language][plain.staff]


def test_no_two_kinds_are_declined_with_the_same_title(words):
    for language in LANGUAGES:
        titles = [words[language][message(CardFault(Fault.UNSUPPORTED_CARD, kind=kind)).resident[0]] for kind in CardKind]
        assert len(set(titles)) == len(titles)


def test_a_licence_that_is_locked_is_not_sent_to_a_counter_of_the_ward(words):
    my_number, licence = (message(CardFault(Fault.LOCKED, 0, kind)) for kind in READ)

    assert "窓口" in words["ja"][my_number.resident[-1]]
    assert "窓口" not in words["ja"][licence.resident[-1]]
    assert "警察署" in words["ja"][licence.resident[-1]]
    assert "police" in words["en"][licence.staff]


def test_the_kiosk_finds_the_same_words_by_the_name_of_fault_and_kind(words):
    """Its page looks for the words of the kind, then for those of the fault."""
    for fault in FAULTS:
        if fault.fault in AT_THE_DIGITS:
            continue
        own = f"{TROUBLE}.{fault.fault}.{fault.kind}.title"
        plain = f"{TROUBLE}.{fault.fault}.title"
        assert message(fault).resident[0] == (own if own in words["ja"] else plain)


@pytest.mark.parametrize("kind", EXPIRED)
def test_a_card_past_its_last_day_is_told_with_the_day_and_not_before(words, kind):
    last = date(2026, 11, 20)

    assert expiry_note(kind, last, date(2026, 11, 20)) is None  # good through its last day
    assert expiry_note(kind, None, date(2026, 11, 21)) is None
    key = expiry_note(kind, last, date(2026, 11, 21))
    assert PLACEHOLDER.findall(words["ja"][key]) == PLACEHOLDER.findall(words["en"][key]) == ["date"]


def test_a_card_in_a_wallet_is_asked_out_of_it(words):
    told = message(CardFault(Fault.UNREADABLE, kind=CardKind.UNKNOWN))

    assert "さいふから出して" in words["ja"][told.resident[-1]]
    assert "財布から出して" in words["ja"][told.staff]


def test_no_staff_is_told_to_ask_for_a_pin(words):
    assert "番号は聞かないでください" in words["ja"]["staff.card.wrong_pin"]
    assert not [key for key, text in words["ja"].items() if key.startswith("staff.card.") and "聞いて" in text]
