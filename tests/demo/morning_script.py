"""The morning played in Chromium: two clerks, one of the back office, a floor guide, a manager and a resident with a phone.

After every step the page, the board, the phone and the hub's own story are asked for the same thing; whatever differs is a
disagreement of the report.
"""

import asyncio
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.chromium import LAUNCH
from tests.demo.browser import DEAF_SECONDS, Clerk, open_page
from tests.demo.morning import Morning
from tests.demo.report import Report

EACH_SERVES = 5
WIDE, SMALL, ZOOMED = (1920, 1080), (1366, 768), (960, 540)
PATIENCE_SECONDS = 240.0
HEALED_MS = 30_000
ENDED = ("done", "cancelled", "left", "no_show")


class Play:
    """Everybody at their page."""

    def __init__(self, morning: Morning, browser: Browser, pictures: Path, report: Report) -> None:
        self.morning, self.browser, self.pictures, self.report = morning, browser, pictures, report
        self.clerks: dict[int, Clerk] = {}
        self.served: list[str] = []

    async def sit_down(self, counter: int, at: tuple[int, int] = SMALL) -> Clerk:
        login = f"desk{counter}"
        with self.report.step(f"{login} signs in and sits down at {counter}"):
            page = await open_page(self.browser, *at)
            page.on("pageerror", lambda error: self.report.disagree(f"desk {counter}: the page fails: {error}"))
            clerk = Clerk(page, self.morning.address, self.pictures, f"desk-{counter}")
            await clerk.sign_in(login, self.morning.logins[login])
            await clerk.sit_down(counter)
            self.clerks[counter] = clerk
        return clerk

    async def guest(self, login: str, size: tuple[int, int]) -> Page:
        page = await open_page(self.browser, *size)
        clerk = Clerk(page, self.morning.address, self.pictures, login)
        await clerk.sign_in(login, self.morning.logins[login])
        return page

    # --- what the others say -----------------------------------------------------------------------------------------------

    async def story(self, number: str) -> dict[str, Any]:
        """The visit as the hub keeps it."""
        status, found = await self.morning.asks().post("/api/visits/find", {"text": number})
        assert status == 200, found
        visits: Any = found["visits"]
        return dict(next(visit for visit in visits if visit["number"] == number))

    async def at_desk(self, number: str, counter: int) -> str:
        """State of the leg this counter has of the number; `not here` without."""
        legs = (await self.story(number))["legs"]
        return next(
            (leg["state"] for leg in legs if leg.get("counter") == counter and leg["state"] in ("called", "serving")), "not here"
        )

    async def board(self, number: str) -> list[int]:
        """Counters the board shows for the number."""
        assert self.morning.board is not None
        state = await self.morning.board.ask(state=True)
        return [row["counter"] for row in state["calls"] if row["number"] == number]

    async def until_board(self, number: str, counters: list[int]) -> None:
        shown: list[int] = []
        for _ in range(60):
            shown = await self.board(number)
            if shown == counters:
                break
            await asyncio.sleep(0.1)
        self.report.agree(f"{number} on the board", board=shown, expected=counters)

    # --- one visit at a counter --------------------------------------------------------------------------------------------

    async def calls(self, counter: int) -> str:
        """F2: the number at the desk, agreed by everybody."""
        clerk = self.clerks[counter]
        await self.somebody_waits(counter)
        await clerk.press("F2")
        await expect(clerk.page.locator("#state")).to_have_text("呼出中")
        return await self.called(counter)

    async def somebody_waits(self, counter: int) -> None:
        await expect(self.clerks[counter].page.locator("#call:not(:disabled)")).to_contain_text(
            "次を", timeout=PATIENCE_SECONDS * 1000
        )

    async def called(self, counter: int) -> str:
        number = await self.clerks[counter].here()
        self.report.agree(f"{number} called at {counter}", page="called", story=await self.at_desk(number, counter))
        await self.until_board(number, [counter])
        return number

    async def arrives(self, counter: int) -> None:
        """来られた, and what the page asks for before it goes on: 手続き, 本人確認, answers left to the counter."""
        clerk = self.clerks[counter]
        number = await clerk.here()
        await clerk.press("F2")
        await expect(clerk.page.locator("#state")).to_have_text("対応中")
        self.report.agree(f"{number} served at {counter}", page="serving", story=await self.at_desk(number, counter))
        await self.until_board(number, [])
        if "手続き" in await clerk.page.locator(".keybar .wide").inner_text():
            await clerk.decides_procedure()
        if "本人確認" in await clerk.page.locator(".keybar .wide").inner_text():
            await clerk.sees_licence()
        key = await clerk.page.locator(".keybar .wide").inner_text()
        if left := next((words for words in ("窓口で確認", "紙から入力") if words in key), None):
            await clerk.picture("left-to-the-counter")
            if left == "紙から入力":
                await clerk.press("Shift+F2")
            else:
                await clerk.page.get_by_role("button", name="このまま送る").click()
                await clerk.page.locator("dialog#pass-on input[name=reason]").first.check()
                await clerk.press("Enter")
            await expect(clerk.page.locator(".keybar .wide")).not_to_contain_text(left)

    async def sends(self, counter: int, key: str = "F10") -> None:
        """The stage is finished; F2 calls the next with it."""
        clerk = self.clerks[counter]
        number = await clerk.here()
        await clerk.press(key)
        await expect(clerk.page.locator("#here", has_text=number)).to_have_count(0)
        self.report.agree(f"{number} has left {counter}", page="not here", story=await self.at_desk(number, counter))
        self.served.append(number)


async def play(morning: Morning, pictures: Path, report: Report) -> None:
    """The whole morning. Raises where a step does not come to its end."""
    expect.set_options(timeout=HEALED_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**LAUNCH)
        with report.step("the hub starts, last week's appointments are made, the board joins"):
            await morning.start_hub()
            await morning.start_board()
        with report.step("the doors open, the house fills"):
            await morning.open_doors()
        scene = Play(morning, browser, pictures, report)
        for counter in (11, 12):
            await scene.sit_down(counter)
        await ten_people(scene)
        await zoomed(scene)
        await every_kind_of_step(scene)
        await the_neighbour(scene)
        await the_floor(scene)
        await the_manager(scene)
        await bad_moments(scene)
        await every_page(scene)
        with report.step("nobody stumbled, nothing was refused wrongly"):
            report.facts["done"], report.facts["refused"] = dict(morning.day.done), dict(morning.day.right)
            report.agree("simulated people", stopped=[repr(each) for each in morning.trouble()], expected=[])
            report.agree("simulated people", wrongly_refused=dict(morning.day.wrong), expected={})
        report.facts["served"] = scene.served
        await browser.close()


async def ten_people(scene: Play) -> None:
    """Two clerks who know nothing but the large button serve five each, beginning in the same moment."""
    with scene.report.step("two clerks press in the same moment and have two people"):
        for counter in (11, 12):
            await scene.somebody_waits(counter)
        await asyncio.gather(*(scene.clerks[counter].page.keyboard.press("F2") for counter in (11, 12)))
        await asyncio.sleep(DEAF_SECONDS)
        numbers = []
        for counter in (11, 12):
            clerk = scene.clerks[counter]
            if await clerk.page.locator("dialog#lost[open]").count():  # the other was quicker: read, Enter calls the next
                await clerk.picture("lost-to-another")
                await clerk.page.keyboard.press("Escape")
            if not await clerk.page.locator("#here").count():
                await scene.calls(counter)
            await expect(clerk.page.locator("#state")).to_have_text("呼出中")
            numbers.append(await scene.called(counter))
        scene.report.agree("two clerks", different_people=len(set(numbers)), expected=2)
    for turn in range(EACH_SERVES):
        for counter in (11, 12):
            with scene.report.step(f"counter {counter} serves its {turn + 1}. resident"):
                await scene.arrives(counter)
                if turn == 0:
                    await scene.clerks[counter].picture("serving")
                if turn == EACH_SERVES - 1:
                    await scene.sends(counter)
                    continue
                await scene.sends(counter, "F2")
                if await scene.clerks[counter].page.locator("#here").count():
                    await scene.called(counter)
                else:  # nobody waited just then
                    await scene.calls(counter)


async def zoomed(scene: Play) -> None:
    """Everything at 200 %, without a mouse."""
    clerk = scene.clerks[12]
    with scene.report.step("a clerk serves somebody at 200 % with the keyboard alone"):
        await clerk.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
        number = await scene.calls(12)
        await scene.arrives(12)
        await clerk.picture("zoomed-serving")
        await clerk.page.keyboard.press("Control+m")
        await clerk.page.keyboard.type("ベビーカーの方")
        await clerk.press("Enter")
        await expect(clerk.page.locator(".said")).to_contain_text("ベビーカーの方")
        await clerk.picture("zoomed-note")
        await scene.sends(12)
        scene.report.agree("what was served at 200 %", page=number, story=scene.served[-1])
        await clerk.page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})


async def every_kind_of_step(scene: Play) -> None:
    """Hold, back from it; absent; handed on; taken back."""
    clerk = scene.clerks[11]
    with scene.report.step("somebody fetches a paper and comes back"):
        number = await scene.calls(11)
        await scene.arrives(11)
        await clerk.page.keyboard.press("F7")
        await clerk.picture("hold")
        await clerk.page.keyboard.press("1")
        await clerk.page.locator("dialog#hold input[name=reason]").first.check()
        await clerk.page.locator("dialog#hold button.main").click()
        await expect(clerk.page.locator(".aside-rows")).to_contain_text(number)
        held = [leg["state"] for leg in (await scene.story(number))["legs"] if leg["stage"] == "reception"]
        scene.report.agree(f"{number} on hold", page="on_hold", story=held[0])
        await clerk.page.get_by_role("button", name=f"{number} 呼ぶ").click()
        await expect(clerk.page.locator("#state")).to_have_text("呼出中")
        await scene.called(11)
    with scene.report.step("a step is taken back within a minute"):
        await clerk.press("F2")
        await expect(clerk.page.locator("#state")).to_have_text("対応中")
        await clerk.press("Control+z")
        await expect(clerk.page.locator("#state")).to_have_text("呼出中")
        scene.report.agree(f"{number} is called again", page="called", story=await scene.at_desk(number, 11))
    with scene.report.step("somebody does not come and is absent, and another comes"):
        await clerk.press("F4")
        await clerk.page.keyboard.press("F8")
        await clerk.picture("absent")
        await clerk.press("Enter")
        await expect(clerk.page.locator(".aside-rows")).to_contain_text(number)
        assert scene.morning.board is not None
        missed: list[str] = []
        for _ in range(60):
            missed = [row["number"] for row in (await scene.morning.board.ask(state=True))["missed"]]
            if number in missed:
                break
            await asyncio.sleep(0.1)
        scene.report.agree(f"{number} is absent", page=True, board=number in missed)
    with scene.report.step("somebody stands in the wrong line and is handed on"):
        number = await scene.calls(11)
        await scene.arrives(11)
        await clerk.page.keyboard.press("F9")
        await clerk.picture("hand-on")
        dialog = clerk.page.locator("dialog#hand-on")
        await dialog.locator("input[name=to]:not(:disabled)").first.check()
        await dialog.locator(".for-transfer input[name=reason]").first.check()
        await dialog.locator("button.main").click()
        await expect(clerk.page.locator("#here")).to_have_count(0)
        scene.report.agree(f"{number} handed on", page="not here", story=await scene.at_desk(number, 11))


async def the_neighbour(scene: Play) -> None:
    """A couple that entered at home, from their number to the papers in their hand, on their phone."""
    with scene.report.step("a couple takes its number; the phone follows it"):
        ticket = await scene.morning.neighbour_comes()
        number = ticket.number
        phone = await open_page(scene.browser, 390, 844)
        await phone.goto(str(ticket.follow_url))
        await expect(phone.locator("body")).to_contain_text(number)
        await phone.screenshot(path=scene.pictures / "phone-1-waiting.png", full_page=True)
    for counter in (72, 22):  # what the two in browsers are to do is not to be done by somebody quicker
        scene.morning.rests(counter)
    await received(scene, number, phone)
    await examined(scene, number)
    scene.morning.rests(72, False)
    with scene.report.step("entry and verification by others; the phone says it is ready"):
        await until_waiting_for(scene, number, "delivery")
        await expect(phone.locator("#page")).to_have_attribute("data-state", "waiting", timeout=HEALED_MS)
        await phone.screenshot(path=scene.pictures / "phone-5-delivery.png", full_page=True)
    await delivered(scene, number, phone)
    scene.morning.rests(22, False)
    with scene.report.step("the phone agrees with the hub on what is left"):
        left = [leg for leg in (await scene.story(number))["legs"] if leg["state"] not in ENDED]
        await expect(phone.locator(".called-card")).to_have_count(0)
        if not left:
            await expect(phone.locator("#page")).to_have_attribute("data-state", "ended")
        ended = await phone.locator("#page").get_attribute("data-state") == "ended"
        scene.report.agree(f"{number} is over", phone=ended, story=not left)
        await phone.screenshot(path=scene.pictures / "phone-6-end.png", full_page=True)


async def received(scene: Play, number: str, phone: Page) -> None:
    clerk = scene.clerks[12]
    with scene.report.step("the clerk calls the number by hand, with a reason; the phone turns yellow"):
        await by_hand(clerk, number)
        await scene.called(12)
        await expect(phone.locator(".called-card")).to_be_visible()
        shown = await phone.locator(".called-card .counter b").first.inner_text()
        scene.report.agree(f"{number} on the phone", phone=shown, page="12")
        await phone.screenshot(path=scene.pictures / "phone-2-called.png")
    with scene.report.step("the phone asks for five minutes; the clerk calls again"):
        await phone.locator("form[action$=later] button").click()
        await expect(clerk.page.locator("#here")).to_have_count(0)
        await clerk.picture("five-minutes")
        await expect(phone.locator(".called-card")).to_have_count(0)
        await phone.screenshot(path=scene.pictures / "phone-3-five-minutes.png", full_page=True)
        await by_hand(clerk, number)
        await scene.called(12)
    with scene.report.step("reception"):
        await scene.arrives(12)
        await expect(clerk.page.locator(".visitor-head")).to_contain_text("ほか1人")
        await clerk.picture("neighbour")
        await scene.sends(12)
        await expect(phone.locator("#page")).to_have_attribute("data-state", "inside")
        await phone.screenshot(path=scene.pictures / "phone-4-inside.png", full_page=True)


async def examined(scene: Play, number: str) -> None:
    back = await scene.sit_down(71)
    with scene.report.step("examination takes the papers from its list"):
        row = back.page.locator("tr", has_text=number)
        await expect(row).to_be_visible()
        await back.picture("list")
        await row.get_by_role("button").last.click()
        await expect(back.page.locator("#here")).to_have_text(number)
        scene.report.agree(f"{number} at 審査", page="serving", story=await scene.at_desk(number, 71))
        await back.picture("papers")
        await back.ticks_everything()
        await back.press("F10")
        await expect(back.page.locator("#here")).to_have_count(0)


async def delivered(scene: Play, number: str, phone: Page) -> None:
    delivery = await scene.sit_down(21)
    with scene.report.step("delivery"):
        await delivery.picture("list")
        await by_hand(delivery, number)
        await scene.called(21)
        await expect(phone.locator(".called-card")).to_be_visible()
        await delivery.press("F2")
        await expect(delivery.page.locator("#state")).to_have_text("対応中")
        await delivery.picture("handing-over")
        await delivery.ticks_everything()
        await scene.sends(21)


async def by_hand(clerk: Clerk, number: str) -> None:
    """F3, the number, a reason where others are passed over."""
    await clerk.page.keyboard.press("F3")
    await clerk.page.fill("#pick-number", number)
    await clerk.picture("pick")
    await clerk.page.locator("#pick-reasons input").first.check()
    await clerk.page.locator(f"#pick .picks li[data-number='{number}'] button").click()
    await expect(clerk.page.locator("#here")).to_have_text(number)
    await asyncio.sleep(DEAF_SECONDS)


async def until_waiting_for(scene: Play, number: str, stage: str) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            legs = (await scene.story(number))["legs"]
            if any((leg["stage"], leg["state"]) == (stage, "waiting") for leg in legs):
                return
            await asyncio.sleep(1)


async def the_floor(scene: Play) -> None:
    guide = await scene.guest("floor", (1024, 768))
    with scene.report.step("a kiosk calls for help; the guide goes there"):
        kiosk = "05"
        await guide.goto(f"{scene.morning.address}/floor")
        await scene.morning.lobby.clients[kiosk].call_help(kiosk, True)
        card = guide.locator(f"#call-{kiosk}")
        await expect(card).to_be_visible()
        await guide.screenshot(path=scene.pictures / "floor-help.png")
        await card.get_by_role("button").click()
        await expect(card).to_have_count(0)
        calling = [one["kiosk"] for one in await scene.morning.kiosks_told() if one.get("help_since")]
        scene.report.agree("the help call is taken", page=True, story=kiosk not in calling)
    with scene.report.step("the floor shows the kiosks as they are"):
        tiles = await guide.locator(".tile").count()
        scene.report.agree("kiosks on the floor", page=tiles, story=len(await scene.morning.kiosks_told()))


async def the_manager(scene: Play) -> None:
    manager = await scene.guest("kacho", SMALL)
    words = "ベビーカーの方は入口側の窓口へどうぞ。"
    with scene.report.step("the manager puts a notice on the boards and takes it down"):
        await manager.goto(f"{scene.morning.address}/notices")
        await manager.fill("#text", words)
        async with manager.expect_navigation():
            await manager.get_by_role("button", name="出す").first.click()
        await expect(manager.locator(".notices")).to_contain_text(words)
        wall = await open_page(scene.browser, *WIDE)
        await wall.goto(f"{scene.morning.address}/board")
        await expect(wall.locator(".notices-now")).to_contain_text(words)
        await wall.screenshot(path=scene.pictures / "wall.png")


async def bad_moments(scene: Play) -> None:
    """The hub dies with the pages open, in the middle of a step."""
    clerk, other = scene.clerks[11], scene.clerks[12]
    with scene.report.step("the hub dies while somebody is served, and comes back: every page heals without a reload"):
        number = await scene.calls(11)
        await scene.arrives(11)
        await scene.morning.kill_hub()
        await expect(clerk.page.locator(".stripe")).to_be_visible(timeout=HEALED_MS)
        await clerk.picture("hub-away")
        await scene.morning.start_again()
        await expect(clerk.page.locator(".stripe")).to_be_hidden(timeout=HEALED_MS)
        await expect(other.page.locator(".stripe")).to_be_hidden(timeout=HEALED_MS)
        await expect(clerk.page.locator("#here")).to_have_text(number)
        await expect(clerk.page.locator("#state")).to_have_text("対応中")
        scene.report.agree(f"{number} after the restart", page="serving", story=await scene.at_desk(number, 11))
    with scene.report.step("the line of one browser is cut in the middle of 送る: it is done once"):
        before = await scene.story(number)
        await clerk.page.context.set_offline(True)
        await clerk.page.keyboard.press("F10")
        await asyncio.sleep(1)
        await clerk.picture("line-cut")
        await clerk.page.context.set_offline(False)
        if await clerk.page.locator("dialog.refused[open]").count():  # it says that no answer came, and waits to be read
            await clerk.press("Enter")
        await expect(clerk.page.locator(".stripe")).to_be_hidden(timeout=HEALED_MS)
        if await clerk.page.locator("#here").count() and (await scene.at_desk(number, 11)) != "not here":
            await clerk.press("F10")  # it never left the browser
        await expect(clerk.page.locator("#here")).to_have_count(0, timeout=HEALED_MS)
        done = [leg["state"] for leg in (await scene.story(number))["legs"] if leg["stage"] == "reception"]
        scene.report.agree(f"{number} sent on", page="not here", story=await scene.at_desk(number, 11))
        scene.report.agree(f"{number} moved once", was=len(before["legs"]), story=len((await scene.story(number))["legs"]))
        scene.report.facts["after_the_cut"] = done
    with scene.report.step("the board shows what the hub says"):
        for _ in range(100):
            assert scene.morning.board is not None
            state = await scene.morning.board.ask(state=True)
            shown = {(row["number"], row["counter"]) for row in state["calls"]}
            told = await scene.morning.called_now()
            if shown == told:
                break
            await asyncio.sleep(0.1)
        scene.report.agree("calls", board=sorted(shown), story=sorted(told))
        await scene.morning.board.ask(picture=str(scene.pictures / "board.png"))


async def every_page(scene: Play) -> None:
    """Every page of everybody at 1366×768, at 1920×1080 and at 200 %, to be looked at; none scrolls sideways."""
    places = {
        "desk11": ("/counter", "/search", "/appointments", "/stage/examination", "/stage/delivery"),
        "desk12": ("/counter",),
        "floor": ("/floor", "/notices", "/congestion", "/appointments"),
        "kacho": ("/floor", "/settings", "/settings/staff", "/settings/devices"),
    }
    for login, paths in places.items():
        with scene.report.step(f"every page of {login}"):
            for size in (SMALL, WIDE, ZOOMED):
                page = await scene.guest(login, size)
                if login.startswith("desk"):
                    clerk = Clerk(page, scene.morning.address, scene.pictures, login)
                    await clerk.sit_down(int(login.removeprefix("desk")))
                for path in paths:
                    await look_at(scene, page, path, f"{login}{path.replace('/', '-')}-{size[0]}")
                await page.context.close()
    with scene.report.step("every page of residents"):
        for size in (SMALL, (390, 844), (320, 640)):
            page = await open_page(scene.browser, *size)
            for path in ("/board", "/now", "/enter", "/book"):
                await look_at(scene, page, path, f"resident{path.replace('/', '-')}-{size[0]}")
            await page.context.close()


async def look_at(scene: Play, page: Page, path: str, name: str) -> None:
    await page.goto(f"{scene.morning.address}{path}")
    await page.wait_for_load_state("load")
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    scene.report.agree(f"{name} scrolls sideways by", page=wide, expected=0)
    await page.screenshot(path=scene.pictures / f"page-{name}.png")
