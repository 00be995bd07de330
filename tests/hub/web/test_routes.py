"""Every address is in a table, described, and asks who may."""

import asyncio

import msgspec
import pytest

from hub.office.refusals import ERRORS
from hub.security.may import ANYBODY, MAY
from hub.web import errors
from hub.web.routes import API, PAGES
from hub.wire import Refusal
from tests.hub.web.running_hub import running_hub

FILLED = {
    "notice": "no-such-notice",
    "appointment": "0" * 32,
    "display": "01",
    "version": "1",
    "subject": "hours",
    "visit": "0" * 32,
    "kiosk": "01",
    "stage": "delivery",
    "token": "AAAAAAAAAAAAA",
    "name": "app.css",
    "leaf": "movers.0",
    "number": "A-0101",
    "scan": "0" * 16,
    "page": "0",
}
OPEN_TO_ALL = [route for route in (*API, *PAGES) if "resident" in MAY[route.action]]


def filled(path):
    for name, value in FILLED.items():
        path = path.replace("{" + name + "}", value).replace("{" + name + ":.+}", value)
    return path


@pytest.mark.parametrize("route", [*API, *PAGES], ids=lambda route: f"{route.method} {route.path}")
def test_every_route_asks_for_an_action_of_the_table(route):
    assert route.action in MAY


def test_only_the_entrances_are_open_to_strangers():
    assert {route.path for route in OPEN_TO_ALL if MAY[route.action] != ANYBODY} == {"/api/entries", "/api/entries/find"}
    assert {route.path for route in API if MAY[route.action] == ANYBODY} == {"/healthz", "/api/openapi.json"}


def test_a_stranger_gets_nothing_from_any_other_route(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub:
            browser = hub.browser()
            for route in API:
                if route in OPEN_TO_ALL or route.action == "read_metrics":
                    continue
                async with browser.session.request(route.method, hub.address + filled(route.path), data=b"{}") as answer:
                    refusal = msgspec.json.decode(await answer.read(), type=Refusal)
                    assert (answer.status, refusal.error) == (401, "not_signed_in"), route.path
            for page in PAGES:
                if page in OPEN_TO_ALL:
                    continue
                async with browser.session.request(
                    page.method, hub.address + filled(page.path), data=b"", allow_redirects=False, headers={"Accept": "text/html"}
                ) as answer:
                    to_the_door = answer.status == 303 and answer.headers["Location"].startswith("/sign-in")
                    assert to_the_door or answer.status == 401, page.path

    asyncio.run(scenario())


def test_a_board_may_look_and_nothing_else(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub:
            for route in API:
                headers = {"Authorization": f"Bearer {hub.board}", "Idempotency-Key": "12345678"}
                async with hub.browser().session.request(
                    route.method, hub.address + filled(route.path), data=b"{}", headers=headers
                ) as answer:
                    allowed = "board" in MAY[route.action]
                    assert (answer.status == 403) is not allowed, route.path

    asyncio.run(scenario())


def test_every_route_is_described(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.browser().session.get(hub.address + "/api/openapi.json") as answer:
            described = await answer.json()
            for route in API:
                operation = described["paths"][route.path][route.method.lower()]
                assert operation["x-action"] == route.action
                assert ("requestBody" in operation) is (route.body is not None)
                names = {parameter["name"] for parameter in operation.get("parameters", ())}
                assert {part.strip("{}") for part in route.path.split("/") if part.startswith("{")} <= names
            assert sum(map(len, described["paths"].values())) == len(API)
            assert {"Ticket", "Refusal", "OpenVisit", "LegCalled"} <= set(described["components"]["schemas"])

    asyncio.run(scenario())


def test_nothing_is_served_that_no_table_holds(tmp_path):
    served = []

    async def scenario():
        async with running_hub(tmp_path, extra=lambda app: served.extend(app.router.routes())):
            pass

    asyncio.run(scenario())

    listed = {route.path for route in (*API, *PAGES)} | {"/events"}
    assert {route.resource.canonical for route in served} == {path.replace(":.+", "") for path in listed}


def test_every_word_of_refusal_has_a_status():
    assert set(ERRORS) <= set(errors.STATUS)
    assert all(400 <= status < 600 for status in errors.STATUS.values())
