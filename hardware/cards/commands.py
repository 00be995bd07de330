"""The few ISO 7816-4 commands a kiosk sends to a card, and what a card answers."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

TEXT_AP = bytes.fromhex("D3921000310001010408")  # 券面入力補助AP of the My Number card
LICENCE_DF1 = bytes.fromhex("A0000002310100000000000000000000")
MY_NUMBER_LICENCE = bytes.fromhex("A0000002310600000000000000000000")  # マイナ免許証 on a My Number card
COMMON_AP = bytes.fromhex("D3921000310001010100")  # 共通カードAP: when the card expires
JPKI_AP = bytes.fromhex("D392F000260100000001")  # 公的個人認証AP: what carries it, a card old or new or a phone
RESIDENCE_DF2 = bytes.fromhex("D392F0004F0300000000000000000000")
IMMIGRATION = bytes.fromhex("D392F0004F")  # whatever the issuer of residence cards has put on a card of a later generation

OK = 0x9000
NO_SUCH_APPLICATION = 0x6A82
SELECT, VERIFY, READ_BINARY = 0xA4, 0x20, 0xB0
COUNT_TRIES = bytes.fromhex("00200080")
SELECT_MASTER_FILE = bytes.fromhex("00A40000")  # of a licence
SELECT_RESIDENCE_MASTER_FILE = bytes.fromhex("00A40000023F00")  # the form residence cards want
FIRST_RECORD = bytes.fromhex("00B2010400")
SHORT_ID = 0x80  # P1 of a reading, P2 of a try: the file is named in the command itself
HEADER = 4  # CLA INS P1 P2


@dataclass(frozen=True, slots=True)
class Answer:
    """What a card said: `status` is SW1 SW2 as one number; the data stays out of every repr."""

    status: int
    data: bytes = field(default=b"", repr=False)


Result = TypeVar("Result")
Steps: TypeAlias = Generator[bytes, Answer, Result]  # yields a command, is sent its answer, returns the result


def select_application(aid: bytes) -> bytes:
    """By full name, no FCI wanted (P2 = 0C)."""
    return bytes((0x00, SELECT, 0x04, 0x0C, len(aid))) + aid


def select_file(file: int) -> bytes:
    """An elementary file of the current application, by its 16-bit id."""
    return bytes((0x00, SELECT, 0x02, 0x0C, 0x02)) + file.to_bytes(2, "big")


def verify(digits: str) -> bytes:
    """One try on the key file that is current. `digits`: ASCII."""
    return COUNT_TRIES + bytes((len(digits),)) + digits.encode("ascii")


def read_binary(offset: int, length: int) -> bytes:
    """`length` bytes (1-255; 0: 256) of the current file from `offset` (below 32768)."""
    return bytes((0x00, READ_BINARY)) + offset.to_bytes(2, "big") + bytes((length,))


def read_short(file: int, length: int) -> bytes:
    """`length` bytes from the start of `file` (1-30), which becomes the current one."""
    return bytes((0x00, READ_BINARY, SHORT_ID | file, 0x00, length))
