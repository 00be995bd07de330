"""The cross-check page in Chromium: from the record by key, a dropped scan, every step without the mouse, at 200 % too."""

import base64
from copy import deepcopy
from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from config.japanese import wareki
from hub.office.house import now_in_japan
from hub.wire import OpenVisit
from tests.hub.scans.certificates import household
from tests.hub.web.certificates_at_the_counter import entry, sheet
from tests.hub.web.test_browser import chromium, office, open_page, shows, sit_down

__all__ = ["chromium", "office", "open_page"]
pytestmark = pytest.mark.browser
READING = 90_000  # milliseconds: the reading process starts, and other tests run beside it


def family_of_today():
    """Moved three days ago; the second person's birth date is typed wrongly."""
    family = deepcopy(household(2, people=2))
    moved = now_in_japan().date() - timedelta(days=3)
    family.values["move_date"] = wareki.format(moved)
    family.answers["move_date"] = moved.isoformat()
    right = family.answers["movers"][1]["birth_date"]
    family.answers["movers"][1]["birth_date"] = "1901-02-03"
    return family, right


DROP = """([place, content]) => {
  const file = new File([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], 'scan.jpg', { type: 'image/jpeg' });
  const carried = new DataTransfer();
  carried.items.add(file);
  for (const name of ['dragover', 'drop']) {
    document.querySelector(place).dispatchEvent(new DragEvent(name, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


def test_a_clerk_checks_a_dropped_scan_with_the_keyboard_alone_and_corrects_what_it_proves(office, open_page):
    family, right = family_of_today()
    office.issue("certificate-press", OpenVisit(language="ja", applications=(entry(family.answers),)))
    page = open_page()
    sit_down(page, office)
    page.keyboard.press("F2")
    shows(page, "来られた")
    page.wait_for_timeout(1100)  # F2 is deaf for a second, so that a second press is meant
    page.keyboard.press("F2")
    expect(page.locator("a[data-key='Ctrl+K']")).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Control+k")
    expect(page.locator("#open")).to_have_text("のこり 18")

    with page.expect_navigation(timeout=READING):
        page.evaluate(DROP, [".drop", base64.b64encode(sheet(family)).decode()])
    expect(page.locator("#open")).to_have_text("のこり 1")
    page.keyboard.press("n")
    row = page.locator("#row-movers-1-birth_date")
    expect(row).to_be_focused()
    expect(row.get_by_role("group", name="生年月日の判定").get_by_role("button", name="不一致")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("z")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.keyboard.press("6")
    expect(page.get_by_label("紙に書かれているとおりに")).to_have_value(right)
    page.keyboard.press("Enter")
    expect(page.locator("#open")).to_have_text("のこり 0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    expect(page.locator("#open")).to_have_text("のこり 1")
    page.keyboard.press("1")
    expect(page.locator("#open")).to_have_text("のこり 0")

    page.set_viewport_size({"width": 683, "height": 384})
    assert page.evaluate("document.documentElement.scrollWidth") <= 683, "at 200 % nothing runs out to the side"
    keys = page.locator(".keybar button")
    boxes = [keys.nth(place).bounding_box() for place in range(keys.count())]
    assert all(one["x"] + one["width"] <= other["x"] + 1 for one, other in pairwise(boxes)), "no key lies over another"
    with page.expect_navigation():
        page.keyboard.press("Escape")
    expect(page.locator("body")).to_contain_text("生年月日を訂正")
