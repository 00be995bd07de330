"""Which holder of bookings a browser is: by a cookie that only this browser and this process know."""

import secrets

from aiohttp import web

from hub.web import door
from hub.web.pages.holders import Held, Holder
from hub.web.pages.page import Turn
from hub.wire import Refusal

COOKIE = "holder"


def holder_of(turn: Turn) -> Holder | None:
    """None where this browser has shown no code lately."""
    cookie = turn.request.cookies.get(_name(turn), "")
    return turn.house.holders.find(cookie, turn.house.clock()) if cookie else None


def tried_at(turn: Turn, page: str) -> tuple[str, Refusal] | None:
    """The code this browser has typed on that page that opened nothing, for as long as that is so."""
    holder = holder_of(turn)
    tried = holder.tried.get(page) if holder is not None else None
    return None if tried is None or (tried[1].until is not None and tried[1].until <= turn.house.clock()) else tried


def held_of(turn: Turn, name: str) -> Held | None:
    """The booking that has this name in this browser's addresses."""
    holder = holder_of(turn)
    return holder.bookings.get(name) if holder is not None else None


def holding(turn: Turn, response: web.StreamResponse) -> Holder:
    """The holder this browser is from this answer on."""
    holder = holder_of(turn)
    if holder is None:
        cookie, holder = secrets.token_urlsafe(32), Holder(turn.house.clock())
        turn.house.holders.begin(cookie, holder)
        response.set_cookie(_name(turn), cookie, path="/", secure=turn.house.secure, httponly=True, samesite="Strict")
    return holder


def _name(turn: Turn) -> str:
    return door.cookie_name(turn.house.secure, COOKIE)
