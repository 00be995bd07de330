"""予約 from home without JavaScript: procedure, day, time, code; two at once on the last place; changed by the code."""

import asyncio
import base64
import io
import re

import msgspec
import pytest
from PIL import Image
from pyzbar import pyzbar

from hub.web.pages.code_image import code_image
from hub.wire import FoundEntry, OpenVisit, Ticket
from tests.hub.web.running_hub import demo_bundle, running_hub

DAY = "/book/for/card_pickup/2027-03-30"


def on_hub(tmp_path, scenario, bundle=None):
    async def play():
        async with running_hub(tmp_path, bundle) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def fields(page, action="/book"):
    """The hidden fields of the form of a page that goes there."""
    form = page[page.index(f'<form method="post" action="{action}"') :].split("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def yours(browser):
    """The address of the booking this browser is looking at."""
    return re.search(r"/book/yours/[^/?]+", browser.url)[0]


def path_of(browser):
    return browser.url.removeprefix(browser.hub.address)


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
        assert "card_pickup/2027-03-30" in page and "card_pickup/2027-04-03" not in page, "no Saturday"
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


def test_who_goes_back_and_presses_again_has_still_one_booking_and_who_begins_anew_has_two(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        short, _ = await booked(home)

        await home.post("/book", **fields(await home.get(f"{DAY}/09:30")))

        assert short in home.text and "あと1組" in await home.get(DAY)
        await home.post("/book", **fields(await home.get(f"{DAY}/09:30?language=en")))
        assert short in home.text and "Booked" in home.text
        assert (await booked(home))[0] != short, "from the first page again: for somebody else of the family"
        assert "あと1組" not in await home.get(DAY)

    on_hub(tmp_path, scenario)


def test_who_has_cancelled_may_book_the_same_time_again(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        short, _ = await booked(home)
        await home.post(f"{yours(home)}/cancel")

        await home.post("/book", **fields(await home.get(f"{DAY}/09:30")))

        assert home.status == 200 and short not in home.text
        await home.post("/book/find", code=re.search(r"<b>(\w{4}-\w{4})</b>", home.text)[1])
        assert home.status == 200 and "/cancel" in home.text

    on_hub(tmp_path, scenario)


def test_of_two_who_press_for_the_last_place_one_has_it_and_the_other_sees_the_other_times(tmp_path):
    plans = tuple(msgspec.structs.replace(plan, capacity=1) for plan in demo_bundle().site.appointments)
    bundle = msgspec.structs.replace(demo_bundle(), site=msgspec.structs.replace(demo_bundle().site, appointments=plans))

    async def scenario(hub, kiosk):
        homes = [hub.browser(), hub.browser()]
        forms = [fields(await home.get(f"{DAY}/09:30")) for home in homes]

        await asyncio.gather(*(home.post("/book", **form) for home, form in zip(homes, forms, strict=True)))

        late = next(home for home in homes if "gone=slot_full" in home.url)
        assert "満員になりました" in late.text and "10:00–10:30" in late.text
        assert [home.url.endswith("/code") for home in homes].count(True) == 1, "the place is one's alone"

    on_hub(tmp_path, scenario, bundle)


def test_who_has_the_code_changes_the_time_and_cancels(tmp_path):
    async def scenario(hub, kiosk):
        home, other = hub.browser(), hub.browser()
        short, _ = await booked(home)

        page = await other.post("/book/find", code=short)
        assert "3月30日（火） 9:30" in page
        own = yours(other)
        page = await other.get(f"{own}/days")
        assert f'href="{own}/days/2027-03-31"' in page
        page = await other.get(f"{own}/days/2027-03-31")
        assert f'href="{own}/days/2027-03-31/11:00"' in page
        page = await other.get(f"{own}/days/2027-03-31/11:00")
        assert "この日時で予約しますか" in page and "3月31日（水） 11:00" in page, "asked first: the old place would be gone"
        begins = fields(page, f"{own}/move")["begins"]
        assert "あと1組" in await other.get(DAY)
        page = await other.post(f"{own}/move", begins=begins)
        assert short in page, "the code to come with"
        assert "日時を変えました" in page and "3月31日（水） 11:00" in page
        assert "あと2組" in await other.get(DAY), "the old place is free"
        page = await other.get(f"{own}/cancel")
        assert "取り消しますか" in page
        page = await other.post(f"{own}/cancel")
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
            assert "gone=slot_gone" in home.url and "もう予約できません" in page
        else:
            assert home.url.endswith("/book")

    on_hub(tmp_path, scenario)


def test_every_page_of_a_booking_has_an_address_that_says_nothing_of_its_code(tmp_path):
    async def scenario(hub, kiosk):
        home, neighbour = hub.browser(), hub.browser()
        short, _ = await booked(home)
        code = re.search(r'data-code="(UK1:\w+)"', home.text)[1]
        seen = [home.url]
        assert code in await home.get(path_of(home)), "loaded again"
        await home.post("/book/find", code=short)
        own = yours(home)
        assert seen[0].endswith(f"{own}/code"), "the same booking has the same address"
        for path in (own, f"{own}/days", f"{own}/days/2027-03-31", f"{own}/days/2027-03-31/11:00", f"{own}/cancel"):
            assert "来庁の予約" in await home.get(path) and home.url.endswith(path)
        await home.post(f"{own}/move", begins="2027-03-31T11:00:00+09:00")
        seen.append(home.url)
        assert "日時を変えました" in await home.get(path_of(home)), "loaded again: still said"
        await home.post(f"{own}/cancel")
        seen.append(home.url)
        assert "予約を取り消しました" in home.text
        assert "日時を変えました" not in await home.get(f"{own}?done=moved"), "it is no more true"
        assert not any(secret in url for url in seen for secret in (short, short.replace("-", ""), code[4:]))
        await neighbour.get(own)
        assert neighbour.status == 410 and "予約はそのままです" in neighbour.text and "3月" not in neighbour.text

    on_hub(tmp_path, scenario)


def test_two_bookings_of_one_browser_are_never_taken_for_each_other(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        await booked(home)
        first = yours(home)
        await booked(home, "11:00")
        second = yours(home)
        page = await home.post(f"{first}/cancel")
        assert "9:30" in page and "予約を取り消しました" in page
        assert "11:00" in await home.get(second) and "取り消されたか" not in home.text

    on_hub(tmp_path, scenario)


def test_a_browser_left_alone_shows_nobody_the_booking_any_more(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        short, _ = await booked(home)
        own = yours(home)
        hub.clock.forward(minutes=31)
        for path in (own, f"{own}/code", f"{own}/days", f"{own}/cancel"):
            page = await home.get(path)
            assert home.status == 410 and short not in page and 'id="code"' in page
        assert "3月30日" in await home.post("/book/find", code=short)

    on_hub(tmp_path, scenario)


def test_the_code_of_a_booking_is_shown_although_a_neighbour_has_typed_too_many_wrong_ones(tmp_path):
    async def scenario(hub, kiosk):
        home = hub.browser()
        short, _ = await booked(home)
        for _ in range(11):
            await hub.browser().post("/book/find", code="0000-0000")
        assert short in await home.get(path_of(home))

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


def test_the_code_of_a_booking_is_kept_as_a_picture_that_a_reader_reads():
    code = "UK1:ABCDEFGHIJKLMNOPQRSTUVWXYZ2345"
    kept = code_image(demo_bundle(), code, "ja")
    assert kept is not None and code_image(demo_bundle(), "", "ja") is None
    picture = Image.open(io.BytesIO(base64.b64decode(re.sub(r"^data:image/png;base64,", "", kept.picture))))
    assert [each.data.decode() for each in pyzbar.decode(picture)] == [code]
