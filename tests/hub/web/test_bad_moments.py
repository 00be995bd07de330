"""Bad moments over HTTP: each has one clear outcome for the person, and no visit is ever in two places."""

import asyncio
import re
from datetime import timedelta

import aiohttp
import msgspec
import pytest

from hub.security.actors import System
from hub.wire import OpenVisit, Refusal, Ticket
from tests.hub.web.running_hub import BROWSER, demo_bundle, issue, moving_in, number_for, running_hub
from tests.hub.web.test_pages import first_pick, form, press


def on_hub(tmp_path, scenario, bundle=None):
    async def play():
        async with running_hub(tmp_path, bundle) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


async def at_counters(hub, browser):
    """number → desks it is called to or served at, as the API lists every open visit."""
    found = {}
    async with browser.session.get(hub.address + "/api/visits") as answer:
        for visit in await answer.json():
            desks = {leg["counter"] for leg in visit["legs"] if leg["state"] in ("called", "serving")}
            if desks:
                found[visit["number"]] = desks
    return found


# --- two clerks press at once -------------------------------------------------------------------------------------------------


def test_two_clerks_who_press_next_in_the_same_moment_call_two_people(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        await issue(kiosk, "second-press")
        first, second = await hub.clerk(1), await hub.clerk(2)
        for clerk in (first, second):
            await clerk.get("/counter")
        sent = [(clerk, form(clerk.text, "next")) for clerk in (first, second)]
        pages = await asyncio.gather(*(clerk.post("/counter/next", **fields) for clerk, fields in sent))
        assert {re.search(r'id="here">([^<]+)<', page)[1] for page in pages} == {"A-001", "A-002"}
        assert await at_counters(hub, first) in ({"A-001": {1}, "A-002": {2}}, {"A-001": {2}, "A-002": {1}})

    on_hub(tmp_path, scenario)


def test_of_two_clerks_who_press_for_the_last_one_waiting_the_second_reads_that_nobody_waits(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "only-press")
        first, second = await hub.clerk(1), await hub.clerk(2)
        for clerk in (first, second):
            await clerk.get("/counter")
        sent = [(clerk, form(clerk.text, "next")) for clerk in (first, second)]
        pages = await asyncio.gather(*(clerk.post("/counter/next", **fields) for clerk, fields in sent))
        assert sorted("A-001 を呼んでいます" in page for page in pages) == [False, True]
        assert sorted("待っている方はいません" in page for page in pages) == [False, True]
        assert len(await at_counters(hub, first)) == 1

    on_hub(tmp_path, scenario)


def test_two_clerks_who_pick_the_same_number_in_the_same_moment_call_it_once(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        first, second = await hub.clerk(1), await hub.clerk(2)
        for clerk in (first, second):
            await clerk.get("/counter")
        picks = [(clerk, first_pick(clerk.text)) for clerk in (first, second)]
        pages = await asyncio.gather(*(clerk.post("/counter/act", **fields) for clerk, fields in picks))
        assert sorted([first.status, second.status]) == [200, 409]
        assert sum("ほかの窓口が先に動かしました" in page for page in pages) == 1
        assert [len(desks) for desks in (await at_counters(hub, first)).values()] == [1]

    on_hub(tmp_path, scenario)


# --- a page an hour old --------------------------------------------------------------------------------------------------------


def test_a_page_an_hour_old_leads_to_the_door_does_nothing_and_the_visit_is_still_at_the_desk(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await press(clerk, "next")
        await press(clerk, "start")
        sent = form(clerk.text, "finish")
        hub.clock.forward(minutes=61)
        page = await clerk.post("/counter/act", **sent)
        assert clerk.status == 401 and "/sign-in" in page
        again = await hub.clerk(1)
        page = await again.get("/counter")
        assert "A-001" in page and "対応中" in page, "whoever sits down there goes on with it"

    on_hub(tmp_path, scenario)


def test_a_page_an_hour_old_whose_visit_was_taken_over_meanwhile_moves_nobody(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        clerk, other = await hub.clerk(1), await hub.clerk(2)
        await clerk.get("/counter")
        old = first_pick(clerk.text)
        await other.get("/counter")
        await press(other, "next")
        await press(other, "start")
        for _ in range(6):  # both go on working, in another tab
            hub.clock.forward(minutes=10)
            for each in (clerk, other):
                await each.get("/counter")
        page = await clerk.post("/counter/act", **old)
        assert clerk.status == 409 and "あなたの操作は行われていません" in page
        assert await at_counters(hub, other) == {"A-001": {2}}

    on_hub(tmp_path, scenario)


# --- a ticket of yesterday -----------------------------------------------------------------------------------------------------


def test_a_ticket_of_yesterday_is_gone_from_every_place_and_todays_same_number_is_another_one(tmp_path):
    async def scenario(hub, kiosk):
        old = await issue(kiosk, "a-press-of-yesterday")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        sent = first_pick(clerk.text)
        hub.clock.forward(days=1)
        await hub.office.close_day(System(), hub.clock().date() - timedelta(days=1))
        phone = hub.browser()
        await phone.get("/T/" + old.follow_url.rsplit("/", 1)[1])
        assert phone.status == 404
        clerk = await hub.clerk(1)
        page = await clerk.get("/counter")
        assert "待ち 0人" in page
        page = await clerk.post("/counter/act", **sent)
        assert clerk.status == 409 and "あなたの操作は行われていません" in page
        new = await issue(kiosk, "a-press-of-today")
        assert (new.number, new.day) == (old.number, old.day + timedelta(days=1)) and new.visit != old.visit
        assert await issue(kiosk, "a-press-of-yesterday") == old, "its own press still has its own answer"
        await clerk.get("/counter")
        page = await press(clerk, "next")
        page = await clerk.post("/counter/merge", **_hidden(page, "merge"), other="A-999")
        assert clerk.status == 409 and "今日の番号にありません" in page

    on_hub(tmp_path, scenario)


# --- a quota just reached ------------------------------------------------------------------------------------------------------


def test_of_four_who_press_for_the_last_number_of_the_day_one_gets_it_and_the_others_hear_why(tmp_path):
    site = demo_bundle().site
    services = tuple(msgspec.structs.replace(each, quota=3) if each.id == "residence" else each for each in site.services)
    bundle = msgspec.structs.replace(demo_bundle(), site=msgspec.structs.replace(site, services=services))

    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        await issue(kiosk, "second-press")
        answers = await asyncio.gather(*(kiosk.open_visit(number_for(), f"at-once-{each}") for each in range(4)))
        tickets = [answer for answer in answers if isinstance(answer, Ticket)]
        refusals = [answer for answer in answers if isinstance(answer, Refusal)]
        assert [ticket.number for ticket in tickets] == ["A-003"]
        assert {refusal.error for refusal in refusals} == {"quota_reached"} and all(refusal.cure for refusal in refusals)
        again = [await kiosk.open_visit(number_for(), f"at-once-{each}") for each in range(4)]
        assert [answer for answer in again if isinstance(answer, Ticket)] == tickets, "who has it keeps it"
        assert isinstance(await kiosk.open_visit(number_for("insurance"), "another-line"), Ticket)

    on_hub(tmp_path, scenario, bundle)


# --- a browser that lost the line ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heard", [False, True], ids=["before-the-answer", "after-it"])
def test_a_clerk_whose_line_broke_during_finish_presses_again_and_it_was_done_once(tmp_path, heard):
    async def scenario(hub, kiosk):
        for name in ("first", "second", "third"):
            await issue(kiosk, f"{name}-press")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await press(clerk, "next")
        await press(clerk, "start")
        await clerk.settles_number()
        sent = form(clerk.text, "next") | {"finish": "true"}
        await cut_off(hub, clerk, "/counter/next", sent, heard)
        page = await clerk.post("/counter/next", **sent)
        assert clerk.status == 200 and "A-002 を呼んでいます" in page and "待ち 1人" in page
        assert await at_counters(hub, clerk) == {"A-002": {1}}

    on_hub(tmp_path, scenario)


async def cut_off(hub, browser, path, fields, heard):
    """The request goes out whole; the line is gone before its answer, or once the first byte of it is there."""
    body = aiohttp.FormData({**fields, "page_token": browser.token})()
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser.session.cookie_jar)
    host, port = hub.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    headers = {"Host": f"{host}:{port}", "Cookie": cookies, "Content-Type": body.content_type, "Content-Length": str(body.size)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (BROWSER | headers).items())
    writer.write(f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body._value)
    await writer.drain()
    if heard:
        await reader.readexactly(1)
    writer.transport.abort()


# --- a long name ---------------------------------------------------------------------------------------------------------------


LONG = ("アレクサンドラ・マリア・フェルナンダ・" + "デ・ラ・クルス・" * 6)[:60]


def test_a_name_of_sixty_characters_is_named_with_its_limit_and_left_to_the_counter_keeps_its_number(tmp_path):
    async def scenario(hub, kiosk):
        answer = await kiosk.open_visit(OpenVisit("ja", applications=(moving_in(name=LONG),)), "a-long-name")
        assert isinstance(answer, Refusal) and answer.error == "invalid_answers"
        problems = {each["path"]: (each["code"], each["limit"]) for each in answer.problems}
        assert problems["movers.0.name"] == ("too_long", 40)

        filled = moving_in()
        people = [
            person | {"name": {"needs_staff": True}, "domicile_head": {"needs_staff": True}} for person in filled.answers["movers"]
        ]
        left = msgspec.structs.replace(filled, answers=filled.answers | {"movers": people})
        answer = await kiosk.open_visit(OpenVisit("ja", applications=(left,)), "a-long-name-left-to-staff")
        assert isinstance(answer, Ticket), answer
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await press(clerk, "next")
        assert "窓口で確認" in await press(clerk, "start")

    on_hub(tmp_path, scenario)


def _hidden(page, name):
    found = re.search(rf'<form id="{name}-form".*?</form>', page, re.DOTALL)[0]
    return {
        field: value
        for field, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found)
        if field != "page_token"
    }


def test_who_calls_another_number_than_the_button_said_reads_who_called_that_one(tmp_path):
    async def scenario(hub, kiosk):
        for key in ("first-press", "second-press"):
            await issue(kiosk, key)
        first, second, third = await hub.clerk(1), await hub.clerk(2), await hub.clerk(7)
        for clerk in (first, second, third):
            await clerk.get("/counter")
        await first.post("/counter/next", stage="reception", finish="false", number="A-001", key="press-0001")
        page = await second.post("/counter/next", stage="reception", finish="false", number="A-001", key="press-0002")
        assert 'id="here">A-002<' in page and "A-001 は 1番窓口が呼びました。次の A-002 を呼びました。" in page
        assert "が呼びました" not in await first.get("/counter")
        page = await third.post("/counter/next", stage="reception", finish="false", number="A-001", key="press-0003")
        assert "A-001 は 1番窓口が呼びました。いま待っている方はほかにいません。" in page

    on_hub(tmp_path, scenario)


def test_who_comes_before_the_number_on_the_button_is_told_apart_from_who_was_called_elsewhere(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await issue(kiosk, "second-press", OpenVisit("ja", service="residence", consideration=True))
        page = await clerk.post("/counter/next", stage="reception", finish="false", number="A-001", key="press-0001")
        assert 'id="here">A-002<' in page and "A-001 より先に呼ぶ方がいました。次の A-002 を呼びました。" in page
        page = await clerk.get("/counter?stage=reception&did=missed&number=%3Cb%3E&became=waiting")
        assert "より先に" not in page, "nothing but a number is said back"

    on_hub(tmp_path, scenario)
