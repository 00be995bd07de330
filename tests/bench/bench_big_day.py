"""The busiest day: 30 counters with their pages, 10 boards and 1,000 phones connected; call → board, numbers, memory, restart."""

import asyncio
import json
import os
import random
import signal
import sys
import time
from itertools import cycle
from pathlib import Path
from typing import Any

from hub.client import HubClient
from hub.wire import OpenVisit, Ticket
from tests.bench.bench_store import folder_on_disk
from tests.bench.big_ward import COUNTERS, Hub, all_at_their_desks, enrol, site
from tests.demo.clerk import Clerk

KIOSKS = 16
BOARDS = 10
PHONES = 1_000
SERVICES = ("residence", "certificates", "seal", "family_register", "my_number_card", "insurance", "welfare", "general")
CALLS = 120
PACE = 0.5  # seconds between two calls: five times as often as in the busiest hour of 1,500 visitors
BURSTS = 25  # 16 residents press in the same moment, once a second
CHANCE = random.Random(20270331)


class Crowd:
    """tests.bench.crowd, asked by lines."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child

    @classmethod
    async def come(cls, hub: Hub, boards: list[str], phones: list[str], cookies: list[str]) -> "Crowd":
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bench.crowd",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=2**24,
        )
        crowd = cls(child)
        asked = {"address": hub.address, "boards": boards, "phones": phones, "cookies": cookies}
        assert await crowd._line(json.dumps(asked)) == "ready"
        return crowd

    async def ask(self, word: str) -> Any:
        return json.loads(await self._line(word))

    async def leave(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(b"end\n")
        await self._child.wait()

    async def _line(self, line: str) -> str:
        assert self._child.stdin is not None and self._child.stdout is not None
        self._child.stdin.write(line.encode() + b"\n")
        answer = await self._child.stdout.readline()
        assert answer, "the crowd has gone"
        return answer.decode().strip()


async def open_all(clients: list[HubClient], many: int, series: str, taken: list[float] | None = None) -> list[Ticket]:
    """Numbers for all services in turn, from all kiosks at once."""
    services = cycle(SERVICES)
    wanted = iter([(f"{series}-{index:05}", next(services)) for index in range(many)])
    found: list[Ticket] = []

    async def kiosk(client: HubClient) -> None:
        for key, service in wanted:
            began = time.perf_counter()
            answer = await client.open_visit(OpenVisit("ja", service=service), key)
            assert isinstance(answer, Ticket), answer
            if taken is not None:
                taken.append(time.perf_counter() - began)
            found.append(answer)

    await asyncio.gather(*(kiosk(client) for client in clients))
    return found


async def bursts(clients: list[HubClient]) -> list[float]:
    """Seconds of every number, where 16 press in the same moment once a second."""
    taken: list[float] = []
    for burst in range(BURSTS):
        began = time.monotonic()
        await open_all(clients, KIOSKS, f"burst-{burst}", taken)
        await asyncio.sleep(max(0.0, 1 - (time.monotonic() - began)))
    return sorted(taken)


async def call_one(clerk: Clerk) -> tuple[str, float] | None:
    """(the visit called, when the clerk pressed); who was served there is finished in the same press, who comes is served."""
    pressed = time.monotonic()
    _, answer = await clerk.post("/api/counters/next", {"counter": clerk.counter, "stage": "reception", "finish": True})
    visit = answer.get("called")
    if not isinstance(visit, dict):
        return None
    leg = next(leg["leg"] for leg in visit["legs"] if leg["state"] == "called")
    message = {"visit": visit["visit"], "leg": leg, "action": "start", "version": visit["version"], "counter": clerk.counter}
    status, begun = await clerk.post("/api/legs/act", message)
    assert status == 200, begun
    await settle(clerk, str(visit["visit"]))
    return str(visit["visit"]), pressed


async def settle(clerk: Clerk, visit: str) -> None:
    """What a number alone is asked before it is sent on: which procedure, and 本人確認."""
    _, record = await clerk.get(f"/api/visits/{visit}/record")
    if choice := record.get("undecided"):
        decision = {"visit": visit, "leg": choice["leg"], "procedure": choice["procedures"][0]}
        _, record = await clerk.post("/api/records/procedure", decision)
    if record.get("identity_due"):
        shown = {"visit": visit, "person": "self", "documents": ["driving_licence"]}
        status, told = await clerk.post("/api/records/identity", shown)
        assert status == 200, told


async def lateness(found: list[float]) -> None:
    """How late this process's own timers fire: what the machine, busy with other work, adds to every step."""
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.01)
        found.append(time.monotonic() - began - 0.01)


async def calls(clerks: list[Clerk], crowd: Crowd) -> tuple[list[float], list[float]]:
    """Seconds from the press to each board, and to the last of them."""
    desks = [clerk for clerk in clerks if clerk.counter <= sum(many for _, _, many in COUNTERS[:4])]
    for clerk in desks:
        await call_one(clerk)
    await asyncio.sleep(2)
    await crowd.ask("pages")
    pressed = {}
    for index in range(CALLS):
        began = time.monotonic()
        one = await call_one(desks[index % len(desks)])
        if one is not None:
            pressed[one[0]] = one[1]
        await asyncio.sleep(max(0.0, PACE * (0.5 + CHANCE.random()) - (time.monotonic() - began)))
    folded = await crowd.ask("calls")
    missing = [visit for visit in pressed if len(folded.get(visit, ())) != BOARDS]
    assert not missing, f"{len(missing)} calls were not on every board"
    each = sorted(at - pressed[visit] for visit in pressed for at in folded[visit])
    last = sorted(max(folded[visit]) - pressed[visit] for visit in pressed)
    return each, last


async def restart(hub: Hub, crowd: Crowd) -> tuple[float, float]:
    """kill -9 and start again: seconds until it listens, and until every board shows what it should."""
    before = (await crowd.ask("boards"))[0]
    began = time.monotonic()
    hub.stop(signal.SIGKILL)
    up = await asyncio.to_thread(hub.start)
    await crowd.ask("linked")
    took = time.monotonic() - began
    assert await crowd.ask("boards") == [before] * BOARDS, "every board shows what it showed before"
    return up, took


async def play(folder: Path) -> list[dict[str, Any]]:
    place, state = site(folder), folder / "state"
    state.mkdir()
    kiosks, boards = await enrol(place, state, KIOSKS, BOARDS)
    hub = Hub(place, state)
    try:
        clients = [HubClient(hub.address, token, time_limit=30) for token in kiosks]
        tickets = await open_all(clients, PHONES, "morning")
        tokens = [str(ticket.follow_url).rsplit("/", 1)[1] for ticket in tickets]
        clerks, cookies = await all_at_their_desks(hub)
        crowd = await Crowd.come(hub, boards, tokens, cookies)
        try:
            load, cpu, began = os.getloadavg()[0], hub.cpu_seconds(), time.monotonic()
            late: list[float] = []
            watching = asyncio.create_task(lateness(late))
            each, last = await calls(clerks, crowd)
            watching.cancel()
            late.sort()
            busy = (hub.cpu_seconds() - cpu) / (time.monotonic() - began)
            pages = await crowd.ask("pages")
            taken = await bursts(clients)
            memory = hub.rss_mib()
            up, right = await restart(hub, crowd)
        finally:
            await crowd.leave()
        for one in (*clerks, *clients):
            await one.close()
    finally:
        hub.stop()
    who = f"{sum(many for _, _, many in COUNTERS)} counters, {BOARDS} boards, {PHONES:,} phones"
    return [
        row(f"click → a board has folded the call, {who}, p50", each[len(each) // 2] * 1000, "ms", 15),
        row("the same, p95", each[len(each) * 95 // 100] * 1000, "ms", 50, "203 ms The Q (+145 re-fetch), 2,155 FQM", 203),
        row("click → the last of the boards, p95", last[len(last) * 95 // 100] * 1000, "ms"),
        row("how late a timer of the bench itself fired meanwhile, p50", late[len(late) // 2] * 1000, "ms"),
        row(
            "the same, p95 (what a busy machine adds to each process)",
            late[len(late) * 95 // 100] * 1000,
            "ms",
        ),
        row(f"CPU of the hub meanwhile (a call each {PACE:g} s; 1-minute load before: {load:.1f})", busy, "cores"),
        row(f"a counter's page again after news, p50 of {pages['pages']}", pages["p50"] * 1000, "ms"),
        row(f"16 press at once, {who}, p50", taken[len(taken) // 2] * 1000, "ms"),
        row("the same, p99", taken[len(taken) * 99 // 100] * 1000, "ms", 50, "648 ms FQM, 3,491 The Q", 648),
        row("memory of the hub then", memory, "MiB", 250),
        row("kill -9 → the hub listens again", up, "s"),
        row("kill -9 → every board right", right, "s", 2),
    ]


def row(name: str, figure: float, unit: str, goal: float | None = None, beside: str = "", peer: float = 0) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "figure": round(figure, 3), "unit": unit}
    if goal is not None:
        found |= {"goal": f"≤ {goal:g} {unit}", "beside": beside or "goal", "ratio": round(figure / (peer or goal), 3)}
    return found


def run() -> list[dict[str, Any]]:
    with folder_on_disk() as folder:
        return asyncio.run(play(folder.absolute()))


if __name__ == "__main__":
    for each in run():
        print(each)
