"""Dialogs of the counter page through HTTP: one outcome each, for the wrong moment too."""

import asyncio
import html
import re
from typing import get_args

import msgspec
import pytest

from hub.domain.policy import Reason
from hub.domain.reasons import REASONS
from hub.security.actors import System
from hub.web.pages.dialogs import DECLINED, RULES, WORDS
from tests.hub.web.running_hub import demo_bundle, issue, number_for, running_hub


def on_hub(tmp_path, scenario, bundle=None):
    async def play():
        async with running_hub(tmp_path, bundle) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def dialog(browser, name):
    """The hidden fields of the form in this dialog."""
    found = re.search(rf'<form id="{name}-form".*?</form>', browser.text, re.DOTALL)
    assert found, f"no dialog {name}"
    return {
        field: html.unescape(value)
        for field, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0])
        if field != "page_token"
    }


def options(browser, name, field):
    """value → whether it can be chosen, of one group of radios in this dialog."""
    found = re.search(rf'<dialog id="{name}".*?</dialog>', browser.text, re.DOTALL)[0]
    radios = re.findall(rf'<input type="radio" name="{field}" value="([^"]*)"([^>]*)>', found)
    return {html.unescape(value): "disabled" not in rest for value, rest in radios}


async def called(hub, kiosk, counter=1, serve=False):
    await issue(kiosk, "first-press")
    clerk = await hub.clerk(counter)
    await clerk.get("/counter")
    await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
    if serve:
        fields = dialog(clerk, "hold") | {"action": "start", "key": "press-0002"}
        await clerk.post("/counter/act", **fields)
    return clerk


def test_a_hold_with_a_time_is_listed_and_marked_when_it_comes(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        times = options(clerk, "hold", "due")
        page = await clerk.post("/counter/act", **dialog(clerk, "hold"), due=list(times)[1], reason="fetching_papers")
        assert "9:20 に戻られる・書類を取りに行かれた" in page and "時刻です" not in page
        hub.clock.forward(minutes=20)
        assert "時刻です" in await clerk.get("/counter")
        other = await hub.clerk(2)
        page = await other.get("/counter")
        assert "時刻です" in page, "at every desk that may call it"
        assert "次を呼ぶ　A-001" in page and "戻る時刻" in page, "and stands at the head of the line"

    on_hub(tmp_path, scenario)


def test_the_phone_of_somebody_on_hold_says_when_they_are_called_again(tmp_path):
    async def scenario(hub, kiosk):
        ticket = await issue(kiosk, "first-press")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
        times = list(options(clerk, "hold", "due"))
        await clerk.post("/counter/act", **dialog(clerk, "hold"), due=times[2], reason="other")
        phone = hub.browser()
        page = await phone.get("/T/" + ticket.follow_url.rsplit("/", 1)[1])
        assert "9:30 ごろ、もう一度お呼びします" in page and "戻られたら、窓口へお声がけください" in page

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize("typed", ["08:59", "", "25:99"])
def test_a_time_that_cannot_be_is_said_and_nothing_is_held(tmp_path, typed):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        page = await clerk.post("/counter/act", **dialog(clerk, "hold"), due="time", due_time=typed, reason="other")
        assert clerk.status in (400, 409)
        assert ("その時刻は使えません" in page) == (clerk.status == 409)
        assert "A-001 を呼んでいます" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


def test_a_missing_reason_is_said_and_nothing_is_done(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        page = await clerk.post("/counter/act", **dialog(clerk, "hand-on"), to="service:insurance")
        assert clerk.status == 409 and "理由が選ばれていません" in page
        assert "A-001 を呼んでいます" in page

    on_hub(tmp_path, scenario)


def test_a_number_is_handed_on_to_another_line_and_the_row_there_says_why(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        assert options(clerk, "hand-on", "to")["service:insurance"]
        page = await clerk.post("/counter/act", **dialog(clerk, "hand-on"), to="service:insurance", reason="wrong_line")
        assert "いま対応している方はいません" in page and "A-001 転送" in page  # what Ctrl+Z would take back
        there = await hub.clerk(7)
        page = await there.get("/counter")
        assert "A-001" in page and "転送" in page and "ちがう窓口の番号だった" in page

    on_hub(tmp_path, scenario)


def test_a_desk_nobody_sits_at_cannot_be_chosen_and_is_refused_when_its_clerk_has_just_left(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        assert options(clerk, "hand-on", "to")["counter:2"] is False
        other = await hub.clerk(2)
        await clerk.get("/counter")
        assert options(clerk, "hand-on", "to")["counter:2"]
        await other.get("/desk")
        await other.post("/sign-out")
        page = await clerk.post("/counter/act", **dialog(clerk, "hand-on"), to="counter:2", reason="language")
        assert clerk.status == 409 and "その窓口には、いまだれもいません" in page
        assert "A-001 を呼んでいます" in page, "the visit is where it was"

    on_hub(tmp_path, scenario)


def test_a_service_that_has_closed_is_shown_and_refused(tmp_path):
    site = demo_bundle().site
    bundle = msgspec.structs.replace(demo_bundle(), site=msgspec.structs.replace(site, always_open=False))

    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        sent = dialog(clerk, "hand-on")
        hub.clock.forward(minutes=50)
        await clerk.get("/counter")
        hub.clock.now = hub.clock.now.replace(hour=16, minute=50)
        await clerk.sign_in("madoguchi")
        await clerk.post("/desk", counter="1")
        page = await clerk.get("/counter")
        assert "今日は終わりました" in page and options(clerk, "hand-on", "to")["service:seal"] is False
        page = await clerk.post("/counter/act", **sent, to="service:seal", reason="wrong_line")
        assert clerk.status == 409 and "今日の受付を終わりました" in page

    on_hub(tmp_path, scenario, bundle)


def test_finish_and_call_next_is_taken_back_by_one_press_and_the_key_names_what(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        await issue(kiosk, "second-press")
        page = await clerk.post("/counter/next", stage="reception", finish="true", key="press-0003")
        assert "A-002 を呼んでいます" in page and "取り消す　A-001・A-002 送った" in page
        page = await clerk.post("/counter/undo", stage="reception", key="press-0004")
        assert clerk.status == 200 and 'id="here">A-001<' in page and "待ち 1人" in page
        page = await clerk.post("/counter/undo", stage="reception", key="press-0005")
        assert clerk.status == 409 and "取り消せる操作がありません" in page

    on_hub(tmp_path, scenario)


def test_an_undo_after_another_desk_acted_says_who_was_first_and_changes_nothing(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        await clerk.post("/counter/act", **dialog(clerk, "hold"), due="", reason="other")
        other = await hub.clerk(2)
        await other.get("/counter")
        row = dialog_of_row(other, "call")
        await other.post("/counter/act", **row)
        page = await clerk.post("/counter/undo", stage="reception", key="press-0004")
        assert clerk.status == 409 and "ほかの窓口が先に動かしました" in page
        assert 'id="here">A-001<' in await other.get("/counter")

    on_hub(tmp_path, scenario)


def dialog_of_row(browser, action):
    """The fields of the first row's form for this action."""
    for found in re.findall(r"<form.*?</form>", browser.text, re.DOTALL):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', found))
        if fields.get("action") == action and fields.get("visit"):
            return {name: value for name, value in fields.items() if name != "page_token"}
    raise AssertionError(f"no row for {action}")


@pytest.mark.parametrize("name", ["hold", "hand-on", "gone"])
def test_a_dialog_left_open_for_an_hour_while_another_desk_went_on_changes_nothing(tmp_path, name):
    more = {
        "hold": {"due": "", "reason": "other"},
        "hand-on": {"to": "service:insurance", "reason": "other"},
        "gone": {"action": "leave:cannot_wait"},
    }[name]

    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        sent = dialog(clerk, name) | more
        await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"key": "press-0009"}), due="", reason="other")
        other = await hub.clerk(2)
        await other.get("/counter")
        await other.post("/counter/act", **dialog_of_row(other, "call"))
        hub.clock.forward(minutes=59)
        page = await clerk.post("/counter/act", **sent)
        assert clerk.status == 409 and "あなたの操作は行われていません" in page
        assert 'id="here">A-001<' in await other.get("/counter")

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize("name", ["hold", "hand-on", "gone"])
def test_a_page_of_yesterday_moves_nobody_of_today(tmp_path, name):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        sent = dialog(clerk, name) | {"due": "", "to": "service:insurance", "reason": "other"}
        if name == "gone":
            sent["action"] = "leave:cannot_wait"
        hub.clock.forward(days=1)
        await hub.office.expire(System(), hub.clock.now)
        await issue(kiosk, "of-today")
        await clerk.sign_in("madoguchi")
        await clerk.post("/desk", counter="1")
        page = await clerk.post("/counter/act", **sent)
        assert clerk.status == 409 and "待ち 1人" in page
        assert "待ち 1人" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


def test_who_left_while_being_served_is_gone_from_the_list_and_can_be_taken_back_for_a_minute(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        page = await clerk.post("/counter/act", **(dialog(clerk, "gone") | {"action": "leave:another_day"}))
        assert "いま対応している方はいません" in page and "A-001 帰られた" in page
        page = await clerk.post("/counter/undo", stage="reception", key="press-0009")
        assert 'id="here">A-001<' in page and "対応中" in page

    on_hub(tmp_path, scenario)


GOES_BACK = {"to": "stage:reception", "reason": "something_missing"}


def test_the_back_office_sends_back_and_the_row_says_why(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk, serve=True)
        await clerk.post("/counter/next", stage="reception", finish="true", key="press-0003")
        behind = await hub.clerk(21)
        await behind.get("/stage/examination")
        await behind.post("/counter/next", stage="examination", finish="false", key="press-0004")
        assert list(options(behind, "hand-on", "to")) == ["stage:reception"]
        page = await behind.post("/counter/act", **dialog(behind, "hand-on"), **GOES_BACK)
        assert "どこをなおすかが書かれていません" in page and 'id="here">A-001<' in page
        await behind.post("/counter/act", **dialog(behind, "hand-on"), **GOES_BACK, note="委任状の日付")
        page = await clerk.get("/counter")
        assert "差し戻し" in page and "書類や記入が足りない" in page and "次を呼ぶ　A-001" in page
        assert "委任状の日付" not in page, "before the person is here again nothing of the record is open"
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0005")
        page = await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0006"}))
        assert "差し戻し　書類や記入が足りない：委任状の日付" in page, "and then it is said over the record"

    on_hub(tmp_path, scenario)


def test_somebody_passed_over_can_be_told_by_whom_and_why(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        hub.clock.forward(minutes=5)
        await issue(kiosk, "second-press", msgspec.structs.replace(number_for(), consideration=True))
        clerk = await hub.clerk(1)
        hub.clock.forward(minutes=1)
        await clerk.get("/counter")
        page = await clerk.post("/counter/next", stage="reception", finish="false", key="press-0003")
        assert "先に呼ばれた方 1人" in page
        assert "9:06　A-002　配慮・あとの 9:05 に到着" in page

    on_hub(tmp_path, scenario)


def test_every_reason_and_refusal_has_words():
    assert {action: set(words) for action, words in WORDS.items()} == {action: set(words) for action, words in REASONS.items()}
    assert {*get_args(Reason), "picked"} == set(RULES)
    assert {"reason_needed", "unusable_time", "service_closed", "counter_closed", "nothing_to_undo"} <= set(DECLINED)


@pytest.mark.parametrize(
    "field", [{"due": "soon"}, {"to": "stage:heaven"}, {"to": "counter:x"}, {"action": "fly"}, {"version": "²"}]
)
def test_what_no_page_sends_is_refused_as_a_bad_message(tmp_path, field):
    async def scenario(hub, kiosk):
        clerk = await called(hub, kiosk)
        await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"reason": "other"} | field))
        assert clerk.status == 400

    on_hub(tmp_path, scenario)
