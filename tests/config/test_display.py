"""Which calls a waiting-room display shows: by stage, service and counter, from the configuration."""

from pathlib import Path

import msgspec
import pytest

from config.checks.displays import displays
from config.display import columns, display_of, services, shows
from config.load import load_site
from config.site import Display

SITE = load_site(Path("config/sites/demo")).site


def with_displays(*given):
    return msgspec.structs.replace(SITE, displays=given)


def test_a_display_that_is_not_configured_shows_everything():
    display = display_of(SITE, "07")
    assert services(SITE, display) == SITE.services
    assert set(columns(SITE, display)) == {"reception", "delivery"}
    assert all(shows(SITE, display, "reception", service.id, 1) for service in SITE.services)


def test_a_display_of_two_counters_shows_the_waits_of_what_they_do():
    display = Display("02", counters=(3,))
    done = {service for counter in SITE.counters if counter.number == 3 for service in counter.services}
    assert {service.id for service in services(SITE, display)} == done
    service = sorted(done)[0]
    assert shows(SITE, display, "reception", service, 3) and not shows(SITE, display, "reception", service, 4)


def test_columns_stand_in_the_order_the_site_says():
    assert columns(SITE, Display("02", stages=("delivery", "reception"))) == ("delivery", "reception")
    assert not shows(SITE, Display("02", stages=("delivery",)), "reception", SITE.services[0].id, 1)


@pytest.mark.parametrize(
    ("display", "place"),
    [
        (Display("01", stages=("entry",)), "displays[0].stages[0]"),
        (Display("01", stages=("delivery", "delivery")), "displays[0].stages"),
        (Display("01", stages=("reception", "accounting", "delivery", "delivery")), "displays[0].stages"),
        (Display("01", services=("residense",)), "displays[0].services[0]"),
        (Display("01", counters=(999,)), "displays[0].counters[0]"),
    ],
)
def test_what_a_display_cannot_show_is_said_with_its_place_and_cure(display, place):
    found = list(displays(with_displays(display)))
    assert place in [each[0] for each in found] and all(cure for _, _, cure in found)


def test_two_displays_of_one_name_are_a_mistake():
    assert [each[0] for each in displays(with_displays(Display("01"), Display("01")))] == ["displays[1].id"]
