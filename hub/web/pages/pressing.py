"""One press, one booking: who goes back and presses again at the same time sends the same key. By a cookie of this browser."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from aiohttp import web

from hub.web import door
from hub.web.pages.page import Turn

R = TypeVar("R", bound=web.StreamResponse)

COOKIE = "booking"
LENGTH = 32  # characters of a key
KEPT = 15 * 60  # seconds: long enough to go back, too short for the next person at a shared computer


@dataclass(frozen=True, slots=True)
class Pressing:
    """`secret`: what this browser's keys are made of; they tell nothing of it, nor of each other."""

    secret: str

    def key(self, procedure: str, begins: datetime, entry_code: str | None) -> str:
        """Of the press that books this time, under the code of what was entered where there is one."""
        pressed = f"{self.secret}|{procedure}|{begins.isoformat()}|{entry_code or ''}"
        return hashlib.sha256(pressed.encode()).hexdigest()[:LENGTH]

    def keep(self, turn: Turn, response: web.StreamResponse) -> None:
        response.set_cookie(
            _name(turn), self.secret, path="/", max_age=KEPT, secure=turn.house.secure, httponly=True, samesite="Strict"
        )


def pressing_of(turn: Turn) -> Pressing:
    """What this browser has begun; something new where it has not."""
    kept = turn.request.cookies.get(_name(turn), "")
    return Pressing(kept if len(kept) == LENGTH else secrets.token_hex(LENGTH // 2))


def forget(turn: Turn, response: R) -> R:
    """The next press is another booking."""
    if _name(turn) in turn.request.cookies:
        response.del_cookie(_name(turn), path="/", secure=turn.house.secure, httponly=True, samesite="Strict")
    return response


def _name(turn: Turn) -> str:
    return door.cookie_name(turn.house.secure, COOKIE)
