"""番号 and 閲覧 as pages: the floor sees where a number stands, a manager a record once a reason is given."""

import asyncio
import re

import msgspec

from config.site import Idle
from hub.wire import OpenVisit
from tests.hub.web.running_hub import NAME, demo_bundle, moving_in, running_hub


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await kiosk.open_visit(OpenVisit("vi", applications=(moving_in(),), consideration=True), "one-press")
            await scenario(hub)

    asyncio.run(play())


async def signed_in(hub, role):
    login = {"floor_guide": "floor", "manager": "kacho"}[role]
    browser = hub.browser()
    await browser.sign_in(login)
    return browser


def test_a_page_that_asks_for_calls_by_itself_keeps_nobody_signed_in(tmp_path):
    async def scenario(hub):
        guide, other = await signed_in(hub, "floor_guide"), await signed_in(hub, "floor_guide")
        for _ in range(7):
            hub.clock.forward(minutes=10)
            await guide.get("/floor/calls")
            await other.get("/floor")
        await other.get("/number")
        assert other.status == 200 and "番号のいま" in other.text
        await guide.get("/number")
        assert "番号のいま" not in guide.text, "an hour idle"

    on_hub(tmp_path, scenario)


def test_a_live_page_that_looks_by_itself_keeps_nobody_signed_in_and_who_reads_on_stays(tmp_path):
    async def scenario(hub):
        left, reading = await hub.clerk(1), await hub.clerk(2)
        for _ in range(7):
            hub.clock.forward(minutes=10)
            for clerk in (left, reading):
                await clerk.get("/counter", **{"X-By-Itself": "1"})
            await reading.get("/here")
            assert reading.status == 204
        assert "2番窓口　受付" in await reading.get("/counter")
        assert "窓口の番号" not in await left.get("/counter") and "/sign-in?to=" in left.url, "an hour idle"

    on_hub(tmp_path, scenario)


def test_the_site_says_how_long_nobody_may_sit_there(tmp_path):
    bundle = demo_bundle()
    site = msgspec.structs.replace(bundle.site, idle=Idle(staff_minutes=15))

    async def scenario(hub):
        clerk = await hub.clerk(1)
        assert 'data-idle-minutes="15"' in await clerk.get("/counter")
        hub.clock.forward(minutes=16)
        await clerk.get("/counter")
        assert "/sign-in" in clerk.url

    async def play():
        async with running_hub(tmp_path, msgspec.structs.replace(bundle, site=site)) as hub:
            await scenario(hub)

    asyncio.run(play())


def test_a_guide_notes_beside_a_number_and_never_sees_a_name(tmp_path):
    async def scenario(hub):
        guide = await signed_in(hub, "floor_guide")
        page = await guide.get("/number?number=a1")
        for words in ("A-001", "受付　待ち", "配慮", "Tiếng Việt", "お名前・個人番号・病気のことは書かないでください"):
            assert words in page
        assert "転入" not in page and NAME not in page and "記録を見る" not in page
        page = await guide.post("/number/note", number="A-001", text="大きな声で呼ぶ", key="note-0001")
        assert "残しました" in page and "申し送り 1件" in page
        clerk = await hub.clerk(1)
        await clerk.get("/counter")
        assert "大きな声で呼ぶ" not in clerk.text, "while nobody calls the number"
        await clerk.post("/counter/next", stage="reception", finish="false")
        assert "大きな声で呼ぶ" in clerk.text and NAME not in clerk.text, "it is of use before the resident is there"
        assert "/record-views" not in page and (await guide.get("/record-views")) and guide.status == 403

    on_hub(tmp_path, scenario)


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_guide_answers_where_and_how_long_in_the_words_of_the_phone(tmp_path):
    async def scenario(hub):
        async with hub.client() as kiosk:
            for each in range(2):
                ticket = await kiosk.open_visit(OpenVisit("ja", applications=(moving_in(),)), f"later-press-{each}")
        guide, phone = await signed_in(hub, "floor_guide"), hub.browser()
        told = await phone.get(ticket.follow_url.removeprefix(demo_bundle().site.public_url.upper()).lower())
        page = words_of(await guide.get(f"/number?number={ticket.number}"))
        wait = re.search(r'<p class="wait">([^<]+)</p>', told)[1]
        assert f"受付 待ち 前に 2人 {wait}" in page, page
        desks = [each.number for each in demo_bundle().site.counters if "reception" in each.stages and "residence" in each.services]
        assert "・".join(f"{number}番" for number in desks) in page and "9:00から待ち" in page and "このあと 交付" in page
        assert NAME not in page and "転入" not in page
        clerk = await hub.clerk(desks[0])
        await clerk.post("/counter/next", stage="reception", finish="false")
        page = words_of(await guide.get("/number?number=A-001"))
        assert f"受付 呼出中 {desks[0]}番" in page and "あと" not in page.split("このあと")[0].split("A-001 ")[-1]

    on_hub(tmp_path, scenario)


def test_a_number_that_is_none_says_so(tmp_path):
    async def scenario(hub):
        guide = await signed_in(hub, "floor_guide")
        assert "その番号は、その日の番号にありません" in await guide.get("/number?number=A-999")
        page = await guide.post("/number/note", number="A-001", text="個人番号 123456789018", key="note-0002")
        assert guide.status == 422 and "個人番号は書けません" in page and "123456789018" in page, "what was typed is kept"

    on_hub(tmp_path, scenario)


def test_a_manager_reads_a_record_only_with_a_reason_and_the_page_can_change_nothing(tmp_path):
    async def scenario(hub):
        manager = await signed_in(hub, "manager")
        page = await manager.post("/record-views", number="A-001", reason="complaint", words="")
        assert manager.status == 422 and "見る理由がたりません" in page and NAME not in page
        page = await manager.post("/record-views", number="A-001", reason="complaint", words="電話の苦情に答える")
        assert manager.status == 200 and NAME in page and "見たことが残りました　苦情への対応" in page
        assert 'action="/counter' not in page and "訂正" not in page
        listed = await manager.get("/record-views")
        assert "電話の苦情に答える" in listed and NAME not in listed

    on_hub(tmp_path, scenario)


def test_the_floor_finds_a_number_by_its_digits_and_chooses_where_several_have_them(tmp_path):
    async def scenario(hub):
        guide = await signed_in(hub, "floor_guide")
        await guide.get("/number?number=1")
        assert '<h2 class="big-number">A-001</h2>' in guide.text, "only one of today has them"

        async with hub.client() as kiosk:
            await kiosk.open_visit(OpenVisit("ja", service="certificates"), "press-of-another")
        page = await guide.get("/number?number=００1")
        assert "どの番号ですか" in page and "big-number" not in page
        ways = re.findall(r'href="(/number\?number=[^"]+)"', page)
        assert ways == ["/number?number=A-001", "/number?number=C-001"]
        assert '<h2 class="big-number">C-001</h2>' in await guide.get(ways[1])
        assert guide.status == 200

        await guide.get("/number?number=77")
        assert guide.status == 422

    on_hub(tmp_path, scenario)


def test_a_manager_finds_a_record_by_its_digits_and_says_which_where_several_have_them(tmp_path):
    async def scenario(hub):
        manager, why = await signed_in(hub, "manager"), {"reason": "complaint", "words": "電話の苦情に答える"}
        page = await manager.post("/record-views", number="１", day="2027-03-29", **why)
        assert manager.status == 200 and NAME in page

        async with hub.client() as kiosk:
            await kiosk.open_visit(OpenVisit("ja", service="certificates"), "press-of-another")
        hub.clock.forward(days=1)
        manager = await signed_in(hub, "manager")
        page = await manager.post("/record-views", number="001", day="2027-03-29", **why)
        assert NAME not in page and "どの番号ですか" in page and 'value="電話の苦情に答える"' in page
        assert re.findall(r'type="radio" name="number" value="([^"]+)"', page) == ["A-001", "C-001"]
        assert 'name="day" value="2027-03-29"' in page, "the day that was asked for stays"
        assert "見たことが残りました" in await manager.post("/record-views", number="A-001", day="2027-03-29", **why)

    on_hub(tmp_path, scenario)
