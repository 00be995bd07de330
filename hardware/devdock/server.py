"""The dock's page and what its buttons post: one route a device, strict orders, errors of one shape."""

from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
from aiohttp import web

from hardware.devdock.camera import TooLong
from hardware.devdock.control import ControlPort, NotReached
from hardware.devdock.dock import Dock, Kiosk
from hardware.devdock.link import LinkState

PAGE = Path(__file__).parent / "page"
DOCK = web.AppKey("dock", Dock)
POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all orders."""


class CardOrder(Order, frozen=True):
    """Words of hardware.cards.simulated."""

    put: str | tuple[str, ...] | None = None
    remove: bool = False
    remove_after_apdu: int | None = None
    lose_frames: int | None = None
    tries: int | dict[str, int] | None = None


class PrinterOrder(Order, frozen=True):
    """Words of hardware.printer.simulated."""

    paper: Literal["ok", "near_end", "out"] | None = None
    cover: Literal["open", "closed"] | None = None
    cutter: Literal["ok", "jam", "jam_at_cut", "cleared"] | None = None
    heat: Literal["ok", "hot"] | None = None
    defect: bool | None = None
    mute: bool | None = None
    power: Literal["on", "off"] | None = None
    plug: Literal["in", "out"] | None = None
    speed: float | None = None
    tier: Literal["A", "B", "C", "D"] | None = None
    proof: Literal["printed", "parsed"] | None = None
    buffer: int | None = None
    reply_split: bool | int | None = None
    reply_delay: float | None = None
    idle_close: float | None = None
    paper_out_at_row: int | None = None
    cut_link_after: int | None = None
    after_obeyed: int | None = None
    unbox: bool = False


class CameraOrder(Order, frozen=True):
    """`show` a code of this text, `dark`: as a phone in dark mode does; without it, take it away."""

    show: str | None = None
    dark: bool = False


class LinkOrder(Order, frozen=True):
    state: LinkState


Kind = TypeVar("Kind", bound=Order)


class Refused(Exception):
    """An order that cannot be carried out."""

    def __init__(self, status: int, error: str, cure: str) -> None:
        super().__init__(error)
        self.status, self.error, self.cure = status, error, cure


@web.middleware
async def only_this_page(request: web.Request, handler: Any) -> web.StreamResponse:
    """Another page open in the same browser must not press our buttons; every refusal has one shape."""
    try:
        origin = request.headers.get("Origin")
        if request.method == "POST" and (
            origin not in (None, f"http://{request.host}") or request.content_type != "application/json"
        ):
            raise Refused(403, "this order did not come from the dock's own page", "open the dock by the address it printed")
        response: web.StreamResponse = await handler(request)
    except Refused as refused:
        response = web.json_response({"error": refused.error, "cure": refused.cure}, status=refused.status)
    except web.HTTPException as error:
        response = web.json_response({"error": error.reason, "cure": "see the address"}, status=error.status)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


async def page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


async def part(request: web.Request) -> web.FileResponse:
    return web.FileResponse(_file(PAGE, request.match_info["name"]))


async def state(request: web.Request) -> web.Response:
    return web.json_response(await request.app[DOCK].state())


async def cards(request: web.Request) -> web.Response:
    return await _pass_on(_kiosk(request).cards, await _order(request, CardOrder))


async def printer(request: web.Request) -> web.Response:
    return await _pass_on(_kiosk(request).printer, await _order(request, PrinterOrder))


async def camera(request: web.Request) -> web.Response:
    held = _kiosk(request).camera
    if held is None:
        raise Refused(404, "this kiosk has no simulated camera here", "start the dock with --camera FOLDER")
    order = await _order(request, CameraOrder)
    try:
        if order.show:
            held.show(order.show, dark=order.dark)
        else:
            held.hide()
    except TooLong as error:
        raise Refused(400, str(error), "shorten the text") from None
    return web.json_response({"showing": held.showing})


async def link(request: web.Request) -> web.Response:
    found = request.app[DOCK].link(request.match_info["name"])
    if found is None:
        raise Refused(404, "no such link", "start the dock with --link NAME=LISTEN=TARGET")
    try:
        await found.turn((await _order(request, LinkOrder)).state)
    except OSError as error:
        raise Refused(409, f"the address of this link is taken: {error.strerror}", "end the program that holds it") from None
    return web.json_response({"state": found.state.value})


async def sheet(request: web.Request) -> web.FileResponse:
    folder = _kiosk(request).sheets
    if folder is None:
        raise Refused(404, "no folder of sheets for this kiosk", "start the dock with --sheets FOLDER")
    return web.FileResponse(_file(folder, request.match_info["name"]))


def application(dock: Dock) -> web.Application:
    """The dock as a web application; `dock` is opened and closed by who made it."""
    app = web.Application(middlewares=[only_this_page], client_max_size=64 * 1024)
    app[DOCK] = dock
    app.add_routes(
        [
            web.get("/", page),
            web.get("/page/{name}", part),
            web.get("/api/state", state),
            web.post("/api/kiosks/{kiosk}/cards", cards),
            web.post("/api/kiosks/{kiosk}/printer", printer),
            web.post("/api/kiosks/{kiosk}/camera", camera),
            web.get("/api/kiosks/{kiosk}/sheets/{name}", sheet),
            web.post("/api/links/{name}", link),
        ]
    )
    return app


def _kiosk(request: web.Request) -> Kiosk:
    found = request.app[DOCK].kiosk(request.match_info["kiosk"])
    if found is None:
        raise Refused(404, "no such kiosk", "start the dock with --kiosk NAME")
    return found


async def _order(request: web.Request, kind: type[Kind]) -> Kind:
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except msgspec.DecodeError as error:
        raise Refused(400, f"not an order for this device: {error}", "see hardware/devdock/server.py for the words") from None


async def _pass_on(port: ControlPort | None, order: Order) -> web.Response:
    if port is None:
        raise Refused(404, "this kiosk has no such simulated device here", "start the dock with its control port")
    answer = await port.ask(msgspec.to_builtins(order))
    if isinstance(answer, NotReached):
        raise Refused(502, f"no simulator answers at {answer.address}", "start it, or start the dock with its control port")
    if "error" in answer:
        raise Refused(400, str(answer["error"]), "choose another")
    return web.json_response(answer)


def _file(folder: Path, name: str) -> Path:
    """A file directly in `folder`. Raises Refused."""
    if name != Path(name).name or not (folder / name).is_file():
        raise Refused(404, "no such file", "reload the page")
    return folder / name
