import random

from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.simulated.people import item
from hardware.cards.tlv import outer_length, parse

tags = st.integers(0xDF21, 0xDF7F)
values = st.binary(max_size=700)


@given(st.lists(st.tuples(tags, values), max_size=6), st.integers(0, 40))
def test_what_a_card_writes_is_what_is_read_and_filler_ends_it(pairs, filler):
    written = b"".join(item(tag, value) for tag, value in pairs)

    for padding in (b"\xff" * filler, b"\x00" * filler):
        elements = parse(written + padding)

        assert elements.whole
        assert [(element.tag, element.value) for element in elements.items] == pairs


def test_every_definite_form_of_length_is_read():
    short, long, longer = bytes(0x65), bytes(0x9F), bytes(0x1234)

    assert outer_length(b"\xff\x20\x65" + short) == 3 + 0x65
    assert outer_length(b"\xff\x40\x81\x9f" + long) == 4 + 0x9F
    assert outer_length(b"\xff\x40\x82\x00\x9f" + long) == 5 + 0x9F
    assert parse(b"\xff\x40\x82\x00\x9f" + long).value(0xFF40) == long
    assert parse(b"\xff\x40\x82\x12\x34" + longer).value(0xFF40) == longer
    for field in (b"\x83\x00\x00\x9f", b"\x84\x00\x00\x00\x9f"):
        assert outer_length(b"\xff\x40" + field + long) == 2 + len(field) + 0x9F
        assert parse(b"\xff\x40" + field + long).value(0xFF40) == long
    for field in (b"\x81\x05", b"\x82\x00\x05", b"\x83\x00\x00\x05"):  # longer than need be
        assert parse(b"\xdf\x22" + field + b"12345" + item(0xDF23, b"6")).items[0].value == b"12345"


def test_an_item_cut_off_in_the_middle_is_left_out_and_said():
    whole = item(0xDF22, b"name") + item(0xDF23, b"address")

    for cut in range(len(whole) - 1, len(item(0xDF22, b"name")), -1):
        elements = parse(whole[:cut])
        assert not elements.whole
        assert [element.tag for element in elements.items] == [0xDF22]


def test_a_length_of_unknown_form_ends_the_reading():
    for length in (b"\x80", b"\x85\x00\x00\x00\x00\x01", b"\xff", b"\xa0", b"\x88" + bytes(8)):
        assert not parse(b"\xdf\x22" + length + b"aaaa").whole
        assert outer_length(b"\xdf\x22" + length + b"aaaa") is None


def test_unknown_items_do_not_hide_known_ones():
    assert parse(item(0x5F7A, b"?") + item(0xDF25, b"1")).value(0xDF25) == b"1"


@given(st.binary(max_size=300), st.sampled_from((1, 2)))
def test_no_bytes_at_all_can_make_it_fail_or_find_what_is_not_there(content, tag_bytes):
    elements = parse(content, tag_bytes)

    assert sum(tag_bytes + 1 + len(element.value) for element in elements.items) <= len(content)
    total = outer_length(content, tag_bytes)
    assert total is None or total >= tag_bytes + 1


def test_ten_thousand_spoilt_files_are_read_without_trouble():
    chance = random.Random(20260401)
    good = item(0xFF20, b"".join(item(0xDF21 + n, bytes(chance.randbytes(n * 31))) for n in range(5))) + b"\xff" * 20

    for _ in range(10_000):
        spoilt = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        cut = bytes(spoilt[: chance.randint(0, len(spoilt))])
        for element in parse(cut).items:
            parse(element.value)


def test_no_value_shows_in_a_repr():
    assert "secret" not in repr(parse(item(0xDF22, b"secret")))
