"""The resident's own pages on a narrow telephone: in no language they scroll sideways, break a word or let one stand out."""

import pytest
from playwright.sync_api import expect

from hub.wire import OpenVisit
from tests.hub.web.browsers import answer, chromium, go_on, office, open_page, sit_down
from tests.hub.web.running_hub import demo_bundle

pytestmark = pytest.mark.browser

__all__ = ["chromium", "office", "open_page"]  # fixtures

LANGUAGES = demo_bundle().site.languages
SIZES = ((320, 100), (390, 100), (320, 200), (390, 200))

# Words that stand on two lines, and words that stand out of the page. Japanese and Chinese break between any two characters;
# with letters twice as large on the narrowest telephone, half the size any guideline asks for, a long word may.
WRONG = r"""([language, longest]) => {
  const wrong = [];
  if (document.documentElement.scrollWidth > innerWidth) wrong.push("scrolls: " + document.documentElement.scrollWidth);
  const words = /ja|zh/.test(language) ? /[A-Za-z0-9]+/g : /[^\s\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef\/~〜–·\u200b-]+/g;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, box = node.parentElement;
    if (getComputedStyle(box).clipPath !== "none") continue; // for screen readers alone
    if (!box.checkVisibility() || box.closest(".spoken, option, svg, [lang]:not(html)")) continue;
    for (const word of node.textContent.matchAll(words)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
      const lines = new Set(rects.map((rect) => Math.round(rect.top)));
      if (word[0].length <= longest && lines.size > 1) wrong.push("broken: " + word[0]);
      for (const rect of rects) if (rect.right > innerWidth + 1 || rect.left < -1) wrong.push("outside: " + word[0]);
    }
  }
  return [...new Set(wrong)];
}"""


def measured(page, language):
    """What is wrong with the page at every size."""
    found = []
    for width, zoom in SIZES:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(f"document.documentElement.style.fontSize = '{zoom}%'")
        longest = 9 if (width, zoom) == (320, 200) else 99
        path = page.url.removeprefix("http://").partition("/")[2]
        found += [f"{path} {language} {width} px {zoom} %: {each}" for each in page.evaluate(WRONG, [language, longest])]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_portal_fits_a_narrow_telephone(office, open_page, language):
    page = open_page(390, 844)
    wrong = []
    for path in ("/enter", "/now", "/enter/resume", "/t/NOSUCHTOKEN99"):
        page.goto(f"{office.address}{path}?language={language}")
        wrong += measured(page, language)
    page.goto(f"{office.address}/enter?language={language}")
    with page.expect_navigation():
        page.click("button[value=moving_in]")
    wrong += measured(page, language)
    page.locator(".tongues summary").click()
    wrong += measured(page, language)
    page.locator(".tongues summary").click()
    with page.expect_navigation():
        page.locator("footer button.main").click()  # with nothing answered: every problem is said
    wrong += measured(page, language)
    with page.expect_navigation():
        page.locator("button[value=save]").click()
    expect(page.locator(".qr-card svg")).to_be_visible()
    wrong += measured(page, language)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_booking_an_appointment_fits_a_narrow_telephone(office, open_page, language):
    page = open_page(390, 844)
    page.goto(f"{office.address}/book?language={language}")
    wrong = measured(page, language)
    for link in ("a[href='/book/for/card_pickup']", "a[href*='/book/for/card_pickup/2']", "a[href*=':']"):
        with page.expect_navigation():
            page.locator(link).last.click()
        wrong += measured(page, language)
    with page.expect_navigation():
        page.locator("footer button.main").click()
    code = page.locator(".qr-card b").inner_text()
    wrong += measured(page, language)
    page.goto(f"{office.address}/book")
    page.fill("#code", code)
    with page.expect_navigation():
        page.locator(".going-on button").click()
    wrong += measured(page, language)
    for button in ("a.second", "button.main"):
        with page.expect_navigation():
            page.locator(f"footer {button}").click()
        wrong += measured(page, language)
    assert not wrong, "\n".join(wrong)


def test_the_pages_of_the_longest_form_fit_in_the_longest_languages(office, open_page):
    wrong = []
    for language in ("fil", "pt", "ne"):
        page = open_page(390, 844)
        page.goto(f"{office.address}/enter?language={language}")
        with page.expect_navigation():
            page.click("button[value=seal_registration]")
        for _ in range(14):
            if page.locator(".review").count():
                break
            answer(page)
            wrong += measured(page, language)
            answer(page)
            go_on(page)
        wrong += measured(page, language)
    assert not wrong, "\n".join(wrong)


def test_the_phone_page_fits_in_every_language_waiting_and_called(office, open_page):
    ticket = office.issue("every-language", OpenVisit("ja", service="general"))
    address = office.address + "/t/" + ticket.follow_url.rsplit("/", 1)[1]
    phone = open_page(390, 844)
    wrong = []
    for state in ("waiting", "called"):
        for language in LANGUAGES:
            phone.goto(f"{address}?language={language}")
            expect(phone.locator(f"[data-state={state}]")).to_be_visible()
            wrong += measured(phone, language)
            if state == "waiting":
                phone.goto(f"{address}/give-back?language={language}")
                wrong += measured(phone, language)
        phone.goto(address)
        if state == "waiting":
            clerk = open_page()
            sit_down(clerk, office, counter=3)
            clerk.keyboard.press("F2")
            expect(phone.locator("[data-state=called]")).to_be_visible()
    assert not wrong, "\n".join(wrong)
