"""The web application over one office: built here, run by hub.__main__ and by tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from aiohttp import web

from hub.office import Office
from hub.scans.reader import ScanReader
from hub.security.actors import Resident, System
from hub.web import routes
from hub.web.keys import HOUSE, House
from hub.web.metrics import Metrics
from hub.web.middleware import around
from hub.web.pages.entries import Entries
from hub.web.pages.holders import Holders
from hub.web.pages.templates import Pages
from hub.web.paper.maker import PaperMaker
from hub.web.push.broker import Broker
from hub.web.push.phones import Phones
from hub.web.push.waits import Waits
from hub.wire import Event, Following, Refusal

BODY_LIMIT = 512 * 1024  # a sealed visit is at most 400 000 characters


async def build(office: Office, clock: Callable[[], datetime], *, secure: bool = False, proxied: bool = False) -> web.Application:
    """`clock`: aware JST. `secure`: reached by TLS. `proxied`: a proxy stands in front.

    Must be called in the loop that runs it, with the office open.
    """
    system = System()
    broker = Broker(clock, (await office.hall.board_state(system)).seq)

    async def follow(tokens: Sequence[str]) -> dict[str, Following | Refusal]:
        return await office.follow_all(Resident(), tokens)

    phones = Phones(broker, follow)
    waits = Waits(broker, lambda: office.hall.waits(system))
    paper, scans = PaperMaker(), ScanReader()
    metrics = Metrics(broker, lambda: office.floor.kiosks(system), office.figures)
    app = web.Application(middlewares=[around], client_max_size=BODY_LIMIT)
    app[HOUSE] = House(
        office=office,
        clock=clock,
        broker=broker,
        metrics=metrics,
        pages=Pages(lambda: office.bundle, clock),
        entries=Entries(),
        holders=Holders(),
        paper=paper,
        scans=scans,
        letters={},
        secure=secure,
        proxied=proxied,
    )
    routes.add_to(app)

    async def push(app: web.Application) -> AsyncIterator[None]:
        def publish(events: tuple[Event, ...]) -> None:
            broker.publish(events)
            phones.publish(events)
            waits.publish(events)

        stop = office.subscribe(publish)
        tasks = [asyncio.create_task(broker.keep_alive()), asyncio.create_task(phones.run()), asyncio.create_task(waits.run())]
        yield
        stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def end_streams(app: web.Application) -> None:
        broker.close()

    async def end_drawing(app: web.Application) -> None:
        await paper.close()
        await scans.close()

    app.cleanup_ctx.append(push)
    app.on_cleanup.append(end_drawing)
    app.on_shutdown.append(end_streams)
    return app
