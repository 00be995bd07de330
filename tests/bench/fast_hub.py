"""A hub in a process of its own whose day passes faster: the real application, TCP and database, with its clock turned up.

Reads one JSON line (site, state, speed, begins); prints one with its address, devices and people. At `go` its clock begins to run;
at `close` it closes the day and prints how every visit ended.
"""

import asyncio
import json
import math
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import uvloop
from aiohttp import web

from config.load import load_site
from hub.office import open_office
from hub.security.actors import System
from hub.store.database import connect
from hub.web import log
from hub.web.app import build

KIOSKS = 30


async def main() -> None:
    log.configure()  # to standard error: standard output is the conversation
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    asked = json.loads(await lines.readline())
    begins, began = datetime.fromisoformat(asked["begins"]), math.inf

    def clock() -> datetime:
        return begins + timedelta(seconds=max(0.0, time.monotonic() - began) * asked["speed"])

    bundle = load_site(Path(asked["site"]))
    assert not isinstance(bundle, tuple), bundle
    state = Path(asked["state"])
    async with open_office(state, bundle, clock) as office:
        kiosks = [await office.enrol_device(System(), "kiosk", f"{name:02}") for name in range(1, KIOSKS + 1)]
        people = {each.login: each.password for each in await office.create_demo_staff(System())}
        runner = web.AppRunner(await build(office, clock), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        print(json.dumps({"address": f"http://127.0.0.1:{port}", "kiosks": kiosks, "passwords": people}), flush=True)
        assert (await lines.readline()).strip() == b"go"
        began = time.monotonic()
        assert (await lines.readline()).strip() == b"close"
        await office.close_day(System())
        await runner.cleanup()
    connection = connect(state / "hub.db", read_only=True)
    bodies = [json.loads(row[0]) for row in connection.execute("SELECT body FROM visits")]
    open_ = connection.execute("SELECT count(*) FROM visits WHERE ended = 0").fetchone()[0]
    waiting = connection.execute("SELECT total(people_waiting) FROM lines").fetchone()[0]
    connection.close()
    legs = [leg["id"] for body in bodies for leg in body["legs"]]
    ended = Counter(leg["state"] for body in bodies for leg in body["legs"])
    print(
        json.dumps(
            {
                "visits": len(bodies),
                "numbers": len({body["number"] for body in bodies}),
                "merged": sum(body.get("merged_into") is not None for body in bodies),
                "open": open_,
                "still_counted": waiting,
                "legs_in_two_visits": len(legs) - len(set(legs)),
                "ended": ended,
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
