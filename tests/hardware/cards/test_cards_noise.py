"""A thing in the field that answers anything at all: the reader gives a value, whatever comes."""

import random
import socket
import threading

from hardware.cards import open_reader
from hardware.cards.port import CardData, CardFault, Present, Secret

ROUNDS = 60
ATQB = bytes.fromhex("5090BE4E5B000005E0B381")


class Noise:
    """Answers the link's datagrams: polling mostly as it should be, everything after it by chance."""

    def __init__(self, seed):
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
