"""No number twice and none lost: 16 kiosks in two processes press and press again while the hub is killed and killed again."""

import asyncio
import json
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from hub.store.database import connect
from tests.bench.bench_store import folder_on_disk
from tests.bench.big_ward import DEMO, Hub, enrol

ROUNDS = 2  # each a day of its own: eight series of 999 are fewer than ten thousand
PROCESSES = 2
KIOSKS = 8  # in each process
PRESSES = 320  # of each kiosk: 5,120 a round
KILLS = (0.3, 0.7)  # at these parts of a round


class Answers:
    """What kiosks were told: key → (number, visit) of every answer."""

    def __init__(self) -> None:
        self.told: dict[str, set[tuple[str, str]]] = {}
        self.tries = 0
        self._awaited: list[tuple[int, asyncio.Event]] = []

    async def reach(self, keys: int) -> None:
        """Until so many presses are answered."""
        there = asyncio.Event()
        self._awaited.append((keys, there))
        await there.wait()

    def hear(self, line: str) -> None:
        word, *rest = line.split()
        if word == "done":
            self.tries += int(rest[0])
        else:
            self.told.setdefault(word, set()).add((rest[0], rest[1]))
            for keys, there in self._awaited:
                if len(self.told) >= keys:
                    there.set()


async def play(folder: Path, series: str) -> tuple[Answers, float, dict[str, int]]:
    """One round: the answers, seconds, and what the database holds against them."""
    state = folder / f"state-{series}"
    state.mkdir()
    tokens, _ = await enrol(DEMO, state, PROCESSES * KIOSKS, 0)
    hub, answers, began = Hub(DEMO, state), Answers(), time.monotonic()
    try:
        children = [await _pressing(hub, tokens[index::PROCESSES], f"{series}-{index}") for index in range(PROCESSES)]
        listening = [asyncio.create_task(_listen(child, answers)) for child in children]
        for part in KILLS:
            await answers.reach(int(part * PROCESSES * KIOSKS * PRESSES))
            hub.stop(signal.SIGKILL)
            await asyncio.to_thread(hub.start)
        await asyncio.gather(*listening)
        took = time.monotonic() - began
    finally:
        hub.stop()
    return answers, took, _held(state, answers)


async def _pressing(hub: Hub, tokens: list[str], series: str) -> asyncio.subprocess.Process:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.pressing", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdin is not None
    child.stdin.write(json.dumps({"address": hub.address, "tokens": tokens, "presses": PRESSES, "series": series}).encode() + b"\n")
    return child


async def _listen(child: asyncio.subprocess.Process, answers: Answers) -> None:
    assert child.stdout is not None
    with suppress(asyncio.IncompleteReadError):
        while line := await child.stdout.readline():
            answers.hear(line.decode())
    assert await child.wait() == 0


def _held(state: Path, answers: Answers) -> dict[str, int]:
    """What is wrong in the database, counted."""
    connection = connect(state / "hub.db", read_only=True)
    rows = connection.execute("SELECT id, day, number FROM visits").fetchall()
    connection.close()
    stored = {visit: number for visit, _, number in rows}
    given = Counter((day, number) for _, day, number in rows)
    told = {key: next(iter(found)) for key, found in answers.told.items()}
    return {
        "duplicates": sum(many - 1 for many in given.values()),
        "two answers": sum(len(found) > 1 for found in answers.told.values()),
        "two keys": len(told) - len({number for number, _ in told.values()}),
        "lost": sum(stored.get(visit) != number for number, visit in told.values()),
        "nobody's": len(rows) - len({visit for _, visit in told.values()}),
    }


def run() -> list[dict[str, Any]]:
    wrong: Counter[str] = Counter()
    keys = tries = 0
    took = 0.0
    with folder_on_disk() as folder:
        for each in range(ROUNDS):
            answers, seconds, held = asyncio.run(play(folder.absolute(), f"round{each}"))
            wrong.update(held)
            keys, tries, took = keys + len(answers.told), tries + answers.tries, took + seconds
    twice = wrong["duplicates"] + wrong["two answers"] + wrong["two keys"]
    what = f"of {keys:,} presses, {tries:,} tries, 16 kiosks, {ROUNDS * len(KILLS)} kill -9:"
    return [
        {
            "name": f"{what} numbers given twice",
            "figure": twice,
            "unit": "numbers",
            "goal": "0",
            "beside": "12-66 % (FQM 12-15 %, The Q 50-66 %)",
            "ratio": round(twice / keys / 0.12, 4),
        },
        {"name": f"{what} numbers answered for and lost", "figure": wrong["lost"], "unit": "numbers", "goal": "0"},
        {"name": f"{what} numbers nobody was told", "figure": wrong["nobody's"], "unit": "numbers", "goal": "0"},
        {"name": "the same, numbers a second, restarts included", "figure": keys / took, "unit": "1/s"},
    ]


if __name__ == "__main__":
    for each in run():
        print(each)
