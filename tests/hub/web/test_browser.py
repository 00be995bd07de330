"""The pages in a real browser against a real hub in its own process: keys, live news, staleness, pre-entry, phone."""

import asyncio
import io
import json
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright
from pyzbar.pyzbar import ZBarSymbol, decode

from config.japanese.variants import sequences
from hub.client import HubClient
from hub.office.house import now_in_japan
from hub.wire import Application, FoundEntry, OpenVisit, SavedEntry, SaveEntry
from tests.hub.web.running_hub import NAME, issue, moving_in

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Office:
    """`python -m hub` over one folder, stopped and started again at the same address."""

    def __init__(self, folder):
        self.folder, self.port, self.child, self.passwords = folder, 0, None, {}
        made = subprocess.run(
            [sys.executable, "-m", "hub", "enrol", "--state", str(folder / "state")], capture_output=True, text=True, check=True
        )
        self.token = json.loads(made.stdout)["token"]
        self.start()

    def start(self):
        terminal = self.folder / "terminal"
        listen = ["--listen", f"127.0.0.1:{self.port}", "--public-url", "http://kawabe.example", "--no-mdns"]
        with terminal.open("a") as out:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "hub", "--state", str(self.folder / "state"), *listen],
                stdout=subprocess.PIPE,
                stderr=out,
                text=True,
            )
        self.address = json.loads(self.child.stdout.readline())["address"]
        self.port = int(self.address.rsplit(":", 1)[1])
        self.passwords |= dict(re.findall(r"ID (\w+)\s+password (\S+)", terminal.read_text()))

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        self.child.wait(10)
        self.child.stdout.close()

    def ask(self, question):
        async def asked():
            async with HubClient(self.address, self.token) as kiosk:
                return await question(kiosk)

        # the browser's driver has a loop of its own in this thread
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, asked()).result()

    def issue(self, key, visit=None):
        return self.ask(lambda kiosk: issue(kiosk, key, visit))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("hub"))
    yield office
    office.stop()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """A page in a fresh profile; anything a page complains of fails the test."""
    contexts, complaints = [], []

    def opened(width=1366, height=768):
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def sit_down(page, office, counter=1):
    page.goto(office.address + "/sign-in")
    page.fill("#login", "madoguchi")
    page.fill("#password", office.passwords["madoguchi"])
    page.press("#password", "Enter")
    page.wait_for_selector("nav")
    page.goto(office.address + "/desk")
    page.click(f"button[value='{counter}']")
    page.wait_for_selector(".keybar")
    page.wait_for_load_state("load")


def shows(page, words):
    expect(page.locator(".keybar .wide")).to_contain_text(words)


def move_of_today():
    return OpenVisit("ja", applications=(moving_in(people=2, move_date=now_in_japan().date().isoformat()),))


def held(page, key, times):
    """A key held down: the browser sends it again and again."""
    page.keyboard.down(key)
    for _ in range(times):
        page.keyboard.down(key)
    page.keyboard.up(key)


def shows_licence(page):
    """本人確認 with the keys: the dialog, the digit of the licence, Enter."""
    page.keyboard.press("Control+i")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator(".identity .tag.ok")).to_contain_text("済み")


def test_a_clerk_works_a_visit_with_the_keys_alone(office, open_page):
    office.issue("with-a-form", move_of_today())
    page = open_page()
    sit_down(page, office)
    shows(page, "次を呼ぶ　A-001")
    held(page, "F2", 20)
    shows(page, "来られた　A-001")
    expect(page.locator("body")).not_to_contain_text(NAME)
    page.wait_for_timeout(1100)  # after F2 acted it is deaf for a second: what the test is about
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("対応中")
    expect(page.locator(".visitor-head")).to_contain_text(f"{NAME}さん ほか1人")
    expect(page.locator("#record")).to_contain_text("1988(昭和63)年4月2日")
    page.keyboard.press("F10")
    expect(page.locator(".record footer")).to_contain_text("のこり 本人確認")  # nothing sends it on without
    shows_licence(page)
    page.keyboard.press("F10")
    expect(page.locator("#page")).to_contain_text("いま対応している方はいません")
    office.issue("a-number-later")
    shows(page, "次を呼ぶ　A-002")  # without a reload, without a touch
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'F2', isComposing: true, bubbles: true}))")
    page.keyboard.press("F1")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("F2")
    page.keyboard.press("Escape")
    shows(page, "次を呼ぶ　A-002")
    page.wait_for_timeout(1100)
    page.keyboard.press("F2")
    shows(page, "来られた　A-002")
    page.wait_for_timeout(1100)
    page.keyboard.press("F8")
    expect(page.locator(".aside-rows")).to_contain_text("A-002")


def test_the_form_of_who_is_served_opens_with_ctrl_p_and_its_code_calls_the_number_it_is_of(office, open_page):
    ticket = office.issue("with-a-form-to-print", move_of_today())
    page = open_page()
    sit_down(page, office)
    page.keyboard.press("F3")
    page.fill("#pick-number", f"UV1:{'0' * 32}")  # of another day
    page.press("#pick-number", "Enter")
    expect(page.locator("#pick-said")).to_contain_text("ここで待っていません")
    page.fill("#pick-number", f"UV1:{ticket.visit.upper()}")
    page.check("#pick-reasons input[value=continued]")
    page.press("#pick-number", "Enter")
    expect(page.locator("#here")).to_have_text(ticket.number)
    page.wait_for_timeout(1100)
    page.keyboard.press("F2")
    expect(page.locator("#print")).to_be_visible()
    with page.context.expect_event("response", lambda answer: "/counter/form/" in answer.url) as opened:
        page.keyboard.press("Control+p")
    assert opened.value.headers["content-type"] == "application/pdf"
    shows_licence(page)
    page.keyboard.press("F10")
    expect(page.locator("#page")).to_contain_text("いま対応している方はいません")


def test_the_record_is_corrected_and_noted_on_with_the_keys_alone(office, open_page):
    ticket = office.issue("with-a-mistake", move_of_today())
    page = open_page()
    sit_down(page, office)
    page.keyboard.press("F3")
    page.fill("#pick-number", ticket.number)
    page.check("#pick-reasons input[value=continued]")
    page.press("#pick-number", "Enter")
    expect(page.locator("#here")).to_have_text(ticket.number)
    page.wait_for_timeout(1100)  # F2 is deaf for a second
    page.keyboard.press("F2")
    address = page.get_by_role("link", name="新しい住所 を訂正", exact=True)
    expect(address).to_be_visible()
    for _ in range(30):
        page.keyboard.press("ArrowDown")  # without any word to the record: nothing else takes it
        if page.evaluate("document.activeElement.id") == "edit-0-new_address":
            break
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="訂正")
    expect(dialog.get_by_role("radio", name="転出証明書で確認")).to_be_in_viewport(ratio=1)
    lot = dialog.get_by_role("textbox", name="番地")
    lot.fill("")
    lot.press("Enter")  # nothing is chosen yet, and the answer is missing
    expect(dialog.get_by_role("alert")).to_contain_text("訂正の理由をえらんでください")
    expect(dialog.get_by_role("radio", name="本人の申し出")).to_be_focused()
    lot.fill("9-8-7")
    dialog.get_by_role("radio", name="転出証明書で確認").check()
    lot.press("Enter")
    expect(page.locator(".told")).to_contain_text("2-3-14 → 9-8-7")
    expect(page.locator("#edit-0-new_address")).to_be_focused()  # the eyes stay where they were
    page.keyboard.press("Control+m")
    page.keyboard.type("ベビーカーの方。入口側で")
    office.issue("news-while-writing")
    expect(page.locator(".rows")).to_contain_text("1人")
    expect(page.locator(".notes textarea")).to_have_value("ベビーカーの方。入口側で")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("ベビーカーの方。入口側で")
    expect(page.locator(".notes textarea")).to_have_value("")
    page.get_by_role("button", name="にもどす").click()
    expect(page.locator(".told")).to_contain_text("9-8-7 → 2-3-14")
    shows_licence(page)
    page.keyboard.press("F10")
    expect(page.locator("#page")).to_contain_text("いま対応している方はいません")


def test_the_parts_beside_the_record_are_tabs_at_200_percent_and_nothing_scrolls_sideways(office, open_page):
    ticket = office.issue("for-a-large-view", move_of_today())
    page = open_page(683, 384)
    sit_down(page, office)
    page.keyboard.press("F3")
    page.fill("#pick-number", ticket.number)
    page.check("#pick-reasons input[value=continued]")
    page.press("#pick-number", "Enter")
    expect(page.locator("#here")).to_have_text(ticket.number)
    page.wait_for_timeout(1100)
    page.keyboard.press("F2")
    for tab, words in (
        ("本人確認 のこり", "マイナンバーカード"),
        ("申し送り 0", "次の工程へ"),
        ("記録", "対応中"),
        ("入力内容", "新しい住所"),
    ):
        page.get_by_role("button", name=tab).click()
        expect(page.locator("main")).to_contain_text(words)
        shown = page.evaluate(
            "[...document.querySelectorAll('main .panel:not(.bring)')].filter((each) => each.offsetHeight > 2).length"
        )
        assert shown <= 2, f"{tab}: only the head of the visitor beside it"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), tab
        expect(page.locator("#call")).to_be_in_viewport()  # what moves the visit on
    page.keyboard.press("Control+i")
    dialog = page.get_by_role("dialog", name="本人確認")
    expect(dialog).to_be_visible()
    box = dialog.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 683
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="本人確認 済み")).to_be_visible()
    page.keyboard.press("F10")
    expect(page.locator("#page")).to_contain_text("いま対応している方はいません")


def test_how_busy_it_is_goes_from_the_page_when_it_is_not_renewed_for_three_minutes(office, open_page):
    page = open_page(390, 844)
    page.clock.install()
    page.goto(office.address + "/now?language=ja")
    expect(page.locator(".sign.free").first).to_have_text("○")
    page.route("**/now**", lambda route: route.abort())
    page.clock.run_for("00:02")
    with page.expect_event("requestfailed"):
        page.clock.fast_forward("04:00")
    page.clock.run_for("00:02")
    expect(page.locator(".when-stale")).to_be_visible()
    expect(page.locator(".sign").first).to_have_text("－")
    page.unroute("**/now**")
    with page.expect_response("**/now**"):
        page.clock.fast_forward("01:10")
    page.clock.resume()
    expect(page.locator(".when-stale")).to_be_hidden()
    expect(page.locator(".sign.free").first).to_have_text("○")


def test_a_stopped_hub_is_said_after_five_seconds_and_heals_without_a_reload(office, open_page):
    page = open_page()
    sit_down(page, office, counter=2)
    page.evaluate("window.stayed = true")
    office.stop()
    try:
        expect(page.locator(".stripe")).to_be_visible(timeout=12_000)
        expect(page.locator(".stripe")).to_contain_text("更新が止まっています")
        expect(page.locator(".topbar .link")).to_contain_text("止まっています")
        assert page.locator("button.needs-link:not(:disabled)").count() == 0
    finally:
        office.start()
    number = office.issue("while-it-was-away", OpenVisit("ja", service="seal")).number
    expect(page.locator(".stripe")).to_be_hidden(timeout=12_000)
    expect(page.locator("#rows")).to_contain_text(number)
    assert page.evaluate("window.stayed")


def test_a_page_whose_session_ended_goes_back_to_the_door_instead_of_blank(office, open_page):
    page = open_page()
    sit_down(page, office, counter=7)
    page.context.clear_cookies()
    office.issue("after-the-session", OpenVisit("ja", service="insurance"))
    page.wait_for_url("**/sign-in**")
    expect(page.locator("#password")).to_be_visible()


def test_a_refused_step_is_said_over_the_page_and_the_page_stays(office, open_page):
    office.issue("to-be-refused", OpenVisit("ja", service="my_number_card"))
    page = open_page()
    sit_down(page, office, counter=4)
    page.wait_for_timeout(700)  # the page has looked once more since its stream stands
    page.evaluate("for (const field of document.querySelectorAll('[name=page_token]')) field.value = 'x'")
    page.click("#call")
    expect(page.locator("dialog.refused")).to_contain_text("もう一度、画面を開いてください")
    page.keyboard.press("Escape")
    shows(page, "次を呼ぶ　F-001")


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
    phone.add_init_script("""
      const ask = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async (kind) => (window.held = await ask(kind));
    """)
    phone.goto(office.address + "/T/" + ticket.follow_url.rsplit("/", 1)[1])
    phone.get_by_role("button", name="呼ばれたら音で知らせる").click()
    expect(phone.get_by_role("button", name="音で知らせます")).to_be_disabled()
    phone.wait_for_function("window.held && !window.held.released")


def test_a_phone_that_lost_the_hub_greys_at_once_and_says_whom_to_ask(office, open_page):
    ticket = office.issue("to-be-lost", OpenVisit("ja", service="insurance"))
    phone = open_page(390, 844)
    phone.clock.install()
    phone.goto(office.address + "/T/" + ticket.follow_url.rsplit("/", 1)[1])
    ask = phone.get_by_text("よばれたか わからない方は、職員におたずねください")
    card = phone.locator(".ahead")
    expect(card).to_be_visible()
    expect(ask).to_be_hidden()
    blue = card.evaluate("card => getComputedStyle(card).backgroundColor")
    office.stop()
    try:
        expect(phone.locator("footer .status")).to_contain_text("更新が止まっています", timeout=20_000)
        expect(ask).to_be_visible()
        assert card.evaluate("card => getComputedStyle(card).backgroundColor") != blue
    finally:
        office.start()
    expect(ask).to_be_hidden(timeout=20_000)
    assert card.evaluate("card => getComputedStyle(card).backgroundColor") == blue


def test_the_number_typed_after_f3_is_called_and_no_other(office, open_page):
    first, second, third = (office.issue(f"to-be-picked-{each}", OpenVisit("ja", service="general")).number for each in range(3))
    page = open_page()
    sit_down(page, office, counter=3)
    shows(page, first)
    page.keyboard.press("F3")
    expect(page.locator("#pick-number")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#pick-said")).to_have_text("番号を入れてください")
    page.keyboard.type("987")
    page.keyboard.press("Enter")
    expect(page.locator("#pick-said")).to_have_text("その番号は待っていません")
    expect(page.locator("#here")).to_have_count(0)
    page.fill("#pick-number", third[-3:])
    expect(page.locator("#pick .picks li:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#pick-said")).to_have_text("順番をとばす理由をえらんでください")
    expect(page.locator("#here")).to_have_count(0)
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator("#here")).to_have_text(third)
    page.wait_for_timeout(1100)
    page.keyboard.press("F8")
    expect(page.locator(".aside-rows")).to_contain_text(third)
    page.keyboard.press("F3")
    page.keyboard.type(third.lower())  # absent numbers can be called again, letters in any case
    page.keyboard.press("Enter")
    expect(page.locator("#here")).to_have_text(third)
    page.keyboard.press("F8")
    expect(page.locator(".call b")).to_contain_text(first)
    expect(page.locator("#rows")).to_contain_text(second)


def test_an_absent_number_is_ended_only_after_a_question(office, open_page):
    number = office.issue("to-be-ended", OpenVisit("ja", service="my_number_card")).number
    page = open_page()
    sit_down(page, office, counter=4)
    page.keyboard.press("F3")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.keyboard.press("1")  # there is somebody before them: why
    page.keyboard.press("Enter")
    shows(page, f"来られた　{number}")
    page.keyboard.press("F8")
    row = page.locator(".aside-rows li", has_text=number)
    expect(row).to_have_count(1)
    sizes = [button.bounding_box() for button in row.locator("button").all()]
    assert len(sizes) == 3 and all(size["height"] >= 44 for size in sizes)
    assert all(after["x"] - before["x"] - before["width"] >= 8 for before, after in pairwise(sizes))
    row.get_by_role("button", name="終わる").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text(f"{number} を不在のまま終わりますか")
    page.keyboard.press("Enter")  # もどる has the focus
    expect(dialog).to_have_count(0)
    row.get_by_role("button", name="終わる").click()
    dialog.locator("button.main").click()
    expect(row).to_have_count(0)


def answer(page):
    """Fill in what the page asks and is still empty, as a hurried resident would."""
    for group in page.locator("fieldset:has(> .choices input[type=radio])").all():
        if group.locator("input:checked").count() == 0:
            group.locator("label").first.click()
    page.wait_for_timeout(150)  # what the answers opened is drawn
    for select in page.locator("select").all():
        if not select.input_value():
            wanted = {
                "year": "1988" if "birth" in select.get_attribute("name") else str(now_in_japan().year),
                "month": "12",
                "day": "2",
            }
            part = select.get_attribute("name").rsplit(".", 1)[-1]
            if "move" in select.get_attribute("name"):
                wanted["month"] = "1"
            select.select_option(wanted[part]) if part in wanted else select.select_option(index=1)
    for field in page.locator("input:not([type])").all():
        if not field.input_value():
            name = field.get_attribute("name")
            typed = {"kana": "ミドリノ　ハナコ", "postal": "2190001", "phone": "0441234567", "copies": "1", "count": "1"}
            field.fill(next((value for part, value in typed.items() if part in name), NAME))
    for group in page.locator("fieldset:has(> .choices:not(.staff-way) input[type=checkbox])").all():
        if group.locator(".choices:not(.staff-way) input:checked").count() == 0:
            group.locator(".choices:not(.staff-way) label").last.click()


def begin(page):
    with page.expect_navigation():  # a page that is read before its style sheet is there measures wrong
        page.click("button[value=seal_registration]")


def go_on(page):
    with page.expect_navigation():
        page.locator("footer button.main").click()


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


BROKEN_WORDS = """() => [...document.querySelectorAll('.review dt:not(.spoken)')].filter((label) => {
  const words = label.firstChild.textContent;
  return [...words.matchAll(/[A-Za-z]+/g)].some((word) => {
    const range = document.createRange();
    range.setStart(label.firstChild, word.index);
    range.setEnd(label.firstChild, word.index + word[0].length);
    return new Set([...range.getClientRects()].map((line) => line.top)).size > 1;
  });
}).map((label) => label.textContent)"""


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


def test_a_clerk_holds_undoes_hands_on_and_sends_home_with_the_keys_alone(office, open_page):
    first, second = (office.issue(f"to-be-held-{each}", OpenVisit("ja", service="seal")).number for each in range(2))
    page = open_page()
    sit_down(page, office, counter=2)
    page.evaluate("window.stayed = true")
    page.keyboard.press("F2")
    page.wait_for_selector("#here")
    called = page.locator("#here").text_content()
    page.keyboard.press("F7")
    expect(page.locator("#hold")).to_be_visible()
    page.keyboard.press("6")  # 戻られたら: half an hour from now may be tomorrow
    page.locator("#hold").get_by_text("書類を取りに行かれた").click()
    page.keyboard.press("Enter")
    expect(page.locator(".aside-rows")).to_contain_text(called)
    expect(page.locator("#here")).to_have_count(0)  # Enter holds and no more, as in every dialog
    expect(page.locator("#did")).to_have_text(f"{called} を保留にしました")
    page.keyboard.press("Control+z")
    expect(page.locator("#here")).to_have_text(called)
    expect(page.locator(".aside-rows li", has_text=called)).to_have_count(0)
    page.wait_for_timeout(1100)
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("対応中")
    page.keyboard.press("F9")
    page.keyboard.press("1")
    page.locator("#hand-on .for-transfer").get_by_text("ちがう窓口の番号だった").click()
    page.keyboard.press("Enter")
    expect(page.locator("#here")).to_have_count(0)
    expect(page.locator("[data-page-key='Ctrl+Z']")).to_contain_text("秒")
    page.keyboard.press("Control+z")
    expect(page.locator("#here")).to_have_text(called)
    page.keyboard.press("F8")
    expect(page.locator("#gone")).to_contain_text(f"{called} は帰られましたか")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("#here")).to_have_count(0)
    expect(page.locator("#rows")).not_to_contain_text(called)
    assert page.evaluate("window.stayed")
    assert {first, second} - {called}


def test_a_clerk_brings_a_family_together_and_parts_it_again_with_the_keys(office, open_page):
    *_, second = (office.issue(f"of-a-family-{each}", OpenVisit("ja", service="my_number_card")).number for each in range(2))
    page = open_page()
    sit_down(page, office, counter=4)
    page.keyboard.press("F2")
    first = page.locator("#here").text_content()
    page.keyboard.press("Shift+F9")
    page.keyboard.type(second.replace("-", "").lower())
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text(f"{second} は、いっしょになりました")
    page.keyboard.press("Escape")
    expect(page.locator("#rows")).not_to_contain_text(second)
    page.keyboard.press("Control+z")
    expect(page.locator("#rows")).to_contain_text(second)
    page.keyboard.press("Shift+F9")
    expect(page.locator("#merge-number")).to_have_value("")
    page.locator("#split-form button").click()
    new = page.locator("#said .said-number").text_content()
    page.keyboard.press("Escape")
    expect(page.locator("#rows")).to_contain_text(new)
    expect(page.locator("#here")).to_have_text(first)


def test_a_record_shows_every_registered_form_of_a_kanji(office, open_page):
    page = open_page()
    page.goto(office.address + "/sign-in")
    forms = ["邊", *sequences("邊"), "吉", "𠮷", "彦", "彥", "\U0010fffd"]
    page.evaluate(
        """forms => { document.body.innerHTML = '<div class="record">'
            + forms.map((form, at) => `<p id="form-${at}">${form}</p>`).join("") + "</div>";
            document.querySelector(".record").style.fontSize = "64px"; }""",
        forms,
    )
    page.evaluate("document.fonts.ready")

    pictures = [page.locator(f"#form-{at}").screenshot() for at in range(len(forms))]

    assert len(set(pictures)) == len(forms)  # none like another, none like a sign nobody has


def test_the_font_with_every_registered_form_comes_from_the_hub_itself(office, open_page):
    page = open_page()
    page.goto(office.address + "/sign-in")

    assert page.evaluate("new FontFace('names', 'url(/fonts/names)').load().then(face => face.status)") == "loaded"


def test_a_resident_saves_on_a_phone_and_goes_on_at_a_desk_in_another_language(office, open_page):
    phone = open_page(390, 844)
    phone.goto(office.address + "/enter?language=ja")
    with phone.expect_navigation():
        phone.click("button[value=moving_in]")
    phone.fill("input[name='movers.0.name_kana']", "ミドリノ　ハナコ")
    phone.locator(".tongues summary").click()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Tiếng Việt").click()
    expect(phone.locator("html")).to_have_attribute("lang", "vi")
    expect(phone.locator("input[name='movers.0.name_kana']")).to_have_value("ミドリノ　ハナコ")  # nothing typed was lost
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
    expect(desk.locator("input[name='movers.0.name_kana']")).to_have_value("ミドリノ　ハナコ")


def test_what_was_begun_at_a_kiosk_goes_on_in_the_browser(office, open_page):
    started = moving_in()
    half = SaveEntry("ja", (Application(started.procedure, started.form_version, {"movers": started.answers["movers"]}),), {})

    async def from_the_kiosk(kiosk):
        return await kiosk._call("POST", "/api/entries", SavedEntry, half, {"Idempotency-Key": "half-an-entry"})

    code = office.ask(from_the_kiosk).short_code
    page = open_page()
    page.goto(office.address + "/enter/resume?language=ja")
    page.fill("#code", code)
    with page.expect_navigation():
        page.press("#code", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("いままでの住所")
    expect(page.get_by_role("status")).to_contain_text("つづきから はじめます")
