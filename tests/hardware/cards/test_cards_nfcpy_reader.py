"""The driver over nfcpy's real link against the simulator's process."""

from datetime import date

import pytest

from hardware.cards import BadReaderUrl, open_reader
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret

PIN = Secret("pin", "1234")
CODE_B = Secret("code_b", "55021720352285")
WRONG = Secret("pin", "9999")
TARO = date(2035, 2, 17)  # the last day of his card
QUICK_TO_MISS = {"fwi": 9}  # a removal shows after 0.9 s instead of 1.3 s; shorter, a busy machine would miss answers


def test_a_card_is_recognised_with_its_tries(simulator, reader):
    simulator.lay("taro")

    assert reader.wait_for_card(5) == Present(CardKind.MY_NUMBER, 3, expires=TARO)
    assert simulator.trace() == [
        "00A4040C 9000", "00A4020C 9000", "00200080 63C3",
        "00A4040C 6A82", "00A4040C 9000", "00A4020C 9000", "00B20104 9000",
    ]  # fmt: skip


@pytest.mark.parametrize("secret", [PIN, CODE_B], ids=["pin", "code b"])
def test_the_four_items_are_read(simulator, reader, secret):
    simulator.lay("taro")

    read = reader.read(secret, 5)

    assert isinstance(read, CardData)
    assert (read.name, read.address, str(read.birth_date), read.sex, read.uncertain) == (
        "川崎　太郎", "神奈川県川崎市川崎区見本町１丁目２番３号", "1980-02-17", "male", (),
    )  # fmt: skip
    assert len(simulator.trace()) == 6


def test_rare_characters_and_a_long_address_survive_the_link(simulator, reader):
    simulator.lay("long_name")

    read = reader.read(Secret("pin", "1357"), 5)

    assert read.name == "葛\U000e0100\U00020bb7\ufa11　権左衛門之助"
    assert len(read.address.encode()) > 250


@pytest.mark.parametrize("frame", [16, 32, 64, 128, 256])
def test_cards_with_small_frames_get_their_commands_in_pieces(simulator, reader, frame):
    simulator.lay("taro", fsc=frame)

    assert reader.read(CODE_B, 5).name == "川崎　太郎"


def test_a_card_that_asks_for_time_during_a_try_gets_it_and_is_tried_once(simulator, reader):
    simulator.lay("taro", waiting_time=True)

    assert reader.read(PIN, 5).name == "川崎　太郎"
    assert simulator.tries_sent() == 1


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_frames_lost_on_the_air_are_asked_for_again_and_no_try_is_repeated(simulator, reader, lost):
    simulator.lay("taro", **QUICK_TO_MISS)
    simulator.do(lose_frames=lost)

    assert reader.read(PIN, 5).name == "川崎　太郎"
    assert simulator.tries_sent() == 1
    assert simulator.tries()["pin"] == 3


def test_an_empty_field_is_no_card(simulator, reader):
    assert reader.wait_for_card(0.2) == CardFault(Fault.NO_CARD)
    assert reader.read(PIN, 0.2) == CardFault(Fault.NO_CARD)


def test_waiting_ends_soon_after_the_resident_turns_back(simulator, reader):
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 3

    assert reader.wait_for_card(3600, cancelled) == CardFault(Fault.NO_CARD)
    assert len(asked) == 4


def test_a_card_laid_down_while_waiting_is_found(simulator, reader):
    rounds = []

    def cancelled():
        rounds.append(True)
        if len(rounds) == 3:
            simulator.lay("hanako")
        return False

    assert reader.wait_for_card(30, cancelled) == Present(CardKind.MY_NUMBER, 3, expires=date(2031, 5, 3))


def test_a_card_taken_away_while_it_is_read_gives_nothing_of_it(simulator, reader):
    simulator.lay("taro", **QUICK_TO_MISS)
    simulator.do(remove_after_apdu=6)

    assert reader.read(PIN, 5) == CardFault(Fault.REMOVED)


def test_a_card_taken_away_during_the_try_leaves_the_outcome_open_and_the_next_reading_asks_first(simulator, reader):
    simulator.lay("taro", **QUICK_TO_MISS)
    simulator.do(remove_after_apdu=4)

    assert reader.read(WRONG, 5) == CardFault(Fault.UNKNOWN_OUTCOME)

    simulator.do(put="taro")
    assert reader.wait_for_card(5) == Present(CardKind.MY_NUMBER, 2, expires=TARO)
    assert reader.read(PIN, 5).name == "川崎　太郎"
    assert simulator.trace()[-4] == "00200080 63C2"
    assert simulator.tries()["pin"] == 3


def test_a_wrong_pin_says_how_many_tries_are_left(simulator, reader):
    simulator.lay("taro")

    assert reader.read(WRONG, 5) == CardFault(Fault.WRONG_PIN, 2, CardKind.MY_NUMBER)
    assert simulator.tries_sent() == 1


def test_at_the_last_try_nothing_is_sent_until_the_resident_says_so(simulator, reader):
    simulator.lay("taro")
    simulator.do(tries=1)

    assert reader.read(WRONG, 5) == CardFault(Fault.LAST_TRY, 1, CardKind.MY_NUMBER)
    assert simulator.tries()["pin"] == 1
    assert simulator.tries_sent() == 0

    assert reader.read(WRONG, 5, allow_last_try=True) == CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)
    assert simulator.tries()["pin"] == 0


def test_a_locked_card_is_not_tried_and_code_b_still_opens_it(simulator, reader):
    simulator.lay("taro")
    simulator.do(tries=0)

    assert reader.wait_for_card(5) == Present(CardKind.MY_NUMBER, 0, expires=TARO)
    assert reader.read(PIN, 5) == CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)
    assert simulator.tries_sent() <= 1
    assert reader.read(CODE_B, 5).name == "川崎　太郎"


@pytest.mark.parametrize(
    ("card", "kind"),
    [
        ("residence_card", CardKind.RESIDENCE_CARD),
        ("residence_card_next", CardKind.RESIDENCE_CARD),
        ("special_permanent", CardKind.SPECIAL_PERMANENT_RESIDENT),
        ("licence_alone", CardKind.MY_NUMBER_LICENCE),
        ("old_resident_card", CardKind.OLD_RESIDENT_CARD),
        ("transit", CardKind.TRANSIT),
        ("phone", CardKind.PHONE),
        ("phone_certificates", CardKind.PHONE),
        ("bank_card", CardKind.BANK_CARD),
        ("company_tag", CardKind.UNKNOWN),
        ("other_type_b", CardKind.UNKNOWN),
    ],
)
def test_other_cards_are_declined_by_name_and_never_tried(simulator, reader, card, kind):
    simulator.do(put=card)

    assert reader.wait_for_card(5) == Present(kind)
    assert reader.read(PIN, 5) == CardFault(Fault.UNSUPPORTED_CARD, kind=kind)
    assert not [line for line in simulator.trace() if line.startswith("0020")]


def test_a_my_number_card_with_a_licence_on_it_stays_one_and_says_so(simulator, reader):
    simulator.lay("with_licence")

    assert reader.wait_for_card(5) == Present(CardKind.MY_NUMBER, 3, expires=date(2034, 4, 12), holds_licence=True)
    assert reader.read(Secret("pin", "9876"), 5).name == "幸　九郎"


def test_a_my_number_card_whose_items_are_blocked_is_said_before_anybody_types_a_pin(simulator, reader):
    simulator.lay("blocked")
    blocked = CardFault(Fault.UNREADABLE, kind=CardKind.MY_NUMBER)

    assert reader.wait_for_card(5) == blocked
    assert reader.read(Secret("pin", "1010"), 5) == blocked
    assert not [line for line in simulator.trace() if line.startswith("0020")]


def test_an_expired_card_is_read_and_its_last_day_told(simulator, reader):
    simulator.lay("expired")

    assert reader.wait_for_card(5).expires == date(2024, 9, 30)
    assert reader.read(Secret("pin", "2222"), 5).name == "川崎　八重"


def test_two_cards_at_once_are_said_and_neither_is_tried(simulator, reader):
    simulator.do(put=["taro", "hanako"])

    assert reader.wait_for_card(30) == CardFault(Fault.TWO_CARDS)
    assert reader.read(PIN, 30) == CardFault(Fault.TWO_CARDS)
    assert simulator.trace() == []


@pytest.mark.parametrize("beside", ["phone", "transit", "bank_card"])
def test_a_phone_or_another_card_beside_it_does_not_win(simulator, reader, beside):
    simulator.do(put=[beside, "taro"], tries=3)

    assert reader.read(PIN, 5).name == "川崎　太郎"


def test_a_card_whose_file_is_broken_is_unreadable(simulator, reader):
    simulator.lay("garbled")

    assert reader.read(Secret("pin", "7777"), 5) == CardFault(Fault.UNREADABLE, kind=CardKind.MY_NUMBER)


def test_one_item_that_is_no_text_leaves_the_others(simulator, reader):
    simulator.lay("bad_utf8")

    read = reader.read(Secret("pin", "6666"), 5)

    assert (read.name, read.uncertain) == (None, ("name",))
    assert read.sex == "female"


@pytest.mark.parametrize("entered", ["", "123", "12345", "abcd", "123456789012"])
def test_what_is_no_pin_does_not_even_look_for_a_card(simulator, reader, entered):
    simulator.lay("taro")

    assert reader.read(Secret("pin", entered), 5) == CardFault(Fault.REFUSED_INPUT)
    assert simulator.trace() == []


def test_a_pin_typed_in_full_width_is_understood(simulator, reader):
    simulator.lay("taro")

    assert reader.read(Secret("pin", "１２３４"), 5).name == "川崎　太郎"


def test_the_session_ends_with_the_reading(simulator, reader):
    simulator.lay("taro")
    reader.read(PIN, 5)

    assert reader.read(WRONG, 5).fault is Fault.WRONG_PIN


def test_a_reader_that_is_gone_is_said_and_found_again(own_simulator):
    reader = open_reader(own_simulator.url)
    own_simulator.lay("taro")
    assert isinstance(reader.read(PIN, 5), CardData)

    own_simulator.stop()

    assert reader.wait_for_card(60) == CardFault(Fault.READER_GONE)
    assert reader.read(PIN, 60) == CardFault(Fault.READER_GONE)
    reader.close()


def test_a_reader_that_comes_back_is_used_again_without_being_made_anew(own_simulator, start_simulator):
    reader = open_reader(own_simulator.url)
    own_simulator.stop()
    assert reader.wait_for_card(60) == CardFault(Fault.READER_GONE)

    plugged_in_again = start_simulator(own_simulator.url.removeprefix("nfcpy:udp:"))
    try:
        plugged_in_again.lay("taro")
        assert reader.wait_for_card(5) == Present(CardKind.MY_NUMBER, 3, expires=TARO)
    finally:
        reader.close()
        plugged_in_again.stop()


def test_a_reader_that_was_never_there_is_gone():
    reader = open_reader("nfcpy:usb:ffff:ffff")

    assert reader.wait_for_card(60) == CardFault(Fault.READER_GONE)
    reader.close()


def test_a_reader_that_dies_while_it_reads_is_told_from_a_card_taken_away(own_simulator):
    heard = []

    def stop_at_the_file(header, status):
        heard.append(header)
        if len(heard) == 5:
            own_simulator.stop()

    reader = open_reader(own_simulator.url, stop_at_the_file)
    own_simulator.lay("taro", **QUICK_TO_MISS)

    assert reader.read(PIN, 5) == CardFault(Fault.READER_GONE)
    reader.close()


def test_a_reader_that_dies_under_a_try_leaves_its_outcome_open(own_simulator):
    heard = []

    def stop_before_the_try(header, status):
        heard.append(header)
        if header == "00200080":
            own_simulator.stop()

    reader = open_reader(own_simulator.url, stop_before_the_try)
    own_simulator.lay("taro", **QUICK_TO_MISS)

    assert reader.read(PIN, 5) == CardFault(Fault.UNKNOWN_OUTCOME)
    assert len(heard) == 3
    reader.close()


def test_a_card_that_only_answers_to_polling_is_declined(simulator, reader):
    simulator.lay("taro", mute=True)

    assert reader.wait_for_card(30) == CardFault(Fault.UNSUPPORTED_CARD, kind=CardKind.UNKNOWN)


def test_a_card_in_a_wallet_that_is_heard_and_then_lost_is_told_from_one_of_another_make(simulator, reader):
    def always_lost():
        simulator.do(lose_frames=15)
        return False

    simulator.lay("taro", fwi=6)

    assert reader.wait_for_card(30, always_lost) == CardFault(Fault.UNREADABLE, kind=CardKind.UNKNOWN)
    assert simulator.tries() == {"pin": 3, "code_b": 10}


@pytest.mark.parametrize("url", ["", "nfcpy", "nfcpy:", "nfcpy:bluetooth", "usb", "pcsc", "http://x"])
def test_a_reader_nobody_can_open_is_refused_with_the_cure(url):
    with pytest.raises(BadReaderUrl, match="nfcpy:usb"):
        open_reader(url)
