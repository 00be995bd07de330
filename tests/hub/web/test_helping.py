"""A desk nobody waits at is told where papers wait behind the counters, the stage most behind first."""

import asyncio

from tests.hub.web.running_hub import issue, running_hub
from tests.hub.web.test_counter_dialogs import dialog


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


async def received(clerk, press):
    """Whoever is next goes on to the examination."""
    await clerk.post("/counter/next", stage="reception", finish="false", key=f"press-{press}-call")
    await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": f"press-{press}-start"}))
    await clerk.settles_number()
    return await clerk.post("/counter/next", stage="reception", finish="true", key=f"press-{press}-send")


def test_who_has_nobody_is_offered_the_stage_where_papers_wait_too_long(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await hub.clerk()
        assert "ほかの工程を手伝う" not in await clerk.get("/counter"), "nothing waits anywhere"
        await issue(kiosk, "first-press")
        page = await received(clerk, 1)
        assert "ほかの工程を手伝う" in page and "審査</b> 待ち 1件" in page and "いま だれもいません" in page and "▲" not in page
        hub.clock.forward(minutes=hub.office.bundle.site.goals.examination)
        page = await clerk.get("/counter")
        assert "▲ いちばん混んでいる" in page and 'href="/stage/examination"' in page
        await issue(kiosk, "second-press")
        assert "ほかの工程を手伝う" not in await clerk.get("/counter"), "somebody waits here"
        other = await hub.clerk(21)
        assert "ほかの工程を手伝う" not in await other.get("/counter")
        await received(clerk, 2)
        assert "1人で対応" in clerk.text

    on_hub(tmp_path, scenario)
