import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.cards.commands import TEXT_AP, Answer, select_application
from hardware.cards.file_reading import READ_LENGTH, READ_LENGTH_SMALL
from hardware.cards.guarded_link import ForbiddenCommand, GuardedLink, LinkLost
from hardware.cards.my_number import pin_tries, read
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Secret
from hardware.cards.secret import digits
from hardware.cards.simulated.files import my_number_card
from hardware.cards.simulated.people import load

PEOPLE = {person.id: person for person in load()}
PIN = Secret("pin", "1234")
CODE_B = Secret("code_b", "55021720352285")
CHOOSE = select_application(TEXT_AP)
RETRIES_ASKED = bytes.fromhex("00200080")


def chosen(send):
    """A session whose text application is current."""
    link = GuardedLink(send)
    link.exchange(CHOOSE)
    return link


class Scripted:
    """A card that gives one answer after the other, and remembers what it was told."""

    def __init__(self, *answers):
        self.answers = ["9000", *answers]
        self.heard = []

    def __call__(self, command):
        self.heard.append(command.hex().upper())
        if not self.answers:
            raise LinkLost
        return bytes.fromhex(self.answers.pop(0))


def read_from(card, secret=PIN, **options):
    return chosen(card).run(read(secret, **options))


def test_a_reading_by_pin_is_six_commands():
    card = my_number_card(PEOPLE["taro"])
    heard = []

    def send(command):
        heard.append(command.hex().upper())
        return card.answer(command)

    result = read_from(send)

    assert result == CardData(
        CardKind.MY_NUMBER, "川崎　太郎", "神奈川県川崎市川崎区見本町１丁目２番３号", date(1980, 2, 17), "male", ()
    )
    assert heard == [
        "00A4040C0AD3921000310001010408", "00A4020C020011", "00200080", "002000800431323334", "00A4020C020002", "00B00000FB",
    ]  # fmt: skip


def test_a_reading_by_code_b_names_the_other_key():
    card = Scripted("9000", "63CA", "9000", "9000", "FF2000" + "9000")

    read_from(card, CODE_B)

    assert card.heard[1:4] == ["00A4020C020015", "00200080", "002000800E3535303231373230333532323835"]


@pytest.mark.parametrize("length", [READ_LENGTH, READ_LENGTH_SMALL])
def test_a_long_file_is_read_piece_by_piece(length):
    card = my_number_card(PEOPLE["long_name"])

    result = read_from(card.answer, Secret("pin", "1357"), read_length=length)

    assert result.name == "葛\U000e0100\U00020bb7\ufa11　権左衛門之助"
    assert result.uncertain == ()
    assert result.address.endswith("第三地割")


@pytest.mark.parametrize(
    ("secret", "expected"),
    [
        (Secret("pin", "１２３４"), "1234"),
        (Secret("pin", "12３4"), "1234"),
        (CODE_B, "55021720352285"),
        *(
            (Secret("pin", wrong), None)
            for wrong in ("", "123", "12345", "12a4", "12 4", "一二三四", "१२३४", "1234\n", "55021720352285")
        ),
        *((Secret("code_b", wrong), None) for wrong in ("1234", "5502172035228", "550217203522855", "5502172035228x")),
    ],
)
def test_only_four_or_fourteen_digits_are_ever_sent(secret, expected):
    card = Scripted()

    assert digits(secret) == expected
    if expected is None:
        assert read_from(card, secret) == CardFault(Fault.REFUSED_INPUT)
        assert len(card.heard) == 1


@pytest.mark.parametrize(
    ("counter", "fault"),
    [("63C0", CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)), ("6984", CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)),
     ("6983", CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)), ("63C1", CardFault(Fault.LAST_TRY, 1, CardKind.MY_NUMBER))],
)  # fmt: skip
def test_no_try_is_sent_to_a_locked_card_or_at_the_last_try(counter, fault):
    card = Scripted("9000", counter)

    assert read_from(card) == fault
    assert card.heard[-1] == "00200080"


@pytest.mark.parametrize("counter", ["63C1", "63C2", "6300", "9000", "6A88"])
def test_the_last_try_is_sent_when_the_resident_says_so_and_a_silent_counter_stops_nobody(counter):
    card = Scripted("9000", counter, "63C0")

    assert read_from(card, allow_last_try=True) == CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)
    assert card.heard[-1] == "002000800431323334"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("63C2", CardFault(Fault.WRONG_PIN, 2, CardKind.MY_NUMBER)),
        ("63C1", CardFault(Fault.WRONG_PIN, 1, CardKind.MY_NUMBER)),
        ("6300", CardFault(Fault.WRONG_PIN, None, CardKind.MY_NUMBER)),
        ("63C0", CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)),
        ("6984", CardFault(Fault.LOCKED, 0, CardKind.MY_NUMBER)),
        ("6700", CardFault(Fault.UNREADABLE, None, CardKind.MY_NUMBER)),
    ],
)
def test_a_refused_try_says_how_many_are_left_and_is_not_repeated(answer, fault):
    card = Scripted("9000", "63C3", answer)

    assert read_from(card) == fault
    assert len(card.heard) == 4


@pytest.mark.parametrize(
    "answers",
    [
        ["6A82"],  # no such file
        ["9000", "6982"],  # may not be read
        ["9000", "9000"],  # nothing at all
        ["9000", "FF2065DF2104AAAA" + "9000", "9000"],  # no progress
        ["9000", "FF2065DF2104AAAA" + "9000", "6B00"],  # ends before its length says
        ["9000", "FF208300FFFF" + "9000"],  # a length of unknown form
        ["9000", "FF2082FFFF" + "9000"],  # longer than any
        ["9000", "FFFFFFFFFFFF" + "9000"],  # filler only
        ["9000", "6110"],  # an answer of another protocol
        ["9000", "6C10", "6C10"],
        ["9000", "FF10023030" + "9000"],  # another file
    ],
)
def test_a_file_that_cannot_be_read_ends_as_unreadable(answers):
    assert read_from(Scripted("9000", "63C3", "9000", *answers)) == CardFault(Fault.UNREADABLE, kind=CardKind.MY_NUMBER)


def test_a_card_that_names_another_length_is_asked_again_with_it():
    card = Scripted("9000", "63C3", "9000", "9000", "6C07", "FF2004DF250131" + "9000")

    assert read_from(card).sex == "male"
    assert card.heard[-2:] == ["00B00000FB", "00B0000007"]


@pytest.mark.parametrize(("counter", "left"), [("63C3", 3), ("63C0", 0), ("6983", 0), ("6984", 0), ("6300", None), ("9000", None)])
def test_a_card_that_does_not_count_aloud_leaves_the_tries_unknown(counter, left):
    assert chosen(Scripted("9000", counter)).run(pin_tries()) == left


@pytest.mark.parametrize("counter", ["9000", "6300"])
def test_a_counter_that_says_nothing_opens_nothing_the_pin_is_still_tried_once(counter):
    card = Scripted("9000", counter, "63C1")

    assert read_from(card) == CardFault(Fault.WRONG_PIN, 1, CardKind.MY_NUMBER)
    assert card.heard[-2:] == ["00200080", "002000800431323334"]


def test_asking_for_the_tries_left_uses_none():
    card = my_number_card(PEOPLE["taro"])
    before = chosen(card.answer).run(pin_tries())

    for _ in range(5):
        assert chosen(card.answer).run(pin_tries()) == before == 3


def test_a_wrong_pin_three_times_locks_and_the_right_one_no_longer_helps():
    card = my_number_card(PEOPLE["hanako"])
    wrong, right = Secret("pin", "0000"), Secret("pin", "2468")

    results = [read_from(card.answer, secret, allow_last_try=True) for secret in (wrong, wrong, wrong, right)]

    assert [result.tries_left for result in results] == [2, 1, 0, 0]
    assert results[-1].fault is Fault.LOCKED
    assert read_from(card.answer, Secret("code_b", "07050320311234")).name == "多摩　花子"


def test_the_card_itself_keeps_the_number_from_who_has_code_b():
    card = my_number_card(PEOPLE["taro"])
    for command in (CHOOSE, bytes.fromhex("00A4020C020015"), bytes.fromhex("002000800E") + b"55021720352285"):
        assert card.answer(command) == b"\x90\x00"

    assert card.answer(bytes.fromhex("00B08100FB")) == b"\x69\x82"


answers = st.one_of(
    st.sampled_from([b"\x90\x00", b"\x63\xc3", b"\x63\xc1", b"\x6a\x82", b"\x6c\x05", b"\xff\x20\x02aa\x90\x00", b"", b"\x90"]),
    st.binary(max_size=260),
)


@settings(max_examples=500)
@given(st.lists(answers, max_size=30), st.booleans(), st.sampled_from([PIN, CODE_B]))
def test_whatever_a_card_answers_one_entry_is_one_try_and_ends(script, allow_last_try, secret):
    heard = []
    script = iter(script)

    def send(command):
        heard.append(command)
        answer = next(script, None)
        if answer is None:
            raise LinkLost
        return answer

    link = GuardedLink(send)
    try:
        link.run(read(secret, allow_last_try=allow_last_try))
    except (LinkLost, ForbiddenCommand) as end:
        assert "1234" not in str(end)

    assert sum(len(command) > 5 and command[1] == 0x20 for command in heard) <= 1


def test_fuzzed_cards_never_raise_and_never_run_on():
    chance = random.Random(11)
    person = PEOPLE["taro"]
    for _ in range(3000):
        card = my_number_card(person)
        file = next(iter(card.applications.values())).files[0x0002]
        content = bytearray(file.content)
        for _ in range(chance.randint(1, 5)):
            content[chance.randrange(80)] = chance.randrange(256)
        file.content = bytes(content[: chance.randint(1, len(content))])
        heard = []

        def send(command, card=card, heard=heard):
            heard.append(command)
            return card.answer(command)

        assert isinstance(read_from(send), CardData | CardFault)
        assert len(heard) < 80


def test_an_answer_keeps_its_data_to_itself():
    assert "6162" not in repr(Answer(0x9000, b"ab"))
    assert "ab" not in repr(Answer(0x9000, b"ab"))
