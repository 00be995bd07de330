"""Work list and delivery in Chromium, by the keyboard alone: a row is found and taken; things are handed over and paid."""

import pytest
from playwright.sync_api import expect

from hub.wire import OpenVisit
from tests.hub.test_office_delivery import certificates
from tests.hub.web.running_hub import moving_in
from tests.hub.web.staged_hub import StagedHub
from tests.hub.web.test_browser import chromium, open_page

__all__ = ["chromium", "open_page"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    """Four papers wait to be examined: the third of somebody with consideration, the fourth with another language."""
    with StagedHub(tmp_path_factory.mktemp("hub")) as staged:
        saeki = staged.person("saeki", "佐伯 みのり")
        for place, (language, consideration) in enumerate([("ja", False), ("ja", False), ("ja", True), ("vi", False)]):
            form = moving_in(people=place + 1)
            visit = staged.open(OpenVisit(language, applications=(form,), consideration=consideration), f"press-{place}-of-four")
            staged.hub.clock.forward(minutes=2)
            staged.pass_on(visit, "reception", saeki, 1)
        staged.hub.clock.forward(minutes=10)
        yield staged


def numbers(page):
    return [row.get_attribute("data-number") for row in page.locator("#work tbody tr:visible").all()]


def test_papers_are_found_and_taken_without_the_mouse(staged, open_page):
    page = open_page()
    staged.sit_down(page, 21)
    page.goto(f"{staged.hub.address}/stage/examination")
    row = page.locator("#work tbody tr")
    expect(row.first).to_be_focused()
    assert numbers(page) == ["A-003", "A-001", "A-002", "A-004"], "consideration has its head start"
    expect(row.nth(1)).to_contain_text("16 分 おそい")
    expect(row.nth(1)).to_contain_text("佐伯 みのり　1番")

    page.keyboard.press("4")
    expect(page.locator("[data-kind=heed]")).to_have_attribute("aria-pressed", "true")
    assert numbers(page) == ["A-003", "A-004"]
    page.keyboard.press("1")
    page.keyboard.press("s")
    expect(page.locator("[data-sort=number]")).to_have_attribute("aria-sort", "ascending")
    assert numbers(page) == ["A-001", "A-002", "A-003", "A-004"]

    expect(page.get_by_role("status").filter(has_text="番号の順")).to_have_count(1)

    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#work tr[data-number=A-002]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#here")).to_have_text("A-002")
    expect(page.locator("#work tr[data-number=A-002] .holder")).to_have_text("窓口")
    expect(page.locator("#work button:visible", has_text="引き受ける")).to_have_count(0)
    assert numbers(page) == ["A-001", "A-002", "A-003", "A-004"], "the order chosen stays while news come in"

    page.locator("#check-moving_in-move_date").press("Space")
    expect(page.locator("#check-moving_in-move_date")).to_be_checked()

    other = open_page()
    staged.sit_down(other, 21, "saeki")
    other.goto(f"{staged.hub.address}/counter?stage=examination")
    expect(other.locator("#work tr[data-number=A-002] .holder")).to_have_text("窓口")


def test_at_200_percent_the_list_is_a_tab_and_nothing_is_cut_off(staged, open_page):
    page = open_page(683, 384)
    staged.sit_down(page, 22)
    page.goto(f"{staged.hub.address}/stage/entry")
    expect(page.locator("[data-tab=queue][aria-pressed=true]")).to_be_visible()
    expect(page.get_by_text("入力の書類はありません")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 683


def test_what_is_not_handed_over_yet_holds_f2_back_and_leads_to_it(staged, open_page):
    visit = staged.open(OpenVisit("ja", applications=(certificates(name={"needs_staff": True}),)), "press-for-certificates")
    page = open_page()
    staged.sit_down(page, 3)
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("呼出中")
    page.wait_for_timeout(1100)  # F2 is deaf for a second, so that a second press is meant
    page.keyboard.press("F2")
    page.get_by_role("button", name="運転免許証").click()
    expect(page.locator(".keybar .wide")).to_contain_text("のこり　窓口で確認")
    page.wait_for_timeout(1100)
    page.keyboard.press("F2")
    expect(page.locator("[data-unsettled]")).to_be_focused()
    page.keyboard.press("Enter")
    page.fill("#correct input[name='name']", "緑野 花子")
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    page.get_by_role("dialog").get_by_role("button", name="訂正する").click()
    expect(page.locator(".keybar .wide")).to_contain_text("交付へ送る")
    page.keyboard.press("F10")
    expect(page.get_by_text("いま対応している方はいません")).to_be_visible()

    staged.take_desk(page, 6)
    page.goto(f"{staged.hub.address}/stage/delivery")
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("呼出中")
    page.wait_for_timeout(1100)
    page.keyboard.press("F2")
    expect(page.locator(".keybar .wide")).to_contain_text("のこり　お渡し")
    expect(page.get_by_role("button", name="終わるだけ F10").first).to_be_disabled()
    page.wait_for_timeout(1100)
    page.keyboard.press("F2")
    ticks = page.get_by_role("checkbox")
    expect(ticks.first).to_be_focused()
    page.keyboard.press("Space")
    expect(ticks.first).to_be_checked()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator(".keybar .wide")).to_contain_text("のこり　手数料")
    page.keyboard.press("F2")
    paid = page.get_by_role("button", name="収納済 900円")
    expect(paid).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("✓ 収納済　900円")).to_be_visible()
    page.keyboard.press("F10")
    expect(page.get_by_text("いま対応している方はいません")).to_be_visible()
    assert staged.ended(visit)
