"""Style sheets, scripts and fonts of the pages. Everything comes from this hub, nothing from elsewhere."""

from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from config.fonts import Font, FontMissing, font
from config.theme import css
from hub.web import errors
from hub.web.errors import Refused
from hub.web.pages.page import Page, Turn

FOLDER = Path(__file__).parent.parent / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
FONTS: dict[str, Callable[[], Font]] = {
    "text-regular": lambda: font("ja"),
    "text-bold": lambda: font("ja", bold=True),
    "names": lambda: font(use="name"),
}
WEEK = "public, max-age=604800"


async def static(turn: Turn) -> web.StreamResponse:
    path = (FOLDER / turn.request.match_info["name"]).resolve()
    if not path.is_relative_to(FOLDER) or path.suffix not in KINDS or not path.is_file():
        raise Refused(errors.not_found())
    return web.FileResponse(path, headers={"Content-Type": f"{KINDS[path.suffix]}; charset=utf-8", "Cache-Control": "no-cache"})


async def theme(turn: Turn) -> web.StreamResponse:
    """Roles of colour, from the one place that kiosk and board have theirs."""
    return web.Response(text=css(), content_type="text/css", headers={"Cache-Control": "no-cache"})


async def fonts(turn: Turn) -> web.StreamResponse:
    """The installed BIZ UD font, and the one with every registered form of a kanji, for terminals that have none."""
    name = turn.request.match_info["name"]
    try:
        if name not in FONTS:
            raise Refused(errors.not_found())
        return web.FileResponse(FONTS[name]().path, headers={"Content-Type": "font/ttf", "Cache-Control": WEEK})
    except FontMissing:
        raise Refused(errors.not_found()) from None


PAGES = (
    Page("GET", "/theme.css", "read_public_page", theme),
    Page("GET", "/static/{name:.+}", "read_public_page", static),
    Page("GET", "/fonts/{name}", "read_public_page", fonts),
)
