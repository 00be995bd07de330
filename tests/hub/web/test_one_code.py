"""One code from home: the time and what was entered, in either order, brought by one QR at kiosk and counter."""

import re

import msgspec
import pytest

from hub.security.actors import System
from hub.wire import CallNext, FoundEntry, OpenVisit, Ticket
from tests.hub.small_office import clerk as clerk_at
from tests.hub.web.running_hub import NAME, demo_bundle
from tests.hub.web.test_booking import booked, fields
from tests.hub.web.test_booking import on_hub as booking_on_hub
from tests.hub.web.test_portal import begin, fill, on_hub

TODAY = "/book/for/moving_in/2027-03-29"


def codes(page):
    """The scanned and the typed code."""
    return re.search(r'data-code="(UK1:\w+)"', page)[1], re.search(r"<b>(\w{4}-\w{4})</b>", page)[1]


async def enter_then_book(hub):
    browser = await begin(hub)
    await fill(browser)
    entered = codes(browser.text)
    assert "同じコードで予約できます" in browser.text
    await booked(browser, "10:00", TODAY)
    return entered, codes(browser.text), browser.text


async def book_then_enter(hub):
    browser = hub.browser()
    await booked(browser, "10:00", TODAY)
    first = codes(browser.text)
    await browser.post("/enter", **fields(browser.text, "/enter"))
    await fill(browser)
    return first, codes(browser.text), browser.text


@pytest.mark.parametrize("way", [enter_then_book, book_then_enter])
def test_who_enters_and_books_in_either_order_holds_one_code_for_both(tmp_path, way):
    async def scenario(hub, kiosk):
        first, last, page = await way(hub)
        assert first == last and "この1つのコードで" in page
        for code in last:
            found = await kiosk.find_entry(code)
            assert isinstance(found, FoundEntry) and found.appointment.begins.hour == 10
            assert found.applications[0].answers["movers"][0]["name"] == NAME
        both = OpenVisit("ja", reception_token=found.reception_token, appointment=found.appointment.token)
        ticket = await kiosk.open_visit(both, "press-one-code")
        assert isinstance(ticket, Ticket) and ticket.booked.hour == 10 and ticket.procedures == ("moving_in",)
        assert (await kiosk.find_entry(last[0])).error == "entry_used"

    on_hub(tmp_path, scenario)


def test_the_clerk_who_gives_the_number_of_the_booking_has_what_was_entered(tmp_path):
    async def scenario(hub, kiosk):
        (code, _), _, _ = await enter_then_book(hub)
        clerk = await hub.clerk(1)
        page = await clerk.get("/appointments")
        action = re.search(r'action="(/appointments/[^"]+)"', page)[1]
        await clerk.post(action)
        called = (await hub.office.call_next(clerk_at(1), CallNext(counter=1, stage="reception"))).called
        assert called.entered_at_home and called.booked.hour == 10
        assert (await kiosk.find_entry(code)).error == "entry_used"

    on_hub(tmp_path, scenario)


def test_what_was_entered_is_kept_until_the_day_of_a_late_appointment(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        await fill(browser)
        code, _ = codes(browser.text)
        await booked(browser, "10:00", "/book/for/moving_in/2027-04-27")  # entries are kept for fourteen days
        hub.clock.forward(days=29)
        await hub.office.expire(System(), hub.clock())
        found = await kiosk.find_entry(code)
        assert isinstance(found, FoundEntry) and found.applications and found.appointment is not None

    bundle = demo_bundle()
    month_ahead = msgspec.structs.replace(bundle.site, booking=msgspec.structs.replace(bundle.site.booking, last_day=30))
    booking_on_hub(tmp_path, scenario, msgspec.structs.replace(bundle, site=month_ahead))


def test_an_entry_that_is_corrected_at_home_takes_its_appointment_along_to_the_new_code(tmp_path):
    async def scenario(hub, kiosk):
        (code, _), _, _ = await enter_then_book(hub)
        browser = hub.browser()
        await browser.get("/enter/resume")
        await browser.post("/enter/resume", code=code)
        await fill(browser)
        new, _ = codes(browser.text)
        assert new != code and (await kiosk.find_entry(code)).error == "unknown_code"
        found = await kiosk.find_entry(new)
        assert found.applications and found.appointment.begins.hour == 10

    on_hub(tmp_path, scenario)
