"""The hub over HTTP, in its own process: press → durable number, click → board, memory; beside it the raw disk."""

import asyncio
import json
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from config.load import load_site
from hub.client import HubClient, LinkUp
from hub.office import open_office
from hub.office.house import now_in_japan
from hub.sealing import seal_call
from hub.security.actors import System
from hub.wire import BoardState, Event, HubIdentity, LegCalled, OpenVisit, Seen, Ticket
from queueboard.board import Board, fold, start
from tests.bench.bench_store import fdatasync_ms, folder_on_disk, raw_rate, rows_of
from tests.hub.web.running_hub import moving_in

SITE = Path("config/sites/demo")
KIOSKS = 16
ISSUES = 400  # of the 999 of a series, a window
WINDOWS = 3
LISTENERS = 200
PER_DEVICE = 5  # streams one device may hold
CLICKS = 40


@dataclass
class Running:
    """A hub in its own process."""

    address: str
    process: psutil.Process
    passwords: dict[str, str]


async def enrol(state: Path, kiosks: int, boards: int) -> tuple[list[str], list[str]]:
    """Device tokens, made before the hub runs."""
    bundle = load_site(SITE)
    assert not isinstance(bundle, tuple)
    async with open_office(state, bundle) as office:
        return (
            [await office.devices.enrol_device(System(), "kiosk", f"{name:02}") for name in range(1, kiosks + 1)],
            [await office.devices.enrol_device(System(), "board", f"{name:02}") for name in range(1, boards + 1)],
        )


@contextmanager
def running(state: Path) -> Iterator[Running]:
    """`python -m hub` over `state`, on a free port."""
    told = state / "terminal"
    with told.open("w") as terminal:
        command = [sys.executable, "-m", "hub", "--site", str(SITE), "--state", str(state), "--listen", "127.0.0.1:0", "--no-mdns"]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal, text=True)
        assert child.stdout is not None
        address = json.loads(child.stdout.readline())["address"]
        passwords = dict(re.findall(r"ID (\S+)\s+password (\S+)", told.read_text()))
        try:
            yield Running(address, psutil.Process(child.pid), passwords)
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(10)


async def press(hub: Running, tokens: list[str], issues: int, series: str) -> tuple[float, float, list[float]]:
    """16 kiosks press at once, each seals its forms to the hub: numbers a second, the hub's CPU µs a number, seconds of each."""
    visit = OpenVisit("ja", applications=(moving_in(move_date=now_in_japan().date().isoformat()),))
    taken: list[float] = []

    async def kiosk(client: HubClient, name: int) -> None:
        identity = await client.hub()
        assert isinstance(identity, HubIdentity), identity
        for index in range(issues // KIOSKS):
            key = f"{series}-{name:03}-{index:04}"
            began = time.perf_counter()
            answer = await client.open_visit_unread(seal_call(identity.seal_key, "open_visit", visit, key=key), key)
            taken.append(time.perf_counter() - began)
            assert isinstance(answer, Ticket), answer

    clients = [HubClient(hub.address, token, time_limit=20) for token in tokens]
    before, began = hub.process.cpu_times(), time.perf_counter()
    await asyncio.gather(*(kiosk(client, name) for name, client in enumerate(clients)))
    wall, after = time.perf_counter() - began, hub.process.cpu_times()
    for client in clients:
        await client.close()
    cpu = after.user + after.system - before.user - before.system
    return len(taken) / wall, cpu / len(taken) * 1e6, taken


async def click(hub: Running, board_tokens: list[str]) -> list[float]:
    """A clerk calls, one of 200 boards folds it: seconds from the click to the folded state, for each call."""
    found: list[float] = []
    host, port = hub.address.removeprefix("http://").split(":")
    others = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.listeners", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert others.stdin is not None and others.stdout is not None
    listening = [token for token in board_tokens for _ in range(PER_DEVICE)][: LISTENERS - 1]
    others.stdin.write(json.dumps({"host": host, "port": int(port), "tokens": listening}).encode() + b"\n")
    await others.stdout.readline()
    folded: asyncio.Queue[tuple[float, Event]] = asyncio.Queue()
    async with HubClient(hub.address, board_tokens[-1]) as client:
        standing = asyncio.Event()
        watching = asyncio.create_task(watch(client, folded, standing))
        await standing.wait()
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as clerk:
            await clerk.post(hub.address + "/sign-in", data={"login": "madoguchi", "password": hub.passwords["madoguchi"]})
            page = await (await clerk.get(hub.address + "/desk")).text()
            token = page.split('name="page_token" value="')[1].split('"')[0]
            await clerk.post(hub.address + "/desk", data={"counter": "1", "page_token": token})
            for _ in range(CLICKS):
                began = time.perf_counter()
                asked = await clerk.post(
                    hub.address + "/api/counters/next",
                    data=json.dumps({"counter": 1, "stage": "reception"}),
                    headers={"X-Page-Token": token},
                )
                called = (await asked.json())["called"]
                at, event = await folded.get()
                while not (isinstance(event, LegCalled) and event.row.visit == called["visit"]):
                    at, event = await folded.get()
                found.append(at - began)
                leg = next(leg for leg in called["legs"] if leg["state"] == "called")
                for action in ("start", "finish"):
                    if action == "finish":  # nobody is sent on without the identity check
                        shown = {"visit": called["visit"], "person": "self", "documents": ["driving_licence"]}
                        headers = {"X-Page-Token": token}
                        await clerk.post(hub.address + "/api/records/identity", data=json.dumps(shown), headers=headers)
                    moved = {
                        "visit": called["visit"],
                        "leg": leg["leg"],
                        "action": action,
                        "version": called["version"],
                        "counter": 1,
                    }
                    done = await clerk.post(hub.address + "/api/legs/act", data=json.dumps(moved), headers={"X-Page-Token": token})
                    called = await done.json()
        watching.cancel()
    others.terminate()
    await others.wait()
    return found


async def watch(client: HubClient, folded: "asyncio.Queue[tuple[float, Event]]", standing: asyncio.Event) -> None:
    board: Board | None = None
    now = datetime.now().astimezone()
    async for news in client.events("board"):
        match news:
            case BoardState():
                board = start(news, now)
            case LinkUp():
                standing.set()
            case Seen() if board is not None:
                board = fold(board, news, now)
                folded.put_nowait((time.perf_counter(), news))
            case _:
                pass


def run() -> list[dict[str, Any]]:
    rates, raw_rates, cpu, taken = [], [], [], []
    with folder_on_disk() as folder:
        sync = fdatasync_ms(folder)
        for window in range(WINDOWS):
            state = folder / str(window)
            state.mkdir()
            kiosks, boards = asyncio.run(enrol(state, KIOSKS, LISTENERS // PER_DEVICE + 1 if window == 0 else 0))
            with running(state) as hub:
                idle = hub.process.memory_info().rss
                asyncio.run(press(hub, kiosks, 96, "warm"))
                rate, micros, each = asyncio.run(press(hub, kiosks, ISSUES, "press"))
                raw_rates.append(raw_rate(folder, rows_of(state)))  # in the same seconds, on the same disk
                if window == 0:
                    clicks = sorted(asyncio.run(click(hub, boards)))
                    busy = hub.process.memory_info().rss
            rates.append(rate)
            cpu.append(micros)
            taken += each
    ratio = statistics.median(own / raw for own, raw in zip(rates, raw_rates, strict=True))
    taken.sort()
    return [
        {"name": "one fdatasync of 4 KiB", "figure": sync, "unit": "ms"},
        {
            "name": "press → durable number, 16 kiosks over HTTP, p50",
            "figure": taken[len(taken) // 2] * 1000,
            "unit": "ms",
            "goal": 10,
        },
        {
            "name": "press → durable number, 16 kiosks over HTTP, p99",
            "figure": taken[len(taken) * 99 // 100] * 1000,
            "unit": "ms",
            "goal": 50,
        },
        {
            "name": "durable numbers over HTTP, 16 kiosks",
            "figure": statistics.median(rates),
            "unit": "1/s",
            "beside": f"{statistics.median(raw_rates):.0f}/s same rows, one commit each",
            "ratio": ratio,
            "goal": "ratio ≥ 1.0 where a sync takes ≥ 1 ms",
        },
        {
            "name": "CPU of one number in the hub (HTTP, check, seal, commit, answer)",
            "figure": statistics.median(cpu),
            "unit": "µs",
        },
        {
            "name": f"clerk's click → board folded, {LISTENERS} listeners, p95",
            "figure": clicks[len(clicks) * 95 // 100] * 1000,
            "unit": "ms",
            "goal": 50,
        },
        {"name": "memory of the hub, idle", "figure": idle / 2**20, "unit": "MiB"},
        {"name": f"memory of the hub with {LISTENERS} listeners", "figure": busy / 2**20, "unit": "MiB", "goal": 100},
    ]
