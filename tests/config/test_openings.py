"""Hours, closed days, last reception."""

from datetime import date, datetime, time, timedelta, timezone

import pytest
from msgspec.structs import replace

from config.openings import hours_on, is_holiday, is_open, is_open_on, last_reception, network_runs_on, next_open_day, takes_numbers
from config.site import Opening

JST = timezone(timedelta(hours=9))


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=JST)


def in_earnest(bundle):
    """The demo office as one that keeps its hours."""
    return replace(bundle.site, always_open=False)


def service(bundle, id):
    return next(one for one in bundle.site.services if one.id == id)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 11, 20), True),  # Friday
        (date(2026, 11, 21), False),  # third Saturday
        (date(2026, 11, 14), True),  # second Saturday
        (date(2026, 11, 28), True),  # fourth Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 23), False),  # 勤労感謝の日, a Monday
        (date(2026, 9, 22), False),  # 国民の休日 between two holidays
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_the_office_is_open_as_announced(bundle, day, open_):
    assert is_open_on(bundle.site, day) is open_


def test_a_closed_day_of_the_site_is_closed(bundle):
    flood = date(2026, 11, 25)
    site = replace(bundle.site, closed=(flood,))

    assert is_holiday(site, flood)
    assert not hours_on(site, flood)


def test_a_day_opened_on_purpose_is_open_even_on_a_sunday_or_holiday(bundle):
    holiday, sunday = date(2026, 11, 23), date(2027, 3, 28)
    extra = Opening((), time(8, 30), time(12, 30), dates=(holiday, sunday), services=("residence",))
    site = replace(bundle.site, hours=(*bundle.site.hours, extra))

    assert is_open_on(site, sunday, "residence")
    assert is_open_on(site, holiday, "residence")
    assert not is_open_on(site, sunday, "certificates")
    assert not is_open_on(replace(site, closed=(sunday,)), sunday)


def test_saturday_serves_some_only(bundle):
    saturday = date(2026, 11, 14)

    assert is_open_on(bundle.site, saturday, "residence")
    assert not is_open_on(bundle.site, saturday, "my_number_card")


def test_last_reception_is_the_service_s_or_closing_time(bundle):
    assert last_reception(bundle.site, service(bundle, "residence"), date(2026, 11, 20)) == time(16, 45)
    assert last_reception(bundle.site, service(bundle, "certificates"), date(2026, 11, 20)) == time(17, 0)
    assert last_reception(bundle.site, service(bundle, "residence"), date(2026, 11, 14)) == time(12, 30)
    assert last_reception(bundle.site, service(bundle, "residence"), date(2026, 11, 22)) is None


@pytest.mark.parametrize(
    ("now", "takes"),
    [
        (at(20, 8, 29), False),
        (at(20, 8, 30), True),
        (at(20, 16, 44), True),
        (at(20, 16, 45), False),
        (at(14, 12, 29), True),
        (at(14, 12, 30), False),
    ],
)
def test_numbers_are_given_from_opening_to_last_reception(bundle, now, takes):
    assert takes_numbers(in_earnest(bundle), service(bundle, "residence"), now) is takes


def test_the_office_is_open_while_one_service_is(bundle):
    site = in_earnest(bundle)

    assert is_open(site, at(20, 16, 59))
    assert not is_open(site, at(20, 17, 0))
    assert not is_open(site, at(22, 10))


def test_the_demo_gives_numbers_at_any_hour_and_says_its_hours_all_the_same(bundle):
    assert is_open(bundle.site, at(22, 3))
    assert not is_open_on(bundle.site, date(2026, 11, 22))


def test_the_next_open_day_skips_what_is_closed(bundle):
    assert next_open_day(bundle.site, date(2026, 11, 21)) == date(2026, 11, 24)
    assert next_open_day(bundle.site, date(2026, 11, 24)) == date(2026, 11, 24)
    with pytest.raises(LookupError):
        next_open_day(replace(bundle.site, hours=()), date(2026, 11, 24))


def test_the_resident_network_rests_on_saturdays_though_the_office_is_open(bundle):
    assert is_open_on(bundle.site, date(2026, 11, 28))
    assert not network_runs_on(bundle.site, date(2026, 11, 28))
    assert network_runs_on(bundle.site, date(2026, 11, 27))
    assert network_runs_on(replace(bundle.site, resident_network=()), date(2026, 11, 28))
