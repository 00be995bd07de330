"""Whose stage or counter is taken away by a change of the settings is told so, and who is in hand is not lost."""

import asyncio
import re

import msgspec

from hub.security.actors import Staff, System
from hub.wire import OpenVisit
from tests.hub.web.running_hub import issue, running_hub
from tests.hub.web.test_counter_dialogs import dialog

CHIEF = Staff("chief", "manager", "課長", "c0")
FOUR = 4  # reception and delivery of the demo office's cards


def on_hub(tmp_path, scenario):
    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())


def with_counter(hub, number, **changes):
    """The counters of the office with this one changed, or without it."""
    replaced = (
        msgspec.structs.replace(each, **changes) if each.number == number else each
        for each in hub.office.bundle.site.counters
        if changes or each.number != number
    )
    return tuple(replaced)


async def change(hub, counters, seen=0):
    return await hub.office.branch.change_settings(CHIEF, "counters", counters, hub.clock.now.date(), seen)


async def take_files(hub, counters):
    """The city's IT replaced the files: nobody asks who is at work."""
    site = msgspec.structs.replace(hub.office.bundle.site, counters=counters)
    assert await hub.office.branch.take_files(System(), msgspec.structs.replace(hub.office.bundle, site=site, hash="another"))


def test_a_stage_that_was_taken_away_is_named_with_who_did_it_until_it_was_read(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await hub.clerk(FOUR)
        assert "4番窓口　受付" in await clerk.get("/counter?stage=reception")
        hub.clock.forward(minutes=3)
        eight = with_counter(hub, FOUR, stages=("delivery",))
        more = msgspec.structs.replace(eight[0], number=31, stages=("reception",), services=("my_number_card",))
        assert await change(hub, (*eight, more)) is None
        for path in ("/counter?stage=reception", "/counter?stage=delivery&lost=reception"):
            page = await clerk.get(path)
            assert "4番窓口は、受付を受けなくなりました" in page and "9:03 に 課長・係長が、窓口の設定を変えました" in page
            assert "いまの席は 4番窓口　交付 です" in page and 'data-path="/counter?stage=delivery&amp;lost=reception"' in page
        assert "受けなくなりました" not in await clerk.get("/counter?stage=delivery"), "わかりました"
        page = await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
        assert "受けなくなりました" in page and "いま対応している方はいません" in page, "nobody is called for another stage"

    on_hub(tmp_path, scenario)


def test_a_stage_or_service_of_who_is_in_hand_is_not_taken_away_today(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "for-a-card", OpenVisit("ja", service="my_number_card"))
        clerk = await hub.clerk(FOUR)
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
        for changes in ({"stages": ("delivery",)}, {"services": ("seal",)}):
            after = with_counter(hub, FOUR, **changes)
            spare = msgspec.structs.replace(after[0], number=31, stages=("reception", "delivery"), services=("my_number_card",))
            refused = await change(hub, (*after, spare))
            assert [each.wrong for each in refused] == ["counter 4 is at work"]
        assert "を呼んでいます" in await clerk.get("/counter")

    on_hub(tmp_path, scenario)


def test_who_is_in_hand_when_the_files_change_is_served_to_the_end_and_nobody_after_them(tmp_path):
    async def scenario(hub, kiosk):
        for press in ("first-card", "second-card"):
            await issue(kiosk, press, OpenVisit("ja", service="my_number_card"))
        clerk = await hub.clerk(FOUR)
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
        await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0002"}))
        await take_files(hub, with_counter(hub, FOUR, stages=("delivery",), services=("seal",)))
        page = await clerk.get("/counter?stage=reception")
        assert 'id="here">F-001<' in page and "手元の F-001 は、最後まで対応できます" in page
        assert "待ち 0人" in page and "次を呼ぶ　F-002" not in page
        left = dialog(clerk, "gone") | {"action": "leave:other"}
        page = await clerk.post("/counter/act", **left)
        assert 'id="here"' not in page and "いまの席は 4番窓口　交付 です" in page

    on_hub(tmp_path, scenario)


def test_whose_counter_is_gone_reads_so_where_the_next_seat_is_chosen_and_where_the_visit_is(tmp_path):
    async def scenario(hub, kiosk):
        await issue(kiosk, "first-press")
        clerk = await hub.clerk(2)
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
        await take_files(hub, with_counter(hub, 2))
        page = await clerk.get("/counter")
        assert clerk.url.endswith("/desk") and "2番の席は、なくなりました" in page
        assert "対応中の A-001 は、そのまま残っています" in page
        await clerk.post("/desk", counter="1")
        page = await clerk.post("/search", text="A-001")
        assert "A-001" in page and "2番" in page

    on_hub(tmp_path, scenario)


def test_a_service_that_was_taken_away_is_named_with_who_did_it_until_it_was_read(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await hub.clerk(2)
        page = await clerk.get("/counter")
        drawn = re.search(r'data-had="([^"]+)"', page)[1]
        assert drawn.split()[0] == "2" and "seal" in drawn
        hub.clock.forward(minutes=3)
        assert await change(hub, with_counter(hub, 2, services=("residence", "certificates"))) is None
        for asked in range(2):
            page = await clerk.get("/counter?stage=reception", **{"X-Desk-Had": drawn})
            assert (
                "2番窓口は、印鑑登録・総合案内を受けなくなりました" in page
                and "9:03 に 課長・係長が、窓口の設定を変えました" in page
            ), asked
            assert "いま受けるのは 住民異動・証明書 です" in page
            drawn = re.search(r'data-had="([^"]+)"', page)[1]
        assert "受けなくなりました" not in await clerk.get("/counter?stage=reception"), "わかりました"
        assert "受けなくなりました" not in await clerk.get("/counter", **{"X-Desk-Had": "1 seal"}), (
            "that was another counter's page"
        )
        assert "受けなくなりました" not in await clerk.get("/counter", **{"X-Desk-Had": "2 nothing_known"})

    on_hub(tmp_path, scenario)


def test_a_stage_a_counter_never_had_is_called_that(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await hub.clerk(1)
        page = await clerk.get("/counter?stage=delivery")
        assert "1番窓口は、交付を受けない窓口です" in page and "設定を変えました" not in page
        assert "受けない窓口" not in await clerk.get("/counter?stage=none")

    on_hub(tmp_path, scenario)
