from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.security.attempts import Attempts
from hub.security.tokens import entry_handle, entry_of, follow_token, read_code, reception_code, short_code
from tests.hub.small_office import NINE


@given(st.binary(min_size=16, max_size=16))
def test_a_reception_code_is_read_as_it_was_written(random):
    code = reception_code(random)

    assert len(code) == 32
    assert read_code(code) == ("reception", code)
    assert read_code(f" {code.lower()}\n") == ("reception", code)


@given(st.binary(min_size=16, max_size=16))
def test_any_one_character_read_wrong_and_any_two_neighbours_swapped_are_noticed(random):
    code = reception_code(random)
    for place in range(4, 32):
        for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".replace(code[place], ""):
            assert read_code(code[:place] + other + code[place + 1 :]) is None
        swapped = code[:place] + code[place : place + 2][::-1] + code[place + 2 :]
        assert swapped == code or read_code(swapped) is None


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "https://example.com/menu",
        "UK1:",
        "UK1:AAAA",
        "UK2:" + "A" * 28,
        "WIFI:S:lobby;;",
        "1234",
        "1234567890123",
        "漢字漢字漢字漢字",
    ],
)
def test_codes_of_others_are_told_from_ours(foreign):
    assert read_code(foreign) is None


@given(st.binary(min_size=5, max_size=5))
def test_a_short_code_survives_how_people_type_it(random):
    code = short_code(random)
    typed = f"{code[:4]}-{code[4:]}".lower().replace("0", "o").replace("1", "l")

    assert read_code(typed) == ("short", code)
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in typed.replace("-", ""))
    assert read_code(f"{full_width[:4]}ー{full_width[4:]}") == ("short", code), "as a keyboard for Japanese types it"


def test_two_short_codes_differ_when_their_bytes_differ():
    assert len({short_code(number.to_bytes(5)) for number in range(3000)}) == 3000


def test_a_handle_opens_its_own_entry_at_its_own_hub_only():
    handle = entry_handle(b"s" * 32, "e1")

    assert entry_of(b"s" * 32, handle) == "e1"
    assert entry_of(b"t" * 32, handle) is None
    assert entry_of(b"s" * 32, handle.replace("e1", "e2")) is None
    assert entry_of(b"s" * 32, "e1") is None
    assert entry_of(b"s" * 32, "緑.野") is None


def test_the_phone_link_is_the_same_on_a_second_paper_and_cannot_be_guessed_from_the_visit():
    assert follow_token(b"s" * 32, "v1") == follow_token(b"s" * 32, "v1")
    assert follow_token(b"t" * 32, "v1") != follow_token(b"s" * 32, "v1")
    assert len(follow_token(b"s" * 32, "v1")) == 13


def test_wrong_tries_block_for_the_window_and_no_longer():
    attempts = Attempts(3, timedelta(minutes=15))
    for minute in range(3):
        assert attempts.blocked_until("kiosk:01", NINE + timedelta(minutes=minute)) is None
        attempts.failed("kiosk:01", NINE + timedelta(minutes=minute))

    assert attempts.blocked_until("kiosk:01", NINE + timedelta(minutes=3)) == NINE + timedelta(minutes=15)
    assert attempts.blocked_until("kiosk:02", NINE + timedelta(minutes=3)) is None
    assert attempts.blocked_until("kiosk:01", NINE + timedelta(minutes=15)) is None


def test_the_memory_of_wrong_tries_is_bounded():
    attempts = Attempts(2, timedelta(minutes=15), names=10)
    for name in range(100):
        attempts.failed(str(name), NINE)

    assert sum(len(attempts._wrong[name]) for name in attempts._wrong) <= 10
