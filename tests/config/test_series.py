from hypothesis import given
from hypothesis import strategies as st

from config.series import count_of, next_kiosk_number, next_number
from config.site import Service


def series(**more):
    return Service("residence", "A", {"ja": "住民異動"}, ("reception",), **more)


def numbers(service):
    found, last = [], None
    while (last := next_number(service, last)) is not None:
        found.append(last)
    return found


def test_a_series_has_its_range_and_its_step():
    assert numbers(series(first_number=101, last_number=110, step=4)) == [101, 105, 109]


def test_forbidden_numbers_and_endings_are_left_out():
    assert numbers(series(last_number=24, forbidden_numbers=(7,), forbidden_endings=("4", "9"))) == [
        1, 2, 3, 5, 6, 8, 10, 11, 12, 13, 15, 16, 17, 18, 20, 21, 22, 23,
    ]  # fmt: skip


def test_a_kiosk_alone_keeps_to_its_range_and_forbids_the_same():
    service = series(kiosk_first_number=3, kiosk_last_number=5, forbidden_endings=("4",))

    assert next_kiosk_number(service, "12", None) == 3
    assert next_kiosk_number(service, "12", 3) == 5
    assert next_kiosk_number(service, "12", 5) is None


@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 50), st.lists(st.sampled_from("0123456789"), max_size=9))
def test_every_number_of_a_series_is_given_once_in_rising_order(first, last, step, endings):
    service = series(first_number=first, last_number=last, step=step, forbidden_endings=tuple(endings))
    given_out = numbers(service)

    assert given_out == sorted(set(given_out)) and len(given_out) == count_of(service)
    assert all(first <= each <= last and f"{each:03d}"[-1] not in endings for each in given_out)
