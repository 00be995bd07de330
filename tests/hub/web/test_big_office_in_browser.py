"""The pages of a big ward office in Chromium: three columns of calls, two-digit counters, thirty kiosks, several services."""

import io
import random
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import expect
from pyzbar.pyzbar import ZBarSymbol, decode

from config.bundle import Bundle
from config.load import load_site
from hub.security.actors import System
from hub.wire import KioskState, OpenVisit
from tests.demo.townspeople import Household, Town
from tests.hub.small_office import NINE
from tests.hub.web.browsers import chromium, open_page, patient
from tests.hub.web.staged_hub import StagedHub

__all__ = ["chromium", "open_page"]
pytestmark = pytest.mark.browser


# A call stands over the wall for eight seconds; here as long as it is measured.
STANDS = "const later = window.setTimeout; window.setTimeout = (act, ms, ...rest) => (ms === 8000 ? 0 : later(act, ms, ...rest));"


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


def test_a_new_call_to_a_two_digit_counter_stands_whole_over_the_wall_in_every_language(staged, open_page):
    ito = staged.person("ito", "伊藤 さくら")
    visit = staged.open(OpenVisit("ne", service="residence"), "press-for-the-overlay")
    walls = [open_page() for _ in range(3)]
    for page, language in zip(walls, ("ja", "es", "ne"), strict=True):
        page.add_init_script(STANDS)
        patient(page)  # a wall that takes the hub for gone takes its calls back
        page.goto(f"{staged.hub.address}/board?language={language}")
    staged.pass_on(visit, "reception", ito, 14, upto="call")
    for page in walls:
        line = page.locator("#calling .call-line")
        expect(line).to_be_visible()
        for width, height in ((1920, 1080), (1366, 768), (390, 844), (320, 640)):
            page.set_viewport_size({"width": width, "height": height})
            right = page.locator("#calling .call-line").evaluate("line => line.getBoundingClientRect().right")
            last = page.locator("#calling small").evaluate("unit => unit.getBoundingClientRect().right")
            assert last <= right - 4, (page.url, width)
            assert line.locator(".whole").evaluate("whole => whole.scrollWidth <= whole.clientWidth"), (page.url, width)


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
    sound = page.locator("[data-sound]").bounding_box()
    assert sound["y"] + sound["height"] <= 844, "what is to be done stays in view beside a long way"


def test_a_called_phone_shows_the_desk_among_those_beside_it_and_nothing_lies_over_them(staged, open_page):
    async def taken():
        async with staged.hub.client() as kiosk:
            return await kiosk.open_visit(OpenVisit("vi", service="residence"), "press-of-the-called")

    ticket = staged.do(taken())
    staged.pass_on(ticket.visit, "reception", staged.person("mori", "森 陽菜"), 16, upto="call")
    for width, height in ((390, 844), (320, 640)):
        page = open_page(width, height)
        page.goto(f"{staged.hub.address}/t/{ticket.follow_url.rsplit('/', 1)[1]}")
        expect(page.locator(".desks .here")).to_have_text("16")
        assert page.locator(".desks li").count() == 8
        page.locator(".desks .here").scroll_into_view_if_needed()
        desk, foot = page.locator(".desks").bounding_box(), page.locator(".phone footer").bounding_box()
        assert desk["y"] + desk["height"] <= foot["y"] + 1 or width == 320
        assert page.locator("[data-sound]").count() == 0, "it has been called"


def test_who_asks_for_five_minutes_on_the_phone_is_still_told_by_sound(staged, open_page):
    async def taken():
        async with staged.hub.client() as kiosk:
            return await kiosk.open_visit(OpenVisit("ja", service="residence"), "press-of-who-walks-away")

    ticket = staged.do(taken())
    page = open_page(390, 844)
    page.goto(f"{staged.hub.address}/t/{ticket.follow_url.rsplit('/', 1)[1]}")
    page.get_by_role("button", name="呼ばれたら音で知らせる").click()
    staged.pass_on(ticket.visit, "reception", staged.person("abe", "阿部 蓮"), 17, upto="call")
    expect(page.locator("#page")).to_have_attribute("data-state", "called")
    page.get_by_role("button", name="5分かかります").click()
    expect(page.locator("#page")).to_have_attribute("data-state", "held")
    expect(page.get_by_role("button", name="音で知らせます")).to_be_disabled()


def test_at_a_desk_screen_the_way_not_to_wait_stands_beside_the_lines(staged, open_page):
    page = open_page(1366, 768)
    page.goto(f"{staged.hub.address}/now")
    enter, lines = page.locator("footer a.main").bounding_box(), page.locator(".services").bounding_box()
    assert enter["y"] + enter["height"] <= 768 and enter["x"] >= lines["x"] + lines["width"]


def test_thirty_kiosks_are_seen_by_a_guide_at_once(staged, open_page):
    async def at_work():
        names = [f"{name:02}" for name in range(2, 31)]  # 01 is the kiosk of the other tests
        tokens = [await staged.hub.office.devices.enrol_device(System(), "kiosk", name) for name in names]
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


def test_a_guide_who_goes_is_shown_to_go_before_the_answer_comes_and_the_others_see_it(staged, open_page):
    async def calls_for_help():
        async with staged.hub.client() as kiosk:
            await kiosk.report_state("01", KioskState("in_use", 3, 7))
            await kiosk.call_help("01", True)

    staged.do(calls_for_help())
    page, other = open_page(), open_page()
    for each in (page, other):
        staged.sign_in(each, "floor")
        each.goto(f"{staged.hub.address}/number")
    call = other.get_by_role("status").get_by_role("link", name="呼んでいます")
    expect(call).to_contain_text("1番")  # wherever the guide stands
    with other.expect_navigation():
        call.click()
    page.goto(f"{staged.hub.address}/floor")
    waiting = []

    def keep_waiting(route):
        waiting.append(route)

    page.route("**/floor/help/01", keep_waiting)
    page.locator("#call-01 button").click()
    expect(page.locator("#call-01 button")).to_have_text("知らせています…")
    expect(page.locator("#call-01 button")).to_be_disabled()
    waiting[0].continue_()
    for each in (page, other):
        expect(each.locator("#going-01")).to_contain_text("1番へ行きます フロア案内")
        expect(each.locator("#call-01")).to_have_count(0)


def test_a_press_on_its_way_is_seen_as_such_when_news_draw_the_page_anew(staged, open_page):
    async def report(step, *, anew=False):
        async with staged.hub.client() as kiosk:
            await kiosk.report_state("01", KioskState("in_use", step, 7))
            if anew:
                await kiosk.call_help("01", False)
                await kiosk.call_help("01", True)

    staged.do(report(3, anew=True))
    page = open_page()
    staged.sign_in(page, "floor")
    page.goto(f"{staged.hub.address}/floor")
    looks, presses = [], []

    def keep_look(route):
        looks.append(route)

    def keep_press(route):
        presses.append(route)

    page.route("**/floor", keep_look)
    page.route("**/floor/help/01", keep_press)

    staged.do(report(4))  # news: the page looks again
    button = page.locator("#call-01 button")
    for _ in range(300):
        if looks:
            break
        page.wait_for_timeout(100)
    button.click()
    page.evaluate("document.addEventListener('htmx:finally:request', () => { document.body.dataset.look = 'over' })")
    looks.pop(0).continue_()
    expect(page.locator("body")).to_have_attribute("data-look", "over")

    expect(button).to_have_text("知らせています…")
    expect(button).to_be_disabled()
    page.unroute("**/floor")
    presses[0].continue_()
    expect(page.locator("#going-01")).to_have_count(1)


def test_the_slip_of_a_number_fits_a_roll_and_every_paper_on_one_page_and_its_code_can_be_scanned(staged, open_page):
    page = open_page()
    staged.sign_in(page, "floor")
    page.goto(f"{staged.hub.address}/paper")
    page.check("input[value='residence/moving_in']")
    page.select_option("#language", "pt")
    with page.expect_navigation():
        page.get_by_role("button", name="番号を出す").click()
    number = page.locator(".said-number").text_content()
    page.goto(staged.hub.address + page.get_by_role("link", name="番号の紙を印刷").get_attribute("href"))
    expect(page.get_by_role("button", name="印刷")).to_be_focused()
    for size in ({"width": "80mm", "height": "160mm"}, {"format": "A6"}, {"format": "A4"}):
        printed = pypdfium2.PdfDocument(page.pdf(**size))
        assert len(printed) == 1, size
        assert number in printed[0].get_textpage().get_text_range()
    page.emulate_media(media="print")
    picture = Image.open(io.BytesIO(page.locator(".slip .code svg").screenshot()))
    (code,) = decode(picture, symbols=[ZBarSymbol.QRCODE])
    assert code.data.decode().startswith("HTTP://CHUO.EXAMPLE/T/")


def test_a_television_shows_ten_calls_without_anybody_who_scrolls(staged, open_page):
    person = staged.person("sakaki", "榊 ひかり")
    for counter in (1, 2, 3, 4, 5, 6, 51, 52, 53):
        service = "certificates" if counter < 10 else "insurance"
        visit = staged.open(OpenVisit("ja", service=service), f"press-for-counter-{counter:02}")
        staged.pass_on(visit, "reception", person, counter, upto="call")
    for width, height in ((1366, 768), (1920, 1080)):
        page = open_page(width, height)
        page.goto(f"{staged.hub.address}/board")
        rows = page.locator(".stage.reception li")
        assert rows.count() >= 9
        expect(page.locator(".stage.reception .turn")).to_contain_text("/")  # those past the last row take turns
        expect(rows.filter(visible=True)).to_have_count(4)
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
