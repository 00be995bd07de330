"""Cards that answer what they like, and bytes that were changed on the way. Deterministic: a seed is a card."""

import os
import random

CASES = int(os.environ.get("UKETSUKE_FUZZ", "1"))  # how many times the usual number of cases; for a long run at night

LENGTH_BYTES = b"\x00\x01\x7f\x80\x81\x82\x83\x84\x85\xff"
STATUSES = (0x9000, 0x9000, 0x9000, 0x6A82, 0x6982, 0x6283, 0x6282, 0x6B00, 0x6300, 0x63C0, 0x63C1, 0x63C3, 0x6983, 0x6984,
            0x6700, 0x6D00, 0x6E00, 0x6100, 0x6110, 0x61FF, 0x6C00, 0x6C01, 0x6C10, 0x6CFF, 0x0000, 0xFFFF)  # fmt: skip


# Of one talk. 9 commands tell the kind; a licence has 2 to its master file, 2 for the counter, 1 try, 1 application, and 3 files
# of at most 1 + 2 × 32; of a My Number card less.
MOST_COMMANDS = 9 + 6 + 3 * 65


def hear(heard, command):
    """Note one more command. Fails at once when there is no end to them."""
    heard.append(bytes(command))
    assert len(heard) <= MOST_COMMANDS, "the talk runs on"


def mutated(chance, golden, others):
    """`golden` with one to four changes of the kinds that break parsers."""
    content = bytearray(golden)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(8):
            case 0 if at < len(content):
                content[at] = chance.randrange(256)
            case 1 if at < len(content):
                content[at] ^= 1 << chance.randrange(8)
            case 2 if at < len(content):
                content[at] = chance.choice(LENGTH_BYTES)
            case 3:
                content[at:at] = chance.randbytes(chance.randint(1, 6))
            case 4:
                del content[at : at + chance.randint(1, 6)]
            case 5:
                content = content[:at]
            case 6:
                content += content[at : at + chance.randint(1, 40)]
            case _:
                other = chance.choice(others)
                content[at:] = other[chance.randrange(len(other) + 1) :]
    return bytes(content)


class Hostile:
    """A card in the hands of somebody who wants to break the reader. `honest`: whom it plays between its tricks, or None.

    `temper`: how often of ten it plays a trick.
    """

    def __init__(self, seed, honest, temper):
        self.chance = random.Random(seed)
        self.honest = honest
        self.temper = temper
        self.heard = []

    def __call__(self, command):
        hear(self.heard, command)
        honest = self.honest.answer(command) if self.honest is not None else self._anything()
        return honest if self.chance.randrange(10) >= self.temper else self._trick(command, honest)

    def _trick(self, command, honest):
        match self.chance.randrange(8):
            case 0:
                return self._anything()
            case 1:
                return honest[:-2] + self.chance.choice(STATUSES).to_bytes(2, "big")
            case 2:
                return mutated(self.chance, honest, [honest, b"\xff" * 40])
            case 3:
                return honest[: self.chance.randrange(len(honest) + 1)]
            case 4:
                return honest[:-2] * self.chance.randint(2, 300) + honest[-2:]
            case 5:
                return b"\x90\x00"
            case 6:
                return b"\x6c" + bytes((self.chance.randrange(256),))
        return command + b"\x90\x00"  # says again what it was told

    def _anything(self):
        size = self.chance.choice((0, 0, 1, 3, 17, 104, 251, 256, 5000))
        return self.chance.randbytes(size) + self.chance.choice(STATUSES).to_bytes(2, "big")
