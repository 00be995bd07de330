"""The client of kiosks and boards: every answer is a value, and the news go on whatever happens to the line."""

import asyncio
import socket
from contextlib import aclosing
from datetime import timedelta

import aiohttp
import msgspec
from aiohttp import web

from config.bundle import Bundle
from hub.client import HubClient, LinkDown, LinkUp, Rejected, Unchanged, Unreachable
from hub.wire import (
    BoardState,
    HubIdentity,
    KioskState,
    OpenVisit,
    Ping,
    Refusal,
    SealedVisit,
    ServiceLine,
    SlipPrinted,
    Ticket,
    VisitOpened,
)
from tests.hub.small_office import NINE, seal_visit
from tests.hub.web.running_hub import demo_bundle, issue, number_for, running_hub


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def until(stream, kind):
    found = []
    async for news in stream:
        found.append(news)
        if isinstance(news, kind):
            return found
    raise AssertionError("the news ended")


def test_a_kiosk_does_its_whole_work_through_the_client(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            identity = await kiosk.hub()
            assert isinstance(identity, HubIdentity) and identity.site == "kawabe"
            bundle = await kiosk.bundle()
            assert isinstance(bundle, Bundle) and bundle == demo_bundle()
            assert await kiosk.bundle(bundle.hash) == Unchanged()
            ticket = await issue(kiosk, "one-press")
            assert await kiosk.report_state("01", KioskState("in_use", 2, 7, printer="ready")) is None
            assert await kiosk.call_help("01", True) is None
            assert await kiosk.report_slip(SlipPrinted(ticket.visit, "printed")) is None
            assert isinstance(await kiosk.board(), BoardState)

    asyncio.run(scenario())


def test_a_number_given_while_the_hub_was_away_is_delivered_once(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            identity = await kiosk.hub()
            await issue(kiosk, "later-in-time")
            issued_at = NINE - timedelta(minutes=20)
            visit = OpenVisit("ja", service="residence", number="A-0101", issued_at=issued_at)
            sealed = seal_visit(identity.seal_key, visit, "A-0101", issued_at, "residence")
            assert isinstance(sealed, SealedVisit)
            tickets = [await kiosk.open_sealed_visit(sealed, "sealed-press") for _ in range(3)]
            assert {ticket.number for ticket in tickets} == {"A-0101"}
            assert (await kiosk.board()).lines[0].people_waiting == 2
            clerk = await hub.clerk(1)
            page = await clerk.get("/counter")
            assert "次を呼ぶ　A-0101" in page

    asyncio.run(scenario())


def test_the_news_go_on_after_the_hub_was_restarted(tmp_path):
    port = free_port()

    async def scenario():
        async with HubClient(f"http://127.0.0.1:{port}", "") as nobody:
            assert isinstance(await nobody.hub(), Unreachable)
        async with running_hub(tmp_path / "state", port=port) as hub:
            board = HubClient(hub.address, hub.board)
            stream = board.events("board")
            async with hub.client() as kiosk:
                await issue(kiosk, "first-press")
            before = await until(stream, LinkUp)
        async with aclosing(stream):
            down = await until(stream, LinkDown)
            assert down[-1].tries == 1
            async with running_hub(tmp_path / "state", port=port, before=hub) as again, again.client() as kiosk:
                ticket = await issue(kiosk, "second-press")
                after = await until(stream, VisitOpened)
                assert after[-1].number == ticket.number
                assert after[-1].seq > before[-1].seq
                assert not any(isinstance(news, BoardState) for news in after)
        await board.close()

    (tmp_path / "state").mkdir()
    asyncio.run(scenario())


def test_a_device_that_was_taken_away_is_told_so(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client("uk_unknown") as stranger:
            answer = await stranger.open_visit(number_for(), "one-press")
            assert isinstance(answer, Refusal) and answer.error == "unknown_device"
            async with aclosing(stranger.events("board")) as stream:
                rejected, down = await until(stream, LinkDown)
            assert isinstance(rejected, Rejected) and rejected.refusal.error == "unknown_device"
            assert down.tries == 1

    asyncio.run(scenario())


def test_a_server_that_is_no_hub_is_unreachable_not_an_exception():
    async def scenario():
        async def hello(request):
            return web.Response(text="<html>hello</html>", content_type="text/html")

        async with served(hello) as address, HubClient(address, "token") as client:
            return [await client.hub(), await client.board(), await client.bundle()]

    assert all(isinstance(answer, Unreachable) for answer in asyncio.run(scenario()))


def test_a_hub_that_does_not_answer_in_time_is_unreachable():
    async def scenario():
        async def silence(request):
            await asyncio.Event().wait()

        async with served(silence) as address, HubClient(address, "token", time_limit=0.2) as client:
            return await client.hub()

    assert isinstance(asyncio.run(scenario()), Unreachable)


def test_a_ping_that_tells_of_missed_facts_makes_the_board_start_over():
    state = msgspec.json.encode(BoardState(7, NINE, (), ())).decode()
    asked = []

    async def scenario():
        async def stream(request):
            asked.append(request.headers.get("Last-Event-ID"))
            response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
            await response.prepare(request)
            standing = msgspec.json.encode(Ping(7, NINE)).decode()
            newer = msgspec.json.encode(Ping(9, NINE)).decode()
            await response.write(f"id: 7\nevent: snapshot\ndata: {state}\n\nevent: resumed\ndata: {standing}\n\n".encode())
            await response.write(f"event: ping\ndata: {standing if len(asked) > 1 else newer}\n\n".encode())
            await asyncio.Event().wait()

        async with served(stream) as address, HubClient(address, "token") as client, aclosing(client.events("board", 5)) as news:
            first = await until(news, LinkDown)
            second = await until(news, Ping)
        return first, second

    first, second = asyncio.run(scenario())

    assert first[-1].reason == "facts are missing"
    assert asked == ["5", None]
    assert isinstance(second[0], BoardState)


def test_a_kiosk_goes_on_past_a_fact_of_a_newer_hub_and_a_board_starts_over():
    state = msgspec.json.encode({**msgspec.to_builtins(BoardState(7, NINE, (), ())), "later": [1]}).decode()
    opened = VisitOpened(9, NINE, "visit", "A-001", "residence", ServiceLine("residence", "A", 1))
    asked = []

    async def stream(request):
        asked.append(request.headers.get("Last-Event-ID"))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        standing = msgspec.json.encode(Ping(7, NINE)).decode()
        await response.write(f"event: snapshot\ndata: {state}\n\nevent: resumed\ndata: {standing}\n\n".encode())
        if len(asked) == 1:
            fact = {"kind": "of_a_later_release", "seq": 8, "at": NINE.isoformat()}
            await response.write(f"id: 8\nevent: fact\ndata: {msgspec.json.encode(fact).decode()}\n\n".encode())
        await response.write(f"id: 9\nevent: fact\ndata: {msgspec.json.encode(opened).decode()}\n\n".encode())
        await asyncio.Event().wait()

    async def told(view):
        asked.clear()
        async with served(stream) as address, HubClient(address, "token") as client, aclosing(client.events(view, 5)) as news:
            return await until(news, VisitOpened)

    kiosk, on_kiosk = asyncio.run(told("kiosk")), list(asked)
    board, on_board = asyncio.run(told("board")), list(asked)

    assert [type(news) for news in kiosk] == [BoardState, LinkUp, VisitOpened] and on_kiosk == ["5"]
    assert [type(news) for news in board] == [BoardState, LinkUp, LinkDown, BoardState, LinkUp, VisitOpened]
    assert on_board == ["5", None]


def test_a_newer_kiosk_stands_on_the_floor_of_an_older_hub_but_opens_no_visit_there_with_what_is_not_understood(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            headers = {"Authorization": f"Bearer {hub.kiosk}"}
            state = {"state": "in_use", "version": "9.0", "mood": "cheerful"}
            async with aiohttp.ClientSession(headers=headers) as session:
                async with session.put(f"{kiosk.address}/api/kiosks/01/state", json=state) as answer:
                    reported = answer.status
                visit = {"language": "ja", "service": "residence", "later": True}
                async with session.post(
                    f"{kiosk.address}/api/visits", json=visit, headers={"Idempotency-Key": "one-press"}
                ) as answer:
                    return reported, answer.status, (await answer.json())["error"]

    assert asyncio.run(scenario()) == (204, 400, "bad_message")


class served:  # noqa: N801 (reads as a word in `async with`)
    """One handler for every address, over real TCP."""

    def __init__(self, handler):
        self.app = web.Application()
        self.app.router.add_route("*", "/{anything:.*}", handler)

    async def __aenter__(self):
        self.runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self.runner.setup()
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        await web.SockSite(self.runner, sock).start()
        return f"http://127.0.0.1:{sock.getsockname()[1]}"

    async def __aexit__(self, *trouble):
        await self.runner.cleanup()


def test_a_ticket_of_the_wire_is_the_ticket_of_the_client():
    ticket = Ticket("v", "A-001", NINE.date(), "residence", (), NINE, ())
    assert msgspec.json.decode(msgspec.json.encode(ticket), type=Ticket) == ticket
