from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.guarded_link import GuardedLink
from hardware.cards.licence import read
from hardware.cards.licence_items import card_data, entered_since, era_date, text
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret
from hardware.cards.recognise import by_application
from hardware.cards.simulated.files import licence_card
from hardware.cards.simulated.licence import item, jis, text_items
from hardware.cards.simulated.people import Description, load

PEOPLE = {person.id: person for person in load()}
LICENCE = CardKind.DRIVING_LICENCE
PIN, NO_PIN = Secret("licence_pin", "1212"), Secret("licence_no_pin", "")


def test_a_licence_fills_name_address_and_birth_date(simulator, reader):
    simulator.lay("licence")

    assert reader.read(PIN, 5) == CardData(
        LICENCE, "中原　六郎", "神奈川県川崎市中原区見本町９－８－７", date(1975, 1, 1), None, (), date(2028, 2, 1)
    )
    assert simulator.trace()[1:] == [
        "00A4040C 9000", "00A40000 9000", "00A4020C 9000", "00B00000 9000", "00A4020C 9000", "00200080 63C3", "00200080 9000",
        "00A4040C 9000", "00A4020C 9000", "00B00000 9000", "00B000FB 9000", "00B001F6 9000", "00B002F1 9000",
        "00A4020C 9000", "00B00000 9000", "00B000FB 9000", "00B001F6 9000",
    ]  # fmt: skip


def test_a_licence_whose_holder_moved_and_chose_no_pin_opens_but_is_doubtful(simulator, reader):
    simulator.lay("licence_moved")

    read = reader.read(Secret("licence_pin", "0000"), 5)

    assert (read.name, read.address) == ("井〓　七海", "東京都見本区例示１－２－３")
    assert read.birth_date is None
    assert read.uncertain == ("name", "address", "birth_date")


def test_a_licence_says_until_when_it_is_good_and_how_many_tries_are_left_before_anything_is_asked(simulator, reader):
    simulator.do(put="licence", tries=2)

    assert reader.wait_for_card(5) == Present(LICENCE, 2, expires=date(2028, 2, 1))
    assert simulator.tries() == {"pin": 2}
    simulator.do(tries=3)


def test_whoever_chose_no_pin_is_not_asked_for_one(simulator, reader):
    simulator.lay("licence_no_pin")

    assert reader.wait_for_card(5) == Present(LICENCE, 3, pin_set=False, expires=date(2027, 8, 15))
    assert reader.read(NO_PIN, 5) == CardData(
        LICENCE, "高津　十子", "神奈川県川崎市高津区見本町２－３", date(1988, 8, 15), None, (), date(2027, 8, 15)
    )
    assert simulator.trace().count("00200080 9000") == 1


def test_nothing_is_sent_to_a_licence_with_a_pin_when_none_was_given(simulator, reader):
    simulator.lay("licence")

    assert reader.read(NO_PIN, 5) == CardFault(Fault.REFUSED_INPUT, kind=LICENCE)
    assert not [line for line in simulator.trace() if line.startswith("0020")]


def test_an_expired_licence_is_read_and_its_last_day_told(simulator, reader):
    simulator.lay("licence_expired")

    assert reader.wait_for_card(5).expires == date(2025, 5, 10)
    read = reader.read(Secret("licence_pin", "3434"), 5)
    assert (read.name, read.expires) == ("宮前　一男", date(2025, 5, 10))


@pytest.mark.parametrize(
    ("changes", "entered"),
    [
        (b"\xff" * 640, False),
        (b"\x00" * 640, False),
        (item(0x50, b"0") + b"\xff" * 637, False),  # 追記なし
        (item(0x50, b"\x00") + b"\xff" * 637, False),
        (item(0x50, b"0") + item(0x51, b"") + item(0x52, b""), False),
        (item(0x50, b"1") + b"\xff" * 637, True),
        (item(0x50, b"0") + item(0x51, b"2" + jis("５０７０４０１神奈川県川崎市見本町１神奈川県＊")), True),
        (item(0x7F, b"anything of unknown shape"), True),
        (b"\x50\x01", True),  # cut off: who knows
        (b"\x50\x83", True),
    ],
)
def test_an_entry_after_the_issue_is_told_from_the_mark_that_there_is_none(changes, entered):
    assert entered_since(changes) is entered
    read = card_data(item(0x12, jis("井")) + item(0x17, jis("見本町")) + item(0x16, b"3550217"), changes)
    assert read.uncertain == (("name", "address") if entered else ())


@pytest.mark.parametrize(
    ("tries", "allow", "fault"),
    [
        (3, False, CardFault(Fault.WRONG_PIN, 2, LICENCE)),
        (1, False, CardFault(Fault.LAST_TRY, 1, LICENCE)),
        (1, True, CardFault(Fault.LOCKED, 0, LICENCE)),
        (0, True, CardFault(Fault.LOCKED, 0, LICENCE)),
    ],
)
def test_the_tries_of_a_licence_are_the_residents_too(simulator, reader, tries, allow, fault):
    simulator.do(put="licence", tries=tries)

    assert reader.read(Secret("licence_pin", "9999"), 5, allow_last_try=allow) == fault
    simulator.do(tries=3)


@pytest.mark.parametrize(
    ("card", "secret", "kind"),
    [("licence", Secret("pin", "1212"), LICENCE), ("taro", Secret("licence_pin", "1234"), CardKind.MY_NUMBER)],
)
def test_a_pin_of_one_card_is_never_tried_on_another(simulator, reader, card, secret, kind):
    simulator.lay(card)

    assert reader.read(secret, 5) == CardFault(Fault.UNSUPPORTED_CARD, kind=kind)
    assert not [line for line in simulator.trace() if line.startswith("0020")]


def test_a_licence_taken_away_during_the_try_leaves_the_outcome_open(simulator, reader):
    simulator.lay("licence", fwi=8)
    simulator.do(remove_after_apdu=8)

    assert reader.read(Secret("licence_pin", "9999"), 5) == CardFault(Fault.UNKNOWN_OUTCOME)

    assert simulator.do(put="licence")["tries"]["licence"]["pin"] == 2


@pytest.mark.parametrize("missing", [0x0001, 0x0004])
def test_a_licence_without_a_file_says_so(missing):
    card = licence_card(PEOPLE["licence"])
    for application in card.applications.values():
        if 0x0002 in application.files:
            del application.files[missing]
    link = GuardedLink(card.answer)
    assert link.run(by_application()) is LICENCE

    result = link.run(read(PIN))

    if missing == 0x0001:
        assert result == CardFault(Fault.UNREADABLE, kind=LICENCE)
    else:  # not knowing whether something changed is as good as a change
        assert result.uncertain == ("name", "address")


@pytest.mark.parametrize(
    ("digits", "day"),
    [
        ("3550217", date(1980, 2, 17)), ("4010108", date(1989, 1, 8)), ("5010501", date(2019, 5, 1)), ("2150101", date(1926, 1, 1)),
        ("1450729", date(1912, 7, 29)), ("3550231", None), ("6010101", None), ("0010101", None), ("355021", None), 
        ("35502171", None), ("355 217", None), ("", None),
    ],
)  # fmt: skip
def test_birth_dates_come_by_era(digits, day):
    assert era_date(digits.encode()) == day
    assert era_date(None) is None


def test_a_character_that_is_only_a_picture_is_shown_as_missing():
    read = card_data(item(0x12, jis("井") + b"\xff\xf1" + jis("　七") + b"\xff\xfa") + item(0x17, jis("見本町１－２")), b"")

    assert read.name == "井〓　七〓"
    assert read.address == "見本町１－２"
    assert read.uncertain == ("name", "birth_date")


@pytest.mark.parametrize("pair", ["0E31", "0F21", "30A1", "2F7F", "2020", "7E7E", "A1A1", "FFF7", "FFFA"])
def test_two_bytes_that_are_no_character_are_shown_as_missing_and_not_as_another(pair):
    assert text(bytes.fromhex(pair)) == "〓"


def test_an_empty_item_and_half_a_character_are_none():
    assert text(b"") is None
    assert text(None) is None
    assert text(b"\x30\x21\x30") is None


@pytest.mark.parametrize("file", [b"", b"\xff" * 880, b"\x00" * 880])
def test_an_empty_file_is_unreadable(file):
    assert card_data(file, b"") is None


@given(st.binary(max_size=200), st.one_of(st.none(), st.binary(max_size=60)))
def test_no_bytes_make_a_licence_fail(items, changes):
    read = card_data(items, changes)

    if read is not None:
        empty = {name for name in ("name", "address", "birth_date") if getattr(read, name) is None}
        assert empty <= set(read.uncertain)


@given(st.text(st.sampled_from("川崎見本町一二三１２３－　アイウあいう"), min_size=1, max_size=40))
def test_what_is_written_on_a_licence_is_what_is_read(name):
    file = text_items(Description("x", LICENCE, "", name=name, address=name, birth_date="5010501"))

    assert (card_data(file, b"\xff" * 640).name, card_data(file, b"").uncertain) == (name, ())
