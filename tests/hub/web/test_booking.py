"""予約 from home without JavaScript: procedure, day, time, code; two at once on the last place; changed by the code."""

import asyncio
import re

import msgspec
import pytest

from hub.wire import FoundEntry, OpenVisit, Ticket
from tests.hub.web.running_hub import demo_bundle, running_hub

DAY = "/book/for/card_pickup/2027-03-30"


def on_hub(tmp_path, scenario, bundle=None):
    async def play():
        async with running_hub(tmp_path, bundle) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def fields(page):
    """The hidden fields of the last form of a page."""
    form = page[page.rindex("<form") :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


async def booked(browser, time="09:30", day=DAY):
    """Booked at this time; the typed code."""
    await browser.get("/book")
    page = await browser.get(f"{day}/{time}")
    form = fields(page)
    page = await browser.post("/book", **form)
    assert browser.status == 200, page
    return re.search(r"<b>(\w{4}-\w{4})</b>", page)[1], form


def test_a_resident_books_a_time_and_the_kiosk_knows_the_code(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        page = await home.get("/book?language=en")
        assert 'href="/book/for/card_pickup"' in page and "We do not ask your name" in page
        page = await home.get("/book/for/card_pickup")
        assert "2027-03-30" in page and "2027-04-03" not in page, "no Saturday"
        assert "30 left" in page, "two places at each of fifteen times"
        page = await home.get(DAY)
        assert "9:30–10:00" in page

        short, _ = await booked(home, day="/book/for/card_pickup/2027-03-29")

        assert "Booked" in home.text and "29 March 2027" in home.text and "9:30" in home.text
        code = re.search(r'data-code="(UK1:\w+)"', home.text)[1]
        found = await kiosk.find_entry(short)
        assert isinstance(found, FoundEntry) and found == await kiosk.find_entry(code)
        ticket = await kiosk.open_visit(OpenVisit(language="en", appointment=found.appointment.token), "press-0001")
        assert isinstance(ticket, Ticket) and ticket.booked.hour == 9

    on_hub(tmp_path, scenario)


def test_a_page_loaded_again_after_the_press_books_nothing_more(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        short, form = await booked(home)
        page = await home.post("/book", **form)
        assert short in page
        assert "あと1組" in await home.get(DAY)

    on_hub(tmp_path, scenario)


def test_of_two_who_press_for_the_last_place_one_has_it_and_the_other_sees_the_other_times(tmp_path):
    plans = tuple(msgspec.structs.replace(plan, capacity=1) for plan in demo_bundle().site.appointments)
    bundle = msgspec.structs.replace(demo_bundle(), site=msgspec.structs.replace(demo_bundle().site, appointments=plans))

    async def scenario(hub, kiosk):
        homes = [hub.browser(), hub.browser()]
        forms = [fields(await home.get(f"{DAY}/09:30")) for home in homes]

        await asyncio.gather(*(home.post("/book", **form) for home, form in zip(homes, forms, strict=True)))

        assert sorted(home.status for home in homes) == [200, 409]
        late = next(home for home in homes if home.status == 409)
        assert "満員になりました" in late.text and "10:00–10:30" in late.text

    on_hub(tmp_path, scenario, bundle)


def test_who_has_the_code_changes_the_time_and_cancels(tmp_path):
    async def scenario(hub, kiosk):
        home, other = hub.browser(), hub.browser()
        short, _ = await booked(home)

        page = await other.post("/book/find", code=short)
        assert "3月30日（火） 9:30" in page
        page = await other.post("/book/change", code=short)
        assert 'name="day" value="2027-03-31"' in page
        page = await other.post("/book/change", code=short, day="2027-03-31")
        begins = re.search(r'name="begins" value="(2027-03-31T11:00[^"]*)"', page)[1]
        page = await other.post("/book/change", code=short, begins=begins)
        assert "日時を変えました" in page and "3月31日（水） 11:00" in page
        assert "あと2組" in await other.get(DAY), "the old place is free"
        page = await other.post("/book/cancel", code=short)
        assert "取り消しますか" in page
        page = await other.post("/book/cancel", code=short, sure="yes")
        assert "予約を取り消しました" in page and "日時を変える" not in page

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize("path", ["/book/for/moving_out", "/book/for/card_pickup/2027-13-01", f"{DAY}/09:31", f"{DAY}/noon"])
def test_an_address_that_leads_nowhere_leads_to_the_beginning_or_is_declined(tmp_path, path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        page = await home.get(path)
        assert home.status == 200
        if path.endswith("09:31"):
            page = await home.post("/book", **fields(page))
            assert home.status == 409 and "もう予約できません" in page
        else:
            assert home.url.endswith("/book")

    on_hub(tmp_path, scenario)


def test_a_wrong_code_is_said_and_after_ten_the_time_is_told(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        for _ in range(10):
            page = await home.post("/book/find", code="0000-0000")
            assert "見つかりません" in page and home.status == 404
        page = await home.post("/book/find", code="0000-0000")
        assert home.status == 429 and "9:10まで" in page

    on_hub(tmp_path, scenario)


def test_an_office_without_appointments_says_so(tmp_path):
    bundle = msgspec.structs.replace(demo_bundle(), site=msgspec.structs.replace(demo_bundle().site, appointments=()))

    async def scenario(hub, kiosk):
        home = hub.browser()
        assert "予約を受けていません" in await home.get("/book")
        assert "/book" not in await home.get("/enter")

    on_hub(tmp_path, scenario, bundle)
