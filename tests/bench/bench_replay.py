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
from collections import Counter
from pathlib import Path
from typing import Any

from hub.client import HubClient
from hub.wire import OpenVisit, Ticket
from tests.bench.bench_store import folder_on_disk
from tests.bench.big_ward import COUNTERS, Clerk, site

VISITS = 1_500
SPEED = 200.0
BEGINS = "2027-03-31T08:30:00+09:00"
OPEN_MINUTES = 8.75 * 60
LAST_MINUTES = 60.0  # after closing, until the house is empty
SHARES = (7, 13, 15, 14, 10, 12, 12, 10, 7)  # arrivals by hour, from 8:30
# service → (share, minutes at reception)
SERVICES = {
    "residence": (40, 9.0),
    "certificates": (28, 3.0),
    "my_number_card": (10, 8.0),
    "insurance": (8, 8.0),
    "seal": (4, 4.0),
    "family_register": (4, 11.0),
    "welfare": (4, 8.0),
    "general": (2, 3.0),
}
BEHIND = 0.7  # minutes of examination, entry, verification: several cases lie on a desk at once
DELIVERY = 2.0
RIGHT = ("conflict", "at_counter", "visit_ended", "counter_closed", "service_closed")


def minutes(sim: float) -> float:
    """Real seconds of so many minutes of the day."""
    return sim * 60 / SPEED


class Day:
    """What happens, counted. `numbers`: of visits not known to be over, for families that come together."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.numbers: list[str] = []
        self.over = asyncio.Event()
        self.taken: list[float] = []

    def lognormal(self, mean: float) -> float:
        return mean * self.chance.lognormvariate(-0.18, 0.6)


class Desk:
    """One clerk at one counter."""

    def __init__(self, day: Day, clerk: Clerk, stages: tuple[str, ...]) -> None:
        self.day, self.clerk, self.stages = day, clerk, stages
        self.later: set[asyncio.Task[None]] = set()
        self._pressed = 0.0  # when the last step was asked for
        self._current: dict[str, Any] = {}  # the visit that won, after a conflict

    async def work(self) -> None:
        while not self.day.over.is_set():
            served = False
            for stage in self.stages:
                visit = await self._next(stage)
                while visit is not None:
                    served = True
                    visit = await self._serve(visit, stage)
            if not served:
                await asyncio.sleep(minutes(0.5))

    async def _next(self, stage: str, finish: bool = False) -> dict[str, Any] | None:
        message = {"counter": self.clerk.counter, "stage": stage, "finish": finish}
        answer = await self._post("call_next", "/api/counters/next", message)
        return answer.get("called") if answer else None

    async def _serve(self, visit: dict[str, Any], stage: str) -> dict[str, Any] | None:
        """One visit at this desk; the next one, where it was called in the same press."""
        chance, behind = self.day.chance, stage in ("examination", "entry", "verification")
        draw = chance.random()
        if not behind:
            if draw < 0.04:
                await self._absent(visit, stage)
                return None
            if draw < 0.06 and (undone := await self._undo()) is not None:
                # who was finished in the same press is back at the desk
                return await self._next(stage, finish=True) if self._has_somebody(undone) else None
            await asyncio.sleep(minutes(0.4))
            begun = await self._act(visit, stage, "start")
            if begun is None:
                return None
            visit = begun
        mean = (
            BEHIND
            if behind
            else DELIVERY
            if stage == "delivery"
            else SERVICES[_leg(visit, stage, self.clerk.counter)["service"]][1]
        )
        await asyncio.sleep(minutes(self.day.lognormal(mean)))
        return await self._end(visit, stage, behind)

    async def _end(self, visit: dict[str, Any], stage: str, behind: bool) -> dict[str, Any] | None:
        draw = self.day.chance.random()
        if draw < 0.04:
            held = await self._act(visit, stage, "hold", reason="fetching_papers")
            if held is not None:
                self._after(10, self._returns(held, stage))
            return None
        if draw < 0.07 and behind:
            await self._act(visit, stage, "send_back", reason="entered_wrongly")
            return None
        if draw < 0.07 and stage == "reception":
            await self._act(
                visit, stage, "transfer", reason="wrong_line", to_service=self.day.chance.choice(["general", "residence"])
            )
            return None
        if draw < 0.08 and not behind:
            await self._act(visit, stage, "leave", reason="cannot_wait")
            return None
        if draw < 0.10 and stage == "reception":
            visit = await self._family(visit) or visit
        if draw < 0.40:
            if await self._act(visit, stage, "finish") is not None and draw < 0.12 and await self._undo() is not None:
                return await self._next(stage, finish=True)
            return None
        return await self._next(stage, finish=True)

    async def _family(self, visit: dict[str, Any]) -> dict[str, Any] | None:
        """Somebody of the family gets a number alone, or another number of theirs comes along."""
        seen = {"visit": visit["visit"], "version": visit["version"]}
        if self.day.chance.random() < 0.5 or not self.day.numbers:
            parted = await self._post("split", "/api/visits/split", seen)
            return parted["stays"] if parted else None
        number = self.day.chance.choice(self.day.numbers)
        if number == visit["number"]:
            return None
        return await self._post("merge", "/api/visits/merge", seen | {"number": number})

    async def _absent(self, visit: dict[str, Any], stage: str) -> None:
        again = await self._act(visit, stage, "recall")
        missed = await self._act(again, stage, "mark_absent") if again else None
        if missed is not None:
            comes = self.day.chance.random() < 0.7
            self._after(8 if comes else 25, self._returns(missed, stage) if comes else self._given_up(missed, stage))

    async def _returns(self, visit: dict[str, Any], stage: str) -> None:
        await self._act(visit, stage, "return")

    async def _given_up(self, visit: dict[str, Any], stage: str) -> None:
        await self._act(visit, stage, "mark_no_show")

    def _after(self, sim: float, what: Any) -> None:
        async def later() -> None:
            await asyncio.sleep(minutes(sim))
            await what

        task = asyncio.create_task(later())
        self.later.add(task)
        task.add_done_callback(self.later.discard)

    async def _undo(self) -> list[dict[str, Any]] | None:
        """The visits as they are again; None where it was too late or somebody has acted on one of them."""
        status, answer = await self.clerk.post("/api/counters/undo", {"counter": self.clerk.counter})
        late = (time.monotonic() - self._pressed) * SPEED > 60
        self._count("undo", status, str(answer.get("error")), late or answer.get("error") == "conflict")
        return list(answer["visits"]) if status == 200 else None  # type: ignore[call-overload]

    def _has_somebody(self, visits: list[dict[str, Any]]) -> bool:
        places = [(leg["counter"], leg["state"]) for visit in visits for leg in visit["legs"]]
        return any((self.clerk.counter, state) in places for state in ("called", "serving"))

    async def _act(self, visit: dict[str, Any], stage: str, action: str, **more: str) -> dict[str, Any] | None:
        """Pressed again on the page as it is now, where another procedure of the same visit moved meanwhile."""
        leg = _leg(visit, stage, self.clerk.counter, action)
        message = {"visit": visit["visit"], "leg": leg["leg"], "action": action, "counter": self.clerk.counter, **more}
        version = visit["version"]
        while True:
            done = await self._post(action, "/api/legs/act", message | {"version": version})
            now = {} if done is not None else self._current
            if {each["leg"]: each["state"] for each in now.get("legs", ())}.get(leg["leg"]) != leg["state"]:
                return done
            version = now["version"]

    async def _post(self, what: str, path: str, message: dict[str, Any]) -> dict[str, Any] | None:
        began = self._pressed = time.monotonic()
        status, answer = await self.clerk.post(path, message)
        self._current = dict(answer.get("current") or {})  # type: ignore[call-overload]
        self.day.taken.append(time.monotonic() - began)
        self._count(what, status, str(answer.get("error")), str(answer.get("error")) in RIGHT)
        return dict(answer) if status == 200 else None

    def _count(self, what: str, status: int, error: str, right: bool) -> None:
        counted = self.day.done if status == 200 else self.day.right if right else self.day.wrong
        counted[what if status == 200 else f"{what}: {error}"] += 1


def _leg(visit: dict[str, Any], stage: str, counter: int, action: str = "") -> dict[str, Any]:
    """The leg of this stage the desk acts on: the one it has, or for who comes back the one that is held or absent."""
    here = [leg for leg in visit["legs"] if leg["stage"] == stage]
    wanted = ("on_hold", "absent") if action in ("return", "mark_no_show") else ("called", "serving")
    return next(leg for leg in here if leg["state"] in wanted and leg["counter"] == counter)


async def arrive(day: Day, clients: list[HubClient]) -> None:
    """Everybody of the day, at the moments of the profile."""
    chance, services = day.chance, list(SERVICES)
    hours = chance.choices(range(len(SHARES)), SHARES, k=VISITS)
    moments = sorted((hour + chance.random()) * OPEN_MINUTES / len(SHARES) for hour in hours)
    began, pressing = time.monotonic(), []

    async def press(index: int) -> None:
        service = chance.choices(services, [share for share, _ in SERVICES.values()])[0]
        visit = OpenVisit("ja", service=service, consideration=chance.random() < 0.08, people=chance.choice([1, 1, 1, 2, 3]))
        answer = await clients[index % len(clients)].open_visit(visit, f"arrival-{index:05}")
        if isinstance(answer, Ticket):
            day.done["open"] += 1
            day.numbers = [*day.numbers[-60:], answer.number]
        else:
            day.wrong[f"open: {answer}"] += 1

    for index, moment in enumerate(moments):
        await asyncio.sleep(max(0.0, began + minutes(moment) - time.monotonic()))
        pressing.append(asyncio.create_task(press(index)))
    await asyncio.gather(*pressing)


async def play(folder: Path) -> tuple[Day, dict[str, Any], float]:
    """The whole day: what was done, how it ended, and how many times faster than the clock it was played."""
    place, state = site(folder), folder / "state"
    state.mkdir()
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.fast_hub",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=(folder / "log").open("w"),
    )
    assert child.stdin is not None and child.stdout is not None
    asked = {"site": str(place), "state": str(state), "speed": SPEED, "begins": BEGINS}
    child.stdin.write(json.dumps(asked).encode() + b"\n")
    told = json.loads(await child.stdout.readline())
    day, stages = Day(20270331), [stages for stages, _, many in COUNTERS for _ in range(many)]
    clients = [HubClient(told["address"], token, time_limit=30) for token in told["kiosks"]]
    clerks = [Clerk(told["address"], told["passwords"], number + 1) for number in range(len(stages))]
    for clerk in clerks:
        await clerk.sit_down()
    desks = [Desk(day, clerk, at) for clerk, at in zip(clerks, stages, strict=True)]
    child.stdin.write(b"go\n")
    began = time.monotonic()
    working = [asyncio.create_task(desk.work()) for desk in desks]
    await arrive(day, clients)
    await asyncio.sleep(minutes(LAST_MINUTES))
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
