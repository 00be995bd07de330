"""The counter's page in Chromium: what stands on it and fits, what is set aside and taken back, what it asks before it does."""

from itertools import pairwise

import msgspec
import pytest
from playwright.sync_api import expect

from hub.security.actors import Staff
from hub.wire import OpenPaperVisit, OpenVisit
from tests.hub.web.browsers import chromium, open_page, shows, shows_licence, sit_down
from tests.hub.web.running_hub import moving_in
from tests.hub.web.staged_hub import house, office

__all__ = ["chromium", "house", "office", "open_page"]
pytestmark = pytest.mark.browser
MOVE = OpenVisit("ja", applications=(moving_in(people=2),))


def test_the_parts_beside_the_record_are_tabs_at_200_percent_and_nothing_scrolls_sideways(office, open_page):
    ticket = office.issue("for-a-large-view", MOVE)
    page = open_page(683, 384)
    sit_down(page, office)
    call_by_number(page, ticket.number)
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


def call_by_number(page, number):
    page.keyboard.press("F3")
    page.fill("#pick-number", number)
    page.check("#pick-reasons input[value=continued]")
    page.press("#pick-number", "Enter")
    expect(page.locator("#here")).to_have_text(number)
    page.wait_for_timeout(1100)  # F2 is deaf for a second


ENTER = """() => [...document.querySelectorAll('dialog')].filter((each) => !each.open).flatMap((dialog) => {
  const says = [...dialog.querySelectorAll('button')].find((each) => each.querySelector('kbd')?.textContent === 'Enter');
  if (!says) return [];
  dialog.showModal();
  const now = document.activeElement;
  const ring = [now, now.closest('.choice')].some((each) => each && getComputedStyle(each).outlineStyle === 'solid');
  const sends = now === says || (now.form && now.form === says.form && !now.matches('button'));
  dialog.close();
  return [{ dialog: dialog.id, sends, ring }];
})"""


def test_in_every_dialog_enter_does_what_the_button_says_and_the_ring_is_seen_after_the_mouse_too(office, open_page):
    ticket = office.issue("every-dialog", MOVE)
    page = open_page()
    sit_down(page, office)
    call_by_number(page, ticket.number)
    page.locator("#call").click()
    expect(page.locator("#state")).to_have_text("対応中")
    page.mouse.click(5, 700)  # from here on the browser takes it for somebody with a mouse

    found = page.evaluate(ENTER)

    assert {"hold", "hand-on", "outcome", "gone", "identity", "family"} <= {each["dialog"] for each in found}
    assert [each for each in found if not each["sends"] or not each["ring"]] == []
    page.get_by_role("button", name="送らずに終える").click()
    page.locator("#outcome label").first.click()
    page.locator("#outcome-title").click()  # beside every field
    page.keyboard.press("Enter")
    expect(page.locator("#page")).to_contain_text("いま対応している方はいません")


def test_what_stands_on_paper_is_filled_in_one_question_after_the_other_with_enter(office, open_page):
    guide = Staff("guide", "floor_guide", "", "f" * 64)
    ticket = office.do(office.hub.office.open_paper_visit(guide, OpenPaperVisit("moving_in", people=1), "paper-chain"))
    page = open_page()
    sit_down(page, office, counter=2)
    call_by_number(page, ticket.number)
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("対応中")
    shows_licence(page)
    expect(page.locator("#call")).to_contain_text("紙から入力")
    page.wait_for_timeout(1100)

    page.keyboard.press("F2")
    expect(page.get_by_role("dialog", name="紙から入力　届出人")).to_be_visible()
    expect(page.locator("#correct input[name=reason]")).to_have_count(0)
    assert page.evaluate("document.activeElement.name") == "notifier"
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="紙から入力　電話番号")).to_be_visible()
    expect(page.locator("#phone")).to_be_focused()
    page.keyboard.type("0441234567")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="紙から入力　1人目")).to_be_visible()
    names = page.evaluate("[...document.querySelectorAll('#correct .field:has(.must)')].map((each) => each.id)")
    page.keyboard.type("緑野　花子")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.field').id") == names[1], "to the next that is empty"
    page.get_by_role("link", name="とばして").click()
    expect(page.get_by_role("dialog", name="紙から入力　いままでの住所")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#record")).to_contain_text("0441234567")
    expect(page.locator("#record td .tag")).to_have_count(0)  # nothing of it is a correction
    expect(page.locator(".story")).to_contain_text("電話番号を入力")


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
    row.get_by_role("button", name="終える").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text(f"{number} を不在のまま終わりますか")
    page.keyboard.press("Enter")  # もどる has the focus
    expect(dialog).to_have_count(0)
    row.get_by_role("button", name="終える").click()
    dialog.locator("button.main").click()
    expect(row).to_have_count(0)


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


def test_what_is_missing_is_said_beside_it_in_the_words_of_the_page_and_goes_when_it_is_there(office, open_page):
    for each in ("on-hold-without-a-reason", "the-one-after"):
        office.issue(each)
    page = open_page()
    sit_down(page, office)
    page.keyboard.press("F2")
    page.wait_for_selector("#here")
    page.keyboard.press("F7")
    page.keyboard.press("6")
    page.keyboard.press("Enter")
    reasons = page.locator("#hold fieldset", has_text="書類を取りに行かれた")
    expect(reasons.get_by_role("alert")).to_have_text("えらんでください")
    expect(reasons.get_by_role("radio").first).to_be_focused()
    expect(page.locator("#hold")).to_be_visible()
    reasons.get_by_text("書類を取りに行かれた").click()
    expect(reasons.get_by_role("alert")).to_have_count(0)
    page.keyboard.press("Enter")
    why = page.locator(".aside-rows .second")
    expect(why).to_have_text("戻られたら・書類を取りに行かれた")
    assert why.evaluate("each => each.scrollWidth <= each.clientWidth"), "the reason is whole"
    expect(page.locator("#did")).to_contain_text("を保留にしました")
    page.wait_for_timeout(1100)  # after it acted F2 is deaf for a second
    page.keyboard.press("F2")
    expect(page.locator("#here")).to_be_visible()
    expect(page.locator("#did")).not_to_contain_text("を保留にしました")


def test_a_long_name_stands_whole_beside_the_badge_of_the_language_and_the_others_of_the_family(office, open_page):
    long_name = "小比類巻 勘左衛門之介"  # fictional
    family = moving_in(long_name, people=4)
    number = office.issue("a-long-name-1", OpenVisit("ja-easy", applications=(family,))).number
    page = open_page()
    sit_down(page, office, counter=2)
    page.keyboard.press("F3")
    page.keyboard.type(number)
    if page.locator("#pick-reasons").is_visible():
        page.locator("#pick-reasons input[value=continued]").check()
    page.locator("#pick-number").press("Enter")
    expect(page.locator("#here")).to_have_text(number)
    page.wait_for_timeout(1100)  # after it acted the key is deaf for a second
    page.keyboard.press("F2")
    name = page.locator(".visitor-head .name")
    expect(name).to_have_text(long_name)
    expect(page.locator(".visitor-head")).to_contain_text("さん ほか3人")
    expect(page.locator(".visitor-head .tag.key")).to_have_text("やさしい日本語")
    shown, whole = name.evaluate("name => [name.clientWidth, name.scrollWidth]")
    assert shown >= whole > 150, f"{shown} of {whole} px"

    shown, head = name.evaluate(
        "name => { name.textContent = name.textContent.repeat(6); return [name.clientWidth, name.closest('.state').clientWidth]; }"
    )
    assert shown >= 0.9 * head, "what is too long for a line has all of it before it is cut"
    expect(name).to_have_attribute("title", long_name)


def test_what_was_ticked_stays_where_it_was_not_enough(office, open_page):
    office.issue("not-enough", OpenVisit("ja", service="my_number_card"))
    page = open_page()
    sit_down(page, office, counter=4)
    page.click("#call")
    shows(page, "来られた")
    page.wait_for_timeout(1100)  # after it acted the button is deaf for a second
    page.click("#call")
    expect(page.locator("#state")).to_have_text("対応中")
    page.locator("dialog#identity").evaluate("dialog => dialog.showModal()")
    page.check("#identity [value=student_card]")
    page.click("#identity .main")
    expect(page.locator("#declined")).to_contain_text("足りません")
    page.keyboard.press("Enter")
    expect(page.locator("#declined")).to_be_hidden()
    expect(page.locator("dialog#identity")).to_be_visible()
    expect(page.locator("#identity [value=student_card]")).to_be_checked()


def test_why_another_number_came_than_the_button_said_stands_beside_it_while_it_is_called(office, open_page):
    first, second = (office.issue(f"pressed-at-once-{each}") for each in range(2))
    neighbour = office.person("tonari", "隣 まどか")
    page = open_page()
    sit_down(page, office, counter=2)
    expect(page.locator("#call")).to_contain_text(first.number)
    page.route("**/counter?**", lambda route: route.abort())  # what the neighbour does is not seen in time
    office.pass_on(first.visit, "reception", neighbour, 1, upto="call")
    page.click("#call")
    expect(page.locator("#here")).to_have_text(second.number)
    words = f"{first.number} は 1番窓口が呼びました。次の {second.number} を呼びました。"
    expect(page.locator("#instead")).to_have_text(words)
    page.unroute("**/counter?**")
    third = office.issue("comes-meanwhile")
    expect(page.locator("#rows")).to_contain_text(third.number)
    expect(page.locator("#instead")).to_have_text(words)
    expect(page.locator("#instead")).to_be_visible()


def test_a_clerk_whose_line_the_settings_took_away_reads_so_on_the_page_that_stands_there(office, open_page):
    page, chief = open_page(), Staff("chief", "manager", "課長", "c0")
    office.sit_down(page, 3)
    counters = office.hub.office.bundle.site.counters
    fewer = [msgspec.structs.replace(each, services=("certificates",)) if each.number == 3 else each for each in counters]
    branch, today = office.hub.office.branch, office.hub.clock.now.date()
    assert office.do(branch.change_settings(chief, "counters", tuple(fewer), today, 0)) is None
    try:
        told = page.locator(".moved-seat")
        expect(told).to_contain_text("3番窓口は、総合案内を受けなくなりました")
        office.issue("press-after-the-change", OpenVisit("ja", service="certificates"))
        expect(page.locator(".keybar .wide")).to_contain_text("次を呼ぶ")
        expect(told).to_be_visible()
        with page.expect_navigation():
            told.get_by_role("link", name="わかりました").click()
        expect(told).to_be_hidden()
    finally:
        last = office.do(branch.settings(chief)).versions[-1].id
        assert office.do(branch.undo_settings(chief, last)) is None


def test_while_somebody_is_served_the_page_asks_at_once_only_for_what_changes_who_is_next(office, open_page):
    page, looks = open_page(), []
    office.issue("press-of-who-is-served")
    office.sit_down(page, 1)
    shows(page, "次を呼ぶ")
    page.keyboard.press("F2")
    shows(page, "来られた")
    page.wait_for_timeout(1100)  # F2 is deaf for a second
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("対応中")
    first = office.issue("press-of-the-next")
    expect(page.locator("#page")).to_have_attribute("data-next", first.number)
    page.on("request", lambda request: looks.append(request) if "/counter?" in request.url else None)

    def unmoved(turn):
        page.wait_for_timeout(3500)  # what was owed of before has been asked for
        looks.clear()
        office.issue(f"press-of-the-last-{turn}")
        page.wait_for_timeout(1000)  # what would be asked at once was asked by then
        return looks == []

    # news of no visit has a clock of its own: it may fall into such a second once, not each time
    turn = next((turn for turn in range(1, 5) if unmoved(turn)), None)
    assert turn is not None
    expect(page.locator("[data-tab=queue]")).to_have_text(f"待ち {1 + turn}")
    saeki = office.person("saeki-beside", "佐伯 みのり")
    office.pass_on(first.visit, "reception", saeki, 2, upto="call")
    expect(page.locator("#page")).not_to_have_attribute("data-next", first.number, timeout=2000)
