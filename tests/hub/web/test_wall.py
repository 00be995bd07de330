"""/board in a plain browser: the numbers of the hall as configured, live, honest when cut, and never two calls at once."""

import asyncio

import msgspec
import pytest
from playwright.sync_api import expect

from config.site import Display
from hub.security.actors import Board
from hub.wire import CallNext, OpenVisit
from tests.hub.small_office import clerk
from tests.hub.web.browsers import chromium, office, open_page, sit_down
from tests.hub.web.running_hub import NAME, demo_bundle, issue, moving_in, running_hub

__all__ = ["chromium", "office", "open_page"]  # fixtures


def on_hub(tmp_path, scenario, *displays):
    bundle = demo_bundle()
    site = msgspec.structs.replace(bundle.site, displays=displays)

    async def play():
        async with running_hub(tmp_path, msgspec.structs.replace(bundle, site=site)) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


async def call(hub, counter):
    await hub.office.call_next(clerk(counter), CallNext(counter=counter, stage="reception"), None)


def test_anybody_sees_what_the_tv_shows_and_no_person(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "with-a-form", OpenVisit("en", applications=(moving_in(),)))
        await issue(kiosk, "second-in-line")
        stranger = hub.browser()
        page = await stranger.get("/board")
        assert "お呼びするまでお待ちください" in page and "<b>2</b>人" in page
        await call(hub, 1)
        page = await stranger.get("/board")
        assert '<li class="now" id="call-reception-A-001"' in page and 'data-counter="1"' in page
        assert "Aの1番のかた、1番の窓口へお越しください" in page and "Number A-001, counter 1" in page
        state = await hub.office.hall.board_state(Board("01"))
        assert NAME not in page and all(row.visit not in page for row in state.rows)
        assert "In line" not in page and '<html lang="vi">' in await stranger.get("/board?language=vi")

    on_hub(tmp_path, scenario)


def test_a_web_board_shows_only_what_it_is_configured_for(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "one-press")
        await issue(kiosk, "for-a-seal", OpenVisit("ja", service="seal"))
        await call(hub, 1)
        browser = hub.browser()
        everything = await browser.get("/board/01")
        only_seal = await browser.get("/board/02")
        only_delivery = await browser.get("/board/03")
        assert "A-001" in everything and "A-001" not in only_seal and "A-001" not in only_delivery
        assert only_seal.count('class="letter"') == 1 and 'class="stage reception"' not in only_delivery
        assert 'class="waits"' not in only_delivery

    on_hub(tmp_path, scenario, Display("02", services=("seal",)), Display("03", stages=("delivery",), large=True))


def test_a_stream_of_the_wall_says_that_something_changed_and_not_what(tmp_path):
    async def scenario(hub, kiosk):
        browser = hub.browser()
        async with browser.session.get(hub.address + "/events?view=wall", headers={"Last-Event-ID": "1"}) as stream:
            await issue(kiosk, "one-press")
            await call(hub, 1)
            heard = b""
            while heard.count(b"event: changed") < 2:
                heard += await stream.content.readany()
        assert b"A-001" not in heard and b"visit" not in heard

    on_hub(tmp_path, scenario)


@pytest.mark.browser
def test_calls_come_one_after_another_and_the_second_stands_equally_large_meanwhile(office, open_page):
    for press in range(3):
        office.issue(f"for-the-wall-{press}", OpenVisit("ja", service="seal"))
    wall, clerks = open_page(), [open_page(), open_page()]
    wall.clock.install()
    wall.goto(office.address + "/board")
    expect(wall.locator(".waits")).to_contain_text("3")
    for page, counter in zip(clerks, (2, 1), strict=True):
        sit_down(page, office, counter=counter)
        page.keyboard.press("F2")
        expect(page.locator("#state")).to_have_text("呼出中")
    lines = wall.locator("#calling .call-line")
    expect(lines).to_have_count(2)
    expect(wall.locator(".waits")).to_contain_text("1")  # told by the same news: nothing is drawn anew while it is measured
    sizes = [line.locator(".number").evaluate("number => parseFloat(getComputedStyle(number).fontSize)") for line in lines.all()]
    assert sizes[0] == pytest.approx(sizes[1], abs=0.1)
    expect(wall.locator(".waits")).to_be_in_viewport(ratio=1)  # whoever is called, the others read how many wait
    first, second = (line.locator(".number").inner_text() for line in lines.all())
    expect(wall.locator("#said")).to_contain_text(f"{int(first[2:])}番のかた")
    wall.clock.run_for(8_100)
    expect(lines).to_have_count(1)
    expect(wall.locator("#said")).to_contain_text(f"{int(second[2:])}番のかた")
    wall.clock.run_for(8_100)
    expect(wall.locator("#calling")).to_be_hidden()
    expect(wall.locator(".stage.reception li.now")).to_have_count(2)


@pytest.mark.browser
def test_a_wall_that_lost_the_hub_shows_no_number_as_live_and_heals_by_itself(office, open_page):
    office.issue("before-the-cut", OpenVisit("ja", service="general"))
    wall = open_page()
    wall.goto(office.address + "/board")
    count = wall.locator(".waits .count").first
    expect(count).to_be_visible()
    wall.evaluate("window.stayed = true")
    office.stop()
    try:
        expect(wall.locator(".lost")).to_be_visible()
        expect(wall.locator(".lost")).to_contain_text("職員が声でおよびします")
        expect(count).to_be_hidden()
    finally:
        office.start()
    expect(wall.locator(".lost")).to_be_hidden(timeout=30_000)
    expect(count).to_be_visible()
    assert wall.evaluate("window.stayed") and wall.locator("#calling").is_hidden()


@pytest.mark.browser
def test_the_wall_fits_a_tv_a_desk_at_200_percent_and_a_telephone(office, open_page):
    wall = open_page()
    for path in ("/board", "/board?language=pt", "/board?language=ne"):
        wall.goto(office.address + path)
        for width, height in ((1920, 1080), (1366, 768), (683, 384), (390, 844), (320, 640)):
            wall.set_viewport_size({"width": width, "height": height})
            assert wall.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
