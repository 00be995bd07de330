"""The pages of a big ward office in Chromium: three columns of calls, two-digit counters, thirty kiosks, several services."""

import random
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import expect

from config.bundle import Bundle
from config.load import load_site
from hub.security.actors import System
from hub.wire import KioskState, OpenVisit
from tests.demo.townspeople import Household, Town
from tests.hub.small_office import NINE
from tests.hub.web.staged_hub import StagedHub
from tests.hub.web.test_browser import chromium, open_page

__all__ = ["chromium", "open_page"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    bundle = load_site(Path("config/sites/midorino/chuo"))
    assert isinstance(bundle, Bundle), bundle
    site = msgspec.structs.replace(bundle.site, public_url="http://chuo.example")
    with StagedHub(tmp_path_factory.mktemp("hub"), msgspec.structs.replace(bundle, site=site)) as staged:
        yield staged


def family_with_cards(bundle) -> OpenVisit:
    """A family of three that has its cards at hand: the service of the cards sees them after the move."""
    family = Household(Town(bundle, NINE.date()), random.Random(1), 3)
    family.cards = True
    return OpenVisit("ja", applications=(family.moving_in(),))


def test_a_call_to_a_two_digit_counter_stands_whole_in_one_of_three_columns(staged, open_page):
    saeki = staged.person("saeki", "佐伯 みのり")
    visit = staged.open(OpenVisit("ja", service="residence"), "press-for-the-wall")
    staged.pass_on(visit, "reception", saeki, 18, upto="call")
    for width, height in ((1366, 768), (1920, 1080), (390, 844)):
        page = open_page(width, height)
        page.goto(f"{staged.hub.address}/board")
        row = page.locator("li.now")
        expect(row).to_contain_text("18")
        assert page.locator(".stages .stage").count() == 3
        assert row.evaluate("each => each.scrollWidth <= each.clientWidth"), f"{width} px: the counter is cut off"


def test_a_phone_says_whose_call_each_is_where_the_way_has_several_services(staged, open_page):
    async def taken():
        async with staged.hub.client() as kiosk:
            return await kiosk.open_visit(family_with_cards(staged.hub.office.bundle), "press-of-the-family")

    ticket = staged.do(taken())
    page = open_page(390, 844)
    page.goto(f"{staged.hub.address}/t/{ticket.follow_url.rsplit('/', 1)[1]}")

    whose = page.locator(".way .whose").all_inner_texts()
    assert len(set(whose)) > 1, whose
    assert len(whose) == page.locator(".way li", has_text="回目").count(), "every call says whose it is"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_thirty_kiosks_are_seen_by_a_guide_at_once(staged, open_page):
    async def at_work():
        names = [f"{name:02}" for name in range(2, 31)]  # 01 is the kiosk of the other tests
        tokens = [await staged.hub.office.enrol_device(System(), "kiosk", name) for name in names]
        for name, token in zip(names, tokens, strict=True):
            async with staged.hub.client(token) as kiosk:
                state = KioskState("in_use", 3, 7, printer="ready", reader="fault" if name == "09" else "ready", camera="ready")
                await kiosk.report_state(name, state)

    staged.do(at_work())
    staged.hub.clock.forward(seconds=5)
    page = open_page(1024, 768)
    staged.sign_in(page, "floor")
    page.goto(f"{staged.hub.address}/floor")
    tiles = page.locator(".tile")
    expect(tiles).to_have_count(30)
    bottoms = [box["y"] + box["height"] for box in (tile.bounding_box() for tile in tiles.all())]
    assert max(bottoms) <= 768, "none lies below the edge"
    assert all(tile.evaluate("each => each.scrollWidth <= each.clientWidth") for tile in tiles.all()), "no word is cut off"
    expect(tiles.nth(1)).to_contain_text("手順 3/7 0分")


def test_a_television_shows_ten_calls_without_anybody_who_scrolls(staged, open_page):
    person = staged.person("sakaki", "榊 ひかり")
    for counter in (1, 2, 3, 4, 5, 6, 51, 52, 53):
        service = "certificates" if counter < 10 else "insurance"
        visit = staged.open(OpenVisit("ja", service=service), f"press-for-counter-{counter:02}")
        staged.pass_on(visit, "reception", person, counter, upto="call")
    for width, height in ((1366, 768), (1920, 1080)):
        page = open_page(width, height)
        page.goto(f"{staged.hub.address}/board")
        expect(page.locator(".stage.reception li")).to_have_count(6)
        expect(page.locator(".stage.reception .more")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollHeight") <= height, f"{height} px are not enough"


def test_after_a_dialog_was_answered_by_keyboard_the_page_can_be_clicked_and_written_on(staged, open_page):
    chika = staged.person("chika", "千賀 まこと")
    visit = staged.open(family_with_cards(staged.hub.office.bundle), "press-for-a-dialog")
    staged.pass_on(visit, "reception", chika, 12, upto="call")
    page = open_page()
    staged.sit_down(page, 12, "chika")
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("対応中")
    expect(page.locator(".keybar .wide")).to_contain_text("本人確認")
    page.keyboard.press("Control+i")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator(".identity .tag.ok")).to_be_visible()

    expect(page.locator(":modal")).to_have_count(0)
    page.keyboard.press("Control+m")
    page.keyboard.type("ベビーカーの方")
    page.click(".notes button:visible")
    expect(page.locator(".said")).to_contain_text("ベビーカーの方")
