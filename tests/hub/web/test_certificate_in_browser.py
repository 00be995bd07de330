"""The cross-check page in Chromium: from the record by key, a dropped scan, every step without the mouse, at 200 % too."""

import base64
from copy import deepcopy
from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from config.japanese import wareki
from config.japanese.variants import sequences
from hub.office.house import now_in_japan
from hub.wire import OpenVisit
from tests.hub.scans.certificates import household
from tests.hub.web.browsers import chromium, office, open_page, shows, sit_down
from tests.hub.web.certificates_at_the_counter import entry, sheet

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


def beside_the_paper(page):
    """Who is first is called and here, and the cross-check of their paper is open."""
    page.keyboard.press("F2")
    shows(page, "来られた")
    page.wait_for_timeout(1100)  # F2 is deaf for a second, so that a second press is meant
    page.keyboard.press("F2")
    expect(page.locator("a[data-key='Ctrl+K']")).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Control+k")


def test_enter_settles_the_rest_as_the_button_says_when_the_question_was_opened_by_mouse(office, open_page):
    family, _ = family_of_today()
    office.issue("certificate-rest", OpenVisit(language="ja", applications=(entry(family.answers),)))
    page = open_page()
    sit_down(page, office)
    beside_the_paper(page)
    page.get_by_role("button", name="のこりは一致").click()
    settles = page.get_by_role("button", name="18項目とも一致")
    expect(settles).to_be_focused()
    assert settles.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#open")).to_have_text("のこり 0")
    with page.expect_navigation():
        page.keyboard.press("Escape")
    page.keyboard.press("Shift+F8")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#page")).to_contain_text("いま対応している方はいません")


def test_a_clerk_checks_a_dropped_scan_with_the_keyboard_alone_and_corrects_what_it_proves(office, open_page):
    family, right = family_of_today()
    office.issue("certificate-press", OpenVisit(language="ja", applications=(entry(family.answers),)))
    page = open_page()
    sit_down(page, office)
    beside_the_paper(page)
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
    page.keyboard.press("F1")
    listed = page.locator("#keys")
    expect(listed).to_contain_text("次の未決へ")
    bar = {tuple(cell.inner_text().split("\n")) for cell in page.locator(".keybar button:enabled").all()}
    rows = {tuple(row.locator("dt, dd").all_inner_texts()) for row in listed.locator(".keys > div:not(.off)").all()}
    assert bar <= {(words.partition("　")[0], key) for key, words in rows}
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
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


def test_keys_struck_every_20_milliseconds_each_decide_the_next_open_row(office, open_page):
    family, _ = family_of_today()
    office.issue("certificate-fast", OpenVisit(language="ja", applications=(entry(family.answers),)))
    page = open_page()
    sit_down(page, office, 2)
    beside_the_paper(page)
    expect(page.locator("#open")).to_have_text("のこり 18")
    first = page.locator("[data-row]").first
    page.keyboard.type("1" * 8 + "2" + "1" * 4, delay=20)
    expect(page.locator("#open")).to_have_text("のこり 5")
    expect(page.locator("[data-row]").nth(13)).to_be_focused()
    expect(first.get_by_role("button", name="一致", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-row]").nth(8).get_by_role("button", name="字体ちがい")).to_have_attribute("aria-pressed", "true")

    page.keyboard.type("35", delay=20)  # 不一致 stays with its row, which is asked about further
    page.keyboard.type("1111", delay=20)
    with page.expect_navigation():
        page.keyboard.press("Escape")  # nobody leaves before the hub has heard everything
    with page.expect_navigation():
        page.keyboard.press("Control+k")
    expect(page.locator("#open")).to_have_text("のこり 0")
    expect(page.locator("[data-row]").nth(13).get_by_role("button", name="入力のまま")).to_be_visible()
    assert page.locator('[name="outcome"][aria-pressed="true"]').count() == 18


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
