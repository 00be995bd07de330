"""いまの混雑: what residents read before they come, and how the staff say otherwise."""

import asyncio
import re
from contextlib import aclosing

import msgspec

from hub.client import LinkUp
from hub.security.actors import Board, Resident
from hub.wire import ActOnLeg, CallNext, CheckIdentity, ExpectedWait, OpenVisit, Waits
from tests.hub.small_office import clerk
from tests.hub.web.running_hub import demo_bundle, issue, moving_in, number_for, running_hub


def with_hub(scenario, tmp_path, bundle=None):
    async def run():
        async with running_hub(tmp_path, bundle) as hub:
            return await scenario(hub)

    return asyncio.run(run())


def row(page, name):
    """The words of one service on the resident's page."""
    item = next(each for each in page.split("<li>") if f"<b>{name}</b>" in each)
    return re.sub(r"<[^>]+>", " ", item.split("</li>")[0])


async def serve(hub, count):
    """So many people called and served at counter 1, two minutes each."""
    async with hub.client() as kiosk:
        for number in range(count):
            await issue(kiosk, f"press-number-{number}", OpenVisit("ja", applications=(moving_in(),)))
            called = (await hub.office.call_next(clerk(1), CallNext(counter=1, stage="reception", finish=True))).called
            leg = next(each for each in called.legs if each.state == "called")
            await hub.office.act(clerk(1), ActOnLeg(visit=called.visit, leg=leg.leg, action="start", version=called.version))
            shown = CheckIdentity(visit=called.visit, person="self", documents=("driving_licence",))
            await hub.office.records.check_identity(clerk(1), shown)
            hub.clock.forward(minutes=2)


def test_a_line_that_moves_says_its_wait_and_an_empty_one_is_free(tmp_path):
    async def scenario(hub):
        await serve(hub, 8)
        async with hub.client() as kiosk:
            for number in range(20):
                await issue(kiosk, f"press-waiting-{number}", number_for())
        hub.clock.forward(seconds=30)
        return await hub.browser().get("/now?language=ja")

    page = with_hub(scenario, tmp_path)

    residence = row(page, "住民異動")
    assert "20人 待ち" in residence and re.search(r"約 \d+〜\d+分", residence) and "×" in residence
    seal = row(page, "印鑑登録")
    assert seal.split("約")[1] == residence.split("約")[1], "the same counters call both: who comes for a seal stands behind all"
    assert "○" in row(page, "マイナンバーカード") and "空いている" in row(page, "マイナンバーカード")
    assert "0人 待ち" in row(page, "証明書") and "分" not in row(page, "証明書"), "a range beside nobody is a contradiction"
    assert re.search(r"<h1>[^<]*住民異動[^<]*印鑑登録[^<]*：", page), re.findall(r"<h1>.*?</h1>", page)
    assert "9:16 の様子です" in page


def test_a_line_nobody_can_judge_has_no_mark(tmp_path):
    async def scenario(hub):
        async with hub.client() as kiosk:
            await issue(kiosk, "one-press-only", number_for())
        return await hub.browser().get("/now?language=ja")

    page = with_hub(scenario, tmp_path)
    residence = row(page, "住民異動")

    assert "<h1>住民異動・印鑑登録・戸籍の届出：待ち時間は見込めません</h1>" in page, (
        "the office is not called free while somebody waits and nobody can tell"
    )
    assert "－" in residence and "待ち時間は見込めません" in residence and "1人 待ち" in residence


def test_what_the_staff_state_is_told_with_its_time_until_the_hour_is_over_or_it_is_taken_back(tmp_path):
    async def scenario(hub):
        guide = hub.browser()
        await guide.sign_in("floor")
        await guide.get("/congestion")
        await guide.post("/congestion", service="residence", mark="very_busy")
        await guide.post("/congestion", service="seal", mark="busy")
        stated = await hub.browser().get("/now?language=en")
        board = await guide.get("/congestion")
        await guide.post("/congestion", service="seal", mark="")
        hub.clock.forward(minutes=59)
        held = await hub.browser().get("/now?language=ja")
        hub.clock.forward(minutes=1)
        over = await hub.browser().get("/now?language=ja")
        rows = "SELECT actor, subject FROM audit WHERE action = 'congestion_stated' ORDER BY id"
        noted = await hub.office._store.read(lambda connection: connection.execute(rows).fetchall())
        return stated, board, held, over, [subject for _, subject in noted]

    stated, board, held, over, noted = with_hub(scenario, tmp_path)

    assert "Very busy" in row(stated, "Moving and household") and "From the staff, 9:00" in stated
    assert "職員から 9:00" in board and "自動に戻す" in board
    assert "大変混雑している" in row(held, "住民異動") and "職員から" not in row(held, "印鑑登録")
    assert "空いている" in row(over, "住民異動") and "職員から" not in over
    assert noted == ["residence:very_busy", "seal:busy", "seal:computed"]


def test_a_closed_office_says_so(tmp_path):
    site = msgspec.structs.replace(demo_bundle().site, always_open=False)

    async def scenario(hub):
        hub.clock.forward(hours=12)
        return await hub.browser().get("/now?language=ja")

    page = with_hub(scenario, tmp_path, msgspec.structs.replace(demo_bundle(), site=site))

    assert "いまは受け付けていません" in row(page, "住民異動") and "人 待ち" not in page


def test_what_can_be_had_without_coming_stands_beside_it_with_both_prices(tmp_path):
    async def scenario(hub):
        resident = hub.browser()
        return await resident.get("/now?language=ja"), await resident.get("/enter?language=ja")

    page, portal = with_hub(scenario, tmp_path)

    assert "住民票の写し：コンビニ 200円（窓口 300円）" in page
    assert 'href="/now?language=ja"' in portal


def test_only_staff_state_anything_and_only_of_services_there_are(tmp_path):
    async def scenario(hub):
        guide, stranger = hub.browser(), hub.browser()
        await stranger.post("/congestion", service="residence", mark="busy")
        await guide.sign_in("floor")
        await guide.get("/congestion")
        await guide.post("/congestion", service="nowhere", mark="busy")
        wrong_service = guide.status
        await guide.post("/congestion", service="residence", mark="heaven")
        return stranger.status, wrong_service, guide.status, await hub.browser().get("/now?language=ja")

    stranger, wrong_service, wrong_mark, page = with_hub(scenario, tmp_path)

    assert (stranger, wrong_service, wrong_mark) == (401, 400, 400)
    assert "職員から" not in page


def test_the_ticket_the_board_and_the_phone_tell_the_same_wait(tmp_path):
    async def scenario(hub):
        await serve(hub, 8)
        async with hub.client() as kiosk:
            for number in range(6):
                ticket = await issue(kiosk, f"press-waiting-{number}", number_for())
        line = next(each for each in (await hub.office.hall.board_state(Board("01"))).lines if each.service == "residence")
        following = await hub.office.follow(Resident(), ticket.follow_url.rpartition("/")[2])
        return ticket, following, line, await hub.browser().get("/board")

    ticket, following, line, page = with_hub(scenario, tmp_path)

    assert ticket.wait is not None and not ticket.wait.usual
    assert following.wait == ticket.wait
    assert line.wait.least >= ticket.wait.least  # whoever comes now has one more person before them
    assert f"{line.wait.least}〜{line.wait.most}分" in page


def test_in_the_morning_the_usual_range_is_told_as_usual_and_nothing_where_none_is_declared(tmp_path):
    async def scenario(hub):
        async with hub.client() as kiosk:
            await issue(kiosk, "press-first-number", number_for())
        lines = {line.service: line.wait for line in (await hub.office.hall.board_state(Board("01"))).lines}
        return lines, await hub.browser().get("/board"), await hub.browser().get("/now?language=ja")

    lines, page, now = with_hub(scenario, tmp_path)

    assert lines["residence"] == ExpectedWait(15, 30, usual=True)
    assert lines["seal"] is None
    assert "ふだん 15〜30分" in page and "ふだん 15〜30分" in row(now, "住民異動")


def test_screens_are_told_when_the_wait_changed_though_nothing_happened_to_their_facts(tmp_path):
    async def scenario(hub):
        async with hub.client(hub.board) as board:
            told = []
            async with asyncio.timeout(60), aclosing(board.events("board")) as news:
                async for each in news:
                    if isinstance(each, LinkUp):
                        await serve(hub, 6)
                    if isinstance(each, Waits) and (wait := each.waits["residence"]) is not None:
                        told.append(wait)
                        if not wait.usual:
                            break
            return told

    assert not with_hub(scenario, tmp_path)[-1].usual
