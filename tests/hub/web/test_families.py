"""The dialog 家族の番号 through HTTP: what may be parted, what is told, and one outcome for every wrong number."""

import asyncio
import html
import re

import pytest

from hub.web.pages.families import written
from hub.wire import Application, OpenVisit
from tests.hub.web.running_hub import issue, moving_in, number_for, running_hub


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def form(browser, name):
    """The hidden fields of the form in the dialog."""
    found = re.search(rf'<form id="{name}-form".*?</form>', browser.text, re.DOTALL)
    assert found, f"no form {name}"
    return {
        field: html.unescape(value)
        for field, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0])
        if field != "page_token"
    }


def parts(browser):
    """value → whether it may be parted."""
    found = re.search(r'<form id="split-form".*?</form>', browser.text, re.DOTALL)[0]
    return {value: "disabled" not in rest for value, rest in re.findall(r'name="part" value="([^"]*)"([^>]*)>', found)}


def insured():
    """A move, and the health insurance in the same visit."""
    return OpenVisit("ja", applications=(moving_in(people=2), Application("nhi_join", "", {})))


async def called(hub, kiosk, visit=None):
    await issue(kiosk, "first-press", visit)
    clerk = await hub.clerk(1)
    await clerk.get("/counter")
    await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
    return clerk


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("a24", "A-024"),
        ("Ａ－０２４", "A-024"),
        (" K-002 ", "K-002"),
        ("a1203", "A-1203"),
        ("24", "24"),
        ("", ""),
        ("x" * 99, "XXXXXXXX"),
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed, number):
    assert written(typed) == number


def test_two_numbers_become_one_and_the_page_says_which(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        other = await issue(kiosk, "second-press")
        await clerk.get("/counter")
        page = await clerk.post("/counter/merge", **form(clerk, "merge"), other="a2")
        assert clerk.status == 200 and "A-002 は、いっしょになりました" in page and "A-002 はもう呼びません" in page
        phone = hub.browser()
        page = await phone.get("/T/" + other.follow_url.rsplit("/", 1)[1])
        assert "A-001" in page and "A-002" in page, "the paper in the hand and the number that is called"
        page = await clerk.post("/counter/undo", stage="reception", key="press-0009")
        assert "待ち 1人" in page

    on_hub(tmp_path, scenario)


def test_digits_alone_name_the_other_number_and_of_several_one_is_chosen(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        await issue(kiosk, "second-press")
        await issue(kiosk, "insured-1", number_for("insurance"))
        await clerk.get("/counter")
        page = await clerk.post("/counter/merge", **form(clerk, "merge"), other="1")
        assert "K-001 は、いっしょになりました" in page, "one's own number is not meant"
        await clerk.post("/counter/undo", stage="reception", key="press-0009")
        await issue(kiosk, "insured-2", number_for("insurance"))
        await clerk.get("/counter")
        page = await clerk.post("/counter/merge", **form(clerk, "merge"), other="２")
        offered = re.findall(r'name="other" value="([^"]+)" required( disabled)?', page)
        assert offered == [("A-002", ""), ("K-002", "")] and "いっしょになりました" not in page
        page = await clerk.post("/counter/merge", **form(clerk, "alike"), other="K-002")
        assert "K-002 は、いっしょになりました" in page

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("A-777", "今日の番号にありません"),
        ("A-001", "まとめられません"),
        ("A-002", "ほかの窓口で"),
        ("K-1", "今日の番号にありません"),
    ],
)
def test_a_number_that_cannot_be_merged_is_said_and_nothing_is_done(tmp_path, other, words):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        await issue(kiosk, "second-press")
        second = await hub.clerk(2)
        await second.get("/counter")
        await second.post("/counter/next", stage="reception", finish="false", key="press-0002")
        await clerk.get("/counter")
        page = await clerk.post("/counter/merge", **form(clerk, "merge"), other=other)
        assert clerk.status == 409 and words in page and "操作は行われていません" in page
        assert "A-001 を呼んでいます" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


def test_a_procedure_goes_on_under_a_number_that_the_page_shows_large(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, insured())
        offered = parts(clerk)
        assert sorted(offered.values()) == [False, True], "what is served here stays"
        (part,) = [value for value, may in offered.items() if may]
        fields = form(clerk, "split")
        page = await clerk.post("/counter/split", **fields, part=part, people="1")
        assert clerk.status == 200 and '<p class="said-number">K-001</p>' in page and "A-001 から分けました" in page
        again = await clerk.post("/counter/split", **fields, part=part, people="1")
        assert '<p class="said-number">K-001</p>' in again, "the same press, the same number"
        there = await hub.clerk(7)
        assert "K-001" in await there.get("/counter")

    on_hub(tmp_path, scenario)


def test_of_two_people_with_one_number_the_second_gets_a_number_alone(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, number_for())
        assert parts(clerk) == {"alone": True}
        page = await clerk.post("/counter/split", **form(clerk, "split"), part="alone", people="1")
        assert '<p class="said-number">A-002</p>' in page
        assert "A-001 を呼んでいます" in page

    on_hub(tmp_path, scenario)


def test_a_page_that_is_old_parts_nothing(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, number_for())
        fields = form(clerk, "split")
        await clerk.post("/counter/act", **form(clerk, "gone") | {"action": "recall", "key": "press-0003"})
        page = await clerk.post("/counter/split", **fields, part="alone", people="1")
        assert clerk.status == 409 and "ほかの窓口が先に動かしました" in page
        page = await clerk.post("/counter/split", **form(clerk, "split"), people="1")
        assert clerk.status == 409 and "このままでは分けられません" in page, "nothing was ticked"

    on_hub(tmp_path, scenario)


def test_what_two_of_a_family_have_open_is_told_apart(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, number_for())
        await issue(kiosk, "second-press")
        await clerk.get("/counter")
        page = await clerk.post("/counter/merge", **form(clerk, "merge"), other="2")
        leg, version = (re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("leg", "version"))
        visit = form(clerk, "merge")["visit"]
        await clerk.post("/counter/act", action="start", visit=visit, leg=leg, version=version, stage="reception", key="press-0002")
        for _ in range(2):
            due = re.search(r'name="leg" value="([^"]+)"><input type="hidden" name="instead_of" value=""', clerk.text)[1]
            page = await clerk.post("/counter/procedure", visit=visit, leg=due, procedure="moving_in", stage="reception")
        opens = re.search(r'<ul class="opens">.*?</ul>', page, re.DOTALL)[0]
        assert re.findall(r'<li class="of">([^<]+)</li>', opens) == ["転入届（1/2）", "転入届（2/2）"]
        page = await clerk.get(f"/counter/correct?stage=reception&visit={visit}&application=1&path=notifier&fill=true")
        assert "転入届（2/2）" in re.search(r'<h2 id="correct-title">.*?</h2>', page, re.DOTALL)[0]

    on_hub(tmp_path, scenario)
