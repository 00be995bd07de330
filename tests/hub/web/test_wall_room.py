"""The wall of a big office on a television: however much is called, absent or written, what stands on it stands whole."""

import itertools
from pathlib import Path

import msgspec
import pytest

from config.bundle import Bundle
from config.languages import LANGUAGES
from config.load import load_site
from tests.hub.web.browsers import chromium, open_page
from tests.hub.web.staged_hub import StagedHub
from tests.hub.web.walls import NOTICES, wall_page, wall_state

__all__ = ["chromium", "open_page"]
pytestmark = pytest.mark.browser

# The page as it was, without calling anybody out, and then what is new in it: as live.js brings it.
BRINGS = """async ([before, now]) => {
  const put = (html) => {
    const came = new DOMParser().parseFromString(html, "text/html").getElementById("page");
    document.getElementById("page").innerHTML = came.innerHTML;
    document.dispatchEvent(new Event("htmx:after:swap"));
  };
  const moment = () => new Promise((done) => setTimeout(done));
  if (before) {
    document.body.classList.add("stale");
    await moment();
    put(before);
  }
  document.body.classList.remove("stale");
  await moment();
  if (now) put(now);
  await moment();
}"""

# What is cut or lies outside: letters are about as high as 0.76 of their size, round the middle of their line.
CUT = """() => {
  const found = [];
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length;
  const places = ".wall > header, .lost, .stage h2, .stage li, .call-line .whole, .call-line .stage, #standing li, .missed, "
    + ".waits li, .notices-now, .wall-foot";
  for (const place of document.querySelectorAll(places)) {
    if (!shown(place)) continue;
    const box = place.getBoundingClientRect();
    if (box.top < -1 || box.left < -1 || box.bottom > innerHeight + 1 || box.right > innerWidth + 1) {
      found.push("outside: " + place.textContent.trim());
    }
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!text.data.trim() || !shown(text.parentElement) || text.parentElement.closest(".spoken, .tongues ul")) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const half = parseFloat(getComputedStyle(text.parentElement).fontSize) * 0.38;
      const holds = text.parentElement.closest("[data-fit]")?.getBoundingClientRect() || box;
      for (const line of range.getClientRects()) {
        const middle = (line.top + line.bottom) / 2;
        const sideways = [holds.left - line.left, line.right - holds.right];
        const out = [...sideways, box.top - (middle - half), middle + half - box.bottom, holds.top - middle, middle - holds.bottom];
        if (Math.max(...out) > 1.5) found.push("cut: " + text.data.trim() + " " + out.map(Math.round));
      }
    }
  }
  return found;
}"""
LISTED = """() => [...document.querySelectorAll(".call-line .number, #standing .number, .stage li > b")]
  .filter((each) => each.closest("#calling, #standing, .stages").checkVisibility()).map((each) => each.textContent)"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".call-line .number, #standing .number, .stage li b")]
  .filter((each) => each.checkVisibility()).map((each) => parseFloat(getComputedStyle(each).fontSize)))"""


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    bundle = load_site(Path("config/sites/midorino/chuo"))
    assert isinstance(bundle, Bundle), bundle
    with StagedHub(tmp_path_factory.mktemp("hub"), bundle) as staged:
        yield staged


@pytest.fixture
def wall(staged, open_page):
    """`bring(state, new=, language=)`: the newest so many of its calls are only just called. Not `afresh`: as the next look."""
    bundle, page = staged.hub.office.bundle, open_page()
    body = [""]
    page.route("**/live.js", lambda route: route.fulfill(body="", content_type="text/javascript"))  # news come from this test alone
    page.route("**/board", lambda route: route.fulfill(body=body[0], content_type="text/html"))

    def bring(state, *, new=0, language="ja", afresh=True):
        before = wall_page(bundle, msgspec.structs.replace(state, rows=state.rows[new:]), language) if afresh else ""
        body[0] = wall_page(bundle, state, language)
        if page.url == "about:blank" or page.evaluate("document.documentElement.dataset.language") != language:
            page.goto(staged.hub.address + "/board")
            page.evaluate("language => document.documentElement.dataset.language = language", language)
        page.evaluate(BRINGS, [before, body[0] if new or not afresh else ""])
        return page

    bring.bundle, bring.page = bundle, page
    return bring


def called_in(state):
    return {row.number for row in state.rows if row.state == "called"}


def test_nothing_is_cut_and_every_number_called_is_there_whatever_stands_beside_it(wall):
    for calls, notice, missed in itertools.product((0, 3, 6), ("none", "ja and en", "longest"), (0, 6)):
        state = wall_state(wall.bundle, calls, missed, NOTICES[notice])
        for new in {0, min(calls, 1 + missed // 3)}:
            page = wall(state, new=new)
            assert page.evaluate(CUT) == [], (calls, notice, missed, new)
            assert set(page.evaluate(LISTED)) == called_in(state), (calls, notice, missed, new)
            assert page.locator(".call-line").count() == min(new, 3)


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (960, 540), (1080, 1920)], ids=str)
def test_a_television_of_any_size_shows_it_whole(wall, size):
    wall.page.set_viewport_size({"width": size[0], "height": size[1]})
    for new, calls in ((0, 12), (1, 4), (2, 5), (3, 12)):
        state = wall_state(wall.bundle, calls, 6, NOTICES["ja and en"])
        assert wall(state, new=new).evaluate(CUT) == [], (new, calls)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wall_in_any_language_is_as_whole(wall, language):
    for new, calls in ((0, 6), (1, 4), (3, 9)):
        state = wall_state(wall.bundle, calls, 6, NOTICES["ja and en"])
        assert wall(state, new=new, language=language).evaluate(CUT) == [], (new, calls)
    wall.page.evaluate("document.body.classList.add('stale')")
    wall.page.locator(".lost").wait_for()
    assert wall.page.evaluate(CUT) == []
    assert wall.page.evaluate(SMALLEST) >= 20, "old, and still to be read"


def test_the_numbers_called_read_from_seven_metres_on_a_55_inch_screen(wall):
    """Digits of 0.73 em at 1.58 pixels a millimetre, 5 mm a metre; six signs only while the hub is away."""
    wall.page.set_viewport_size({"width": 1920, "height": 1080})
    for new, calls in ((0, 6), (1, 4), (3, 9)):
        state = wall_state(wall.bundle, calls, 6, NOTICES["ja and en"])
        rows = tuple(msgspec.structs.replace(row, number=row.number.replace("A-12", "A-1")) for row in state.rows)
        page = wall(msgspec.structs.replace(state, rows=rows), new=new)
        assert page.evaluate(SMALLEST) * 0.73 / 1.58 >= 35, (new, calls)


def test_who_looks_up_for_ten_seconds_sees_how_many_wait_for_each_service_and_all_who_are_called(wall):
    wall.page.clock.install()
    state = wall_state(wall.bundle, 9, 6, NOTICES["ja and en"])
    page = wall(state, new=3)
    services, numbers = set(), set()
    for _ in range(10):
        services |= set(page.locator(".waits li:visible .letter").all_inner_texts())
        numbers |= set(page.locator("#standing li:visible .number, .call-line .number").all_inner_texts())
        page.clock.run_for(1_000)

    assert services == {each.letter for each in wall.bundle.site.services}
    assert numbers == called_in(state)


def test_who_came_is_not_called_any_more_while_the_list_says_to_wait(wall):
    state = wall_state(wall.bundle, 2, stages=("reception",))
    page = wall(state, new=2)
    assert page.locator(".call-line").count() == 2

    wall(wall_state(wall.bundle), afresh=False)

    assert page.locator(".call-line").count() == 0
    assert page.locator(".stage.reception .nothing").is_visible()
