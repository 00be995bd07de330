"""The event stream: every fact once, in order, nobody is told more than the screen needs, and what was missed is healed."""

import asyncio
import json
import re
from contextlib import aclosing, asynccontextmanager

import aiohttp
import msgspec
import pytest

from hub.client import LinkUp
from hub.web.api.events import RETRY
from hub.web.push.broker import QUEUE_LIMIT, Broker
from hub.web.push.views import VIEWS
from hub.wire import BoardState, Following, LegCalled, Refusal, VisitOpened
from tests.hub.small_office import Clock
from tests.hub.web.running_hub import issue, running_hub


async def until(stream, kind):
    """The news up to the first of this kind."""
    found = []
    async for news in stream:
        found.append(news)
        if isinstance(news, kind):
            return found
    raise AssertionError("the stream ended")


def facts(found):
    return [news.seq for news in found if isinstance(news, VisitOpened | LegCalled)]


def test_a_board_without_a_past_starts_from_everything_and_then_hears_each_fact_once(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client(hub.board) as board, hub.client() as kiosk:
            await issue(kiosk, "before-it-came")
            async with aclosing(board.events("board")) as stream:
                state, up = await until(stream, LinkUp)
                assert isinstance(state, BoardState) and up.seq == state.seq
                assert state.lines[0].people_waiting == 1
                tickets = [await issue(kiosk, f"press-{number:04}") for number in range(20)]
                heard = [found for _ in tickets for found in await until(stream, VisitOpened)]
                opened = [news for news in heard if isinstance(news, VisitOpened)]
                assert [news.number for news in opened] == [ticket.number for ticket in tickets]
                assert [news.seq for news in opened] == sorted({news.seq for news in opened})

    asyncio.run(scenario())


def test_a_board_that_was_away_gets_what_it_missed_without_gap_or_repetition(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client(hub.board) as board, hub.client() as kiosk:
            known = (await board.board()).seq
            for number in range(30):
                await issue(kiosk, f"press-{number:04}")
            async with aclosing(board.events("board", since=known + 10)) as stream:
                found = await until(stream, LinkUp)
                assert not any(isinstance(news, BoardState) for news in found)
                assert facts(found) == list(range(known + 11, known + 31))

    asyncio.run(scenario())


def test_numbers_given_while_a_board_connects_are_neither_lost_nor_told_twice(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client(hub.board) as board, hub.client() as kiosk:
            known = (await board.board()).seq
            giving = asyncio.create_task(give(kiosk, 60))
            heard = []
            while len(heard) < 60:
                async with aclosing(board.events("board", since=heard[-1] if heard else known)) as stream:
                    async for news in stream:
                        heard += facts([news])
                        if len(heard) % 7 == 0 or len(heard) >= 60:
                            break  # the line is cut in the middle, again and again
            await giving
            assert heard == list(range(known + 1, known + 61))

    async def give(kiosk, count):
        for number in range(count):
            await issue(kiosk, f"press-{number:04}")

    asyncio.run(scenario())


def test_a_board_from_another_past_starts_from_everything(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client(hub.board) as board:
            stream = board.events("board", since=999_999)
            found = await until(stream, LinkUp)
            await stream.aclose()
            assert isinstance(found[0], BoardState)

    asyncio.run(scenario())


def test_a_listener_too_slow_for_the_news_gets_the_present_state_instead():
    async def scenario():
        broker = Broker(Clock(), head=0)
        slow = broker.subscribe("board")
        for seq in range(1, QUEUE_LIMIT + 10):
            slow.put(seq, b"fact")
        assert slow.lost
        assert await slow.take(0) == (0, b"")
        slow.start_over()
        slow.put(1000, b"newer")
        assert await slow.take(500) == (1000, b"newer")

    asyncio.run(scenario())


@asynccontextmanager
async def raw(hub, device="", **query):
    """The stream line by line as sent, empty lines left out."""
    headers = {"Authorization": f"Bearer {device}"} if device else {}
    async with aiohttp.ClientSession() as session, session.get(hub.address + "/events", params=query, headers=headers) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        yield without_waits(answer.content)


async def without_waits(content):
    """The lines but those of the expected waits: they are told on a clock of their own, between any two others."""
    told = (line.decode().strip() async for line in content if line.strip())
    async for line in told:
        if line == "event: waits":
            await anext(told)  # its data
        else:
            yield line


async def take(lines, count):
    return [await anext(lines) for _ in range(count)]


def test_ids_are_places_in_the_log_and_pings_say_how_far_a_view_was_told(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await issue(kiosk, "a-resident")
            head = (await kiosk.board()).seq
            async with raw(hub, hub.board, view="board") as lines:
                retry, first_id, name, body, resumed_id, resumed, _, ping, said = await take(lines, 9)
            assert retry.startswith("retry: ")
            assert (first_id, name) == (f"id: {head}", "event: snapshot")
            assert msgspec.json.decode(body.removeprefix("data: "), type=BoardState).seq == head
            assert (resumed_id, resumed, ping) == (f"id: {head}", "event: resumed", "event: ping")
            assert json.loads(said.removeprefix("data: "))["seq"] == head

    asyncio.run(scenario())


@pytest.mark.parametrize(("view", "token"), [("board", ""), ("counter", "board"), ("floor", "kiosk"), ("kiosk", ""), ("phone", "")])
def test_each_view_is_for_those_whose_screen_it_is(tmp_path, view, token):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.browser().session as session:
            headers = {"Authorization": f"Bearer {getattr(hub, token)}"} if token else {}
            async with session.get(hub.address + f"/events?view={view}", headers=headers) as answer:
                refusal = msgspec.json.decode(await answer.read(), type=Refusal)
                assert answer.status in (401, 403, 404), refusal

    asyncio.run(scenario())


def test_every_view_is_told_when_to_come_back_and_phones_after_everybody_else():
    assert set(RETRY) == set(VIEWS)
    assert RETRY["phone"][0] >= max(most for view, (_, most) in RETRY.items() if view in ("board", "kiosk", "counter", "floor"))


def test_a_board_hears_nothing_of_kiosks(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client(hub.board) as board, hub.client() as kiosk:
            stream = board.events("board")
            await until(stream, LinkUp)
            await kiosk.call_help("01", True)
            await issue(kiosk, "a-resident")
            heard = await until(stream, VisitOpened)
            await stream.aclose()
            assert {type(news).__name__ for news in heard} <= {"VisitOpened", "Ping", "Waits"}

    asyncio.run(scenario())


def test_a_phone_hears_its_own_row_and_no_more(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            own = await issue(kiosk, "own-press")
            await issue(kiosk, "other-press")
            token = own.follow_url.rsplit("/", 1)[1]
            clerk = await hub.clerk(1)
            async with raw(hub, view="phone", token=token) as lines:
                assert "event: resumed" in await take(lines, 4)
                await clerk.get("/counter")
                await clerk.post("/counter/next", stage="reception", finish="false", key="12345678")
                name, body = await take(lines, 2)
            assert name == "event: row"
            row = msgspec.json.decode(body.removeprefix("data: "), type=Following)
            assert (row.number, row.state, row.counters) == (own.number, "called", (1,))

    asyncio.run(scenario())


def test_a_phone_hears_that_its_number_goes_on_with_the_familys_and_that_this_was_taken_back(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            first, second = await issue(kiosk, "first-press"), await issue(kiosk, "second-press")
            clerk = await hub.clerk(1)
            await clerk.get("/counter")
            await clerk.post("/counter/next", stage="reception", finish="false", key="12345678")
            async with raw(hub, view="phone", token=second.follow_url.rsplit("/", 1)[1]) as lines:
                await take(lines, 4)
                fields = dict(re.findall(r'name="(visit|version|key)" value="([^"]*)"', clerk.text.split('id="merge-form"')[1]))
                await clerk.post("/counter/merge", stage="reception", other=second.number, **fields)
                row = await told(lines)
                assert (row.number, row.own_number, row.state) == (first.number, second.number, "called")
                await clerk.post("/counter/undo", stage="reception", key="undo-0001")
                row = await told(lines)
                assert (row.number, row.own_number, row.state) == (second.number, "", "waiting")

    asyncio.run(scenario())


def test_a_phone_is_told_to_look_again_when_a_notice_goes_up(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            ticket = await issue(kiosk, "own-press")
            guide = await hub.clerk(login="floor")
            async with raw(hub, view="phone", token=ticket.follow_url.rsplit("/", 1)[1]) as lines:
                await take(lines, 4)
                for text in ("エレベーター点検中", "1番窓口は12時まで"):
                    await guide.get("/notices")
                    await guide.post("/notices", text=text, until="2027-03-29T15:30")
                    assert (await told(lines)).state == "waiting", "its own row has not moved"

    asyncio.run(scenario())


async def told(lines):
    """The next row a phone is told."""
    while True:
        line = (await take(lines, 1))[0]
        if line.startswith("data: ") and "number" in line:
            return msgspec.json.decode(line.removeprefix("data: "), type=Following)


def test_one_device_does_not_hold_every_stream(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client(hub.board) as board:
            streams = [board.events("board") for _ in range(6)]
            for stream in streams:
                await until(stream, LinkUp)
            headers = {"Authorization": f"Bearer {hub.board}"}
            async with hub.browser().session.get(hub.address + "/events?view=board", headers=headers) as answer:
                assert answer.status == 429
            for stream in streams:
                await stream.aclose()

    asyncio.run(scenario())


def test_who_turns_pages_quickly_is_told_on_each(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub:
            for _ in range(30):
                async with raw(hub, hub.board, view="board") as lines:
                    assert (await anext(lines)).startswith("retry: ")

    asyncio.run(scenario())
