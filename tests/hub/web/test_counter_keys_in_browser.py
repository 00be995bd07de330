"""The counter in Chromium by the keys alone: called, served, corrected, held, handed on, found."""

import pytest
from playwright.sync_api import expect

from hub.wire import OpenVisit
from tests.hub.web.browsers import chromium, open_page, shows, shows_licence, sit_down
from tests.hub.web.running_hub import NAME, moving_in
from tests.hub.web.staged_hub import house, office

__all__ = ["chromium", "house", "office", "open_page"]
pytestmark = pytest.mark.browser
MOVE = OpenVisit("ja", applications=(moving_in(people=2),))


def held(page, key, times):
    """A key held down: the browser sends it again and again."""
    page.keyboard.down(key)
    for _ in range(times):
        page.keyboard.down(key)
    page.keyboard.up(key)


def test_a_clerk_works_a_visit_with_the_keys_alone(office, open_page):
    office.issue("with-a-form", MOVE)
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
    ticket = office.issue("with-a-form-to-print", MOVE)
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
    ticket = office.issue("with-a-mistake", MOVE)
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
    lot.fill("9-8-")
    lot.press("7")  # a digit is written
    lot.press("Alt+2")  # and a reason has its key all the same
    expect(lot).to_have_value("9-8-7")
    expect(dialog.get_by_role("radio", name="転出証明書で確認")).to_be_checked()
    page.keyboard.press("Enter")
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


def test_the_next_record_is_turned_from_wherever_the_eyes_were_and_nothing_of_it_is_under_enter(office, open_page):
    for press in ("the-first-of-two", "the-second-of-two"):
        office.issue(press, MOVE)
    page = open_page()
    sit_down(page, office)
    shows(page, "次を呼ぶ")
    for state in ("呼出中", "対応中"):
        page.keyboard.press("F2")
        expect(page.locator("#state")).to_have_text(state)
        page.wait_for_timeout(1100)  # F2 is deaf for a second
    first = page.locator("#here").inner_text()
    shows_licence(page)
    page.keyboard.press("F6")
    expect(page.locator("section.record")).to_be_focused()
    page.locator(".story").focus()
    page.keyboard.press("PageDown")
    assert page.evaluate("document.getElementById('record').scrollTop") > 0
    page.keyboard.press("ArrowDown")
    page.locator("#record .correct").first.focus()
    for state in ("呼出中", "対応中"):
        page.wait_for_timeout(1100)
        page.keyboard.press("F2")
        expect(page.locator("#state")).to_have_text(state)
    expect(page.locator("#here")).not_to_have_text(first)
    assert page.evaluate("document.activeElement.matches('.correct')") is False, "an Enter would correct somebody else"


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


def test_what_a_number_alone_is_for_is_chosen_and_another_number_is_found_with_the_keys_alone(office, open_page):
    first, second = (office.issue(f"paper-in-the-hand-{each}").number for each in range(2))
    page = open_page()
    sit_down(page, office, counter=2)
    page.keyboard.press("F3")
    page.keyboard.type(first)
    page.locator("#pick-reasons input[value=continued]").check()
    page.locator("#pick-number").press("Enter")
    expect(page.locator("#here")).to_have_text(first)
    page.wait_for_timeout(1100)
    page.keyboard.press("F2")
    expect(page.locator(".call")).to_contain_text("手続きを決める")
    page.wait_for_timeout(1100)  # after F2 acted it is deaf for a second
    page.keyboard.press("F2")
    expect(page.locator("#decide")).to_be_visible()
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator(".visitor-head")).to_contain_text("転出届")
    expect(page.locator(".call")).to_contain_text("本人確認をする")
    page.get_by_role("button", name="手続きを変える…").click()
    expect(page.get_by_role("dialog", name="手続きを変える").get_by_label("転出届", exact=False)).to_be_checked()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator(".visitor-head")).to_contain_text("転居届")
    shows_licence(page)
    expect(page.locator(".call")).to_contain_text("紙から入力")
    page.keyboard.press("Shift+F2")
    expect(page.locator(".call")).to_contain_text("審査へ送")
    page.get_by_role("button", name="ここで入力する").press("Enter")
    expect(page.locator(".call")).to_contain_text("紙から入力")
    page.wait_for_timeout(1100)
    page.keyboard.press("Shift+F2")
    expect(page.locator(".call")).to_contain_text("審査へ送")

    with page.expect_navigation():
        page.keyboard.press("Shift+F3")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type(second)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=second, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#story")).to_contain_text("発券")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name=second, exact=True)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Escape")
    expect(page.locator("#here")).to_have_text(first)
    page.keyboard.press("F10")
    expect(page.locator("#here")).to_have_count(0)


def test_f2_of_the_key_bar_can_be_pressed_exactly_when_the_large_button_can(office, open_page):
    office.issue("one-button-in-two-places")
    page = open_page()
    sit_down(page, office)
    both = (page.locator("#call"), page.locator(".keybar .wide button"))
    for each in both:
        expect(each).to_be_enabled()
    waiting = []

    def keep_waiting(route):
        waiting.append(route)

    page.route("**/counter/next", keep_waiting)
    page.click("#call")
    expect(page.locator("form.htmx-request")).to_have_count(1)
    for each in both:
        expect(each).to_be_disabled()
    waiting[0].continue_()
    expect(page.locator("#here")).to_be_visible()
    for each in both:
        expect(each).to_be_enabled()


def test_ctrl_z_after_a_tick_asks_before_it_takes_back_that_somebody_came(office, open_page):
    number = office.issue("with-things-to-show", MOVE).number
    page = open_page()
    sit_down(page, office)
    page.keyboard.press("F2")
    shows(page, f"来られた　{number}")
    page.wait_for_timeout(1100)  # F2 is deaf for a second
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("対応中")
    office.hub.clock.forward(seconds=2)
    page.locator(".bring .tick").first.click()
    expect(page.locator(".bring .tick").first).to_be_checked()
    page.keyboard.press("Control+z")
    asks = page.locator("#older")
    expect(asks).to_contain_text(f"「{number} 来られた」を取り消しますか")
    expect(asks).to_contain_text("いまの持ち物の印は、そのまま残ります")
    page.keyboard.press("Enter")  # stays: the safe answer has the focus
    expect(asks).to_be_hidden()
    expect(page.locator("#state")).to_have_text("対応中")
    page.keyboard.press("Control+z")
    asks.get_by_role("button", name="「来られた」を取り消す").click()
    expect(page.locator("#state")).to_have_text("呼出中")
