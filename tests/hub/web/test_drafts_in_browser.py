"""What a clerk has written and not sent survives a cut line, a reload and a sign-in that ran out, and is nobody else's."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from hub.wire import OpenVisit
from tests.hub.web.browsers import chromium, open_page
from tests.hub.web.running_hub import moving_in
from tests.hub.web.staged_hub import StagedHub

__all__ = ["chromium", "open_page"]
pytestmark = pytest.mark.browser
NOTE = "大きな声で話す"
OLD_HOUSEHOLDER = "緑野 一郎"


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    with StagedHub(tmp_path_factory.mktemp("hub")) as staged:
        staged.person("saeki", "佐伯 みのり")
        yield staged


def serving(staged, open_page, press, counter=1):
    """A clerk serves somebody; their page."""
    page = open_page()
    staged.open(OpenVisit("ja", applications=(moving_in(),)), press)
    staged.sit_down(page, counter)
    with page.expect_response("**/counter/next"):
        page.locator("#call").click()
    expect(page.locator("#state")).to_have_text("呼出中")
    page.wait_for_timeout(1100)  # F2 is deaf for a second
    page.keyboard.press("F2")
    expect(page.locator("#state")).to_have_text("対応中")
    return page


def end(page):
    """Whoever sits here goes home: the desk is free for the next test."""
    page.wait_for_timeout(1100)
    page.keyboard.press("F8")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("いま対応している方はいません")


def kept(page):
    return page.evaluate("sessionStorage.getItem('drafts') || ''")


def lies_sealed(page, *, there):
    """Wait until something is kept beyond the page, or nothing any more."""
    page.evaluate(
        "(there) => new Promise((done, failed) => { const look = () =>"
        " Boolean(sessionStorage.getItem('drafts')) === there ? done() : setTimeout(look, 20);"
        " setTimeout(failed, 10000, 'not in ten seconds'); look(); })",
        there,
    )


def test_a_note_that_was_not_sent_is_there_after_a_reload_and_says_so(staged, open_page):
    page = serving(staged, open_page, "to-be-noted-on")
    area, unsent = page.locator(".notes textarea"), page.locator(".notes .unsent")
    expect(unsent).to_be_hidden()
    area.press_sequentially(NOTE)
    expect(unsent).to_contain_text("まだ送っていません")
    lies_sealed(page, there=True)
    assert NOTE not in kept(page), "what lies on the disk is sealed"
    staged.issue("news-meanwhile", OpenVisit("ja", service="general"))
    expect(page.locator("#rows")).to_contain_text("T-001")
    expect(area).to_have_value(NOTE)
    page.reload()
    expect(area).to_have_value(NOTE)
    expect(unsent).to_be_visible()
    page.get_by_role("button", name="残す", exact=True).click()
    expect(page.locator(".notes .said")).to_contain_text(NOTE)
    expect(page.locator(".notes .unsent")).to_be_hidden()
    lies_sealed(page, there=False)
    end(page)


def test_a_correction_whose_line_was_cut_goes_on_where_it_was(staged, open_page):
    page = serving(staged, open_page, "to-be-corrected")
    page.locator("[id='edit-0-old_householder']").click()
    field = page.locator("#correct [name=old_householder]")
    field.fill(OLD_HOUSEHOLDER)
    page.keyboard.press("Alt+1")
    expect(page.locator("#correct .unsent")).to_be_visible()
    page.route("**/counter/correct", lambda route: route.abort())
    page.get_by_role("button", name="訂正する").click()
    page.get_by_role("button", name="OK").click()
    expect(field).to_have_value(OLD_HOUSEHOLDER)
    page.unroute("**/counter/correct")
    page.reload()
    bar = page.locator(".drafts")
    expect(bar).to_contain_text("まだ送っていません")
    bar.get_by_role("button", name="つづける").click()
    expect(field).to_have_value(OLD_HOUSEHOLDER)
    page.get_by_role("button", name="訂正する").click()
    expect(page.locator("#record")).to_contain_text(OLD_HOUSEHOLDER)
    expect(bar).to_have_count(0)
    end(page)


def test_who_closes_the_question_wants_the_correction_no_more(staged, open_page):
    page = serving(staged, open_page, "to-be-left-alone")
    page.locator("[id='edit-0-old_householder']").click()
    page.locator("#correct [name=old_householder]").fill(OLD_HOUSEHOLDER)
    page.keyboard.press("Escape")
    lies_sealed(page, there=False)
    page.reload()
    expect(page.locator("#record")).to_be_visible()
    expect(page.locator(".drafts")).to_have_count(0)
    end(page)


def test_a_sign_in_that_ran_out_keeps_the_note_for_the_same_person_and_for_nobody_else(staged, open_page):
    page = serving(staged, open_page, "signed-out-meanwhile")
    for login, there in (("madoguchi", NOTE), ("saeki", "")):
        area = page.locator(".notes textarea")
        area.fill(NOTE)
        lies_sealed(page, there=True)
        staged.hub.clock.forward(minutes=61)
        with suppress(Error):  # the page may have asked first, and be on its way to the door already
            page.goto(staged.address + "/counter")
        expect(page.locator("#login")).to_be_visible()
        staged.sit_down(page, 1, login)
        expect(area).to_have_value(there)
    lies_sealed(page, there=False)
    end(page)


def test_keys_say_that_somebody_sits_here_and_looks_of_the_page_do_not(staged, open_page):
    page = open_page()
    page.clock.install()
    staged.sit_down(page, 3)
    with page.expect_request(lambda each: each.url.endswith("/counter?stage=reception") and "x-by-itself" in each.headers):
        staged.issue("news-for-who-is-away", OpenVisit("ja", service="general"))
        page.clock.run_for(1000)
    page.clock.fast_forward("05:00")
    with page.expect_request("**/here") as asked:
        page.keyboard.press("ArrowDown")
    assert "x-by-itself" not in asked.value.headers
    with page.expect_request("**/here") as alone:
        page.clock.fast_forward("59:00")
        page.clock.run_for("02:00")
    assert "x-by-itself" in alone.value.headers
