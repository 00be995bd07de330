"""A day of 1,500 visits at the end of March, replayed at 200 × speed: 30 clerks, every action, and no command wrongly refused.

A refusal is right where the visit had moved on since the clerk saw it, or the minute of an undo was over by the hub's own clock;
everything else that is refused counts as wrong. Arrivals over the day, times at the desks, no-shows and 配慮 as in the ward twin:
証明 3 minutes, 異動 9, 戸籍 11, マイナンバーカード 8, 4 % do not come when called, 8 % need consideration.
"""

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from hub.client import HubClient
from hub.wire import OpenVisit, Ticket
from tests.bench.bench_store import folder_on_disk
from tests.bench.big_ward import COUNTERS, LOGIN, site
from tests.demo.clerk import Clerk
from tests.demo.day import CONSIDERATION, OPEN_MINUTES, Day, arrivals
from tests.demo.desk import Desk

VISITS = 1_500
SPEED = 200.0
BEGINS = "2027-03-31T08:30:00+09:00"
LAST_MINUTES = 60.0  # after closing, until the house is empty


async def arrive(day: Day, clients: list[HubClient]) -> None:
    """Everybody of the day, at the moments of the profile."""
    began, pressing, chance = time.monotonic(), [], day.chance

    async def press(index: int) -> None:
        visit = OpenVisit(
            "ja", service=day.service(), consideration=chance.random() < CONSIDERATION, people=chance.choice([1, 1, 1, 2, 3])
        )
        answer = await clients[index % len(clients)].open_visit(visit, f"arrival-{index:05}")
        if isinstance(answer, Ticket):
            day.opened(answer.number)
        else:
            day.wrong[f"open: {answer}"] += 1

    for index, moment in enumerate(arrivals(chance, VISITS)):
        await asyncio.sleep(max(0.0, began + day.minutes(moment) - time.monotonic()))
        pressing.append(asyncio.create_task(press(index)))
    await asyncio.gather(*pressing)


async def play(folder: Path) -> tuple[Day, dict[str, Any], float]:
    """The whole day: what was done, how it ended, and how many times faster than the clock it was played."""
    place, state = site(folder), folder / "state"
    state.mkdir()
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.demo.turned_hub",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=(folder / "log").open("w"),
    )
    assert child.stdin is not None and child.stdout is not None
    asked = {"site": str(place), "state": str(state), "speed": SPEED, "begins": BEGINS}
    child.stdin.write(json.dumps(asked).encode() + b"\n")
    told = json.loads(await child.stdout.readline())
    day, stages = Day(random.Random(20270331), SPEED, SPEED), [stages for stages, _, many in COUNTERS for _ in range(many)]
    clients = [HubClient(told["address"], token, time_limit=30) for token in told["kiosks"]]
    clerks = [Clerk(told["address"], LOGIN, told["passwords"][LOGIN], number + 1) for number in range(len(stages))]
    for clerk in clerks:
        await clerk.sit_down()
    desks = [Desk(day, clerk, at) for clerk, at in zip(clerks, stages, strict=True)]
    child.stdin.write(b"go\n")
    began = time.monotonic()
    working = [asyncio.create_task(desk.work()) for desk in desks]
    await arrive(day, clients)
    await asyncio.sleep(day.minutes(LAST_MINUTES))
    day.over.set()
    await asyncio.gather(*working)
    for desk in desks:
        await asyncio.gather(*desk.later)
    real = time.monotonic() - began
    child.stdin.write(b"close\n")
    ended = json.loads(await child.stdout.readline())
    await child.wait()
    for one in (*clerks, *clients):
        await one.close()
    return day, ended, (OPEN_MINUTES + LAST_MINUTES) * 60 / real


def run() -> list[dict[str, Any]]:
    with folder_on_disk() as folder:
        day, ended, speed = asyncio.run(play(folder.absolute()))
    commands, taken = sum(day.done.values()), sorted(day.taken)
    lost = ended["visits"] - ended["numbers"] + ended["open"] + ended["legs_in_two_visits"] + int(ended["still_counted"])
    kinds = ", ".join(f"{what} {many}" for what, many in day.done.most_common())
    refused = ", ".join(f"{what} {many}" for what, many in day.right.most_common()) or "none"
    wrongly = "".join(f"; {what} {many}" for what, many in day.wrong.most_common(5))
    states = ", ".join(f"{state} {many}" for state, many in sorted(ended["ended"].items()))
    return [
        {
            "name": f"replay: wrongly refused of {commands:,} commands at {speed:.0f} × speed ({kinds}){wrongly}",
            "figure": sum(day.wrong.values()),
            "unit": "commands",
            "goal": "0",
        },
        {"name": f"replay: rightly refused ({refused})", "figure": sum(day.right.values()), "unit": "commands"},
        {
            "name": f"replay: of {ended['visits']:,} lost, doubled, open or in two places ({ended['merged']} merged; {states})",
            "figure": lost,
            "unit": "visits",
            "goal": "0",
        },
        {"name": "replay: a clerk's command, p50", "figure": taken[len(taken) // 2] * 1000, "unit": "ms"},
        {"name": "replay: a clerk's command, p99", "figure": taken[len(taken) * 99 // 100] * 1000, "unit": "ms"},
    ]


if __name__ == "__main__":
    for each in run():
        print(each)
