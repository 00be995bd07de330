"""The reader's thread: real cards over the simulated field, one answer a command, nothing after the visit."""

import json
import queue
import socket
import subprocess
import sys
import threading
import time

import pytest

from hardware.cards.open import open_reader
from hardware.cards.port import CardKind, Fault, Present, Secret
from kiosk.flow.events import CardFailed, CardLies, CardRead, CardSeen, ReaderChanged
from kiosk.reader import Reader


class Field:
    """A simulated field and the hands that lay cards down."""

    closed = False

    def __init__(self):
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "hardware.cards.simulated",
                "--udp",
                "127.0.0.1:0",
                "--control",
                "127.0.0.1:0",
                "--until-stdin-closes",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ports = json.loads(self._process.stdout.readline())
        self._hands = socket.create_connection(("127.0.0.1", self.ports["control"]))
        self._answers = self._hands.makefile("r")

    def do(self, **command):
        self._hands.sendall(json.dumps(command).encode() + b"\n")
        return json.loads(self._answers.readline())

    def close(self):
        self.closed = True
        self._answers.close()
        self._hands.close()
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


@pytest.fixture
def field():
    field = Field()
    yield field
    if not field.closed:
        field.close()


@pytest.fixture
def heard():
    return queue.SimpleQueue()


@pytest.fixture
def reader(field, heard):
    reader = Reader(lambda: open_reader(f"nfcpy:udp:127.0.0.1:{field.ports['udp']}"), heard.put)
    yield reader
    reader.close()


def next_of(heard, kind):
    """The next event of `kind`."""
    while True:
        event = heard.get(timeout=60)
        if isinstance(event, kind):
            return event


def test_a_card_is_seen_and_read(field, reader, heard):
    field.do(put="taro")

    reader.wait()
    seen = next_of(heard, CardSeen)
    reader.read(Secret("pin", "1234"), allow_last_try=False)
    answer = next_of(heard, CardRead)

    assert seen.present.kind is CardKind.MY_NUMBER
    assert isinstance(answer, CardRead)
    assert answer.data.name == "川崎　太郎"


@pytest.mark.parametrize(
    ("card", "secret"), [("licence", Secret("licence_pin", "1212")), ("licence_no_pin", Secret("licence_no_pin", ""))]
)
def test_a_licence_is_read_by_its_number_or_without_one_where_none_was_chosen(card, secret, field, reader, heard):
    field.do(put=card)

    reader.wait()
    seen = next_of(heard, CardSeen)
    reader.read(secret, allow_last_try=False)
    answer = next_of(heard, CardRead)

    assert (seen.present.kind, seen.present.pin_set) == (CardKind.DRIVING_LICENCE, card == "licence")
    assert answer.data.card is CardKind.DRIVING_LICENCE
    assert answer.data.name


def test_a_wait_that_was_given_up_answers_nothing_and_the_next_one_does(field, reader, heard):
    reader.wait()
    reader.leave()
    field.do(put="taro")

    reader.wait()

    assert isinstance(next_of(heard, (CardSeen, CardFailed)), CardSeen)
    assert heard.empty()


def test_an_idle_reader_is_looked_for_and_found(reader, heard):
    event = next_of(heard, ReaderChanged)

    assert event == ReaderChanged(True)
    assert reader.ready


def test_a_reader_that_is_gone_is_told_once(field, heard):
    address = field.ports["udp"]
    field.close()
    reader = Reader(lambda: open_reader(f"nfcpy:udp:127.0.0.1:{address}"), heard.put)
    try:
        assert next_of(heard, ReaderChanged) == ReaderChanged(False)
        reader.wait()
        failed = next_of(heard, CardFailed)
    finally:
        reader.close()

    assert failed.fault.fault is Fault.READER_GONE
    assert heard.empty()


def test_the_right_card_in_place_of_the_wrong_one_is_seen_without_a_press(field, reader, heard):
    field.do(put="transit")
    reader.wait()
    assert next_of(heard, CardSeen).present.kind is CardKind.TRANSIT

    reader.wait(changed=True)
    field.do(remove=True)
    field.do(put="taro")

    assert next_of(heard, CardSeen).present.kind is CardKind.MY_NUMBER


def test_of_two_cards_one_is_taken_away_and_the_other_is_seen(field, reader, heard):
    field.do(put=["taro", "hanako"])
    reader.wait()
    assert next_of(heard, CardFailed).fault.fault is Fault.TWO_CARDS

    reader.wait(changed=True)
    field.do(put="hanako")

    assert next_of(heard, CardSeen).present.kind is CardKind.MY_NUMBER
    reader.leave()


def test_a_wait_for_another_card_is_given_up_while_the_wrong_one_lies_there(field, reader, heard):
    field.do(put="transit")
    reader.wait(changed=True)
    reader.leave()

    reader.wait()

    assert next_of(heard, CardSeen).present.kind is CardKind.TRANSIT
    assert heard.empty()


def tried(state):
    """Tries, of the commands heard since the card was laid down."""
    return [line for line in state["trace"] if line.startswith("0020")]


def test_the_tray_is_watched_without_a_word_to_the_card(field, reader, heard):
    field.do(put="taro")
    reader.watch()
    assert next_of(heard, CardLies) == CardLies(True)

    assert field.do(state=True)["trace"] == []
    field.do(remove=True)
    assert next_of(heard, CardLies) == CardLies(False)
    field.do(put="transit")
    assert next_of(heard, CardLies) == CardLies(True)
    reader.leave()


def test_a_card_taken_away_before_it_is_read_is_missed_soon_and_no_other_gets_its_pin(field, reader, heard):
    field.do(put="taro")
    reader.wait()
    next_of(heard, CardSeen)
    field.do(remove=True)

    reader.read(Secret("pin", "1234"), allow_last_try=False)

    assert next_of(heard, CardFailed).fault.fault is Fault.NO_CARD
    assert tried(field.do(put="hanako")) == []


@pytest.mark.parametrize("watched", [False, True], ids=["at once", "while it is watched"])
def test_a_pin_typed_for_one_card_is_never_sent_to_another(watched, field, reader, heard):
    field.do(put="taro")
    reader.wait()
    assert next_of(heard, CardSeen).present.tries_left == 3
    if watched:
        reader.watch()
        assert next_of(heard, CardLies) == CardLies(True)
    field.do(put="hanako", tries=2)

    reader.read(Secret("pin", "1234"), allow_last_try=False)

    assert next_of(heard, CardFailed).fault.fault is Fault.OTHER_CARD
    state = field.do(state=True)
    assert state["tries"] == {"hanako": {"pin": 2, "code_b": 10}}
    assert tried(state) == ["00200080 63C2"]
    reader.wait()
    assert next_of(heard, CardSeen).present.tries_left == 2


def test_after_a_wrong_pin_the_same_card_is_still_the_same(field, reader, heard):
    field.do(put="taro", tries=3)
    reader.wait()
    next_of(heard, CardSeen)
    reader.read(Secret("pin", "9999"), allow_last_try=False)
    assert next_of(heard, CardFailed).fault.fault is Fault.WRONG_PIN
    reader.watch()
    assert next_of(heard, CardLies) == CardLies(True)

    reader.read(Secret("pin", "1234"), allow_last_try=False)

    assert next_of(heard, CardRead).data.name == "川崎　太郎"


def test_a_reader_that_goes_while_its_tray_is_watched_is_said(field, reader, heard):
    field.do(put="taro")
    reader.watch()
    assert next_of(heard, CardLies) == CardLies(True)

    field.close()

    assert next_of(heard, CardLies) == CardLies(False)
    assert reader.ready is False


class LaidCard:
    """A reader on which a card lies, for as long as it is open."""

    def __init__(self):
        self.open = True

    def wait_for_card(self, timeout, cancelled):
        self.cancelled = cancelled
        return Present(CardKind.MY_NUMBER)

    def close(self):
        self.open = False


def test_a_reader_closed_between_two_commands_leaves_no_device_open():
    device, seen = LaidCard(), threading.Event()

    def tell(event):
        if isinstance(event, CardSeen):
            seen.set()
            while not device.cancelled():
                time.sleep(0.001)

    reader = Reader(lambda: device, tell)
    reader.wait()
    assert seen.wait(60)
    reader.close()

    assert not device.open
