"""Around every request: its number, its time, safe headers, and whatever went wrong in the one shape its reader expects."""

import itertools
import time
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from hub.office import refusal_of
from hub.web import errors
from hub.web.api.route import refuse
from hub.web.door import cookie_name
from hub.web.errors import Refused
from hub.web.keys import HOUSE, REQUEST
from hub.web.log import where
from hub.web.pages import languages
from hub.web.pages.outside import HOME, is_outside, on_from
from hub.wire import Refusal

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # the path of a phone page is a secret; none at all would make Origin null
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
NO_PAGE = Refusal(error="no_page", message="There is no such page.", cure="Begin at /.")
_count = itertools.count(1)  # a name for the telephone, not a secret
log = structlog.get_logger()


@web.middleware
async def around(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The only middleware."""
    house = request.app[HOUSE]
    now = house.clock()
    number = f"E-{now.month:02}{now.day:02}-{now.hour:02}{now.minute:02}-{next(_count) % 0x10000:04X}"
    request[REQUEST] = number
    begun = time.perf_counter()
    try:
        response = await handler(request)
    except Exception as trouble:  # the per-connection loop: nothing may escape without the one shape
        response = await _answer(request, trouble)
    seconds = time.perf_counter() - begun
    route = pattern(request)
    house.metrics.answered(route, response.status, seconds)
    if response.status >= 400:
        log.warning(
            "refused",
            request=number,
            method=request.method,
            route=route,
            status=response.status,
            milliseconds=round(seconds * 1000, 1),
        )
    if not response.prepared:
        response.headers.update(HEADERS)
        response.headers["X-Request-Id"] = number
        if house.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def pattern(request: web.Request) -> str:
    """The pattern of the route, never the path: tokens travel in paths."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"


async def _answer(request: web.Request, trouble: Exception) -> web.StreamResponse:
    match trouble:
        case Refused():
            refusal = trouble.refusal
        case web.HTTPRedirection():
            return web.Response(status=trouble.status, headers={"Location": trouble.headers["Location"]})
        case web.HTTPRequestEntityTooLarge():
            refusal = errors.TOO_LARGE
        case web.HTTPMethodNotAllowed():
            refusal = errors.wrong_method(", ".join(sorted(trouble.allowed_methods)))
        case web.HTTPNotFound():
            refusal = errors.not_found()
        case web.HTTPException():
            refusal = errors.bad_message(trouble.reason)
        case _:
            refusal = refusal_of(trouble) or _bug(request, trouble)
    if _wants_page(request):
        return _page(request, refusal)
    return refuse(refusal)


def _page(request: web.Request, refusal: Refusal) -> web.Response:
    """Residents read it in their language, and so does whoever asks for an address that is none; staff pages are Japanese."""
    house, outside = request.app[HOUSE], is_outside(request.path)
    again = request.path_qs if request.method == "GET" else on_from(request.path)
    if outside and refusal.error in ("not_found", "unknown_code"):
        again = HOME
    at_work = not outside and cookie_name(house.secure) in request.cookies  # the page of a clerk, who has no number slip
    if at_work and refusal.error == "not_found":
        return house.pages.error(NO_PAGE, request[REQUEST], "/", languages.SOURCE)
    read_by_anybody = outside or refusal.error == "not_found"
    language = languages.language_of(house.bundle, request) if read_by_anybody else languages.SOURCE
    return house.pages.error(refusal, request[REQUEST], again, language, outside=outside)


def _bug(request: web.Request, trouble: Exception) -> Refusal:
    log.error(
        "failed", request=request[REQUEST], route=pattern(request), error=type(trouble).__name__, where=where(trouble.__traceback__)
    )
    return errors.FAILED


def _wants_page(request: web.Request) -> bool:
    path = request.path
    return not path.startswith(("/api/", "/events", "/healthz", "/metrics", "/static/")) and "text/html" in request.headers.get(
        "Accept", ""
    )
