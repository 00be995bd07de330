"""予約 from home in Chromium: the calendar by keyboard, by what a screen reader reads, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.hub.web.browsers import chromium, open_page
from tests.hub.web.staged_hub import StagedHub
from tests.hub.web.test_visit_plan import of_the_season, plan_page, remember

__all__ = ["chromium", "open_page"]
pytestmark = pytest.mark.browser
DAYS = "/book/for/moving_in?language="


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with StagedHub(tmp_path_factory.mktemp("hub")) as staged:
        yield staged


def test_the_calendar_is_one_stop_of_tab_and_arrows_lead_from_day_to_day(office, open_page):
    page = open_page(390, 844)
    page.goto(office.address + DAYS + "en")
    grid = page.get_by_role("grid", name="Choose a day")
    expect(grid).to_be_visible()
    grid.get_by_role("link", name=re.compile("Monday, 29 March 2027")).focus()
    for keys, day in (
        ("ArrowRight", "Tuesday, 30 March"),
        ("ArrowDown", "Tuesday, 6 April"),
        ("ArrowLeft ArrowLeft Enter", "Sunday, 4 April"),  # closed: it can be read, and nothing happens
        ("Home", "Thursday, 1 April"),
        ("PageDown", "Monday, 26 April"),
        ("PageUp ArrowLeft", "Monday, 29 March"),  # there is nothing before it
    ):
        for key in keys.split():
            page.keyboard.press(key)
        expect(page.locator(":focus")).to_contain_text(day)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Back")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(":focus")).to_contain_text("Monday, 29 March")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("29 March 2027")


def test_a_screen_reader_hears_of_each_day_what_the_shapes_say(office, open_page):
    page = open_page(390, 844)
    page.goto(office.address + DAYS + "ja")
    grid = page.get_by_role("grid")
    expect(grid.get_by_role("columnheader", name="月曜日")).to_be_visible()
    expect(grid.get_by_role("rowheader", name="2027(令和9)年4月")).to_be_visible()
    expect(grid.get_by_role("gridcell", name="4月1日（木） 空きあり あと13組", exact=True)).to_be_visible()
    closed = grid.get_by_role("gridcell", name="4月3日（土） お休み", exact=True)
    expect(closed).to_be_disabled()


def test_without_scripts_every_free_day_is_a_link_and_a_booking_is_moved(office, open_page, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(office.address + DAYS + "ja")
    with page.expect_navigation():
        page.locator("td a", has_text="4月1日").click()
    with page.expect_navigation():
        page.locator(".times a", has_text="10:00").first.click()
    with page.expect_navigation():
        page.locator("footer button.main").click()
    code = page.locator(".qr-card b").inner_text()
    page.goto(office.address + "/book")
    page.fill("#code", code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.get_by_role("link", name="日時を変える").click()
    with page.expect_navigation():
        page.locator("td a", has_text="4月2日").click()
    with page.expect_navigation():
        page.locator(".times a", has_text="11:00").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="日時を変える").click()
    expect(page.get_by_role("status")).to_contain_text("日時を変えました")
    expect(page.locator("dl").first).to_contain_text("4月2日（金） 1")
    page.reload()  # a page that came of a press would make the browser ask whether to send it again
    expect(page.get_by_role("status")).to_contain_text("日時を変えました")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("この日時で予約しますか")
    context.close()


def test_with_letters_twice_as_large_the_weeks_become_a_list_of_days(office, open_page):
    page = open_page(390, 844)
    page.goto(office.address + DAYS + "ja")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    first = page.locator("td a").first
    assert first.bounding_box()["width"] > 300
    expect(first.locator(".day-words").first).to_have_css("position", "static")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_day_to_come_is_chosen_by_keys_and_the_table_fits_a_narrow_telephone_with_large_letters(office, chromium):
    office.do(remember(office.hub, of_the_season()))
    home = office.do(plan_page(office.hub, "ne"))
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.add_cookies([{"name": each.key, "value": each.value, "url": office.address} for each in home.session.cookie_jar])
    page = context.new_page()
    page.goto(office.address + "/enter/step/visit_plan")
    for size in ("100%", "200%"):
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = page.locator("input[name=visit_plan]").first
    first.focus()
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=visit_plan]").nth(1)).to_be_checked()
    with page.expect_navigation():
        page.locator("footer button.main").click()
    expect(page.locator(".review").first).to_be_visible()
    context.close()
