"""The hub itself: who it is, its configuration, what the boards show, how it feels."""

import msgspec
from aiohttp import web

from config.bundle import Bundle
from hub import wire
from hub.security.actors import System
from hub.web.api.route import Answer, Ask, Route


class Health(wire.Message, frozen=True):
    """`ok`: the store answers. Says nothing of residents or of how busy it is."""

    ok: bool
    site: str


async def identity(ask: Ask) -> Answer:
    return await ask.office.identity(ask.actor)


async def bundle(ask: Ask) -> Answer:
    """304 where the caller's copy (If-None-Match) is still the one."""
    etag = f'"{ask.house.bundle.hash}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if ask.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers=headers)
    return web.Response(body=msgspec.json.encode(ask.house.bundle), content_type="application/json", headers=headers)


async def board(ask: Ask) -> Answer:
    return await ask.office.hall.board_state(ask.actor)


async def health(ask: Ask) -> Answer:
    state = await ask.office.hall.board_state(System())
    return Health(ok=state.seq >= 0, site=ask.house.bundle.site.id)


async def metrics(ask: Ask) -> Answer:
    return web.Response(body=await ask.house.metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


ROUTES = (
    Route("GET", "/api/hub", "identity", identity, "Who this hub is", reply=wire.HubIdentity),
    Route("GET", "/api/bundle", "read_bundle", bundle, "The whole configuration; ETag is its hash", reply=Bundle),
    Route("GET", "/api/board", "board_state", board, "Everything a board shows", reply=wire.BoardState),
    Route("GET", "/healthz", "read_health", health, "Whether the hub and its store answer", reply=Health),
    Route("GET", "/metrics", "read_metrics", metrics, "Figures for Prometheus"),
)
