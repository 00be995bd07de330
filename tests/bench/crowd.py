"""Everybody who looks at the hub on a big day, in a process of its own: boards, phones and the pages of the counters.

Reads one JSON line (address, boards, phones, cookies); prints `ready` when every stream stands. Then one word a line: `calls`
prints when each called number was on each board, `boards` what every board shows, `linked` waits until every board has its link,
`pages` how long pages took, `phones` how many rows they were told, `end` ends it.
A counter's page fetches itself again after news, as live.js does; a phone comes back when the hub told it to after a cut.
"""

import asyncio
import json
import random
import re
import sys
import time
from contextlib import suppress
from datetime import datetime
from typing import Any

import aiohttp

from hub.client import HubClient, LinkDown, LinkUp
from hub.wire import BoardState, LegCalled, Seen
from queueboard.board import Board, fold, start

RETRY_SECONDS = 1.0
OWN = re.compile(r'data-(stage|next|services|visit)="([^"]*)"')
SOON = 3.0  # seconds, as in live.js


class Crowd:
    def __init__(self, asked: dict[str, Any]) -> None:
        self.address = asked["address"]
        self.asked = asked
        self.standing = asyncio.Semaphore(0)
        self.calls: dict[str, list[float]] = {}  # visit → when each board had folded it; one monotonic clock for all processes
        self.boards: dict[int, Board] = {}
        self.up: set[int] = set()  # boards whose link stands
        self.linked = asyncio.Event()  # all of them
        self.rows = 0
        self._desks: dict[str, dict[str, str]] = {}  # cookie → what its page says of itself
        self._later: dict[str, asyncio.TimerHandle] = {}  # cookie → its page is looked at then
        self.page_seconds: list[float] = []

    async def board(self, index: int, token: str) -> None:
        now = datetime.now().astimezone()
        first = True
        async with HubClient(self.address, token) as client:
            async for news in client.events("board"):
                match news:
                    case BoardState():
                        self.boards[index] = start(news, now)
                    case LinkDown() if not first:
                        self.up.discard(index)
                        self.linked.clear()
                    case LinkUp():
                        self.up.add(index)
                        if len(self.up) == len(self.asked["boards"]):
                            self.linked.set()
                        if first:
                            self.standing.release()
                        first = False
                    case Seen() if index in self.boards:
                        self.boards[index] = fold(self.boards[index], news, now)
                        if isinstance(news, LegCalled):
                            self.calls.setdefault(news.row.visit, []).append(time.monotonic())

    async def phone(self, token: str) -> None:
        host, _, port = self.address.removeprefix("http://").partition(":")
        first, again = True, RETRY_SECONDS
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(host, int(port))
                writer.write(f"GET /events?view=phone&token={token} HTTP/1.1\r\nHost: hub\r\n\r\n".encode())
                head = await reader.readuntil(b"event: resumed")
                again = int(head.split(b"retry: ")[1].split(b"\n")[0]) / 1000
                if first:
                    self.standing.release()
                first = False
                while chunk := await reader.read(65536):
                    self.rows += chunk.count(b"event: row")
                writer.close()
            await asyncio.sleep(again)

    async def counter(self, cookie: str) -> None:
        """The stream of one page, and the page again after news."""
        news = asyncio.Event()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None), headers={"Cookie": cookie}) as session:
            pages = asyncio.create_task(self._refresh(session, news, cookie))
            first = True
            while True:
                with suppress(aiohttp.ClientError, TimeoutError):
                    async with session.get(self.address + "/events?view=counter") as stream:
                        async for chunk in stream.content.iter_any():
                            if b"event: resumed" in chunk:
                                if first:
                                    self.standing.release()
                                first = False
                                news.set()
                            when = {self._concerns(cookie, line) for line in chunk.splitlines()}
                            if "now" in when:
                                news.set()
                            elif "soon" in when and not self._later.get(cookie):
                                self._later[cookie] = asyncio.get_running_loop().call_later(SOON, news.set)
                await asyncio.sleep(RETRY_SECONDS)
                assert not pages.done(), pages.result()

    async def _refresh(self, session: aiohttp.ClientSession, news: asyncio.Event, cookie: str) -> None:
        while True:
            await news.wait()
            await asyncio.sleep(0.04 + random.random() * 0.08)
            news.clear()
            if (soon := self._later.pop(cookie, None)) is not None:
                soon.cancel()
            began = time.monotonic()
            with suppress(aiohttp.ClientError):
                async with session.get(self.address + "/counter", headers={"Accept": "text/html"}) as page:
                    text = await page.text()
                    assert page.status == 200 and "keybar" in text
                    self._desks[cookie] = dict(OWN.findall(text[text.index('id="page"') :].partition(">")[0]))
                    self.page_seconds.append(time.monotonic() - began)
            if news.is_set():
                await asyncio.sleep(0.5)

    def _concerns(self, cookie: str, line: bytes) -> str:
        """`now`, `soon` or nothing, as live.js decides."""
        if not line.startswith(b'data: {"kind"'):
            return ""
        fact, own = json.loads(line[6:]), self._desks.get(cookie, {})
        place = fact.get("row", fact)
        if place.get("visit", "-") == own.get("visit"):
            return "now"
        if fact["kind"] in ("visit_opened", "leg_called", "leg_moved"):
            at = place.get("stage", "reception")
            if place["service"] not in own.get("services", "").split() or at != own.get("stage"):
                return ""
            back = fact["kind"] == "leg_moved" and place["state"] == "waiting"
            first = not own.get("next") or place["number"] == own["next"] or back
            return "soon" if own.get("visit") and not first else "now"
        return "now" if "visit" not in place else ""

    async def tell(self, word: str) -> str:
        match word:
            case "calls":
                return json.dumps(self.calls)
            case "boards":
                return json.dumps([shown(board) for board in self.boards.values()])
            case "linked":
                await self.linked.wait()
                return json.dumps(len(self.up))
            case "pages":
                seconds, self.page_seconds = sorted(self.page_seconds), []
                return json.dumps({"pages": len(seconds), "p50": seconds[len(seconds) // 2] if seconds else 0})
            case _:
                return json.dumps(self.rows)


def shown(board: Board) -> dict[str, list[Any]]:
    return {
        "rows": sorted((row.number, row.stage, row.state, row.counter) for row in (*board.calls, *board.missed)),
        "lines": sorted((line.service, line.people_waiting) for line in board.lines),
    }


async def main() -> None:
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=2**22)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    crowd = Crowd(json.loads(await lines.readline()))
    tasks = [asyncio.create_task(crowd.board(index, token)) for index, token in enumerate(crowd.asked["boards"])]
    tasks += [asyncio.create_task(crowd.counter(cookie)) for cookie in crowd.asked["cookies"]]
    for _ in tasks:
        await crowd.standing.acquire()
    for token in crowd.asked["phones"]:
        tasks.append(asyncio.create_task(crowd.phone(token)))
        await crowd.standing.acquire()
    print("ready", flush=True)
    while (word := (await lines.readline()).decode().strip()) not in ("", "end"):
        print(await crowd.tell(word), flush=True)
        for task in tasks:
            if task.done():
                task.result()
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
