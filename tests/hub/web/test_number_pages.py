"""番号 and 閲覧 as pages: the floor sees where a number stands, a manager a record once a reason is given."""

import asyncio

from hub.wire import OpenVisit
from tests.hub.web.running_hub import NAME, moving_in, running_hub


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
