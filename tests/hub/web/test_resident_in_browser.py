"""What a resident does on the phone or at home, in Chromium: enters, saves and goes on, follows the number until it is called."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect
from pyzbar.pyzbar import ZBarSymbol, decode

from hub.wire import Application, FoundEntry, OpenVisit, SavedEntry, SaveEntry
from tests.hub.web.browsers import answer, chromium, go_on, open_page, shows, sit_down
from tests.hub.web.running_hub import moving_in
from tests.hub.web.staged_hub import StagedHub

__all__ = ["chromium", "open_page"]
pytestmark = pytest.mark.browser

BROKEN_WORDS = """() => [...document.querySelectorAll('.review dt:not(.spoken)')].filter((label) => {
  const words = label.firstChild.textContent;
  return [...words.matchAll(/[A-Za-z]+/g)].some((word) => {
    const range = document.createRange();
    range.setStart(label.firstChild, word.index);
    range.setEnd(label.firstChild, word.index + word[0].length);
    return new Set([...range.getClientRects()].map((line) => line.top)).size > 1;
  });
}).map((label) => label.textContent)"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with StagedHub(tmp_path_factory.mktemp("hub")) as staged:
        yield staged


def begin(page):
    with page.expect_navigation():  # a page that is read before its style sheet is there measures wrong
        page.click("button[value=seal_registration]")


def test_a_resident_enters_from_a_phone_and_the_code_on_the_screen_can_be_scanned(office, open_page):
    page = open_page(390, 844)
    page.goto(office.address + "/enter")
    begin(page)
    for _ in range(14):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        if page.locator(".qr-card").count():
            break
        answer(page)
        answer(page)  # what the answers opened
        go_on(page)
    card = page.locator(".qr-card svg")
    assert card.bounding_box()["width"] >= 60 / 25.4 * 96
    picture = Image.open(io.BytesIO(card.screenshot()))
    read = [code.data.decode() for code in decode(picture, symbols=[ZBarSymbol.QRCODE])]
    assert read == [page.locator(".qr-card").get_attribute("data-code")]
    assert isinstance(office.ask(lambda kiosk: kiosk.find_entry(read[0])), FoundEntry)


def test_on_a_narrow_phone_the_english_review_breaks_no_word_of_a_label(office, open_page):
    page = open_page(320, 640)
    page.goto(office.address + "/enter?language=en")
    begin(page)
    for _ in range(14):
        if page.locator(".review").count():
            break
        answer(page)
        answer(page)
        go_on(page)
    expect(page.locator(".review dt:not(.spoken)").nth(3)).to_be_visible()
    assert page.evaluate(BROKEN_WORDS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_resident_saves_on_a_phone_and_goes_on_at_a_desk_in_another_language(office, open_page):
    phone = open_page(390, 844)
    phone.goto(office.address + "/enter?language=ja")
    with phone.expect_navigation():
        phone.click("button[value=moving_in]")
    phone.fill("input[name='phone']", "0440000000")
    phone.locator(".tongues summary").click()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Tiếng Việt").click()
    expect(phone.locator("html")).to_have_attribute("lang", "vi")
    expect(phone.locator("input[name='phone']")).to_have_value("0440000000")  # nothing typed was lost
    with phone.expect_navigation():
        phone.locator("button[value=save]").click()
    code = phone.locator(".qr-card b").inner_text()

    desk = open_page()
    desk.goto(office.address + "/enter?language=en")
    with desk.expect_navigation():
        desk.get_by_role("link", name="Go on with a saved entry").click()
    desk.fill("#code", "AAAA-AAAA")
    with desk.expect_navigation():
        desk.press("#code", "Enter")
    expect(desk.get_by_role("alert")).to_contain_text("does not open anything")
    expect(desk.locator("#code")).to_be_focused()
    desk.fill("#code", code.lower().replace("-", " "))
    with desk.expect_navigation():
        desk.press("#code", "Enter")
    expect(desk.locator("html")).to_have_attribute("lang", "en")
    expect(desk.get_by_role("status")).to_contain_text("You go on where you stopped")
    expect(desk.locator("input[name='phone']")).to_have_value("0440000000")


def test_what_was_begun_at_a_kiosk_goes_on_in_the_browser(office, open_page):
    started = moving_in()
    begun = {name: started.answers[name] for name in ("notifier", "phone", "movers")}
    half = SaveEntry("ja", (Application(started.procedure, started.form_version, begun),), {})

    async def from_the_kiosk(kiosk):
        return await kiosk._call("POST", "/api/entries", SavedEntry, half, {"Idempotency-Key": "half-an-entry"})

    code = office.ask(from_the_kiosk).short_code
    page = open_page()
    page.goto(office.address + "/enter/resume?language=ja")
    page.fill("#code", code)
    with page.expect_navigation():
        page.press("#code", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("いままでの住所")
    expect(page.get_by_role("status")).to_contain_text("つづきからはじめます")


def test_a_phone_turns_yellow_when_its_number_is_called(office, open_page):
    ticket = office.issue("to-be-followed", OpenVisit("en", service="general"))
    phone = open_page(390, 844)
    phone.goto(office.address + "/T/" + ticket.follow_url.rsplit("/", 1)[1])
    expect(phone.locator(".way")).to_contain_text("Call 1: reception")
    clerk = open_page()
    sit_down(clerk, office, counter=3)
    shows(clerk, ticket.number)
    clerk.keyboard.press("F2")
    expect(phone.locator(".called-card")).to_contain_text("Counter 3")
    expect(phone).to_have_title(f"[Counter 3] {ticket.number}")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert phone.evaluate("document.body.dataset.rang") == "1"
    clerk.wait_for_timeout(1100)
    clerk.keyboard.press("F4")  # called once more: heard once more
    expect(phone.locator("body")).to_have_attribute("data-rang", "2")
    clerk.wait_for_timeout(1100)
    clerk.keyboard.press("F8")
    expect(phone.locator("[role=alert]")).to_contain_text("We called you at")


def test_with_the_sound_on_the_screen_of_a_phone_stays_on_until_the_visit_is_over(office, open_page):
    ticket = office.issue("to-stay-awake", OpenVisit("ja", service="welfare"))
    phone = open_page(390, 844)
    phone.context.grant_permissions(["screen-wake-lock"])  # the headless shell asks nobody
    phone.add_init_script("""
      const ask = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async (kind) => {
        const lock = await ask(kind);
        document.documentElement.dataset.held = !lock.released;
        return lock;
      };
    """)
    phone.goto(office.address + "/T/" + ticket.follow_url.rsplit("/", 1)[1])
    phone.get_by_role("button", name="呼ばれたら音で知らせる").click()
    expect(phone.get_by_role("button", name="音で知らせます")).to_be_disabled()
    expect(phone.locator("html")).to_have_attribute("data-held", "true")


def test_no_page_scrolls_sideways(office, open_page):
    page = open_page()
    sit_down(page, office)
    for path in ("/counter", "/desk"):
        page.goto(office.address + path)
        for width, height in ((1920, 1080), (1366, 768), (960, 540)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
    narrow = open_page(320, 640)
    for path in ("/enter", "/sign-in", "/enter?language=en", "/t/NOSUCHTOKEN99"):
        narrow.goto(office.address + path)
        assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
