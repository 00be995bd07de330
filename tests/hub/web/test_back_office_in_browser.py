"""Work list and delivery in Chromium, by the keyboard alone: a row is found and taken; things are handed over and paid."""

import pytest
from playwright.sync_api import expect

from hub.wire import OpenVisit
from tests.hub.test_office_delivery import certificates
from tests.hub.web.browsers import chromium, open_page
from tests.hub.web.running_hub import moving_in
from tests.hub.web.staged_hub import StagedHub

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


def test_at_200_percent_the_list_is_a_tab_and_nothing_is_cut_off(staged, open_page):
    page = open_page(683, 384)
    staged.sit_down(page, 22)
    page.goto(f"{staged.hub.address}/stage/entry")
    expect(page.locator("[data-tab=queue][aria-pressed=true]")).to_be_visible()
    expect(page.get_by_text("入力の書類はありません")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 683


def space_ticks_one_after_the_other(page):
    """From wherever the eyes are; the first is taken back again."""
    ticks = page.locator(".checks .tick")
    for at in (0, 1):
        page.keyboard.press("Space")
        expect(ticks.nth(at)).to_be_checked()
        expect(ticks.nth(at + 1)).to_be_focused()
    ticks.first.press("Space")
    expect(ticks.first).not_to_be_checked()


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

    space_ticks_one_after_the_other(page)

    expect(page.locator(".record footer")).to_contain_text("確かめること のこり 5")
    page.wait_for_timeout(1100)  # F2 is deaf for a second, so that a second press is meant
    page.keyboard.press("F2")
    asked = page.get_by_role("dialog", name="確かめていないものがあります")
    expect(asked.get_by_role("listitem")).to_have_count(5)
    expect(asked).to_contain_text("世帯主と続柄")
    page.keyboard.press("F2")
    page.keyboard.press("Escape")
    expect(page.locator("#here")).to_have_text("A-002")

    other = open_page()
    staged.sit_down(other, 21, "saeki")
    other.goto(f"{staged.hub.address}/counter?stage=examination")
    expect(other.locator("#work tr[data-number=A-002] .holder")).to_have_text("窓口")

    page.keyboard.press("F10")
    page.keyboard.press("Enter")
    expect(page.locator("#here")).to_have_text("A-003")
    page.wait_for_timeout(1100)
    page.keyboard.press("F10")
    page.get_by_role("button", name="このまま入力へ送るだけ").click()
    expect(page.get_by_text("いま手元に書類はありません")).to_be_visible()
    expect(page.locator("#work tr[data-number=A-001] .holder")).to_contain_text("引き受ける")


def test_the_whole_entry_is_read_beside_its_checks_in_every_size(staged, open_page):
    page = open_page()
    staged.sit_down(page, 21, "saeki")
    page.goto(f"{staged.hub.address}/counter?stage=examination")
    page.locator("#work tr[data-number=A-004]").get_by_role("button").click()
    expect(page.locator("#here")).to_have_text("A-004")
    for width, height, rows in ((1920, 1080, 20), (1366, 768, 12)):
        page.set_viewport_size({"width": width, "height": height})
        seen = page.locator("#record").evaluate(
            "area => [...area.querySelectorAll('tr')].filter(row => row.getBoundingClientRect().bottom"
            " <= area.getBoundingClientRect().bottom).length"
        )
        assert seen >= rows, f"{seen} lines at {width} px"
        for place in (".checks .tick", "#call", "#work tr[aria-current]"):
            expect(page.locator(place).first).to_be_in_viewport()
    page.set_viewport_size({"width": 683, "height": 384})
    expect(page.locator("#call")).to_be_in_viewport()
    page.locator(".checks .tick").last.scroll_into_view_if_needed()
    expect(page.locator(".checks .tick").last).to_be_in_viewport()
    page.click(".tabs [data-tab=identity]")
    expect(page.locator(".checks")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 683

    page.set_viewport_size({"width": 1366, "height": 768})
    page.keyboard.press("F9")
    asked = page.get_by_role("dialog", name="差し戻す")
    asked.get_by_label("入力がちがう").check()
    asked.get_by_role("button", name="新しい住所", exact=True).click()
    asked.get_by_role("button", name="差し戻す Enter").click()
    expect(page.get_by_text("いま手元に書類はありません")).to_be_visible()
    reception = open_page()
    staged.sit_down(reception, 1, "saeki")
    row = reception.locator("#rows li", has_text="A-004")
    expect(row).to_contain_text("差し戻し")
    expect(row).to_contain_text("入力がちがう：新しい住所")


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
    expect(page.get_by_role("dialog", name="窓口で確認")).to_be_visible()
    page.fill("#correct input[name='name']", "緑野 花子")
    page.keyboard.press("Enter")
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
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    expect(ticks.first).to_be_checked()
    expect(ticks.nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(ticks.nth(1)).to_be_checked()
    expect(page.locator(".keybar .wide")).to_contain_text("のこり　手数料")
    page.keyboard.press("F2")
    paid = page.get_by_role("button", name="収納済 900円")
    expect(paid).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("✓ 収納済　900円")).to_be_visible()
    page.keyboard.press("F10")
    expect(page.get_by_text("いま対応している方はいません")).to_be_visible()
    assert staged.ended(visit)


def test_papers_nobody_comes_for_lie_on_a_shelf_and_are_found_again(staged, open_page):
    hayashi = staged.person("hayashi", "林 かえで")
    staged.pass_on(staged.open(OpenVisit("ja", service="certificates"), "press-for-a-shelf"), "reception", hayashi, 3)
    page = open_page()
    staged.sit_down(page, 6, "hayashi")
    page.goto(f"{staged.hub.address}/stage/delivery")
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("呼出中")
    page.keyboard.press("F8")
    expect(page.locator("#shelf")).to_have_value("1")
    page.fill("#shelf", "１２")
    page.keyboard.press("Enter")
    expect(page.locator(".aside-rows")).to_contain_text("預かり棚 12")
    page.locator(".aside-rows").get_by_role("button", name="呼ぶ").click()
    expect(page.locator(".visitor")).to_contain_text("預かり棚 12")
