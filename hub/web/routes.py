"""Every address of the hub: the table of the API, the table of pages, and the stream. Nothing is reachable that is not here."""

from aiohttp import web

from config.release import RELEASE
from hub.web.api import counters, entries, events, house, kiosks, openapi, visits
from hub.web.api.route import Route, endpoint
from hub.web.pages.routes import PAGES, Page, page

_API: tuple[Route, ...] = (*visits.ROUTES, *entries.ROUTES, *counters.ROUTES, *kiosks.ROUTES, *house.ROUTES)
API: tuple[Route, ...] = (*_API, openapi.route(_API, RELEASE))


def add_to(app: web.Application) -> None:
    """Put every address on the application."""
    for route in API:
        app.router.add_route(route.method, route.path, endpoint(route))
    for each in PAGES:
        app.router.add_route(each.method, each.path, page(each))
    app.router.add_get("/events", events.events)


__all__ = ["API", "PAGES", "Page", "add_to"]
