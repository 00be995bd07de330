"""A morning at a big ward office among simulated visitors: 中央区役所 of みどり野市, a Monday, from half past eight.

Visitors come to simulated kiosks with forms they have filled in, clerks work at the other counters; counters 11 and 12 (受付),
71 (審査) and 21 (交付) are left to people in browsers, with a floor guide, a manager and the phone of one resident. Without
--scripted addresses and passwords are printed and the morning goes on until Ctrl+C (or --hours). With --scripted the five are
played in Chromium to the end, every page is compared with the board, the phone and the hub's own story; pictures and report.json
are kept.
"""

import argparse
import asyncio
import contextlib
import random
import shutil
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from config.bundle import Bundle
from config.load import load_site
from hub.client import HubClient
from hub.wire import BoardState, HubIdentity, Ticket
from tests.demo.clerk import Clerk
from tests.demo.day import OPEN_MINUTES, Day, arrivals
from tests.demo.desk import Desk
from tests.demo.lobby import Lobby, neighbour
from tests.demo.office import LOCAL, Office, free_port, has_display
from tests.demo.process import Process, start
from tests.demo.report import Report
from tests.demo.townspeople import FAMILIES, Town
from tests.demo.turned_hub import Asked
from tests.demo.turned_hub import Clerk as Employed

SITE = Path("config/sites/midorino/chuo")
FOLDER = Path("build/morning")
OPENS = datetime.fromisoformat("2027-03-15T08:30:00+09:00")  # a Monday of the moving season
BEFORE = OPENS - timedelta(days=3)  # appointments were made on the Friday before
LEFT_FREE = (11, 12, 71, 21)  # two at 受付, one at 審査, one at 交付
WARM_UP_MINUTES, WARM_UP_SPEED = 75.0, 60.0


class Morning(Office):
    """The office of that morning: a hub whose clock is turned, its lobby, its clerks."""

    def __init__(self, folder: Path, *, speed: float, visits: int, seed: int, window: bool = False) -> None:
        """`speed`: of simulated people, once the doors have been open for a while. `visits`: of the whole day."""
        super().__init__(folder, site=SITE, sizes={}, window=window)
        bundle = load_site(SITE)
        assert isinstance(bundle, Bundle), bundle
        self.bundle, self.town, self.speed = bundle, Town(bundle, OPENS.date()), speed
        self.day = Day(random.Random(seed), WARM_UP_SPEED, WARM_UP_SPEED)
        self.moments = arrivals(self.day.chance, visits)
        self.boards: list[str] = []
        self.desks: dict[int, Desk] = {}
        self.lobby: Lobby
        self.neighbour: Ticket | None = None
        self._going: list[asyncio.Task[None]] = []
        self._clerks: list[Clerk] = []
        self.displays = window
        self._stopped_at = BEFORE

    async def start_hub(self, port: int = 0) -> None:
        """With its clock on the Friday before, standing still."""
        self._port = port or free_port()
        self.hub = await self._hub(BEFORE, kiosks=self.bundle.site.tablets, boards=1 if self.displays else 0, staff=self._staff())
        told = self.hub.ready
        self.address, self.boards, self.logins = told["address"], told["boards"], told["passwords"]
        self.staff = {"floor_guide": ("floor", self.logins["floor"]), "manager": ("kacho", self.logins["kacho"])}
        async with HubClient(self.address, told["kiosks"][0]) as client:
            identity = await client.hub()
        assert isinstance(identity, HubIdentity), identity
        self.lobby = Lobby(self.day, self.town, self.address, told["kiosks"], identity)

    async def kill_hub(self) -> None:
        """Without a word."""
        assert self.hub is not None
        self._stopped_at = await self.now()
        await self.hub.stop(signal.SIGKILL)

    async def start_again(self) -> None:
        """Over the same folder, at the same address and the hour it was."""
        self.hub = await self._hub(self._stopped_at)
        await self.turn(1.0)

    async def enrol(self, kind: str, name: str) -> Path:
        """Of a board: its token was made when the hub began."""
        file = self.folder / f"{kind}-{name}.token"
        file.touch(mode=0o600)
        file.write_text(self.boards[int(name) - 1])
        return file

    async def open_doors(self) -> None:
        """Appointments of last week, then Monday: people stream in and clerks work, fast, until the house is as full as it gets."""
        booked = await self.lobby.book(OPENS.date())
        await self._tell(f"at {OPENS.isoformat()}")
        counters = [counter for counter in self.bundle.site.counters if counter.number not in LEFT_FREE]
        for counter in counters:
            login = f"desk{counter.number}"
            self._clerks.append(Clerk(self.address, login, self.logins[login], counter.number, patient=True))
            await self._clerks[-1].sit_down()
        await self.turn(WARM_UP_SPEED)
        for clerk, counter in zip(self._clerks, counters, strict=True):
            self.desks[counter.number] = Desk(self.day, clerk, counter.stages, papers=True)
        self._going = [asyncio.create_task(desk.work()) for desk in self.desks.values()]
        self._going += [asyncio.create_task(each) for each in (self.lobby.beat(), self.lobby.keep(booked, OPENS))]
        self._going.append(asyncio.create_task(self.lobby.come(self.moments)))
        await asyncio.sleep(self.day.minutes(WARM_UP_MINUTES))
        self.day.speed, self.day.clock_speed = self.speed, 1.0
        await self.turn(1.0)

    async def neighbour_comes(self) -> Ticket:
        """The resident whose phone is looked at."""
        name = next(iter(self.lobby.clients))
        ticket = await self.lobby.number(name, neighbour(self.town, self.day.chance), "neighbour")
        assert ticket is not None, dict(self.day.wrong)
        self.neighbour = ticket
        return ticket

    def rests(self, counter: int, rests: bool = True) -> None:
        """The simulated clerk finishes what is at hand and calls nobody until told otherwise."""
        self.desks[counter].rests = rests

    def asks(self) -> Clerk:
        """Somebody who may ask the hub what it knows of a visit."""
        return self._clerks[0]

    async def kiosks_told(self) -> list[dict[str, Any]]:
        """Every kiosk as the floor is told."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            login, password = self.staff["floor_guide"]
            await session.post(f"{self.address}/sign-in", data={"login": login, "password": password})
            async with session.get(f"{self.address}/api/kiosks") as answer:
                return list(await answer.json())

    async def called_now(self) -> set[tuple[str, int]]:
        """(number, counter) of every call, as the hub tells boards."""
        async with HubClient(self.address, self.boards[0]) as client:
            state = await client.board()
        assert isinstance(state, BoardState), state
        return {(row.number, row.counter or 0) for row in state.rows if row.state == "called"}

    async def turn(self, speed: float) -> None:
        await self._tell(f"speed {speed}")

    async def now(self) -> datetime:
        """The hub's clock."""
        return await self._tell(f"speed {self.day.clock_speed}")

    async def stumbles(self) -> None:
        """Until a simulated person is stopped by something nobody expected."""
        await asyncio.wait(self._going, return_when=asyncio.FIRST_EXCEPTION)

    def trouble(self) -> list[BaseException]:
        """What ended a simulated person."""
        return [found for task in self._going if task.done() and not task.cancelled() and (found := task.exception()) is not None]

    async def __aexit__(self, *details: object) -> None:
        self.day.over.set()
        going = [*self._going, *(task for desk in self.desks.values() for task in desk.later)]
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)
        if hasattr(self, "lobby"):
            await self.lobby.close()
        for clerk in self._clerks:
            await clerk.close()
        await super().__aexit__(*details)

    async def _tell(self, line: str) -> datetime:
        assert self.hub is not None
        return datetime.fromisoformat((await self.hub.tell(line))["now"])

    async def _hub(self, begins: datetime, **settings: object) -> Process:
        asked = Asked(
            str(self.site),
            str(self.folder / "hub"),
            begins,
            port=self._port,
            public_url=f"http://{LOCAL}:{self._port}",
            **{"kiosks": 0, **settings},
        )
        (self.folder / "hub").mkdir(exist_ok=True, mode=0o700)
        process = await start(
            "hub", "tests.demo.turned_hub", logs=self.logs, ready_key="address", asked=msgspec.json.encode(asked).decode()
        )
        self._processes.append(process)
        return process

    def _staff(self) -> tuple[Employed, ...]:
        """One clerk for each counter, by the names of families of the town."""
        counters = enumerate(self.bundle.site.counters)
        return tuple(Employed(f"desk{counter.number}", FAMILIES[index % len(FAMILIES)][0]) for index, counter in counters)


async def scripted(morning: Morning, folder: Path) -> int:
    """Play it; 0 only if everybody agreed at every step."""
    from tests.demo.morning_script import play

    report, pictures, morning.displays = Report(), folder / "pictures", True
    pictures.mkdir(parents=True)
    try:
        async with morning:
            await play(morning, pictures, report)
    finally:
        report.write(folder / "report.json")
    for one in report.disagreements():
        print(f"DISAGREE {one}")
    print(f"{len(list(pictures.glob('*.png')))} pictures in {pictures}, report in {folder / 'report.json'}")
    return 1 if report.disagreements() else 0


async def left_to_people(morning: Morning, hours: float) -> int:
    """Until Ctrl+C, or so many hours."""
    async with morning:
        print("The hub starts, last week's appointments are made …", flush=True)
        await morning.start_hub()
        if morning.window:
            await morning.start_board()
        print(
            f"The doors open: {WARM_UP_MINUTES:.0f} minutes pass in {WARM_UP_MINUTES * 60 / WARM_UP_SPEED:.0f} seconds …",
            flush=True,
        )
        await morning.open_doors()
        ticket = await morning.neighbour_comes()
        tell(morning, ticket, await morning.now())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(morning.stumbles(), hours * 3600)
        print(f"Done: {dict(morning.day.done)}\nRightly refused: {dict(morning.day.right)}\nWrongly: {dict(morning.day.wrong)}")
        for each in morning.trouble():
            print(f"A simulated person stopped: {each!r}")
    return 1 if morning.trouble() else 0


def tell(morning: Morning, ticket: Ticket, now: datetime) -> None:
    """Where everybody sits down."""
    names = {counter.number: counter.name["ja"] for counter in morning.bundle.site.counters}
    print(f"\nIt is Monday, {now:%H:%M}. Sign in at {morning.address}/sign-in and take the counter:")
    for number in LEFT_FREE:
        login = f"desk{number}"
        print(f"  {names[number]:<12} ID {login:<8} password {morning.logins[login]}")
    for role, (login, password) in morning.staff.items():
        print(f"  {role:<12} ID {login:<8} password {password}")
    print(f"A resident's phone ({ticket.number}): {ticket.follow_url}")
    print(f"The waiting room's board:  {morning.address}/board")
    print("Ctrl+C ends everything.", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.demo.morning", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scripted", action="store_true", help="play two clerks, back office, guide and phone in Chromium")
    parser.add_argument("--speed", type=float, default=4.0, help="how many times faster than life simulated people work (4)")
    parser.add_argument("--visits", type=int, default=1500, help="visitors of the whole day (1500)")
    parser.add_argument("--hours", type=float, default=OPEN_MINUTES / 60, help="ends by itself after so many hours")
    parser.add_argument("--seed", type=int, default=20270315)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    window = has_display() and not options.scripted
    morning = Morning(options.folder, speed=options.speed, visits=options.visits, seed=options.seed, window=window)
    # told to end in whatever way, it ends what it started
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with contextlib.suppress(KeyboardInterrupt):
        if options.scripted:
            return asyncio.run(scripted(morning, options.folder))
        return asyncio.run(left_to_people(morning, options.hours))
    return 0


if __name__ == "__main__":
    sys.exit(main())
