"""さがす: by number or name, minimal, without a name in any address."""

import asyncio
import html
import re

from hub.wire import OpenVisit
from tests.hub.web.running_hub import NAME, moving_in, running_hub
from tests.hub.web.test_casework import serving


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await kiosk.open_visit(OpenVisit("ja", applications=(moving_in(people=2),)), "one-press")
            await scenario(hub, await hub.clerk(1))

    asyncio.run(play())


def test_a_number_is_found_by_the_beginning_of_a_reading_and_says_where_it_is(tmp_path):
    async def scenario(hub, clerk):
        assert "今日の番号をさがす" in await clerk.get("/search")
        page = await clerk.post("/search", text="みどり")
        assert "1件" in page and "A-001" in page and "住民異動　受付　待ち" in page and NAME not in page
        assert clerk.url.endswith("/search"), "what was typed is in no address"
        assert "A-001" in await clerk.post("/search", text="ａ1")

    on_hub(tmp_path, scenario)


def test_digits_alone_find_the_number_of_every_series(tmp_path):
    async def scenario(hub, clerk):
        assert "1件" in await clerk.post("/search", text="001")
        async with hub.client() as kiosk:
            await kiosk.open_visit(OpenVisit("ja", service="certificates"), "press-of-another")
        page = await clerk.post("/search", text="１")
        assert "2件" in page and "A-001" in page and "C-001" in page
        for _ in range(30):
            await clerk.post("/search", text="1")
        assert clerk.status == 200, "a number may be looked for as often as one likes"

    on_hub(tmp_path, scenario)


def test_what_cannot_be_found_is_said_with_what_to_do(tmp_path):
    async def scenario(hub, clerk):
        assert "見つかりません" in await clerk.post("/search", text="サトウ")
        assert "短すぎて" in await clerk.post("/search", text="ミ") and clerk.status == 422
        for _ in range(30):
            await clerk.post("/search", text="ミドリノ")
        assert clerk.status == 429 and "10分に20回まで" in clerk.text

    on_hub(tmp_path, scenario)


def test_nobody_but_clerks_searches(tmp_path):
    async def scenario(hub, clerk):
        guide = await hub.clerk(login="floor")
        await guide.get("/search")
        assert guide.status == 403

    on_hub(tmp_path, scenario)


def test_what_another_desk_serves_is_taken_over_with_a_reason(tmp_path):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await serving(hub, kiosk)
            other = await hub.clerk(2)
            page = await other.post("/search", text="a1")
            assert '受付　対応中　<span class="whole">1番</span>' in page and "1番から引き継ぐ" in page
            form = re.search(r'<form class="take-over".*?</form>', page, re.DOTALL)[0]
            fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
            fields.pop("page_token")
            page = await other.post("/counter/act", reason="colleague_away", **fields)
            assert other.status == 200 and NAME in page and "引き継ぎ　受付　対応中" in page

    asyncio.run(play())


def test_a_result_leads_to_what_happened_to_the_number_and_to_calling_it_where_this_desk_may(tmp_path):
    async def scenario(hub, clerk):
        page = await clerk.post("/search", text="a1")
        story, call = re.search(r'href="(/search/[^"]+)"', page)[1], re.search(r'href="(/counter[^"]+)">呼ぶ…', page)[1]
        assert html.unescape(call) == "/counter?stage=reception&pick=A-001"
        page = await clerk.get(story)
        assert "発券" in page and "受けられる窓口　1番窓口・2番窓口" in page and "呼ぶ…" in page and NAME not in page
        other = await hub.clerk(4)
        page = await other.get(story)
        assert "受けられる窓口" in page and "呼ぶ…" not in page, "a desk of another line reads where it is"
        await other.get("/search/" + "0" * 32)
        assert other.status == 404

    on_hub(tmp_path, scenario)


def test_who_is_served_at_this_desk_is_opened_with_the_record(tmp_path):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            clerk = await serving(hub, kiosk)
            page = await clerk.post("/search", text="a1")
            assert 'class="found" href="/counter?stage=reception"' in page and "入力内容をひらく" in page

    asyncio.run(play())


def test_nobody_but_clerks_reads_what_happened_there(tmp_path):
    async def scenario(hub, clerk):
        page = await clerk.post("/search", text="a1")
        guide = await hub.clerk(login="floor")
        await guide.get(re.search(r'href="(/search/[^"]+)"', page)[1])
        assert guide.status == 403

    on_hub(tmp_path, scenario)
