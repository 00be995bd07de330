"""A simulated clerk at a counter: calls, serves, holds, transfers, parts families, steps back; refused rightly or wrongly.

A refusal is right where the visit had moved on since the clerk saw it, or the minute of an undo was over by the hub's own clock.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.demo.clerk import Clerk
from tests.demo.day import ABSENT, BACK_OFFICE, Day, mean_minutes

RIGHT = ("conflict", "at_counter", "visit_ended", "counter_closed", "service_closed", "record_held")
HELD_UP = ("record_held", "not_handed", "fee_open", "identity_needed", "answers_open", "procedure_open")


class Desk:
    """One clerk at one counter, who does whatever clerks do. `papers`: looks at records, where something is due."""

    def __init__(self, day: Day, clerk: Clerk, stages: tuple[str, ...], *, papers: bool = False) -> None:
        self.day, self.clerk, self.stages, self.papers = day, clerk, stages, papers
        self.rests = False  # finishes what is at hand and calls nobody
        self.later: set[asyncio.Task[None]] = set()
        self._pressed = 0.0  # when the last step was asked for
        self._refused = ""  # why the last step was not done
        self._held = False  # another desk has the record of who is here: what is due cannot be done
        self._current: dict[str, Any] = {}  # the visit that won, after a conflict

    async def work(self) -> None:
        while not self.day.over.is_set():
            served = False
            for stage in () if self.rests else self.stages:
                visit = await self._next(stage)
                while visit is not None:
                    served = True
                    visit = await self._serve(visit, stage)
            if not served:
                await asyncio.sleep(self.day.minutes(0.5))

    async def _next(self, stage: str, finish: bool = False) -> dict[str, Any] | None:
        message = {"counter": self.clerk.counter, "stage": stage, "finish": finish}
        answer = await self._post("call_next", "/api/counters/next", message)
        return answer.get("called") if answer else None

    async def _serve(self, visit: dict[str, Any], stage: str) -> dict[str, Any] | None:
        """One visit at this desk; the next one, where it was called in the same press."""
        chance, behind = self.day.chance, stage in BACK_OFFICE
        draw = chance.random()
        if not behind:
            if draw < ABSENT:
                await self._absent(visit, stage)
                return None
            if draw < 0.06 and (undone := await self._undo()) is not None:
                # who was finished in the same press is back at the desk
                return await self._next(stage, finish=True) if self._has_somebody(undone) else None
            await asyncio.sleep(self.day.minutes(0.4))
            begun = await self._act(visit, stage, "start")
            if begun is None:
                return None
            visit = begun
        if self.papers:
            await self._look_at_papers(visit)
        mean = mean_minutes(_leg(visit, stage, self.clerk.counter)["service"], stage)
        await asyncio.sleep(self.day.minutes(self.day.lognormal(mean)))
        return await self._end(visit, stage, behind)

    async def _end(self, visit: dict[str, Any], stage: str, behind: bool) -> dict[str, Any] | None:
        draw = self.day.chance.random()
        if draw < 0.04:
            held = await self._act(visit, stage, "hold", reason="fetching_papers")
            if held is not None:
                self._after(10, lambda: self._returns(held, stage))
            return None
        if draw < 0.07 and behind:
            await self._act(visit, stage, "send_back", reason="entered_wrongly", note="新しい住所")
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
        if draw < 0.40 or self.rests:
            if await self._act(visit, stage, "finish") is not None and draw < 0.12 and await self._undo() is not None:
                return await self._next(stage, finish=True)
        elif (called := await self._next(stage, finish=True)) is not None:
            return called
        if self._refused in HELD_UP:  # another desk has the record just now
            held = await self._act(visit, stage, "hold", reason="other_section")
            if held is not None:
                self._after(3, lambda: self._returns(held, stage))
        return None

    async def _look_at_papers(self, visit: dict[str, Any]) -> None:
        """What the stage demands before it is over: 本人確認, what was left to the counter, every paper handed over, the fee."""
        status, record = await self.clerk.get(f"/api/visits/{visit['visit']}/record")
        if status != 200:
            return
        here, self._held = {"visit": visit["visit"]}, False
        if choice := record.get("undecided"):
            chosen = self.day.chance.choice(choice["procedures"])
            decided = await self._post("decide", "/api/records/procedure", here | {"leg": choice["leg"], "procedure": chosen})
            if decided is not None:
                visit["version"] += 1  # the step is one of the visit
                record = decided
        if record.get("identity_due"):
            await self._post("check_identity", "/api/records/identity", here | {"person": "self", "documents": ["driving_licence"]})
        if left := record.get("unsettled"):
            await self._post("pass_on", "/api/records/pass-on", here | {"seen": len(left), "reason": "next_stage_finds_out"})
        delivery = record.get("delivery") or {"items": []}
        for item in delivery["items"]:
            if item.get("said") is None:
                handed = here | {"item": item["item"], "copies": item["copies"], "outcome": "handed"}
                await self._post("hand_over", "/api/records/handed", handed)
        if delivery.get("amount") and delivery.get("fee") is None:
            paid = here | {"amount": delivery["amount"], "outcome": "paid"}
            await self._post("settle_fee", "/api/records/fee", paid)

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
            self._after(8 if comes else 25, lambda: self._returns(missed, stage) if comes else self._given_up(missed, stage))

    async def _returns(self, visit: dict[str, Any], stage: str) -> None:
        await self._act(visit, stage, "return")

    async def _given_up(self, visit: dict[str, Any], stage: str) -> None:
        await self._act(visit, stage, "mark_no_show")

    def _after(self, sim: float, what: Callable[[], Awaitable[None]]) -> None:
        async def later() -> None:
            await asyncio.sleep(self.day.minutes(sim))
            await what()

        task = asyncio.create_task(later())
        self.later.add(task)
        task.add_done_callback(self.later.discard)

    async def _undo(self) -> list[dict[str, Any]] | None:
        """The visits as they are again; None where it was too late or somebody has acted on one of them."""
        status, answer = await self.clerk.post("/api/counters/undo", {"counter": self.clerk.counter})
        late = (time.monotonic() - self._pressed) * self.day.clock_speed > 60
        self._count("undo", status, str(answer.get("error")), late or answer.get("error") == "conflict")
        return list(answer["visits"]) if status == 200 else None

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
        self._refused = "" if status == 200 else str(answer.get("error"))
        self._held = self._held or self._refused == "record_held"
        self._current = dict(answer.get("current") or {})
        self.day.taken.append(time.monotonic() - began)
        self._count(what, status, str(answer.get("error")), self._refused in RIGHT or (self._held and self._refused in HELD_UP))
        return dict(answer) if status == 200 else None

    def _count(self, what: str, status: int, error: str, right: bool) -> None:
        counted = self.day.done if status == 200 else self.day.right if right else self.day.wrong
        counted[what if status == 200 else f"{what}: {error}"] += 1


def _leg(visit: dict[str, Any], stage: str, counter: int, action: str = "") -> dict[str, Any]:
    """The leg of this stage the desk acts on: the one it has, or for who comes back the one that is held or absent."""
    here = [leg for leg in visit["legs"] if leg["stage"] == stage]
    wanted = ("on_hold", "absent") if action in ("return", "mark_no_show") else ("called", "serving")
    return next(leg for leg in here if leg["state"] in wanted and leg["counter"] == counter)
