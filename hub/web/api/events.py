"""/events: the one stream of server-sent events, resumed by Last-Event-ID without gap or repetition."""

import asyncio
import random

from aiohttp import web

from hub.security.actors import Actor, Kiosk, Resident, Staff, name_of
from hub.web import door, errors
from hub.web.errors import Refused, bad_message
from hub.web.keys import HOUSE, House
from hub.web.push import sse
from hub.web.push.broker import Listener
from hub.web.push.views import VIEWS, View, hears
from hub.wire import Ping, Refusal

# The action of hub.security.may each view needs.
ACTION: dict[View, str] = {
    "board": "board_state",
    "counter": "visits",
    "kiosk": "board_state",
    "floor": "kiosks",
    "wall": "public_board",
    "phone": "follow",
}
STREAMS_PER_LISTENER = 6  # of one device, session or phone: more is a runaway, not a person
STREAMS_PER_ADDRESS = 200  # of web boards: a whole waiting room may stand behind one address
WRITE_SECONDS = 20.0  # a listener that takes nothing for so long is gone
REPLAY_LIMIT = 1000
# Milliseconds until a browser comes back after a cut: a thousand phones not all in the moment boards and counters do.
RETRY: dict[View, tuple[int, int]] = {
    "board": (500, 1_000),
    "counter": (500, 1_500),
    "kiosk": (500, 1_000),
    "floor": (500, 1_500),
    "wall": (500, 3_000),
    "phone": (2_000, 8_000),
}

HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def events(request: web.Request) -> web.StreamResponse:
    """GET /events?view=board|counter|kiosk|floor|wall|phone(&token=…)."""
    house = request.app[HOUSE]
    view = _view(request.query.get("view", ""))
    actor = await door.enter(request, ACTION[view])
    token = request.query.get("token", "") if view == "phone" else ""
    if view == "phone" and isinstance(found := await house.office.follow(actor, token), Refusal):
        raise Refused(found)
    owner = token.upper() or _owner(actor, request)
    if house.broker.held_by(view, owner) >= (STREAMS_PER_ADDRESS if view == "wall" else STREAMS_PER_LISTENER):
        raise Refused(errors.TOO_MANY_TRIES)
    listener = house.broker.subscribe(view, owner, lambda: request.transport is None or request.transport.is_closing())
    response = web.StreamResponse(headers=HEADERS)
    try:
        await response.prepare(request)
        await response.write(sse.retry(random.randint(*RETRY[view])))  # noqa: S311 (jitter)
        await _serve(house, actor, listener, response, _since(request))
    except (ConnectionError, TimeoutError):
        pass  # the listener went away: the usual end of a stream
    finally:
        house.broker.unsubscribe(listener)
    return response


async def _serve(house: House, actor: Actor, listener: Listener, response: web.StreamResponse, since: int | None) -> None:
    """The listener is subscribed already: what is committed meanwhile is queued, and dropped where the replay had it."""
    last = await _catch_up(house, actor, listener, response, since)
    await response.write(sse.resumed(last, house.clock()))
    while not listener.closed:
        if listener.lost:
            listener.start_over()
            last = await _snapshot(house, actor, listener, response)
        last, chunk = await listener.take(last)
        if chunk:
            async with asyncio.timeout(WRITE_SECONDS):
                await response.write(chunk)


async def _catch_up(house: House, actor: Actor, listener: Listener, response: web.StreamResponse, since: int | None) -> int:
    """Replay what came after `since`, or a snapshot; the seq up to which nothing is missing."""
    if listener.view == "phone":
        return 0
    if since is not None and since <= house.broker.head and listener.view != "wall":
        missed = await house.office.events_since(actor, since, REPLAY_LIMIT)
        if missed is not None:
            chunk = b"".join(sse.fact(event) for event in missed if hears(listener.view, event))
            if chunk:
                await response.write(chunk)
            return missed[-1].seq if missed else since
    return await _snapshot(house, actor, listener, response)


async def _snapshot(house: House, actor: Actor, listener: Listener, response: web.StreamResponse) -> int:
    """Screens of devices get the whole state; pages are told to fetch theirs."""
    if listener.view in ("board", "kiosk"):
        state = await house.office.hall.board_state(actor)
        await response.write(sse.snapshot(state))
        return state.seq
    head = house.broker.head
    await response.write(sse.snapshot(Ping(seq=head, at=house.clock())))
    return head


def _view(text: str) -> View:
    for view in VIEWS:
        if view == text:
            return view
    raise Refused(bad_message("`view` is none of " + ", ".join(VIEWS)))


def _since(request: web.Request) -> int | None:
    text = request.headers.get("Last-Event-ID", "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _owner(actor: Actor, request: web.Request) -> str:
    match actor:
        case Staff():
            return actor.session
        case Kiosk():
            return name_of(actor)
        case Resident():
            return request.remote or ""
        case _:
            return name_of(actor)
