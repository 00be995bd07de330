"""A hub in a process of its own with a clock that is turned: the real application, TCP and database, at another hour or pace.

Reads one JSON line (Asked); prints one with its address, devices and people. Then one word a line: at `go` its clock runs,
`speed 60` and `at 2027-03-15T08:30:00+09:00` turn it (answered with the time it is), `close` closes the day and prints how every
visit ended. Without `close` it ends with its input, the day open.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import uvloop
from aiohttp import web

from config.bundle import Bundle
from config.load import load_site
from hub.entropy import Entropy
from hub.office import Office, open_office
from hub.security.actors import StaffRole, System
from hub.store.database import connect
from hub.web import log
from hub.web.app import build


class Clerk(msgspec.Struct, frozen=True):
    """Somebody to be taken on before the doors open."""

    login: str
    name: str
    role: StaffRole = "clerk"


class Asked(msgspec.Struct, frozen=True):
    """Which office, and when. `kiosks`, `boards`: how many are enrolled, 01 and up. What an earlier run over the folder made stays;
    no password is told again.
    """

    site: str
    state: str
    begins: datetime
    speed: float = 1.0
    kiosks: int = 30
    boards: int = 0
    port: int = 0
    public_url: str = ""
    staff: tuple[Clerk, ...] = ()


@dataclass
class TurnedClock:
    """Stands still until it is turned on."""

    at: datetime
    speed: float = 0.0
    since: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return self.at + timedelta(seconds=(time.monotonic() - self.since) * self.speed)

    def turn(self, speed: float | None = None, at: datetime | None = None) -> None:
        self.at, self.since = at or self(), time.monotonic()
        self.speed = self.speed if speed is None else speed


async def main() -> None:
    log.configure()  # to standard error: standard output is the conversation
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    asked = msgspec.json.decode(await lines.readline(), type=Asked)
    clock, state, bundle = TurnedClock(asked.begins), Path(asked.state), load_site(Path(asked.site))
    assert isinstance(bundle, Bundle), bundle
    if asked.public_url:
        bundle = msgspec.structs.replace(bundle, site=msgspec.structs.replace(bundle.site, public_url=asked.public_url))
    async with open_office(state, bundle, clock, Entropy()) as office:
        told = await people_and_devices(office, asked)
        runner = web.AppRunner(await build(office, clock), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", asked.port)
        await site.start()
        port = runner.addresses[0][1]
        print(json.dumps({"address": f"http://127.0.0.1:{port}", **told}), flush=True)
        closed = await listen(lines, clock, asked.speed)
        if closed:
            await office.close_day(System())
        await runner.cleanup()
    if closed:
        print(json.dumps(ended(state)), flush=True)


async def people_and_devices(office: Office, asked: Asked) -> dict[str, Any]:
    """Kiosks and who may sign in, with their passwords; only at the first start."""
    kiosks = [await office.devices.enrol_device(System(), "kiosk", f"{name:02}") for name in range(1, asked.kiosks + 1)]
    boards = [await office.devices.enrol_device(System(), "board", f"{name:02}") for name in range(1, asked.boards + 1)]
    people = {each.login: each.password for each in await office.door.create_demo_staff(System())}
    for each in asked.staff if people else ():
        password = f"{each.login}-{Entropy()(3).hex()}"
        await office.door.create_staff(System(), each.login, each.role, each.name, password)
        people[each.login] = password
    return {"kiosks": kiosks, "boards": boards, "passwords": people}


async def listen(lines: asyncio.StreamReader, clock: TurnedClock, speed: float) -> bool:
    """Until the end; whether the day is to be closed."""
    while line := (await lines.readline()).decode().split():
        match line:
            case ["go"]:
                clock.turn(speed)
                continue  # who says it waits for nothing
            case ["close"]:
                return True
            case ["speed", given]:
                clock.turn(float(given))
            case ["at", given]:
                clock.turn(at=datetime.fromisoformat(given))
            case _:
                raise ValueError(f"no such word: {line}")
        print(json.dumps({"now": clock().isoformat()}), flush=True)
    return False


def ended(state: Path) -> dict[str, Any]:
    """How every visit ended, counted in the database."""
    connection = connect(state / "hub.db", read_only=True)
    bodies = [json.loads(row[0]) for row in connection.execute("SELECT body FROM visits")]
    open_ = connection.execute("SELECT count(*) FROM visits WHERE ended = 0").fetchone()[0]
    waiting = connection.execute("SELECT total(people_waiting) FROM lines").fetchone()[0]
    connection.close()
    legs = [leg["id"] for body in bodies for leg in body["legs"]]
    return {
        "visits": len(bodies),
        "numbers": len({body["number"] for body in bodies}),
        "merged": sum(body.get("merged_into") is not None for body in bodies),
        "open": open_,
        "still_counted": waiting,
        "legs_in_two_visits": len(legs) - len(set(legs)),
        "ended": Counter(leg["state"] for body in bodies for leg in body["legs"]),
    }


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
