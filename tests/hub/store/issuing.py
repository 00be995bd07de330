"""A process that issues numbers as fast as it can and writes each key it was answered for to its standard output."""

import asyncio
import sys
from itertools import count
from pathlib import Path

from hub.wire import Ticket
from tests.hub.small_office import KIOSK, Clock, number_only, small_office

NUMBERS_A_DAY = 900  # of the 999 of a series; then the next day begins


async def main(folder: str) -> None:
    clock, issued = Clock(), count(1)
    async with small_office(Path(folder), clock) as office:

        async def kiosk(name: int) -> None:
            for index in range(10_000):
                key = f"{name}-{index}"
                if next(issued) % NUMBERS_A_DAY == 0:
                    clock.forward(days=1)
                ticket = await office.open_visit(KIOSK, number_only(), key)
                assert isinstance(ticket, Ticket)
                sys.stdout.write(f"{key} {ticket.day} {ticket.number}\n")
                sys.stdout.flush()

        await asyncio.gather(*(kiosk(name) for name in range(8)))


asyncio.run(main(sys.argv[1]))
