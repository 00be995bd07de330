import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.site import Service
from hub.domain.numbering import LETTERS, Number, NumbersUsedUp, meant, next_running, parse


def test_numbers_are_written_as_people_read_them():
    assert str(Number("A", 24)) == "A-024"
    assert str(Number("A", 3, kiosk=12)) == "A-1203"


@pytest.mark.parametrize("text", ["A-000", "B-024", "A-24", "A-1200", "A-0003", "A-0012", "a-024", "A024", "A-12345", ""])
def test_what_is_no_number_is_not_taken_for_one(text):
    assert parse(text) is None


@pytest.mark.parametrize("typed", ["a24", "Ａ２４", "A-024", "a - 24", "A‐024番"])
def test_a_number_is_meant_however_it_is_typed(typed):
    assert meant(typed) == ("A-024",)


@pytest.mark.parametrize("typed", ["12", "012", "１２", "12番", " 12 "])
def test_digits_alone_may_be_a_number_of_any_series(typed):
    assert meant(typed) == tuple(f"{letter}-012" for letter in LETTERS)


def test_four_digits_are_of_a_kiosk_or_too_many_zeros():
    assert meant("A1203") == ("A-1203",)
    assert meant("a0103") == ("A-103", "A-0103")


@pytest.mark.parametrize("typed", ["", "サトウ", "A", "12345", "AB12", "みどり12"])
def test_what_cannot_be_a_number_means_none(typed):
    assert meant(typed) == ()


def series(**more):
    return Service("residence", "A", {"ja": "住民異動"}, ("reception",), **more)


@given(st.sampled_from(LETTERS), st.integers(1, 999), st.integers(1, 99), st.integers(1, 99))
def test_a_number_of_the_hub_and_one_of_a_kiosk_never_meet(letter, running, kiosk, own):
    hub, away = Number(letter, running), Number(letter, own, kiosk)

    assert parse(str(hub)) == hub
    assert parse(str(away)) == away
    assert str(hub) != str(away)


def test_the_series_begins_where_the_service_says_and_ends_there_too():
    service = series(first_number=101, last_number=103)

    assert next_running(None, service) == 101
    assert next_running(101, service) == 102
    with pytest.raises(NumbersUsedUp):
        next_running(103, service)
