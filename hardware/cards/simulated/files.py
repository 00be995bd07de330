"""The file system of a simulated card: applications, files, keys with counters, and the status words of ISO 7816-4."""

from dataclasses import dataclass, field

from hardware.cards.commands import COMMON_AP, JPKI_AP, LICENCE_DF1, MY_NUMBER_LICENCE, RESIDENCE_DF2, TEXT_AP
from hardware.cards.port import CardKind
from hardware.cards.simulated import licence
from hardware.cards.simulated.people import Description, basic_items, item

OK, WRONG_LENGTH, NOT_ALLOWED, NO_FILE_CHOSEN, BLOCKED = 0x9000, 0x6700, 0x6982, 0x6986, 0x6984
NO_SUCH_FILE, WRONG_P1P2, END_OF_FILE, NO_INS, NO_CLA, DEACTIVATED = 0x6A82, 0x6A86, 0x6B00, 0x6D00, 0x6E00, 0x6283
MASTER_FILE = b""
VISUAL_AP = bytes.fromhex("D3921000310001010402")  # 券面事項確認AP
RESIDENT_CODE_AP = bytes.fromhex("D3921000310001010401")  # 住基AP
RESIDENCE_NEXT = bytes.fromhex("D392F0004F0A00000000000000000000")  # invented: the names of the second generation are not public

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
    """`records`: files of one record each. `blocked`: named, it says that it is deactivated."""

    files: dict[int, File] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)
    records: dict[int, bytes] = field(default_factory=dict)
    blocked: bool = False


class Card:
    """One card with what it remembers (counters) and what it forgets when the field goes off (the rest).

    `reached`: every file or key a command was about, with its application (b"" the master file); 0 for the application itself.
    """

    def __init__(self, applications: dict[bytes, Application]) -> None:
        self.applications = applications
        self.reached: set[tuple[bytes, int]] = set()
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
            case 0xB2:
                data, status = self._read_record(command)
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
        """By its name or the beginning of it. Raises nothing."""
        found = next((name for name in self.applications if name and aid and name.startswith(aid)), None)
        if found is None:
            return NO_SUCH_FILE
        if self.applications[found].blocked:
            return DEACTIVATED
        if self._application != MASTER_FILE:
            self._verified.clear()
        self._application, self._file = found, None
        self.reached.add((found, 0))
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
        if file not in {*application.files, *application.keys, *application.records}:
            return NO_SUCH_FILE
        self._file = file
        self.reached.add((self._application, file))
        return OK

    def _verify(self, command: bytes) -> int:
        application = self.applications.get(self._application) if self._application is not None else None
        number = self._file if command[3] == 0x80 else command[3] & 0x1F
        if application is None or number is None:
            return NO_FILE_CHOSEN
        key = application.keys.get(number)
        if key is None:
            return NO_SUCH_FILE
        self.reached.add((self._application or MASTER_FILE, number))
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
        self.reached.add((self._application, number))
        if short:
            self._file = number
        if file.opened_by and not file.opened_by & self._verified:
            return b"", NOT_ALLOWED
        if offset >= len(file.content):
            return b"", END_OF_FILE
        return file.content[offset : offset + (command[4] or 256)], OK

    def _read_record(self, command: bytes) -> tuple[bytes, int]:
        if self._application is None or self._file is None:
            return b"", NO_FILE_CHOSEN
        record = self.applications[self._application].records.get(self._file)
        return (b"", NO_SUCH_FILE) if record is None or command[2:] != b"\x01\x04\x00" else (record, OK)


def card_of(person: Description) -> Card | None:
    """The ISO-DEP card of a description; None for what is not Type B."""
    match person.kind:
        case CardKind.MY_NUMBER:
            return my_number_card(person)
        case CardKind.DRIVING_LICENCE:
            return licence_card(person)
        case CardKind.RESIDENCE_CARD | CardKind.SPECIAL_PERMANENT_RESIDENT:
            return residence_card(person)
        case CardKind.MY_NUMBER_LICENCE:
            return Card({MY_NUMBER_LICENCE: licence_instance()})
        case CardKind.OLD_RESIDENT_CARD:
            return Card({JPKI_AP: certificates(b"JPKIAPICCTOKEN")})
        case CardKind.PHONE if person.type_b:
            return Card({JPKI_AP: certificates(b"JPKIAPGPSETOKEN")})
        case CardKind.UNKNOWN if person.type_b:
            return Card({bytes.fromhex("A000000000112233"): Application()})
    return None


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
        blocked=person.blocked,
    )
    applications = {
        TEXT_AP: text,
        VISUAL_AP: Application(files={0x0005: File(item(0xFF40, b""))}, keys={0x13: Key(b"0" * 12, 10, 10)}),
        RESIDENT_CODE_AP: Application(files={0x0001: File(b"")}),
        COMMON_AP: Application(records={0x0001: b"\x01\x1c" + b"0" * 20 + person.expires.encode("ascii").ljust(8, b" ")}),
        JPKI_AP: certificates(b"JPKIAPICCTOKEN2"),
    }
    if person.holds_licence:
        applications[MY_NUMBER_LICENCE] = licence_instance()
    return Card(applications)


def certificates(token: bytes) -> Application:
    """公的個人認証AP, as far as it says what carries it."""
    return Application(files={0x0006: File(token.ljust(32))})


def licence_instance() -> Application:
    """マイナ免許証 on a My Number card: facts of the licence behind a PIN of its own, no name and no address."""
    return Application(files={0x001A: File(b"\xc1\x01\x01")}, keys={0x06: Key(b"0000", 10, 10)})


def licence_card(person: Description) -> Card:
    master = Application(
        files={0x2F01: File(licence.common(person)), 0x000A: File(licence.PIN_IS_SET)},
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
    """Its kind is free, its address needs mutual authentication, which this card does not do."""
    kind = b"2" if person.kind is CardKind.SPECIAL_PERMANENT_RESIDENT else b"1"
    written = person.address.encode("utf-8")
    address = Application(files={0x0001: File(b"\xd4" + bytes((len(written),)) + written, frozenset((0x06,)))})
    master = Application(files={0x0001: File(b"\xc0\x040001"), 0x0002: File(b"\xc1\x01" + kind)})
    return Card({MASTER_FILE: master, RESIDENCE_DF2 if person.generation == 1 else RESIDENCE_NEXT: address})
