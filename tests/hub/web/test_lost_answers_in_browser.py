"""A hub that stops, a line that is cut, an answer that is lost: what a clerk and a resident's phone are told, and how it heals."""

import pytest
from playwright.sync_api import expect

from hub.wire import OpenVisit
from tests.hub.web.browsers import chromium, office, open_page, shows, sit_down

__all__ = ["chromium", "office", "open_page"]
pytestmark = pytest.mark.browser


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
        expect(page.locator(".stripe")).to_be_visible(timeout=30_000)
        expect(page.locator(".stripe")).to_contain_text("更新が止まっています")
        expect(page.locator(".topbar .link")).to_contain_text("止まっています")
        assert page.locator("button.needs-link:not(:disabled)").count() == 0
    finally:
        office.start()
    number = office.issue("while-it-was-away", OpenVisit("ja", service="seal")).number
    expect(page.locator(".stripe")).to_be_hidden(timeout=30_000)
    expect(page.locator("#rows")).to_contain_text(number)
    assert page.evaluate("window.stayed")


def test_a_page_that_gets_no_answer_says_so_though_its_line_is_open(office, open_page):
    page = open_page()
    sit_down(page, office, counter=2)
    page.route("**/counter**", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_())
    number = office.issue("news-without-an-answer", OpenVisit("ja", service="seal")).number
    expect(page.locator(".stripe")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-stale-at]")).to_contain_text(":")
    expect(page.locator(".topbar .link")).to_contain_text("止まっています")
    page.unroute("**/counter**")
    expect(page.locator(".stripe")).to_be_hidden(timeout=30_000)
    expect(page.locator("#rows")).to_contain_text(number)


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
        expect(phone.locator("footer .status")).to_contain_text("更新が止まっています", timeout=30_000)
        expect(ask).to_be_visible()
        assert card.evaluate("card => getComputedStyle(card).backgroundColor") != blue
    finally:
        office.start()
    expect(ask).to_be_hidden(timeout=30_000)
    assert card.evaluate("card => getComputedStyle(card).backgroundColor") == blue


def test_a_press_whose_answer_is_lost_is_said_and_the_page_shows_what_came_of_it(office, open_page):
    office.issue("answer-lost", OpenVisit("ja", service="insurance"))
    page = open_page()
    sit_down(page, office, counter=7)
    expect(page.locator("#call")).to_contain_text("次を呼ぶ")

    def lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/counter/next", lose_the_answer)
    page.click("#call")
    expect(page.locator("dialog.refused")).to_contain_text("操作が届いたか分かりません", timeout=30_000)
    page.click("dialog.refused button")
    expect(page.locator("#call")).to_contain_text("来られた", timeout=30_000)
    expect(page.locator("#here")).to_be_visible()
