"""The staff's pages over HTTP, without JavaScript: what they show, what they refuse, what they never show."""

import asyncio
import re
from datetime import timedelta
from html import unescape

import pytest

from config.words import words
from hub.wire import KioskState, OpenVisit, RefusedNumber, SlipPrinted
from tests.hub.web.running_hub import NAME, demo_bundle, issue, moving_in, running_hub


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def form(page, action):
    """The hidden fields of the first form that sends `action`."""
    for found in re.findall(r"<form.*?</form>", page, re.DOTALL):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', found))
        if fields.get("action") == action or (action == "next" and 'action="/counter/next"' in found):
            return {name: value for name, value in fields.items() if name != "page_token"}
    raise AssertionError(f"no form for {action}")


def first_pick(page):
    """What F3's dialog sends for the first number it lists."""
    visit, leg, version = re.search(r'data-visit="([^"]+)" data-leg="([^"]+)" data-version="(\d+)"', page).groups()
    return form(page, "call") | {"visit": visit, "leg": leg, "version": version}


async def press(browser, action):
    sent = form(browser.text, action)
    return await browser.post("/counter/next" if action == "next" else "/counter/act", **sent)


def test_a_clerk_calls_serves_and_hands_on_and_the_record_opens_only_when_the_person_is_there(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "one-press", OpenVisit("ja", applications=(moving_in(people=3),)))
        clerk = await hub.clerk(1)
        assert NAME not in await clerk.get("/counter")
        page = await press(clerk, "next")
        assert "A-001 を呼んでいます" in page and NAME not in page
        page = await press(clerk, "start")
        assert NAME in page and "さん ほか2人" in page and "1988(昭和63)年4月2日" in page
        assert "のこり 本人確認" in page
        page = await clerk.shows_licence()
        assert "のこり 本人確認" not in page and "運転免許証" in page
        page = await press(clerk, "finish")
        assert NAME not in page and "待ち 0人" in page
        behind = await hub.clerk(21)
        assert "A-001" in await behind.get("/stage/examination")

    on_hub(tmp_path, scenario)


def test_recalling_and_absence_move_the_number_to_the_missed_and_back(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "one-press")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await press(clerk, "next")
        assert "呼出 2回" in await press(clerk, "recall")
        page = await press(clerk, "mark_absent")
        assert "不在" in page and "待ち 0人" in page
        assert "待ち 1人" in await press(clerk, "return")

    on_hub(tmp_path, scenario)


def test_the_second_of_two_clerks_is_told_and_sees_the_new_list(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        await issue(kiosk, "second-press")
        first, second = await hub.clerk(1), await hub.clerk(2)
        await first.get("/counter")
        await second.get("/counter")
        stale = first_pick(second.text)
        await first.post("/counter/act", **first_pick(first.text))
        page = await second.post("/counter/act", **stale | {"number": "A-001"})
        assert second.status == 409
        assert (
            "ほかの窓口が先に動かしました" in page
            and "いま 1番・受付で呼出中です" in page
            and "あなたの操作は行われていません" in page
        )
        assert "A-002" in page and "次を呼ぶ　A-002" in page

    on_hub(tmp_path, scenario)


def test_the_same_press_sent_twice_calls_one_number(tmp_path):
    async def scenario(hub, kiosk):
        for number in range(3):
            await issue(kiosk, f"press-{number:04}")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        sent = form(clerk.text, "next")
        await asyncio.gather(*(clerk.post("/counter/next", **sent) for _ in range(4)))
        assert "待ち 2人" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_form_from_another_site_moves_nobody(tmp_path, headers):
    async def scenario(hub, kiosk):
        await issue(kiosk, "one-press")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        sent = form(clerk.text, "next") | {"page_token": clerk.token}
        async with clerk.session.post(hub.address + "/counter/next", data=sent, headers=headers) as answer:
            assert answer.status == 403
        assert "待ち 1人" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


def test_a_form_without_the_pages_own_token_moves_nobody(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "one-press")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        clerk.token = "0" * 64
        await clerk.post("/counter/next", **form(clerk.text, "next"))
        assert clerk.status == 403
        async with clerk.session.post(hub.address + "/api/counters/next", data=b'{"counter": 1, "stage": "reception"}') as answer:
            assert answer.status == 403

    on_hub(tmp_path, scenario)


def test_five_wrong_passwords_lock_the_login_for_a_while_and_say_so(tmp_path):
    async def scenario(hub, kiosk):
        browser = hub.browser()
        for _ in range(5):
            page = await browser.post("/sign-in", login="madoguchi", password="guess", to="/")
            assert browser.status == 401 and "パスワードが合いません" in page
        page = await browser.post("/sign-in", login="madoguchi", password=hub.passwords["madoguchi"], to="/")
        assert browser.status == 429 and "しばらく入れません" in page
        hub.clock.forward(minutes=16)
        await browser.sign_in("madoguchi")
        assert browser.url.endswith("/desk")

    on_hub(tmp_path, scenario)


def test_the_session_cookie_is_for_this_host_and_no_script(tmp_path):
    async def scenario(hub, kiosk):
        browser = hub.browser()
        sent = {"login": "floor", "password": hub.passwords["floor"], "to": "//elsewhere.example"}
        async with browser.session.post(hub.address + "/sign-in", data=sent, allow_redirects=False) as answer:
            cookie = answer.headers["Set-Cookie"]
            assert answer.headers["Location"] == "/"
            assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie and "Domain" not in cookie
            assert hub.passwords["floor"] not in cookie

    on_hub(tmp_path, scenario)


def test_an_idle_session_ends_and_leads_back_to_the_door(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await hub.clerk(1)
        hub.clock.forward(hours=2)
        await clerk.get("/counter")
        assert "/sign-in" in clerk.url

    on_hub(tmp_path, scenario)


def test_signing_out_ends_the_session_everywhere(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await hub.clerk(1)
        old = {cookie.key: cookie.value for cookie in clerk.session.cookie_jar}
        await clerk.post("/sign-out")
        async with hub.browser().session.get(hub.address + "/counter", cookies=old, allow_redirects=False) as answer:
            assert answer.status == 303

    on_hub(tmp_path, scenario)


def test_the_floor_sees_help_calls_and_sick_printers_but_nothing_of_any_resident(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "one-press", OpenVisit("ja", applications=(moving_in(),)))
        await kiosk.report_state("01", KioskState("in_use", 4, 7, printer="paper_end", crashes=2))
        guide = await hub.clerk(login="floor")
        page = await guide.get("/floor")
        assert "用紙切れ" in page and "番号は画面に出しています" in page
        await kiosk.call_help("01", True)
        hub.clock.forward(seconds=80)
        page = await guide.get("/floor")
        assert "呼んでいます" in page and "手順 4/7" in page and "× つながらない" in page and "画面の落ち 2回" in page
        assert NAME not in page and "転入" not in page
        page = await guide.post("/floor/help/01")
        assert "呼んでいる端末はありません" in page

    on_hub(tmp_path, scenario)


def test_a_stopped_paper_stands_on_the_floor_with_its_number_until_staff_have_seen_to_it(tmp_path):
    async def scenario(hub, kiosk):
        ticket = await issue(kiosk, "one-press", OpenVisit("ja", applications=(moving_in(),)))
        await kiosk.report_slip(SlipPrinted(ticket.visit, "held", fault="paper_end"))
        guide = await hub.clerk(login="floor")
        page = await guide.get("/floor")
        assert f"{ticket.number} 印刷中断（用紙切れ）" in page and "もう一度印刷しないでください" in page
        assert NAME not in page and "転入" not in page
        page = await guide.post(f"/floor/papers/{ticket.visit}")
        assert "印刷中断" not in page
        clerk = await hub.clerk(1)
        await clerk.post(f"/floor/papers/{ticket.visit}")
        assert clerk.status == 403

    on_hub(tmp_path, scenario)


def test_a_number_the_hub_refused_stands_on_the_floor_until_staff_have_found_who_holds_it(tmp_path):
    async def scenario(hub, kiosk):
        refused = tuple(RefusedNumber(number, "number_taken", hub.clock()) for number in ("A-0101", "A-0102"))
        await kiosk.report_state("01", KioskState("idle", refused=refused))
        guide = await hub.clerk(login="floor")
        page = await guide.get("/floor")
        assert "A-0101 を受け取れません" in page and "A-0102 を受け取れません" in page
        page = await guide.post("/floor/numbers/01/A-0101")
        assert "A-0101" not in page and "A-0102 を受け取れません" in page
        hub.clock.forward(days=1)
        await kiosk.report_state("01", KioskState("idle", refused=refused))
        guide = await hub.clerk(login="floor")
        assert "A-0101 を受け取れません" in await guide.get("/floor"), "another day, another holder"
        clerk = await hub.clerk(1)
        await clerk.post("/floor/numbers/01/A-0102")
        assert clerk.status == 403

    on_hub(tmp_path, scenario)


def test_a_kiosk_that_fell_silent_is_shown_as_away(tmp_path):
    async def scenario(hub, kiosk):
        await kiosk.report_state("01", KioskState("idle"))
        hub.clock.forward(seconds=40)
        guide = await hub.clerk(login="floor")
        assert "つながらない" in await guide.get("/floor")

    on_hub(tmp_path, scenario)


def test_a_clerk_does_not_see_the_floor_and_a_guide_no_record(tmp_path):
    async def scenario(hub, kiosk):
        clerk, guide = await hub.clerk(1), await hub.clerk(login="floor")
        assert "この画面は見られません" in await clerk.get("/floor")
        assert clerk.status == 403
        assert "この画面は見られません" in await guide.get("/counter")
        assert guide.status == 403

    on_hub(tmp_path, scenario)


def test_every_page_forbids_what_is_not_from_here(tmp_path):
    async def scenario(hub, kiosk):
        browser = hub.browser()
        for path in ("/sign-in", "/enter", "/no-such-page"):
            await browser.get(path)
            assert "default-src 'self'" in browser.headers["Content-Security-Policy"]
            assert browser.headers["Referrer-Policy"] == "same-origin"
            assert "style=" not in browser.text and "http://" not in browser.text.replace("http://www.w3.org", "")

    on_hub(tmp_path, scenario)


def test_the_phone_shows_its_own_number_and_stage_and_when_called_the_counter(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "before-it")
        ticket = await issue(kiosk, "own-press", OpenVisit("en", applications=(moving_in(),)))
        path = "/T/" + ticket.follow_url.rsplit("/", 1)[1].upper()
        phone = hub.browser()
        page = await phone.get(path)
        assert "You will be called 2 times" in page and "People ahead: <b>1</b>" in page and NAME not in page
        assert "あなたの前に <b>1</b> 人" in await phone.get(path.lower() + "?language=ja")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await press(clerk, "next")
        await press(clerk, "start")
        await clerk.settles_number()
        await press(clerk, "next")
        page = await phone.get(path + "?language=ja")
        assert "【1番へ】A-002" in page and "お呼びしています" in page

    on_hub(tmp_path, scenario)


def test_a_number_alone_says_at_each_stage_what_its_paper_is_for(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "paper-press")
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await press(clerk, "next")
        page = await press(clerk, "start")
        assert "紙の届出書で受け付けてください" in page
        await clerk.settles_number()
        await press(clerk, "finish")
        said = {21: "紙の届出書を見て審査してください", 22: "紙の届出書を見て入力してください"}
        for counter, told in said.items():
            inside = await hub.clerk(counter)
            await inside.get("/counter")
            page = await press(inside, "next")
            assert told in page and "受け付けてください" not in page
            await press(inside, "next")

    on_hub(tmp_path, scenario)


def test_the_first_passwords_are_told_to_who_asks_and_not_to_every_clerk(tmp_path):
    async def scenario(hub, kiosk):
        page = await hub.browser().get("/sign-in")
        outside, inside = (
            re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL),
            re.search(r"<details.*?</details>", page, re.DOTALL),
        )
        assert "仮のパスワード" not in outside and "親機" not in outside and "ID とパスワード" in outside
        assert "はじめての方" in inside[0] and "仮のパスワード" in inside[0] and "<details open" not in page

    on_hub(tmp_path, scenario)


def test_a_phone_says_how_long_once_enough_of_its_line_were_called(tmp_path):
    async def scenario(hub, kiosk):
        tickets = [await issue(kiosk, f"number-{each:03}") for each in range(12)]
        phone, clerk = hub.browser(), await hub.clerk(1)
        path = "/t/" + tickets[-1].follow_url.rsplit("/", 1)[1]
        assert "9:00</span>" in await phone.get(path) and "ふだん 15〜30分</p>" in phone.text
        await clerk.get("/counter")
        for _ in range(6):
            hub.clock.now += timedelta(minutes=4)
            for step in ("next", "start", "finish"):
                await press(clerk, step)
        hub.clock.now += timedelta(minutes=1)
        page = await phone.get(path)
        assert "あなたの前に <b>5</b> 人" in page and "約 20〜50分" in page and "9:45〜10:15ごろ、受付の窓口へお呼びします" in page
        assert 'data-due="2027-03-29T10:15:00+09:00"' in page
        hub.clock.now += timedelta(minutes=20)
        assert "分</p>" not in await phone.get(path)

    on_hub(tmp_path, scenario)


def test_the_phone_tells_what_the_slip_tells_to_bring_until_the_reception_is_over(tmp_path):
    async def scenario(hub, kiosk):
        ticket = await issue(kiosk, "one-press", OpenVisit("ja", applications=(moving_in(people=3),)))
        told = [words(demo_bundle(), "en", key) for key in ticket.bring]
        phone, address = hub.browser(), "/T/" + ticket.follow_url.rsplit("/", 1)[1] + "?language=en"

        page = unescape(await phone.get(address))
        assert told and all(f"<li>{each}</li>" in page for each in told)
        assert "for the 3 of you" in page and NAME not in page

        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        await press(clerk, "next")
        await press(clerk, "start")
        await clerk.shows_licence()
        await press(clerk, "finish")
        page = unescape(await phone.get(address))
        assert "Processing in the office" in page and not any(each in page for each in told)

    on_hub(tmp_path, scenario)


def test_from_the_phone_somebody_asks_for_five_minutes_and_another_gives_the_number_back(tmp_path):
    async def scenario(hub, kiosk):
        tickets = [await issue(kiosk, f"number-{each:03}") for each in range(2)]
        late, gone = ("/t/" + ticket.follow_url.rsplit("/", 1)[1] for ticket in tickets)
        phone, clerk = hub.browser(), await hub.clerk(1)
        assert "5分かかります" not in await phone.get(late)
        await clerk.get("/counter")
        await press(clerk, "next")
        assert "5分かかります（順番は残ります）" in await phone.get(late)
        page = await phone.post(late + "/later")
        assert "9:05 ごろ、もう一度お呼びします" in page and "5分かかります" not in page
        desk = await clerk.get("/counter")
        assert "A-001 の方が、電話から「5分かかります」と知らせました（9:00）" in desk and "9:05 までに戻られます" in desk
        assert "電話で5分保留" in desk and "先へ進みました" not in desk, "why the call cannot be taken back"
        await press(clerk, "next")
        assert "と知らせました" not in await clerk.get("/counter"), "until the next is called"

        other = hub.browser()
        assert "来られなくなった" in await other.get(gone)
        page = await other.get(gone + "/give-back")
        assert "番号 A-002 を返しますか" in page
        assert "この番号は、取り消されています" in await other.post(gone + "/give-back")
        await other.get(gone + "/give-back")
        assert other.url.lower().endswith(gone.lower())
        await other.post("/t/NOSUCHTOKEN99/give-back")
        assert other.status == 404

    on_hub(tmp_path, scenario)


def test_a_phone_page_nobody_has_says_what_to_do(tmp_path):
    async def scenario(hub, kiosk):
        browser = hub.browser()
        assert "このページはありません" in await browser.get("/t/NOSUCHTOKEN99")
        assert browser.status == 404
        assert "There is no such page" in await browser.get("/t/NOSUCHTOKEN99?language=en")

    on_hub(tmp_path, scenario)


def test_metrics_name_devices_and_routes_and_no_resident(tmp_path):
    async def scenario(hub, kiosk):
        ticket = await issue(kiosk, "one-press", OpenVisit("ja", applications=(moving_in(),)))
        await kiosk.report_state("01", KioskState("idle", printer="paper_end"))
        async with hub.browser().session.get(hub.address + "/metrics") as answer:
            text = await answer.text()
        assert 'uketsuke_kiosk_printer{kiosk="01",state="paper_end"} 1.0' in text
        assert "uketsuke_writer_waiting" in text and "uketsuke_writer_commit_seconds" in text
        assert 'uketsuke_requests_total{route="/api/visits",status="201"} 1.0' in text
        assert NAME not in text and ticket.number not in text and ticket.visit not in text

    on_hub(tmp_path, scenario)


def test_the_hub_tells_it_is_well(tmp_path):
    async def scenario(hub, kiosk):
        hub.clock.forward(seconds=timedelta(days=1).total_seconds())
        async with hub.browser().session.get(hub.address + "/healthz") as answer:
            assert await answer.json() == {"ok": True, "site": "kawabe"}

    on_hub(tmp_path, scenario)
