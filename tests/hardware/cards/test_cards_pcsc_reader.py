"""The PC/SC driver through pyscard, a real pcscd and its virtual reader, against the simulator's process."""

import logging
import threading

import pytest
from smartcard import scard

from hardware.cards import open_reader
from hardware.cards.pcsc_reader import PcscReader
from hardware.cards.pcsc_service import GIVEN_UP, MOST_GIVEN_UP
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret
from tests.hardware.cards.conftest import PcscSimulator
from tests.hardware.cards.pcsc_machine import READERS, context

PIN, CODE_B, WRONG = Secret("pin", "1234"), Secret("code_b", "55021720352285"), Secret("pin", "9999")
SOON = 0.5  # seconds of patience with a service that hangs


@pytest.fixture(autouse=True)
def clear_air(shared_pcsc_simulator):
    shared_pcsc_simulator.do(lose_frames=0)


def tried(heard):
    return [line for line in heard if line.startswith("0020")]


def test_a_card_is_recognised_with_its_tries_and_nothing_is_verified(pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("taro")

    assert pcsc_reader.wait_for_card(5).tries_left == 3
    assert tried(pcsc_simulator.trace()) == ["00200080 63C3"]


@pytest.mark.parametrize("secret", [PIN, CODE_B], ids=["pin", "code b"])
def test_the_four_items_are_read_in_six_commands(pcsc_simulator, pcsc_reader, secret):
    pcsc_simulator.lay("taro")

    read = pcsc_reader.read(secret, 5)

    assert (read.name, read.address, str(read.birth_date), read.sex, read.uncertain) == (
        "川崎　太郎", "神奈川県川崎市川崎区見本町１丁目２番３号", "1980-02-17", "male", (),
    )  # fmt: skip
    assert len(pcsc_simulator.trace()) == 6


def test_a_licence_is_read_in_several_pieces(pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("licence")

    assert pcsc_reader.read(Secret("licence_pin", "1212"), 5).name == "中原　六郎"


def test_waiting_ends_soon_after_the_resident_turns_back(pcsc_simulator, pcsc_reader):
    pcsc_simulator.take()
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 3

    assert pcsc_reader.wait_for_card(3600, cancelled) == CardFault(Fault.NO_CARD)
    assert len(asked) == 4


def test_a_card_laid_down_while_waiting_is_found(pcsc_simulator, pcsc_reader):
    pcsc_simulator.take()
    rounds = []

    def cancelled():
        rounds.append(True)
        if len(rounds) == 3:
            pcsc_simulator.do(put="taro", tries=3)
        return False

    assert pcsc_reader.wait_for_card(30, cancelled).kind is CardKind.MY_NUMBER


def test_a_card_taken_away_during_the_try_leaves_the_outcome_open_and_the_next_reading_asks_first(pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("taro")
    pcsc_simulator.do(remove_after_apdu=4)

    assert pcsc_reader.read(WRONG, 5) == CardFault(Fault.UNKNOWN_OUTCOME)

    pcsc_simulator.do(put="taro")
    assert pcsc_reader.wait_for_card(5).tries_left == 2
    assert pcsc_reader.read(PIN, 5).name == "川崎　太郎"
    assert tried(pcsc_simulator.trace())[-2:] == ["00200080 63C2", "00200080 9000"]


def test_a_card_back_within_a_moment_is_not_overlooked(pcsc_simulator, pcsc_reader):
    """pcscd looks every 0.4 s: told to reset a card it has not missed yet, it would take the reader for empty from then on."""
    pcsc_simulator.lay("taro")
    pcsc_simulator.do(remove_after_apdu=2)

    assert pcsc_reader.read(PIN, 5) == CardFault(Fault.REMOVED)
    pcsc_simulator.do(put="taro")
    assert pcsc_reader.wait_for_card(5).kind is CardKind.MY_NUMBER


def test_a_wrong_pin_says_how_many_tries_are_left(pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("taro")

    assert pcsc_reader.read(WRONG, 5) == CardFault(Fault.WRONG_PIN, 2, CardKind.MY_NUMBER)
    assert pcsc_simulator.tries_sent() == 1


def test_at_the_last_try_nothing_is_sent_until_the_resident_says_so_and_a_locked_card_is_not_tried(pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("taro")
    pcsc_simulator.do(tries=1)

    assert pcsc_reader.read(WRONG, 5) == CardFault(Fault.LAST_TRY, 1, CardKind.MY_NUMBER)
    assert pcsc_simulator.tries_sent() == 0
    assert pcsc_reader.read(WRONG, 5, allow_last_try=True) == CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)
    pcsc_simulator.lay("taro")
    pcsc_simulator.do(tries=0)
    assert pcsc_reader.wait_for_card(5).tries_left == 0
    assert pcsc_reader.read(PIN, 5) == CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)
    assert set(tried(pcsc_simulator.trace())) == {"00200080 63C0"}
    assert pcsc_reader.read(CODE_B, 5).name == "川崎　太郎"


@pytest.mark.parametrize(
    ("card", "kind"),
    [
        ("residence_card", CardKind.RESIDENCE_CARD),
        ("old_resident_card", CardKind.OLD_RESIDENT_CARD),
        ("bank_card", CardKind.BANK_CARD),
        ("other_type_b", CardKind.UNKNOWN),
    ],
)
def test_other_cards_are_declined_by_name_and_never_tried(pcsc_simulator, pcsc_reader, card, kind):
    pcsc_simulator.lay(card)

    assert pcsc_reader.wait_for_card(5) == Present(kind)
    assert pcsc_reader.read(PIN, 5) == CardFault(Fault.UNSUPPORTED_CARD, kind=kind)
    assert tried(pcsc_simulator.trace()) == []


@pytest.mark.parametrize(
    ("card", "kind"),
    [("transit", CardKind.TRANSIT), ("phone", CardKind.PHONE), ("company_tag", CardKind.UNKNOWN)],
)
def test_a_transit_card_a_phone_and_a_tag_are_told_without_a_word_to_them(pcsc_simulator, pcsc_reader, card, kind):
    pcsc_simulator.lay(card)

    assert pcsc_reader.wait_for_card(5) == Present(kind)
    assert pcsc_reader.read(PIN, 5) == CardFault(Fault.UNSUPPORTED_CARD, kind=kind)
    assert pcsc_simulator.trace() == []


def test_a_phone_beside_it_does_not_win(pcsc_simulator, pcsc_reader):
    pcsc_simulator.take()
    pcsc_simulator.do(put=["phone", "taro"], tries=3)

    assert pcsc_reader.read(PIN, 5).name == "川崎　太郎"


def test_two_cards_on_one_reader_spoil_each_other_and_neither_is_tried(pcsc_simulator, pcsc_reader):
    pcsc_simulator.take()
    pcsc_simulator.do(put=["taro", "hanako"])

    assert pcsc_reader.read(PIN, 0.5) == CardFault(Fault.NO_CARD)
    assert pcsc_simulator.trace() == []


def test_of_two_readers_the_one_named_is_used_and_without_a_name_two_cards_are_said(machine, pcsc_simulator, pcsc_reader):
    pcsc_simulator.take()
    both = PcscSimulator(machine, slots=2)
    named = open_reader(f"pcsc:{READERS[1]}")
    try:
        both.do(put=["hanako", "taro"], tries=3)
        for reader in READERS:
            machine.until_card(True, reader)

        assert named.read(PIN, 5).name == "川崎　太郎"
        assert pcsc_reader.wait_for_card(5) == CardFault(Fault.TWO_CARDS)
        assert pcsc_reader.read(PIN, 5) == CardFault(Fault.TWO_CARDS)
    finally:
        both.stop()
        machine.until_card(False)


def test_a_card_that_does_not_answer_to_power_is_declined(machine, pcsc_simulator, pcsc_reader):
    for _ in range(3):
        pcsc_simulator.do(put="taro", air={"mute": True})
        told = pcsc_reader.wait_for_card(30)
        if told != CardFault(Fault.UNREADABLE, kind=CardKind.UNKNOWN):
            break
        # The driver looked whether a card lies there between powering it and asking for its answer: it was taken as powered.
        pcsc_simulator.take()
        machine.until_card(False)

    assert told == CardFault(Fault.UNSUPPORTED_CARD, kind=CardKind.UNKNOWN)
    assert pcsc_simulator.trace() == []


def test_a_card_in_a_wallet_that_is_powered_and_then_lost_is_told_from_one_of_another_make(pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("taro")
    pcsc_simulator.do(lose_frames=15)

    assert pcsc_reader.wait_for_card(30) == CardFault(Fault.UNREADABLE, kind=CardKind.UNKNOWN)


def test_an_answer_spoilt_on_the_way_is_asked_for_again_while_looking_and_never_while_trying(pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("taro")
    pcsc_simulator.do(lose_frames=1)
    assert pcsc_reader.wait_for_card(30).kind is CardKind.MY_NUMBER

    heard = []

    def spoil_the_try(header, status):
        heard.append(header)
        if len(heard) == 3:
            pcsc_simulator.do(lose_frames=1)

    assert open_reader("pcsc:", spoil_the_try).read(PIN, 5) == CardFault(Fault.UNKNOWN_OUTCOME)
    assert len(heard) == 3


def test_a_card_in_a_reader_with_contacts_has_its_answers_fetched(pcsc_simulator, pcsc_reader):
    pcsc_simulator.take()
    pcsc_simulator.do(put="hanako", tries=3, air={"contacts": True})

    assert pcsc_reader.read(Secret("pin", "2468"), 5).name == "多摩　花子"
    assert pcsc_simulator.tries_sent() == 1


def test_a_card_whose_file_is_broken_is_unreadable(pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("garbled")

    assert pcsc_reader.read(Secret("pin", "7777"), 5) == CardFault(Fault.UNREADABLE, kind=CardKind.MY_NUMBER)


@pytest.mark.parametrize("entered", ["", "123", "12345", "abcd"])
def test_what_is_no_pin_does_not_even_look_for_a_card(pcsc_simulator, pcsc_reader, entered):
    pcsc_simulator.lay("taro")

    assert pcsc_reader.read(Secret("pin", entered), 5) == CardFault(Fault.REFUSED_INPUT)
    assert pcsc_simulator.trace() == []


class OtherProgram:
    """Another client of the same service, at the level of its calls."""

    def __init__(self, mode=scard.SCARD_SHARE_SHARED):
        self.context = context()
        self.code, self.card, _ = scard.SCardConnect(self.context, READERS[0], mode, scard.SCARD_PROTOCOL_T1)

    def say(self, command):
        _, answer = scard.SCardTransmit(self.card, scard.SCARD_PCI_T1, list(bytes.fromhex(command)))
        return bytes(octet & 0xFF for octet in answer[-2:]).hex()

    def leave(self):
        scard.SCardReleaseContext(self.context)


@pytest.mark.parametrize("apdus_until_fault", [None, 5], ids=["read", "unreadable on the way"])
def test_the_card_forgets_the_secret_before_anybody_else_may_ask_it(pcsc_simulator, pcsc_reader, apdus_until_fault):
    pcsc_simulator.lay("taro" if apdus_until_fault is None else "garbled")
    read = pcsc_reader.read(PIN if apdus_until_fault is None else Secret("pin", "7777"), 5)
    assert isinstance(read, CardData if apdus_until_fault is None else CardFault)

    other = OtherProgram()
    go_on_reading = other.say("00B0000010")
    answers = [other.say(command) for command in ("00A4040C0AD3921000310001010408", "00A4020C020002", "00B0000010")]
    other.leave()

    assert go_on_reading == "6986"  # nothing is chosen any more
    assert answers == ["9000", "9000", "6982"]


def test_no_other_program_gets_at_the_card_while_it_is_read(pcsc_simulator):
    codes = []

    def try_to_share(header, status):
        other = OtherProgram()
        codes.append(other.code)
        other.leave()

    pcsc_simulator.lay("taro")
    assert open_reader("pcsc:", try_to_share).read(PIN, 5).name == "川崎　太郎"

    assert codes == [scard.SCARD_E_SHARING_VIOLATION] * 6


def test_a_reader_another_program_holds_is_said_and_used_when_it_lets_go(pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("taro")
    other = OtherProgram(scard.SCARD_SHARE_EXCLUSIVE)

    assert pcsc_reader.read(PIN, 30) == CardFault(Fault.READER_GONE)

    other.leave()
    assert pcsc_reader.read(PIN, 5).name == "川崎　太郎"


def test_a_service_that_does_not_run_is_said_at_once_and_used_when_it_does(machine, pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("taro")
    machine.stop()

    assert pcsc_reader.wait_for_card(3600) == CardFault(Fault.READER_GONE)
    assert pcsc_reader.read(PIN, 3600) == CardFault(Fault.READER_GONE)

    machine.start()
    assert pcsc_reader.read(PIN, 5).name == "川崎　太郎"


def test_a_reader_unplugged_and_plugged_in_again_is_found_by_the_same_object(machine, pcsc_simulator, pcsc_reader):
    pcsc_simulator.lay("taro")
    machine.unplug()
    machine.restart()
    assert pcsc_reader.wait_for_card(3600) == CardFault(Fault.READER_GONE)
    assert open_reader("pcsc:Nobody's").wait_for_card(3600) == CardFault(Fault.READER_GONE)

    machine.plug_in()
    machine.restart()
    assert pcsc_reader.wait_for_card(5).kind is CardKind.MY_NUMBER


def test_a_service_that_ends_while_the_resident_is_awaited_is_said(machine, pcsc_simulator, pcsc_reader):
    pcsc_simulator.take()
    rounds = []

    def cancelled():
        rounds.append(True)
        if len(rounds) == 3:
            machine.stop()
        return False

    assert pcsc_reader.wait_for_card(3600, cancelled) == CardFault(Fault.READER_GONE)


@pytest.mark.parametrize(("apdus", "fault"), [(3, Fault.UNKNOWN_OUTCOME), (5, Fault.READER_GONE)])
def test_a_service_that_ends_under_a_try_leaves_its_outcome_open_and_else_is_gone(machine, pcsc_simulator, apdus, fault):
    heard = []

    def stop_after(header, status):
        heard.append(header)
        if len(heard) == apdus:
            machine.stop()

    pcsc_simulator.lay("taro")

    assert PcscReader("", stop_after).read(PIN, 5) == CardFault(fault)
    assert len(heard) == apdus


def test_a_service_that_hangs_is_said_and_used_when_it_answers_again(machine, pcsc_simulator):
    pcsc_simulator.lay("taro")
    reader = PcscReader("", patience=SOON)
    machine.freeze()
    try:
        assert reader.wait_for_card(3600) == CardFault(Fault.READER_GONE)
    finally:
        machine.thaw()

    assert PcscReader("").read(PIN, 5).name == "川崎　太郎"


def test_a_service_that_hangs_for_days_does_not_fill_the_kiosk_with_threads(machine, pcsc_simulator):
    pcsc_simulator.lay("taro")
    machine.freeze()
    try:
        for _ in range(MOST_GIVEN_UP + 3):
            assert PcscReader("", patience=SOON / 10).wait_for_card(3600) == CardFault(Fault.READER_GONE)
        left = [thread for thread in threading.enumerate() if thread.name == GIVEN_UP]
    finally:
        machine.thaw()

    assert len(left) == MOST_GIVEN_UP
    for thread in left:
        thread.join()
    assert PcscReader("").read(PIN, 5).name == "川崎　太郎"


@pytest.mark.parametrize(("apdus", "fault"), [(4, Fault.UNKNOWN_OUTCOME), (6, Fault.READER_GONE)])
def test_a_reader_that_hangs_at_any_command_is_given_up_and_no_try_repeated(pcsc_simulator, apdus, fault):
    pcsc_simulator.lay("taro")
    pcsc_simulator.do(hang_after_apdu=apdus)

    assert PcscReader("", patience=SOON).read(PIN, 5) == CardFault(fault)
    assert len(pcsc_simulator.trace()) == apdus

    pcsc_simulator.take()
    pcsc_simulator.lay("taro")
    assert PcscReader("").read(PIN, 5).name == "川崎　太郎"


def test_neither_log_nor_output_nor_trace_hold_a_secret_or_an_item(pcsc_simulator, caplog, capfd):
    caplog.set_level(logging.DEBUG - 1)
    traced = []
    pcsc_simulator.lay("taro")

    read = open_reader("pcsc:", lambda *line: traced.append(" ".join(line))).read(PIN, 5)

    said = "\n".join((caplog.text, *capfd.readouterr(), *traced, repr(read), *pcsc_simulator.trace())).lower()
    assert len(traced) == 6
    for secret in ("1234", "31323334", "川崎", "川崎".encode().hex(), "19800217", "1980-02-17"):
        assert secret not in said
