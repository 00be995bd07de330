"""席をえらぶ: who sits where, and the seat of last time first."""

import asyncio
import re

from hub.security.actors import System
from tests.hub.web.running_hub import running_hub


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub:
            await scenario(hub)

    asyncio.run(play())


def seat(page, counter):
    return re.search(rf'<button class="button card[^>]*value="{counter}".*?</button>', page, re.DOTALL)[0]


def test_a_seat_says_who_sits_there_and_whether_they_are_away(tmp_path):
    async def scenario(hub):
        first, second = await hub.clerk(1), await hub.clerk(2)
        page = await second.get("/desk")
        assert "窓口 さんが着席中" in seat(page, 1) and "着席中" not in seat(page, 2) + seat(page, 3)
        await first.get("/counter")
        await first.post("/away/leave")
        assert "窓口 さん（離席中）" in seat(await second.get("/desk"), 1)

    on_hub(tmp_path, scenario)


def test_the_seat_of_last_time_comes_first_and_is_the_one_enter_takes(tmp_path):
    async def scenario(hub):
        clerk = await hub.clerk(3)
        await clerk.get("/desk")
        assert "いまの席" in seat(clerk.text, 3)
        await clerk.post("/sign-out")
        again = hub.browser()
        await again.sign_in("madoguchi")
        page = await again.get("/desk")
        assert "前の席" in seat(page, 3) and "autofocus" in seat(page, 3)
        assert page.index('value="3"') < page.index('value="1"'), "it stands before all others"
        assert "前の席" not in await (await _newcomer(hub)).get("/desk")

    on_hub(tmp_path, scenario)


async def _newcomer(hub):
    hub.passwords["new"] = "a-long-fictional-password"
    await hub.office.door.create_staff(System(), "new", "clerk", "新田", hub.passwords["new"])
    browser = hub.browser()
    await browser.sign_in("new")
    return browser
