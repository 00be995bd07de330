import random
from datetime import date

import pytest

from hardware.cards.basic_items import card_data
from hardware.cards.port import CardData, CardKind
from hardware.cards.simulated.people import Description, basic_items, item

# A test card's file with an invented holder, as published with its reader (notes of the cards README).
GOLDEN = bytes.fromhex(
    "FF2065DF2108000E002000590064DF220FE9BB92E6A190E38080E5B9B9E4B99FDF2336E69DB1E4BAACE983BDE6B885E780ACE5B882E8A6B3"
    "E5B883E5AD90E58D97EFBC91EFBC92EFBC8DEFBC97EFBC8DEFBC92EFBC90EFBC92DF24083139383030323137DF250131"
)


def file_of(**changes):
    person = {"name": "川崎　太郎", "address": "見本町１", "birth_date": "19800217", "sex": "1"} | changes
    return basic_items(Description("x", CardKind.MY_NUMBER, "", **person))


def test_a_published_test_card_is_read_byte_for_byte():
    assert card_data(GOLDEN) == CardData(
        CardKind.MY_NUMBER, "黒桐　幹也", "東京都清瀬市観布子南１２－７－２０２", date(1980, 2, 17), "male", ()
    )
    assert card_data(GOLDEN + b"\xff" * 200) == card_data(GOLDEN)


def test_the_simulator_writes_the_published_file():
    person = Description(
        "x",
        CardKind.MY_NUMBER,
        "",
        filler=0,
        name="黒桐　幹也",
        address="東京都清瀬市観布子南１２－７－２０２",
        birth_date="19800217",
        sex="1",
    )

    assert basic_items(person) == GOLDEN


@pytest.mark.parametrize(
    "name",
    ["葛\U000e0100飾　花子", "𠮷田　太郎", "\ufa11口　一", "ﾔﾏﾀﾞ　ﾀﾛｳ", "か\u3099　き", "SAMPLE MARIA", " 前後　空白 "],
)
def test_a_legal_name_arrives_as_it_stands_on_the_card(name):
    read = card_data(file_of(name=name))

    assert read.name == name
    assert "name" not in read.uncertain


@pytest.mark.parametrize(
    "sign", ["\ufffd", "〓", "●", "?", "？", "\ue000", "\U000f0001", "\x07", "\u202e", "\u200b", "\u2028", "\uffff"]
)
def test_a_character_that_stands_for_another_is_kept_and_shown_for_checking(sign):
    read = card_data(file_of(name=f"宮{sign}　四郎", address=f"見本町{sign}"))

    assert read.name == f"宮{sign}　四郎"
    assert read.uncertain == ("name", "address")


@pytest.mark.parametrize("birth_date", ["19800231", "00000000", "1980021", "198002170", "1980 217", "", "１９８０"])
def test_a_day_that_is_none_is_left_empty(birth_date):
    file = file_of()
    start = file.index(item(0xDF24, b"19800217"))
    spoilt = file[3:start] + item(0xDF24, birth_date.encode()) + item(0xDF25, b"1")

    read = card_data(item(0xFF20, spoilt))

    assert read.birth_date is None
    assert read.uncertain == ("birth_date",)
    assert read.name == "川崎　太郎"


@pytest.mark.parametrize("sex", ["0", "9", "3", "", "11", "a"])
def test_a_sex_that_is_neither_is_left_empty(sex):
    read = card_data(file_of(sex=sex))

    assert read.sex is None
    assert read.uncertain == ("sex",)


def test_a_name_that_is_no_text_leaves_the_other_items():
    read = card_data(file_of(name_hex="E5B79DE5B4"))

    assert (read.name, read.uncertain) == (None, ("name",))
    assert read.address == "見本町１"


def test_items_that_are_missing_are_empty_and_said():
    read = card_data(item(0xFF20, item(0xDF25, b"2")))

    assert read == CardData(CardKind.MY_NUMBER, None, None, None, "female", ("name", "address", "birth_date"))


@pytest.mark.parametrize("file", [b"", b"\xff" * 40, b"\x00" * 40, item(0xFF10, b"0" * 12), GOLDEN[:60], bytes(range(256))])
def test_a_file_without_basic_items_gives_nothing(file):
    assert card_data(file) is None


def test_twenty_thousand_spoilt_files_never_raise_and_never_invent():
    chance = random.Random(7)
    for _ in range(20_000):
        spoilt = bytearray(GOLDEN)
        for _ in range(chance.randint(1, 4)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)

        read = card_data(bytes(spoilt))

        if read is not None:
            empty = {name for name in ("name", "address", "birth_date", "sex") if getattr(read, name) is None}
            assert empty <= set(read.uncertain)
