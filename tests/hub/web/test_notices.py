"""The page on which the branch writes what its boards show."""

import re
from datetime import timedelta

from hub.security.actors import Board
from tests.hub.web.running_hub import issue
from tests.hub.web.test_portal import on_hub


def on_boards(hub):
    return hub.office.hall.board_state(Board("01"))


def test_a_guide_puts_up_a_notice_and_takes_it_down(tmp_path):
    async def scenario(hub, _):
        guide = await hub.clerk(login="floor")
        page = await guide.get("/notices")
        assert 'value="2027-03-29T17:' in page and 'aria-current="page">お知らせ' in page
        page = await guide.post("/notices", text="エレベーター点検中 <b>", until="2027-03-29T15:30")
        assert guide.url.endswith("/notices") and "エレベーター点検中 &lt;b&gt;" in page and "3/29（月） 15:30 まで" in page
        first = (await on_boards(hub)).notices[0]
        assert (first.text, first.until.hour) == ("エレベーター点検中 <b>", 15)
        address = re.search(r'action="(/notices/[^"]+/down)"', page)[1]
        await guide.post(address)
        assert "エレベーター" not in guide.text
        assert all("エレベーター" not in notice.text for notice in (await on_boards(hub)).notices)
        await guide.post(address)
        assert guide.status == 200

    on_hub(tmp_path, scenario)


def test_what_is_wrong_stands_beside_its_field_and_nothing_goes_up(tmp_path):
    async def scenario(hub, _):
        guide = await hub.clerk(login="floor")
        await guide.get("/notices")
        before = (await on_boards(hub)).notices
        for text, until, said in (
            ("", "2027-03-29T15:30", "お知らせの文を書いてください。"),
            ("あ" * 61, "2027-03-29T15:30", "60文字まで"),
            ("点検中", "2027-03-29T08:59", "いまより後に"),
            ("点検中", "きょう", "いまより後に"),
            ("点検中", "2027-12-29T08:59", "31日先まで"),
        ):
            page = await guide.post("/notices", text=text, until=until)
            assert guide.status == 422 and said in page and 'aria-invalid="true"' in page
        assert (await on_boards(hub)).notices == before

    on_hub(tmp_path, scenario)


def test_a_notice_is_gone_at_its_time_and_a_clerk_writes_none(tmp_path):
    async def scenario(hub, _):
        guide, clerk = await hub.clerk(login="floor"), await hub.clerk(1)
        await guide.get("/notices")
        await guide.post("/notices", text="点検中", until="2027-03-29T10:00")
        hub.clock.now += timedelta(hours=1)
        assert "点検中" not in await guide.get("/notices")
        assert all(notice.text != "点検中" for notice in (await on_boards(hub)).notices)
        await clerk.get("/notices")
        assert clerk.status == 403

    on_hub(tmp_path, scenario)


def test_a_notice_in_more_than_japanese_reaches_each_reader_in_their_language(tmp_path):
    async def scenario(hub, kiosk):
        guide = await hub.clerk(login="floor")
        await guide.get("/notices")
        texts = {"text": "エレベーター点検中", "text-en": " The lift  is closed ", "text-vi": ""}
        page = await guide.post("/notices", until="2027-03-29T15:30", **texts)
        assert "The lift is closed" in page
        first = (await on_boards(hub)).notices[0]
        assert (first.text, first.others) == ("エレベーター点検中", {"en": "The lift is closed"})
        browser = hub.browser()
        for language, seen, marked in (
            ("en", "The lift is closed", False),
            ("vi", "エレベーター点検中", False),
            ("vi", "The lift is closed", False),
            ("ja", "エレベーター点検中", False),
        ):
            ticket = await issue(kiosk, f"press-in-{language}-{len(seen)}")
            for path in (f"/board?language={language}", f"/t/{ticket.follow_url.rpartition('/')[2]}?language={language}"):
                page = await browser.get(path)
                assert seen in page, path
                assert ("chỉ có tiếng Nhật" in page) is marked, path
        await guide.get("/notices")
        await guide.post("/notices", until="2027-03-29T15:30", text="水が出ません")
        assert "chỉ có tiếng Nhật" in await browser.get(path.replace("ja", "vi")), "of nothing else it is said"

    on_hub(tmp_path, scenario)
