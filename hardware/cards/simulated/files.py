"""The file system of a simulated card: applications, files, keys with counters, and the status words of ISO 7816-4."""

from dataclasses import dataclass, field

from hardware.cards.commands import LICENCE_DF1, RESIDENCE_DF2, TEXT_AP
from hardware.cards.port import CardKind
from hardware.cards.simulated import licence
from hardware.cards.simulated.people import Description, basic_items, item

OK, WRONG_LENGTH, NOT_ALLOWED, NO_FILE_CHOSEN, BLOCKED = 0x9000, 0x6700, 0x6982, 0x6986, 0x6984
NO_SUCH_FILE, WRONG_P1P2, END_OF_FILE, NO_INS, NO_CLA = 0x6A82, 0x6A86, 0x6B00, 0x6D00, 0x6E00
MASTER_FILE = b""

PIN, CODE_A, CODE_B = 0x11, 0x14, 0x15


@dataclass
class Key:
    """A secret with its counter, which lives as long as the process."""

    secret: bytes
    left: int
    most: int


@dataclass
class File:
    """`opened_by`: any one of these keys of the card; empty: free."""

    content: bytes
    opened_by: frozenset[int] = frozenset()


@dataclass
class Application:
    files: dict[int, File] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)


class Card:
    """One card with what it remembers (counters) and what it forgets when the field goes off (the rest)."""

    def __init__(self, applications: dict[bytes, Application]) -> None:
        self.applications = applications
        self.field_off()

    def field_off(self) -> None:
        self._application = MASTER_FILE if MASTER_FILE in self.applications else None
        self._file: int | None = None
        self._verified: set[int] = set()

    def answer(self, command: bytes) -> bytes:
        """Data and status word of one command."""
        if len(command) < 4:
            return WRONG_LENGTH.to_bytes(2, "big")
        if command[0] != 0x00:
            return NO_CLA.to_bytes(2, "big")
        match command[1]:
            case 0xA4:
                data, status = b"", self._select(command)
            case 0x20:
                data, status = b"", self._verify(command)
            case 0xB0:
                data, status = self._read(command)
            case _:
                data, status = b"", NO_INS
        return data + status.to_bytes(2, "big")

    def _select(self, command: bytes) -> int:
        body = command[5:]
        if len(command) > 4 and command[4] != len(body):
            return WRONG_LENGTH
        match command[2]:
            case 0x04:
                return self._select_application(body)
            case 0x02:
                return self._select_file(int.from_bytes(body, "big"))
            case 0x00:
                return self._select_master_file()
            case _:
                return WRONG_P1P2

    def _select_application(self, aid: bytes) -> int:
        if not aid or aid not in self.applications:
            return NO_SUCH_FILE
        if self._application != MASTER_FILE:
            self._verified.clear()
        self._application, self._file = aid, None
        return OK

    def _select_master_file(self) -> int:
        """Measured on real My Number cards: refused after a reset, accepted without effect later."""
        if MASTER_FILE not in self.applications:
            return WRONG_P1P2 if self._application is None else OK
        self._application, self._file = MASTER_FILE, None
        return OK

    def _select_file(self, file: int) -> int:
        if self._application is None:
            return NO_SUCH_FILE
        application = self.applications[self._application]
        if file not in application.files and file not in application.keys:
            return NO_SUCH_FILE
        self._file = file
        return OK

    def _verify(self, command: bytes) -> int:
        application = self.applications.get(self._application) if self._application is not None else None
        number = self._file if command[3] == 0x80 else command[3] & 0x1F
        if application is None or number is None:
            return NO_FILE_CHOSEN
        key = application.keys.get(number)
        if key is None:
            return NO_SUCH_FILE
        if len(command) == 4:
            return 0x63C0 | key.left
        if key.left == 0:
            return BLOCKED
        if command[5:] == key.secret and command[4] == len(key.secret):
            key.left = key.most
            self._verified.add(number)
            return OK
        key.left -= 1
        return 0x63C0 | key.left

    def _read(self, command: bytes) -> tuple[bytes, int]:
        if len(command) != 5:
            return b"", WRONG_LENGTH
        short = bool(command[2] & 0x80)
        number = command[2] & 0x1F if short else self._file
        offset = command[3] if short else int.from_bytes(command[2:4], "big")
        if self._application is None or number is None:
            return b"", NO_FILE_CHOSEN
        file = self.applications[self._application].files.get(number)
        if file is None:
            return b"", NO_SUCH_FILE
        if short:
            self._file = number
        if file.opened_by and not file.opened_by & self._verified:
            return b"", NOT_ALLOWED
        if offset >= len(file.content):
            return b"", END_OF_FILE
        return file.content[offset : offset + (command[4] or 256)], OK


def card_of(person: Description) -> Card:
    """The ISO-DEP card of a Type B description. Raises KeyError for a kind that has no files."""
    return {
        CardKind.MY_NUMBER: my_number_card,
        CardKind.DRIVING_LICENCE: licence_card,
        CardKind.RESIDENCE_CARD: residence_card,
    }[person.kind](person)


def my_number_card(person: Description) -> Card:
    """With the files a kiosk must never ask for, so that a test can see that it did not."""
    text = Application(
        files={
            0x0001: File(item(0xFF10, b"0" * 12) + b"\xff\xff", frozenset((PIN, CODE_A))),
            0x0002: File(basic_items(person), frozenset((PIN, CODE_B))),
            0x0003: File(item(0xFF30, item(0xDF31, bytes(32))), frozenset((PIN, CODE_A, CODE_B))),
        },
        keys={
            PIN: Key(person.pin.encode("ascii"), person.pin_tries, 3),
            CODE_A: Key(b"0" * 12, 10, 10),
            CODE_B: Key(person.code_b.encode("ascii"), person.code_b_tries, 10),
        },
    )
    return Card({TEXT_AP: text})


def licence_card(person: Description) -> Card:
    master = Application(
        files={0x2F01: File(licence.COMMON), 0x000A: File(licence.PIN_IS_SET)},
        keys={0x0001: Key(person.pin.encode("ascii"), person.pin_tries, 3), 0x0002: Key(b"0000", 3, 3)},
    )
    if not person.pin:  # never chosen: the card opens to four asterisks
        master.files[0x000A] = File(licence.PIN_IS_NOT_SET)
        master.keys[0x0001] = Key(b"****", person.pin_tries, 3)
    pin1, both = frozenset((0x0001,)), frozenset((0x0002,))
    df1 = Application(
        files={
            0x0001: File(licence.text_items(person), pin1),
            0x0002: File(licence.domicile(), both),
            0x0004: File(licence.changes(person), pin1),
        }
    )
    return Card({MASTER_FILE: master, LICENCE_DF1: df1})


def residence_card(person: Description) -> Card:
    address = Application(
        files={0x0001: File(b"\xd4" + bytes((len(person.address.encode()),)) + person.address.encode(), frozenset((0x06,)))}
    )
    return Card({MASTER_FILE: Application(), RESIDENCE_DF2: address})
