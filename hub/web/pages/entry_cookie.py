"""Which pre-entry a browser is at: by a cookie that only this browser and this process know."""

import secrets
from collections.abc import Callable

from aiohttp import web

from config.bundle import Bundle
from config.words import words
from hub.web import door
from hub.web.pages import languages
from hub.web.pages.entries import Entry
from hub.web.pages.page import Turn, see
from hub.wire import Language

COOKIE = "entry"


def entry_of(turn: Turn) -> Entry | None:
    """The entry this browser is at, in the language just chosen; None where there is none any more."""
    cookie = turn.request.cookies.get(_name(turn), "")
    entry = turn.house.entries.find(cookie, turn.house.clock()) if cookie else None
    if entry is not None:
        entry.language = languages.known(turn.house.bundle, turn.request.query.get("language", "")) or entry.language
    return entry


def begun(turn: Turn, entry: Entry, first: str) -> web.Response:
    """Go to the page `first` of `entry`, which is this browser's from now on."""
    cookie = secrets.token_urlsafe(32)
    turn.house.entries.begin(cookie, entry)
    response = see(f"/enter/step/{first}")
    response.set_cookie(_name(turn), cookie, path="/", secure=turn.house.secure, httponly=True, samesite="Strict")
    languages.remember(response, entry.language, secure=turn.house.secure)
    return response


def ended(turn: Turn) -> web.Response:
    """やめる: the answers are gone."""
    turn.house.entries.end(turn.request.cookies.get(_name(turn), ""))
    response = see("/enter")
    response.del_cookie(_name(turn), path="/", secure=turn.house.secure, httponly=True, samesite="Strict")
    return response


def gone(turn: Turn) -> web.Response:
    """What stands where an entry was."""
    language = languages.language_of(turn.house.bundle, turn.request)
    return turn.page("enter_gone.html", 410, language=language, say=speaker(turn.house.bundle, language))


def speaker(bundle: Bundle, language: Language) -> Callable[..., str]:
    """`say(key, …)` for words of the portal; a key with a dot is a whole one."""

    def say(key: str, **placeholders: object) -> str:
        return words(bundle, language, key if "." in key else f"portal.{key}", **placeholders)

    return say


def _name(turn: Turn) -> str:
    return door.cookie_name(turn.house.secure, COOKIE)
