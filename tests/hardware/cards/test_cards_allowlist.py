import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hardware.cards.allowlist import Position, allowed, moved
from hardware.cards.commands import (
    COMMON_AP,
    IMMIGRATION,
    JPKI_AP,
    LICENCE_DF1,
    MY_NUMBER_LICENCE,
    RESIDENCE_DF2,
    TEXT_AP,
    select_application,
    select_file,
)
from hardware.cards.guarded_link import ForbiddenCommand, GuardedLink
from hardware.cards.simulated.files import MASTER_FILE, RESIDENT_CODE_AP, VISUAL_AP, Card, card_of
from hardware.cards.simulated.people import load

TEXT = Position(TEXT_AP)
NO_TEXT_AP = moved(Position(), select_application(TEXT_AP), 0x6A82)


AS_FOUND = Position()


def at(*commands, start=AS_FOUND):
    """Where we are after these were all answered with 9000."""
    position = start
    for command in map(bytes.fromhex, commands):
        assert allowed(position, command), command.hex()
        position = moved(position, command, 0x9000)
    return position


CHOOSE = "00A4040C0AD3921000310001010408"
LICENCE = "00A4040C10" + LICENCE_DF1.hex()


@pytest.mark.parametrize(
    "commands",
    [
        [CHOOSE, "00A4040C0A" + COMMON_AP.hex(), "00A4020C020001", "00B2010400", CHOOSE, "00A4020C020011", "00200080"],
        [CHOOSE, "00A4040C10" + MY_NUMBER_LICENCE.hex(), CHOOSE],
        [CHOOSE, "00A4020C020011", "00200080", "002000800431323334", "00A4020C020002", "00B00000FB", "00B000FB20"],
        [CHOOSE, "00A4020C020015", "00200080", "002000800E" + "35" * 14, "00A4020C020002", "00B000007B"],
        [CHOOSE, "00200091", "002000910431323334", "00B08200FB", "00B082FB10"],
        [CHOOSE, "00200095", "002000950E" + "35" * 14, "00B08200FB", "00B000FB10"],
        [CHOOSE, "00A4020C020011", "00200080"],
        ["00A4040C10" + LICENCE_DF1.hex(), "00A4040C10" + RESIDENCE_DF2.hex(), CHOOSE],
    ],
)
def test_the_commands_of_a_my_number_card_pass(commands):
    at(*commands)


@pytest.mark.parametrize(
    "commands",
    [
        ["00A4040C10" + RESIDENCE_DF2.hex(), "00A40000023F00", "00B0820003"],
        ["00A4040C05" + IMMIGRATION.hex(), "00A40000023F00", "00A4020C020002", "00B0000003"],
        ["00A4040C10" + MY_NUMBER_LICENCE.hex(), "00A4040C0A" + JPKI_AP.hex(), "00A4020C020006", "00B0000020"],
        [LICENCE, "00A40000", "00A4020C022F01", "00B0000011", "00A4020C02000A", "00B0000003", "00A4020C020001", "00200080"],
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
def test_the_commands_of_a_card_without_text_application_pass(commands):
    at(*commands, start=NO_TEXT_AP)


@pytest.mark.parametrize("application", [COMMON_AP, JPKI_AP, MY_NUMBER_LICENCE, RESIDENCE_DF2, IMMIGRATION, LICENCE_DF1])
@pytest.mark.parametrize(
    "command",
    ["00A4020C020001", "00B00000FB", "00B08100FB", "00B2010400", "00B2020400", "00B20104FF", "00B2010C00", "00200080", "00200091"],
)
def test_elsewhere_no_file_is_open_but_the_one_record_with_the_last_day(application, command):
    position, command = Position(application), bytes.fromhex(command)

    mine = {(COMMON_AP, select_file(0x0001)), (LICENCE_DF1, select_file(0x0001)), (LICENCE_DF1, bytes.fromhex("00B08100FB"))}
    assert allowed(position, command) is ((application, command) in mine)
    assert not allowed(Position(TEXT_AP, 0x0002), bytes.fromhex("00B2010400"))


@pytest.mark.parametrize("command", ["00A4020C020001", "00A4020C020012", "00A4020C02000A", "00B08A00FB", "00B08100FB", "00200086"])
def test_neither_certificates_nor_keys_of_the_other_applications_can_be_reached(command):
    for application in (JPKI_AP, MY_NUMBER_LICENCE, RESIDENCE_DF2, IMMIGRATION):
        assert not allowed(Position(application), bytes.fromhex(command))


@pytest.mark.parametrize("file", [0x0001, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0012, 0x0014, 0x2F01])
def test_no_other_file_of_the_text_application_can_be_chosen_or_read(file):
    assert not allowed(TEXT, select_file(file))
    assert not allowed(TEXT, bytes((0x00, 0xA4, 0x02, 0x00, 0x02)) + file.to_bytes(2, "big"))
    assert not allowed(TEXT, bytes((0x00, 0xB0, 0x80 | file & 0x1F, 0x00, 0xFB)))


@pytest.mark.parametrize("aid", [RESIDENT_CODE_AP, VISUAL_AP, JPKI_AP[:-1], COMMON_AP[:-1], TEXT_AP[:-1], TEXT_AP + b"\x00", b""])
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
    for command in ("00A40000", "00A40000023F00"):
        assert not allowed(Position(), bytes.fromhex(command))
        for application in (LICENCE_DF1, RESIDENCE_DF2, IMMIGRATION):  # nobody has asked for the text application yet
            assert not allowed(Position(application), bytes.fromhex(command))
        assert not allowed(Position(JPKI_AP, text_ap=False), bytes.fromhex(command))
    assert not allowed(Position(RESIDENCE_DF2, text_ap=False), bytes.fromhex("00A40000"))
    assert not allowed(Position(LICENCE_DF1, text_ap=False), bytes.fromhex("00A40000023F00"))


@pytest.mark.parametrize("file", [0x0002, 0x0003, 0x0005, 0x0006, 0x0007])
def test_neither_domicile_nor_photograph_of_a_licence_can_be_read(file):
    assert not allowed(Position(LICENCE_DF1), select_file(file))
    assert not allowed(Position(LICENCE_DF1), bytes((0x00, 0xB0, 0x80 | file, 0x00, 0xFB)))
    assert not allowed(Position(LICENCE_DF1), select_application(bytes.fromhex("A0000002310200000000000000000000")))


def test_the_second_pin_of_a_licence_is_never_asked_for():
    master = at(LICENCE, "00A40000", start=NO_TEXT_AP)

    assert not allowed(master, select_file(0x0002))
    assert not allowed(master, bytes.fromhex("002000820431323334"))
    assert not allowed(master, bytes.fromhex("00200082"))


# What may be reached in a card, wherever a command really leads there. In brackets: nothing of anybody's, or nothing at all.
HARMLESS = {
    (TEXT_AP, 0x0002),
    (COMMON_AP, 0x0001),
    (JPKI_AP, 0x0006),
    (LICENCE_DF1, 0x0001),
    (LICENCE_DF1, 0x0004),
    (MASTER_FILE, 0x000A),
    (MASTER_FILE, 0x2F01),
    (MASTER_FILE, 0x0002),  # kind of a residence card; on a licence a key, which is no file to read
    # Files that do not exist there; a command for the master file may meet them where choosing it had no effect.
    (LICENCE_DF1, 0x000A),
    (LICENCE_DF1, 0x2F01),
    (RESIDENCE_DF2, 0x0002),  # opens only after mutual authentication, which is not on the list
    (IMMIGRATION, 0x0002),
}
KEYS = {(TEXT_AP, 0x0011): 4, (TEXT_AP, 0x0015): 14, (MASTER_FILE, 0x0001): 4}
CHOSEN = (TEXT_AP, COMMON_AP, JPKI_AP, LICENCE_DF1, RESIDENCE_DF2, IMMIGRATION, MY_NUMBER_LICENCE)


class Watcher:
    """Sees every command that left for the card, and knows where the card could be: it may have moved although it said no,
    and stayed where it was although it chose its master file.
    """

    def __init__(self):
        self.places = {(b"unknown", 0)}  # (application, file)
        self.may_be_my_number = True
        self.tries = 0

    def sees(self, command, status):
        assert len(command) >= 4
        cla, instruction, p1, p2 = command[:4]
        assert cla == 0x00
        assert instruction in (0xA4, 0x20, 0xB0, 0xB2)
        if instruction == 0xA4:
            self._selects(p1, command[5:], status)
        elif instruction == 0xB0:
            places = {(application, p1 & 0x1F if p1 & 0x80 else file) for application, file in self.places}
            assert places <= HARMLESS
            self._maybe(places, status)
        elif instruction == 0xB2:
            assert command == bytes.fromhex("00B2010400")
            assert self.places == {(COMMON_AP, 0x0001)}
        else:
            self._verifies(p2, command[5:])

    def _selects(self, p1, body, status):
        if p1 == 0x04:
            assert body in CHOSEN
            if body == TEXT_AP:
                self.may_be_my_number = status != 0x6A82
            self._maybe({(body, 0)}, status)
        elif p1 == 0x00:
            assert body in (b"", b"\x3f\x00")
            assert not self.may_be_my_number, "there it has no effect, and 0001 is the number"
            self.places |= {(MASTER_FILE, 0)}
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


def apdus(*texts):
    return [bytes.fromhex(text) for text in texts]


TRY, UNSET = "0431323334", "042A2A2A2A"
SELECTIONS = apdus(
    CHOOSE, LICENCE, "00A40000", "00A40000023F00", "00A4040C0AD3921000310001010401", "00A4040C0AD3921000310001010402",
    "00A4040C0A" + COMMON_AP.hex(), "00A4040C0A" + JPKI_AP.hex(), "00A4040C10" + MY_NUMBER_LICENCE.hex(),
    "00A4040C10" + RESIDENCE_DF2.hex(), "00A4040C05" + IMMIGRATION.hex(), "00A4040C10A0000002310200000000000000000000",
    "00A4000C", "00A4000C020001", "00A4040C09D39210003100010104", "00A4040200", "00A40C0C020001", "00A4080C020001",
)  # fmt: skip
FILES = [select_file(file) for file in (*range(1, 8), 0x0A, 0x0B, 0x11, 0x12, 0x13, 0x14, 0x15, 0x17, 0x18, 0x1B, 0x2F01)]
TRIES = apdus(
    *("002000" + key + tail for key in ("80", "81", "82", "86", "91", "93", "94", "95", "11", "14") for tail in ("", TRY)),
    "0020008" + "0" + UNSET, "002000810C" + "30" * 12, "002000940C" + "30" * 12, "002000800E" + "35" * 14,
    "002000950E" + "35" * 14, "00200080" + "0000" + TRY,
)  # fmt: skip
READINGS = apdus(
    "00B00000FB", "00B00000", "00B0000000", "00B0820000000000", "00B00000000000", "00B1000004540200FB", "00B2010400", "00B2020400",
    "00B2010C00", "00B201040000FF",
    *(f"00B0{0x80 | file:02X}00FB" for file in (*range(1, 8), 0x0A, 0x11, 0x13, 0x14, 0x15)),
)  # fmt: skip
OTHERS = apdus(
    "80500000", "00C00000FB", "0084000008", "008800000A", "00CA010000", "002A9E9A00", "00D6000001FF", "00700000", "10" * 9
)
interesting = st.sampled_from(SELECTIONS + FILES + TRIES + READINGS + OTHERS)
# Secure messaging, logical channels, chaining, proprietary: the same command in another class.
CLASSES = (0x00, 0x01, 0x02, 0x03, 0x04, 0x08, 0x0C, 0x10, 0x40, 0x80, 0x90, 0xA0, 0xFF)


@st.composite
def reclassed(draw):
    return bytes((draw(st.sampled_from(CLASSES)),)) + draw(interesting)[1:]


@st.composite
def extended(draw):
    """The same command with lengths of three bytes, or of two."""
    command = draw(interesting)
    body = command[5:]
    return command[:4] + b"\x00" + len(body).to_bytes(2, "big") + body + draw(st.sampled_from((b"", b"\x00", b"\x00\x00", b"\xff")))


@st.composite
def spoilt(draw):
    command = bytearray(draw(interesting))
    command[draw(st.integers(0, len(command) - 1))] = draw(st.integers(0, 255))
    return bytes(command[: draw(st.integers(0, len(command)))]) if draw(st.booleans()) else bytes(command)


common = st.sampled_from(
    apdus(CHOOSE, LICENCE, "00A40000", "00A40000023F00", "00A4020C020001", "00A4020C020002", "00A4020C020011", "00B00000FB")
)
commands = st.one_of(common, common, interesting, interesting, spoilt(), reclassed(), extended(), st.binary(max_size=24))
statuses = st.sampled_from([0x9000, 0x9000, 0x6A82, 0x6982, 0x63C2, 0x6283, 0x6984, 0x6B00])
# Deep enough to be somewhere: most sequences begin inside an application.
NO_CHOOSE = (CHOOSE, 0x6A82)
beginnings = st.sampled_from(
    [
        [],
        [CHOOSE],
        [CHOOSE, "00A4020C020011"],
        [CHOOSE, "00A4020C020015"],
        [CHOOSE, "00A4020C020002"],
        [CHOOSE, "00A4040C0A" + COMMON_AP.hex()],
        [CHOOSE, "00A4040C0A" + COMMON_AP.hex(), "00A4020C020001"],
        [NO_CHOOSE, "00A4040C10" + RESIDENCE_DF2.hex()],
        [NO_CHOOSE, "00A4040C10" + RESIDENCE_DF2.hex(), "00A40000023F00"],
        [NO_CHOOSE, "00A4040C0A" + JPKI_AP.hex()],
        [NO_CHOOSE, LICENCE],
        [NO_CHOOSE, LICENCE, "00A40000"],
        [NO_CHOOSE, LICENCE, "00A40000", "00A4020C020001"],
        [LICENCE],
    ]
)


def steps(*pairs):
    return [(bytes.fromhex(command), status) for command, status in pairs]


@settings(max_examples=1200)
@given(
    beginnings.map(lambda start: steps(*(step if isinstance(step, tuple) else (step, 0x9000) for step in start))),
    st.lists(st.tuples(commands, statuses), max_size=12),
)
@example(
    steps((CHOOSE, 0x9000), ("00A4040C10" + LICENCE_DF1.hex(), 0x6A82)), steps(("00A4020C020002", 0x9000), ("00B00000FB", 0x9000))
)
@example(steps((CHOOSE, 0x9000), ("00A4020C020002", 0x9000)), steps(("00A4020C020011", 0x6A82), ("00B00000FB", 0x9000)))
@example(steps((CHOOSE, 0x9000), ("00B08200FB", 0x6982)), steps(("00B00000FB", 0x9000)))
def test_no_sequence_of_commands_reaches_what_must_not_be_read(beginning, sequence):
    """The card says what it likes; the watcher takes it to be wherever it could be."""
    position, watcher = Position(), Watcher()
    for command, status in beginning + sequence:
        if allowed(position, command):
            watcher.sees(command, status)
            position = moved(position, command, status)


PEOPLE = {person.id: person for person in load()}


def chimera():
    """One card with the applications of all: what is refused on it is refused on any."""
    cards = [card_of(PEOPLE[name]) for name in ("licence", "residence_card", "with_licence")]
    return Card({aid: application for card in cards for aid, application in card.applications.items()})


NEVER = {
    (TEXT_AP, 0x0001),  # 個人番号
    (TEXT_AP, 0x0003),  # its digest
    (TEXT_AP, 0x0014),  # 照合番号A, which is the number
    (VISUAL_AP, 0x0005),  # a picture of the number
    (VISUAL_AP, 0x0013),
    (VISUAL_AP, 0),
    (RESIDENT_CODE_AP, 0),
    (RESIDENT_CODE_AP, 0x0001),
    (LICENCE_DF1, 0x0002),  # 本籍
    (MASTER_FILE, 0x0002),  # the second PIN of a licence, unless it is a residence card: there its kind
}


@pytest.mark.parametrize("make", [lambda: card_of(PEOPLE["taro"]), lambda: card_of(PEOPLE["licence"]), chimera])
def test_the_cards_themselves_are_never_reached_where_they_must_not_be(make):
    @settings(max_examples=300)
    @given(beginnings, st.lists(commands, max_size=16))
    def through_the_filter(beginning, sequence):
        card = make()
        heard = []
        link = GuardedLink(lambda command: heard.append(command) or card.answer(command))
        for command in [*(bytes.fromhex(step[0] if isinstance(step, tuple) else step) for step in beginning), *sequence]:
            try:
                link.exchange(command)
            except ForbiddenCommand:
                continue

        assert not card.reached & NEVER
        assert card.reached <= HARMLESS | set(KEYS) | {(aid, 0) for aid in CHOSEN}
        assert sum(len(command) > 5 and command[1] == 0x20 for command in heard) <= 1
        assert {command[0] for command in heard} <= {0x00}

    through_the_filter()


def test_the_tests_above_would_see_a_card_that_was_reached():
    card = card_of(PEOPLE["taro"])
    for command in (CHOOSE, "00A4020C020001", "00B08300FB", "00200094", "00A4040C0A" + VISUAL_AP.hex(), "00B08500FB"):
        card.answer(bytes.fromhex(command))

    assert {(TEXT_AP, 0x0001), (TEXT_AP, 0x0003), (TEXT_AP, 0x0014), (VISUAL_AP, 0), (VISUAL_AP, 0x0005)} <= card.reached
