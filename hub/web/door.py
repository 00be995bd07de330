"""The door: who asks (device token, session cookie, or nobody), whether they may, and whether it was a page of ours that asked."""

import hashlib
import hmac
from ipaddress import ip_address

from aiohttp import web

from hub.security.actors import Actor, Resident, Staff, System
from hub.security.may import may
from hub.web import errors
from hub.web.errors import Refused
from hub.web.keys import HOUSE

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BY_ITSELF = frozenset({"/floor/calls", "/events"})  # asked again and again by a page nobody may be sitting at
PAGE_ASKS = "X-By-Itself"  # of other looks that a page takes without anybody's key or click


def cookie_name(secure: bool, name: str = "session") -> str:
    """`__Host-` binds a cookie to this host and to TLS; browsers refuse it over plain HTTP, which only loopback uses."""
    return f"__Host-{name}" if secure else name


async def actor_of(request: web.Request) -> Actor:
    """Who asks. Raises Refused where a device token is given that nobody knows: silence would hide a wrong set-up."""
    house = request.app[HOUSE]
    given = request.headers.get("Authorization")
    if given is not None:
        kind, _, token = given.partition(" ")
        device = await house.office.devices.device(System(), token.strip()) if kind.lower() == "bearer" else None
        if device is None:
            raise Refused(errors.UNKNOWN_DEVICE)
        return device
    cookie = request.cookies.get(cookie_name(house.secure))
    if cookie:
        staff = await house.office.door.session(
            System(), cookie, by_itself=request.path in BY_ITSELF or PAGE_ASKS in request.headers
        )
        if staff is not None:
            return staff
    return resident(request)


def resident(request: web.Request) -> Resident:
    """Somebody without a name. Behind a proxy all come from one address, which tells nobody apart."""
    return Resident(origin="" if request.app[HOUSE].proxied else request.remote or "")


def on_this_machine(request: web.Request) -> bool:
    """Whether the request comes from the hub's own machine, and not through a proxy that stands there."""
    try:
        return not request.app[HOUSE].proxied and ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


async def enter(request: web.Request, action: str) -> Actor:
    """The actor, allowed to do `action`. Raises Refused."""
    actor = await actor_of(request)
    if action == "read_metrics" and isinstance(actor, Resident) and on_this_machine(request):
        return System()  # Prometheus beside the hub; the figures hold no person
    if not may(actor, action):
        raise Refused(errors.NOT_SIGNED_IN if isinstance(actor, Resident) else errors.not_allowed(action))
    return actor


def check_origin(request: web.Request) -> None:
    """A changing request that carries cookies must come from a page of this host. Raises Refused."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        own = site in ("same-origin", "none")
    elif origin is not None:
        own = origin.partition("://")[2] == request.host
    else:
        own = True  # no browser: a browser sends one of the two with every POST
    if not own:
        raise Refused(errors.FOREIGN_PAGE)


def check_page_token(request: web.Request, actor: Actor, given: str) -> None:
    """`given`: from the header X-Page-Token or the field `page_token`. Raises Refused."""
    if isinstance(actor, Staff) and request.method not in SAFE and not hmac.compare_digest(given, page_token(request)):
        raise Refused(errors.FOREIGN_PAGE)


def page_token(request: web.Request) -> str:
    """Bound to the session, and the same after a restart of the hub: a page that stayed open goes on. Empty without a session."""
    house = request.app[HOUSE]
    cookie = request.cookies.get(cookie_name(house.secure), "")
    return hashlib.sha256(b"page token:" + cookie.encode()).hexdigest() if cookie else ""
