"""Every page of the staff in Chromium at 100 % and 200 %: nothing sticks out or is covered, no number is torn from its unit."""

import pytest
from playwright.sync_api import expect

from hub.security.actors import Staff
from hub.wire import OpenPaperVisit, OpenVisit
from tests.hub.test_office_delivery import certificates
from tests.hub.web.browsers import chromium, open_page
from tests.hub.web.running_hub import moving_in
from tests.hub.web.staged_hub import StagedHub

__all__ = ["chromium", "open_page"]
pytestmark = pytest.mark.browser
SIZES = ((1366, 768), (683, 384))

# every number with its unit whose characters stand on two lines, in the words of its block
TORN = """() => {
  const unit = /[0-9][0-9,.:]*(?:[〜/][0-9]+)?[ \\u00a0]?(?:人目|人|分|件|項目|点|秒|回|枚|通|台|日|円|番|か所|歳|時間)(?: 待ち)?/g
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
  const blocks = new Map(), found = []
  for (let node; (node = walker.nextNode());) {
    let block = node.parentElement
    while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement
    if (!block.checkVisibility() || node.parentElement.closest('.spoken, textarea, option')) continue
    blocks.set(block, [...(blocks.get(block) ?? []), node])
  }
  for (const [block, nodes] of blocks) {
    const places = nodes.flatMap(node => [...node.data].map((_, index) => [node, index]))
    const text = nodes.map(node => node.data).join('')
    for (const match of text.matchAll(unit)) {
      const lines = places.slice(match.index, match.index + match[0].length).flatMap(([node, index]) => {
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + 1)
        const box = range.getBoundingClientRect()
        return box.width && node.data[index].trim() ? [box.bottom] : []
      })
      if (Math.max(...lines) - Math.min(...lines) > 8) found.push(`${match[0]} in ${text.replace(/\\s+/g, ' ').slice(0, 60)}`)
    }
  }
  return found
}"""

# every control with a corner under something else once the keyboard has come to it
COVERED = """() => {
  const controls = 'a[href], button:not(:disabled), input:not([type=hidden], [type=file]), select, textarea, summary'
  const found = []
  for (const each of (document.querySelector('dialog[open]') ?? document).querySelectorAll(controls)) {
    if (!each.checkVisibility({ visibilityProperty: true })) continue
    each.focus()
    const shown = each.matches('[type=radio], [type=checkbox]') ? each.closest('label') ?? each : each
    const { left, right, top, bottom } = shown.getBoundingClientRect()
    for (const [x, y] of [[left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3], [right - 3, bottom - 3]]) {
      const there = document.elementFromPoint(x, y)
      if (!there || shown.contains(there) || there.contains(shown)) continue
      found.push(`${each.id || shown.innerText} under ${there.id || there.className || there.tagName}`)
      break
    }
  }
  document.activeElement.blur()
  return found
}"""


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    """Papers to be examined, certificates to be handed over, people who wait, a number alone among them."""
    with StagedHub(tmp_path_factory.mktemp("hub")) as staged:
        saeki = staged.person("saeki", "佐伯 みのり")
        staged.person("annai", "案内 花子", "floor_guide")
        for place, language in enumerate(("ja", "vi")):
            visit = staged.open(OpenVisit(language, applications=(moving_in(people=place + 1),)), f"press-{place}-examined")
            staged.hub.clock.forward(minutes=14)
            staged.pass_on(visit, "reception", saeki, 1)
        staged.pass_on(visit, "examination", saeki, 21)
        visit = staged.open(OpenVisit("ja", applications=(certificates(),)), "press-of-certificates")
        staged.pass_on(visit, "reception", saeki, 2)
        staged.open(OpenVisit("ja", service="residence", people=3), "press-of-a-paper")
        staged.hub.clock.forward(minutes=28)
        for place in range(3):
            staged.open(OpenVisit("en", applications=(moving_in(people=place + 1),)), f"press-{place}-waiting")
        visit = staged.open(OpenVisit("ja", applications=(moving_in(people=3),)), "press-to-be-verified")
        for stage, counter in (("reception", 1), ("examination", 21), ("entry", 22)):
            staged.pass_on(visit, stage, saeki, counter)
        yield staged


def fits(page, place):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        assert page.evaluate(TORN) == [], f"{place} at {width} px"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    assert page.evaluate(COVERED) == [], f"{place} at {width} px"


@pytest.mark.parametrize("path", ["/floor", "/number?number=A-003", "/paper", "/notices", "/appointments", "/congestion"])
def test_the_pages_of_the_floor_fit(staged, open_page, path):
    page = open_page()
    staged.sign_in(page, "annai")
    page.goto(staged.address + path)
    expect(page.locator(".topbar")).to_be_visible()
    fits(page, path)


@pytest.mark.parametrize("path", ["/settings", "/settings/devices", "/settings/staff", "/settings/hours", "/settings/counters"])
def test_the_pages_of_the_settings_fit(staged, open_page, path):
    page = open_page()
    staged.sign_in(page, "kacho")
    page.goto(staged.address + path)
    expect(page.locator(".topbar")).to_be_visible()
    fits(page, path)


@pytest.mark.parametrize(("counter", "path"), [(21, "/stage/examination"), (6, "/counter?stage=delivery"), (1, "/search")])
def test_the_lists_of_the_desks_fit(staged, open_page, counter, path):
    page = open_page()
    staged.sit_down(page, counter)
    page.goto(staged.address + path)
    fits(page, path)


def test_a_desk_at_work_fits_and_its_last_step_can_be_taken_back_at_200_percent(staged, open_page):
    page = open_page()
    staged.sit_down(page, 1)
    page.goto(f"{staged.address}/counter")
    fits(page, "a desk with nobody")
    page.set_viewport_size({"width": 683, "height": 384})
    page.locator("#call").click()
    expect(page.locator("#state")).to_have_text("呼出中")
    fits(page, "somebody is called")
    expect(page.locator(".keybar button:has(.undoes)")).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(1100)  # F2 is deaf for a second, so that a second press is meant
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("対応中")
    fits(page, "somebody is served")
    page.locator("button[data-dialog=decide]").first.click()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(".undecided")).to_be_hidden()
    expect(page.locator(".keybar button:has(.undoes)")).to_be_in_viewport(ratio=1)


def opens(page, key):
    """A dialog by its key: nothing of it lies under its foot."""
    page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_be_visible()
    assert page.evaluate(COVERED) == [], f"the dialog of {key}"
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_at_200_percent_nothing_of_a_delivery_or_its_dialogs_lies_under_the_keys_at_the_foot(staged, open_page):
    page = open_page(683, 384)
    staged.sit_down(page, 6)
    page.goto(f"{staged.address}/counter?stage=delivery")
    page.locator("#call").click()
    expect(page.locator("#state")).to_have_text("呼出中")
    assert page.evaluate(COVERED) == []
    page.wait_for_timeout(1100)
    page.keyboard.press("F2")
    expect(page.locator("#handing")).to_be_visible()
    print_key, undo = page.locator(".keybar [data-key='Ctrl+P']"), page.locator(".keybar [data-key='Ctrl+Z']")
    expect(print_key).to_be_in_viewport(ratio=1)
    assert print_key.bounding_box()["x"] + print_key.bounding_box()["width"] <= undo.bounding_box()["x"]
    fits(page, "things to hand over")
    for key in ("F1", "F7", "F8", "F9"):
        opens(page, key)
    page.locator("#handing button", has_text="渡さない").first.click()
    assert page.evaluate(COVERED) == []


def test_at_200_percent_nothing_of_a_record_and_its_corrections_lies_under_the_keys_at_the_foot(staged, open_page):
    page = open_page(683, 384)
    staged.sit_down(page, 23)
    page.goto(f"{staged.address}/stage/verification")
    page.locator("#work tbody tr").first.get_by_role("button").click()
    expect(page.locator("#record")).to_be_visible()
    fits(page, "a record")
    for name in ("queue", "side", "identity", "notes"):
        page.locator(f".tabs [data-tab={name}]:visible").click()
        assert page.evaluate(COVERED) == [], name
    page.locator(".tabs [data-tab=record]").click()
    page.locator("#record .correct").first.click()
    expect(page.locator("#correct")).to_be_visible()
    assert page.evaluate(COVERED) == [], "a correction"
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator(".check")).to_be_visible()
    fits(page, "the certificate beside it")


def test_without_the_link_the_foot_of_a_record_promises_nothing(staged, open_page):
    page = open_page()
    staged.sit_down(page, 22)
    page.goto(f"{staged.address}/stage/entry")
    page.locator("#work tbody tr").first.get_by_role("button").click()
    foot = page.locator(".record > footer")
    expect(foot).to_contain_text("送れます")
    # the page itself takes the word away again with the next sign of life
    said = foot.evaluate("foot => { document.body.classList.add('stale'); return foot.innerText }")
    assert "いまは送れません" in said and "送れます" not in said


def test_what_was_brought_is_seen_before_what_was_checked_at_the_reception(staged, open_page):
    page = open_page()
    staged.sit_down(page, 21)
    page.goto(f"{staged.address}/stage/examination")
    page.locator("#work tbody tr").first.get_by_role("button").click()
    expect(page.locator(".checks")).to_be_visible()
    expect(page.locator(".bring")).to_be_in_viewport(ratio=1)


def test_a_long_procedure_is_shortened_before_the_people(staged, open_page):
    guide = Staff("guide", "floor_guide", "", "f" * 64)
    given = OpenPaperVisit("householder_change", people=8)
    number = staged.do(staged.hub.office.open_paper_visit(guide, given, "press-of-a-household")).number
    page = open_page()
    staged.sit_down(page, 2)
    page.goto(f"{staged.address}/counter")
    what = page.locator("#rows li", has_text=number).locator(".what")
    expect(what.locator(".second")).to_have_text("8人")
    sides = what.evaluate("each => [each, each.querySelector('.second')].map((one) => one.getBoundingClientRect().right)")
    assert sides[1] <= sides[0] + 0.5


def test_the_history_of_the_settings_stays_in_its_panel(staged, open_page):
    page = open_page()
    staged.sign_in(page, "kacho")
    page.goto(f"{staged.address}/settings/hours")
    page.fill("input[name='hours[0].closes']", "19:00")
    page.get_by_role("button", name="変わるところを見る").click()
    page.locator("button[value=change]").click()
    page.get_by_role("button", name="取り消す").click()
    expect(page.get_by_role("button", name="やり直す")).to_be_visible()
    fits(page, "the history")
    page.set_viewport_size({"width": 1366, "height": 768})
    table = page.locator(".settings-history")
    assert table.evaluate(
        "each => each.getBoundingClientRect().right <= each.closest('.panel').getBoundingClientRect().right + 0.5"
    )
