"""One route of the API as a value: from the table of these come routing, authorisation and /api/openapi.json."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
from aiohttp import web

from hub.office import Office
from hub.security.actors import Actor
from hub.web import door, errors
from hub.web.errors import Refused
from hub.web.keys import HOUSE, House
from hub.wire import Refusal, newer

_KEY = re.compile(r"[A-Za-z0-9_-]{8,100}")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, allowed and decoded. `key`: the Idempotency-Key, empty where the route has none."""

    house: House
    actor: Actor
    message: Any
    key: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def office(self) -> Office:
        return self.house.office


Answer = Any  # a wire value, a Refusal, None (204), or a finished web.Response


@dataclass(frozen=True, slots=True)
class Route:
    """`action`: asked of hub.security.may before anything else. `keyed`: "must", "may" or "" carry an Idempotency-Key.

    `told`: it only tells how something stands, so that of a newer program's message what is known here will do.
    """

    method: str
    path: str
    action: str
    answer: Callable[[Ask], Awaitable[Answer]]
    summary: str
    body: Any = None
    reply: Any = None
    status: int = 200
    keyed: str = ""
    query: tuple[str, ...] = ()
    told: bool = False


def endpoint(route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of a route."""
    read = _reader(route)

    async def answer(request: web.Request) -> web.StreamResponse:
        actor = await door.enter(request, route.action)
        door.check_origin(request)
        door.check_page_token(request, actor, request.headers.get("X-Page-Token", ""))
        ask = Ask(
            house=request.app[HOUSE],
            actor=actor,
            message=decode(read, await request.read()) if read is not None else None,
            key=_key(request, route.keyed),
            path=request.match_info,
            query=request.query,
            headers=request.headers,
        )
        return reply(await route.answer(ask), route.status)

    return answer


def _reader(route: Route) -> Callable[[bytes], Any] | None:
    """What makes a body a message of this route; none where it has no body."""
    if route.body is None:
        return None
    return partial(newer.read, kind=route.body) if route.told else msgspec.json.Decoder(route.body).decode


def decode(read: Callable[[bytes], Any], body: bytes) -> Any:
    """Raises Refused(bad_message): it names the place and what was expected there."""
    try:
        return read(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as trouble:
        raise Refused(errors.bad_message(str(trouble))) from None


def reply(answer: Answer, status: int = 200) -> web.StreamResponse:
    match answer:
        case web.StreamResponse():
            return answer
        case Refusal():
            return refuse(answer)
        case None:
            return web.Response(status=204)
        case _:
            return web.Response(status=status, body=msgspec.json.encode(answer), content_type="application/json")


def refuse(refusal: Refusal) -> web.Response:
    response = web.Response(status=errors.status_of(refusal), body=msgspec.json.encode(refusal), content_type="application/json")
    if response.status in (429, 503):
        response.headers["Retry-After"] = "1" if response.status == 503 else "60"
    return response


def _key(request: web.Request, keyed: str) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if (keyed == "must" or key) and not _KEY.fullmatch(key):
        raise Refused(errors.MISSING_KEY)
    return key
