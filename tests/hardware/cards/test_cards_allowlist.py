import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hardware.cards.allowlist import Position, allowed, moved
from hardware.cards.commands import LICENCE_DF1, RESIDENCE_DF2, TEXT_AP, select_application, select_file

TEXT = Position(TEXT_AP)
RESIDENT_CODE_AP = bytes.fromhex("D3921000310001010401")
VISUAL_AP = bytes.fromhex("D3921000310001010402")
JPKI_AP = bytes.fromhex("D392F000260100000001")
COMMON_AP = bytes.fromhex("D3921000310001010100")


def at(*commands):
    """Where we are after these were all answered with 9000."""
    position = Position()
    for command in map(bytes.fromhex, commands):
        assert allowed(position, command), command.hex()
        position = moved(position, command, 0x9000)
    return position


CHOOSE = "00A4040C0AD3921000310001010408"
LICENCE = "00A4040C10" + LICENCE_DF1.hex()


@pytest.mark.parametrize(
    "commands",
    [
        [CHOOSE, "00A4020C020011", "00200080", "002000800431323334", "00A4020C020002", "00B00000FB", "00B000FB20"],
        [CHOOSE, "00A4020C020015", "00200080", "002000800E" + "35" * 14, "00A4020C020002", "00B000007B"],
        [CHOOSE, "00200091", "002000910431323334", "00B08200FB", "00B082FB10"],
        [CHOOSE, "00200095", "002000950E" + "35" * 14, "00B08200FB", "00B000FB10"],
        [CHOOSE, "00A4020C020011", "00200080"],
        ["00A4040C10" + LICENCE_DF1.hex(), "00A4040C10" + RESIDENCE_DF2.hex(), CHOOSE],
        [
            LICENCE,
            "00A40000",
            "00A4020C02000A",
            "00B0000003",
            "00A4020C020001",
            "00200080",
            "002000800431323334",
            LICENCE,
            "00A4020C020001",
            "00B00000FB",
            "00A4020C020004",
            "00B00000FB",
        ],
        [LICENCE, "00A40000", "00A4020C020001", "00200080042A2A2A2A"],
    ],
)
def test_the_commands_of_a_reading_pass(commands):
    at(*commands)


@pytest.mark.parametrize("file", [0x0001, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0012, 0x0014, 0x2F01])
def test_no_other_file_of_the_text_application_can_be_chosen_or_read(file):
    assert not allowed(TEXT, select_file(file))
    assert not allowed(TEXT, bytes((0x00, 0xA4, 0x02, 0x00, 0x02)) + file.to_bytes(2, "big"))
    assert not allowed(TEXT, bytes((0x00, 0xB0, 0x80 | file & 0x1F, 0x00, 0xFB)))


@pytest.mark.parametrize("aid", [RESIDENT_CODE_AP, VISUAL_AP, JPKI_AP, COMMON_AP, TEXT_AP[:-1], TEXT_AP + b"\x00", b""])
def test_no_other_application_can_be_chosen(aid):
    for position in (Position(), TEXT):
        assert not allowed(position, select_application(aid))


@pytest.mark.parametrize("p2", [0x92, 0x93, 0x94, 0x11, 0x14, 0x81, 0x82, 0x86, 0x00])
def test_no_other_key_can_be_tried_or_asked(p2):
    for position in (TEXT, Position(TEXT_AP, 0x0011)):
        assert not allowed(position, bytes((0x00, 0x20, 0x00, p2)))
        assert not allowed(position, bytes((0x00, 0x20, 0x00, p2, 0x04)) + b"1234")


@pytest.mark.parametrize(
    "instruction",
    [0x24, 0x2A, 0x32, 0x2C, 0xD6, 0xD0, 0xDC, 0xE2, 0x06, 0x50, 0x52, 0x54, 0x8A, 0xA2, 0xAE, 0xB2, 0xCA, 0x84, 0x82],
)
def test_nothing_can_be_written_signed_or_administered(instruction):
    for position in (TEXT, Position(TEXT_AP, 0x0002), Position(TEXT_AP, 0x0011)):
        for tail in (b"", b"\x00", b"\x04\x31\x32\x33\x34"):
            assert not allowed(position, bytes((0x00, instruction, 0x00, 0x80)) + tail)
            assert not allowed(position, bytes((0x80, instruction, 0x00, 0x80)) + tail)


def test_a_second_try_in_one_session_is_refused():
    tried = at(CHOOSE, "00A4020C020011", "002000800431323334")

    assert not allowed(tried, bytes.fromhex("002000800431323335"))
    assert not allowed(tried, bytes.fromhex("002000910431323335"))
    assert not allowed(moved(tried, select_application(TEXT_AP), 0x9000), bytes.fromhex("002000910431323335"))
    assert allowed(tried, bytes.fromhex("00200080"))


@pytest.mark.parametrize("tail", ["04313233", "0531323334", "04313233FF", "0E31323334", "0431323334" + "00", "04", "00"])
def test_a_try_is_exactly_four_digits(tail):
    assert not allowed(Position(TEXT_AP, 0x0011), bytes.fromhex("00200080" + tail))


def test_the_same_file_number_elsewhere_is_not_ours():
    assert not allowed(Position(LICENCE_DF1), select_file(0x0002))
    assert not allowed(Position(None), select_file(0x0002))
    assert not allowed(Position(TEXT_AP, 0x0011), bytes.fromhex("00B00000FB"))
    assert not allowed(Position(TEXT_AP, 0x0002), bytes.fromhex("00B0000000FB"))


def test_the_master_file_is_out_of_reach_once_there_may_be_a_text_application():
    for status in (0x9000, 0x6283, 0x6A86):
        position = moved(Position(), bytes.fromhex(CHOOSE), status)
        position = moved(position, bytes.fromhex(LICENCE), 0x9000)
        assert not allowed(position, bytes.fromhex("00A40000"))
    assert not allowed(Position(), bytes.fromhex("00A40000"))
    assert not allowed(Position(RESIDENCE_DF2), bytes.fromhex("00A40000"))


@pytest.mark.parametrize("file", [0x0002, 0x0003, 0x0005, 0x0006, 0x0007])
def test_neither_domicile_nor_photograph_of_a_licence_can_be_read(file):
    assert not allowed(Position(LICENCE_DF1), select_file(file))
    assert not allowed(Position(LICENCE_DF1), bytes((0x00, 0xB0, 0x80 | file, 0x00, 0xFB)))
    assert not allowed(Position(LICENCE_DF1), select_application(bytes.fromhex("A0000002310200000000000000000000")))


def test_the_second_pin_of_a_licence_is_never_asked_for():
    master = at(LICENCE, "00A40000")

    assert not allowed(master, select_file(0x0002))
    assert not allowed(master, bytes.fromhex("002000820431323334"))
    assert not allowed(master, bytes.fromhex("00200082"))


MASTER = b"master"
HARMLESS = {(TEXT_AP, 0x0002), (MASTER, 0x000A), (LICENCE_DF1, 0x0001), (LICENCE_DF1, 0x0004)}
# Files that do not exist there; a command for the master file may meet them where choosing it had no effect.
HARMLESS |= {(LICENCE_DF1, 0x000A), (RESIDENCE_DF2, 0x000A)}
KEYS = {(TEXT_AP, 0x0011): 4, (TEXT_AP, 0x0015): 14, (MASTER, 0x0001): 4}


class Watcher:
    """Sees every command that left for the card, and knows where the card could be: it may have moved although it said no,
    and stayed where it was although it chose its master file.
    """

    def __init__(self):
        self.places = {(b"", 0)}  # (application, file); b"": as after power-up
        self.may_be_my_number = False
        self.tries = 0

    def sees(self, command, status):
        assert len(command) >= 4
        cla, instruction, p1, p2 = command[:4]
        assert cla == 0x00
        assert instruction in (0xA4, 0x20, 0xB0)
        if instruction == 0xA4:
            self._selects(p1, command[5:], status)
        elif instruction == 0xB0:
            places = {(application, p1 & 0x1F if p1 & 0x80 else file) for application, file in self.places}
            assert places <= HARMLESS
            self._maybe(places, status)
        else:
            self._verifies(p2, command[5:])

    def _selects(self, p1, body, status):
        if p1 == 0x04:
            assert body in (TEXT_AP, LICENCE_DF1, RESIDENCE_DF2)
            self.may_be_my_number |= body == TEXT_AP and status != 0x6A82
            self._maybe({(body, 0)}, status)
        elif p1 == 0x00:
            assert not body
            assert not self.may_be_my_number, "there it has no effect, and 0001 is the number"
            self.places |= {(MASTER, 0)}
        else:
            assert p1 == 0x02
            number = int.from_bytes(body, "big")
            places = {(application, number) for application, _ in self.places}
            assert places <= HARMLESS | set(KEYS)
            self._maybe(places, status)

    def _verifies(self, p2, body):
        assert p2 & 0x80, "a key of the whole card, whichever that is"
        keys = {(application, p2 & 0x1F if p2 & 0x80 and p2 != 0x80 else file) for application, file in self.places}
        assert keys & set(KEYS)
        assert keys <= set(KEYS) | {(LICENCE_DF1, 0x0001)}  # no key there: the card only says so
        assert not body or {len(body)} == {KEYS[key] for key in keys & set(KEYS)}
        self.tries += bool(body)
        assert self.tries <= 1

    def _maybe(self, places, status):
        self.places = places if status == 0x9000 else self.places | places


interesting = st.sampled_from(
    [bytes.fromhex(text) for text in (CHOOSE, "00A4040C0AD3921000310001010401", "00A4040C0AD3921000310001010402",
    "00A4040C0AD3921000310001010100", "00A4040C10" + LICENCE_DF1.hex(), "00A4040C10" + RESIDENCE_DF2.hex(), "00A40000",
    "00A4020C02000A", "00A4020C020004", "00200011", "00200014", "00200081", "00200082", "002000810431323334", "00200080042A2A2A2A",
    "00B08A0003", "00B08400FB", "00A4040C10A0000002310200000000000000000000",
    "00A4000C", "00A40000023F00", "00A4000C020001",
    "00A4020C020001", "00A4020C020002", "00A4020C020003", "00A4020C020005", "00A4020C020011", "00A4020C020014", "00A4020C020015",
    "00200080", "00200091", "00200094", "00200095", "002000800431323334", "002000910431323334", "0020009404" + "30" * 4,
    "002000800C" + "30" * 12, "002000940C" + "30" * 12, "002000800E" + "35" * 14, "002000950E" + "35" * 14,
    "00B00000FB", "00B00000", "00B08100FB", "00B08200FB", "00B08300FB", "00B08500FB", "00B2010400", "00B0820000000000", "80500000")]
)  # fmt: skip
statuses = st.sampled_from([0x9000, 0x6A82, 0x6982, 0x63C2, 0x6283, 0x6984, 0x6B00])


@st.composite
def spoilt(draw):
    command = bytearray(draw(interesting))
    command[draw(st.integers(0, len(command) - 1))] = draw(st.integers(0, 255))
    return bytes(command[: draw(st.integers(0, len(command)))]) if draw(st.booleans()) else bytes(command)


common = st.sampled_from(
    [
        bytes.fromhex(text)
        for text in (CHOOSE, LICENCE, "00A40000", "00A4020C020001", "00A4020C020011", "00A4020C020002", "00B00000FB")
    ]
)
commands = st.one_of(common, common, interesting, interesting, spoilt(), st.binary(max_size=24))
# Deep enough to be somewhere: most sequences begin inside the text application.
beginnings = st.sampled_from(
    [
        [],
        [CHOOSE],
        [CHOOSE, "00A4020C020011"],
        [CHOOSE, "00A4020C020015"],
        [CHOOSE, "00A4020C020002"],
        ["00A4040C10" + RESIDENCE_DF2.hex()],
        [LICENCE],
        [LICENCE, "00A40000"],
        [LICENCE, "00A40000", "00A4020C020001"],
    ]
)


def steps(*pairs):
    return [(bytes.fromhex(command), status) for command, status in pairs]


@settings(max_examples=3000, deadline=None)
@given(
    beginnings.map(lambda start: steps(*((command, 0x9000) for command in start))),
    st.lists(st.tuples(commands, statuses), max_size=12),
)
@example(
    steps((CHOOSE, 0x9000), ("00A4040C10" + LICENCE_DF1.hex(), 0x6A82)), steps(("00A4020C020002", 0x9000), ("00B00000FB", 0x9000))
)
@example(steps((CHOOSE, 0x9000), ("00A4020C020002", 0x9000)), steps(("00A4020C020011", 0x6A82), ("00B00000FB", 0x9000)))
@example(steps((CHOOSE, 0x9000), ("00B08200FB", 0x6982)), steps(("00B00000FB", 0x9000)))
def test_no_sequence_of_commands_reaches_what_must_not_be_read(beginning, sequence):
    position, watcher = Position(), Watcher()
    for command, status in beginning + sequence:
        if allowed(position, command):
            watcher.sees(command, status)
            position = moved(position, command, status)
