"""A thing in the field that answers anything at all: the reader gives a value, whatever comes."""

import random
import socket
import threading

import nfc.clf
import pytest

from hardware.cards import open_reader
from hardware.cards.nfcpy_patience import MOST_FRAMES, MOST_SECONDS, Patience
from hardware.cards.port import CardData, CardFault, Fault, Present, Secret

ROUNDS = 60
ATQB = bytes.fromhex("5090BE4E5B000005E0B381")


class Noise:
    """Answers the link's datagrams: polling mostly as it should be, everything after it by chance."""

    def __init__(self, seed=0):
        self.chance = random.Random(seed)
        self.link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.link.bind(("127.0.0.1", 0))
        self.url = f"nfcpy:udp:127.0.0.1:{self.link.getsockname()[1]}"
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while True:
            datagram, sender = self.link.recvfrom(2048)
            if datagram == b"end":
                return
            if not datagram.startswith(b"RFOFF"):
                self.link.sendto(self.answer(datagram), sender)

    def answer(self, datagram):
        technology, _, frame = datagram.partition(b" ")
        if self.chance.random() < 0.05:
            return self.chance.choice([b"", b" ", b"106B", b"106B zz", b"106B 0", b"\xff\xfe 00", b"212F 00", b"RFOFF", b"1 2 3"])
        if frame.startswith(b"05") and self.chance.random() < 0.9:
            waiting = bytes((self.chance.randrange(3) << 4 | 1, 0))
            return technology + b" " + (ATQB + waiting).hex().encode()
        if frame.startswith(b"1d"):
            return technology + b" 00"
        number = int(frame[1:2] or b"0", 16) & 1 if frame else 0
        block = self.chance.choice([0x02, 0x02, 0x02, 0x02, 0x12, 0xA2, 0xB2, 0xF2, 0xC2, self.chance.randrange(256)]) | number
        body = self.chance.choice(
            [b"\x90\x00", b"\x90\x00", b"\x63\xc3", b"\x6a\x82", b"", self.chance.randbytes(self.chance.randrange(90))]
        )
        return technology + b" " + (bytes((block,)) + body).hex().encode()

    def end(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"end", self.link.getsockname())
        self.thread.join()
        self.link.close()


def test_no_noise_in_the_field_makes_the_reader_fail_or_try_twice():
    noise = Noise(20261121)
    heard = []
    reader = open_reader(noise.url, lambda header, status: heard.append((header, status)))
    try:
        for _ in range(ROUNDS):
            assert isinstance(reader.wait_for_card(0), Present | CardFault)
            heard.clear()
            assert isinstance(reader.read(Secret("pin", "1234"), 0, allow_last_try=True), CardData | CardFault)
            assert sum(header == "00200080" for header, _ in heard) <= 2  # the question and one try
    finally:
        reader.close()
        noise.end()


class Endless(Noise):
    """A card that is sound until the n-th command, to which it gives the same kind of block for ever."""

    def __init__(self, block, at_command):
        self.block, self.at_command, self.commands, self.blocks = block, at_command, 0, 0
        super().__init__()

    def answer(self, datagram):
        technology, _, digits = datagram.partition(b" ")
        frame = bytes.fromhex(digits.decode())
        if technology != b"106B":
            return technology
        if frame[:1] == b"\x05":
            self.commands = self.blocks = 0
            return b"106B " + (ATQB + b"\x41\x00").hex().encode()
        if frame[:1] == b"\x1d":
            return b"106B 00"
        number = frame[0] & 1
        self.commands += frame[0] & 0xEE == 0x02
        if self.commands < self.at_command:
            answer = b"\x63\xc3" if frame[2:4] == b"\x20\x00" and len(frame) == 5 else b"\x90\x00"
            return b"106B " + (bytes((0x02 | number,)) + answer).hex().encode()
        self.blocks += 1
        return b"106B " + self.block(number).hex().encode()


BLOCKS = {
    "more time": lambda number: b"\xf2\x01",
    "say it again": lambda number: bytes((0xA2 | number ^ 1,)),
    "more to come": lambda number: bytes((0x12 | number,)) + bytes(13),
}


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize(("at_command", "fault"), [(4, Fault.UNKNOWN_OUTCOME), (6, Fault.REMOVED)])
def test_a_card_that_never_ends_its_answer_is_left_and_a_try_under_way_is_open(block, at_command, fault):
    endless = Endless(BLOCKS[block], at_command)
    reader = open_reader(endless.url)
    try:
        assert reader.read(Secret("pin", "1234"), 5) == CardFault(fault)
        assert endless.blocks <= MOST_FRAMES
    finally:
        reader.close()
        endless.end()


def test_patience_ends_by_the_clock_too_and_is_whole_again_with_the_next_command():
    now, asked = [0.0], []

    class Frontend:
        def exchange(self, frame, timeout):
            asked.append(timeout)
            now[0] += 4.0
            return frame

    patience = Patience(Frontend(), lambda: now[0])
    for _ in range(3):
        patience.exchange(b"", 18.0)
    with pytest.raises(nfc.clf.ProtocolError):
        patience.exchange(b"", 18.0)
    assert asked == [MOST_SECONDS, 6.0, 2.0]

    patience.begin()
    assert patience.exchange(b"x", 1.0) == b"x"
