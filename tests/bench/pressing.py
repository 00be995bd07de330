"""Kiosks that press and press again, in a process of their own: one key a press, retried until a number comes.

Reads one JSON line (address, tokens, presses, series). Every seventh press is sent twice at once, every eleventh is cut off and
sent again. Prints a line for every answer: key, number, visit; at the end `done` and how many tries there were.
"""

import asyncio
import json
import random
import sys
from contextlib import suppress
from itertools import cycle
from typing import Any

from hub.client import HubClient, Unreachable
from hub.wire import OpenVisit, Refusal, Ticket

SERVICES = ("residence", "certificates", "seal", "family_register", "my_number_card", "insurance", "welfare", "general")


class Kiosk:
    def __init__(self, client: HubClient, name: str, seed: int) -> None:
        self._client, self._name = client, name
        self._chance = random.Random(seed)
        self.tries = 0

    async def press_all(self, presses: int) -> None:
        services = cycle(SERVICES)
        for index in range(presses):
            visit, key = OpenVisit("ja", service=next(services)), f"{self._name}-{index:05}"
            if index % 11 == 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._chance.uniform(0.0, 0.01)):
                        self.tries += 1
                        await self._client.open_visit(visit, key)
            twice = 2 if index % 7 == 0 else 1
            for ticket in await asyncio.gather(*(self._until(visit, key) for _ in range(twice))):
                print(key, ticket.number, ticket.visit, flush=True)

    async def _until(self, visit: OpenVisit, key: str) -> Ticket:
        while True:
            self.tries += 1
            answer = await self._client.open_visit(visit, key)
            if isinstance(answer, Ticket):
                return answer
            assert isinstance(answer, Unreachable) or (isinstance(answer, Refusal) and answer.error in ("busy", "not_stored")), (
                answer
            )
            await asyncio.sleep(0.05)


async def main() -> None:
    asked: dict[str, Any] = json.loads(sys.stdin.readline())
    clients = [HubClient(asked["address"], token, time_limit=2) for token in asked["tokens"]]
    kiosks = [Kiosk(client, f"{asked['series']}-{index:02}", index) for index, client in enumerate(clients)]
    await asyncio.gather(*(kiosk.press_all(asked["presses"]) for kiosk in kiosks))
    print("done", sum(kiosk.tries for kiosk in kiosks), flush=True)
    for client in clients:
        await client.close()


if __name__ == "__main__":
    asyncio.run(main())
