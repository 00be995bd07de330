"""The language of a resident's page: chosen on it, remembered for the pages after it, else the visit's own or the browser's."""

from typing import get_args

from aiohttp import web

from config.bundle import Bundle
from config.words import words
from hub.wire import Language

COOKIE = "language"
SOURCE: Language = "ja"
_TAGS = {"ja-easy": "ja", "zh": "zh-Hans"}  # BCP 47; 中文 with the simplified forms of its characters


def tag(language: str) -> str:
    """What stands in `lang`, for fonts and the screen reader's voice."""
    return _TAGS.get(language, language)


def offered(bundle: Bundle) -> tuple[tuple[str, str], ...]:
    """Every language of the site under its own name."""
    return tuple((each, words(bundle, SOURCE, f"language.{each}")) for each in bundle.site.languages)


def known(bundle: Bundle, wanted: str) -> Language | None:
    """`wanted` where this site speaks it."""
    found: Language | None = next((one for one in get_args(Language) if one == wanted and one in bundle.site.languages), None)
    return found


def language_of(bundle: Bundle, request: web.Request, own: str = "") -> Language:
    """Chosen with `?language=`, else remembered, else `own` (of the visit), else what the browser asks for, else Japanese."""
    for wanted in (request.query.get("language", ""), request.cookies.get(COOKIE, ""), own):
        if found := known(bundle, wanted):
            return found
    return _preferred(bundle, request.headers.get("Accept-Language", ""))


def remember(response: web.StreamResponse, language: Language, *, secure: bool) -> None:
    """Keep the choice until the browser is closed. Nobody is known by it."""
    response.set_cookie(COOKIE, language, path="/", secure=secure, httponly=True, samesite="Lax")


def _preferred(bundle: Bundle, header: str) -> Language:
    """The best of Accept-Language (RFC 9110, 12.5.4) that this site speaks."""
    weighed = []
    for place, part in enumerate(header.split(",")[:20]):
        name, _, weight = part.partition(";")
        try:
            quality = float(weight.partition("q=")[2] or 1)
        except ValueError:
            continue
        short = name.strip().lower().partition("-")[0]
        weighed.append((-quality, place, {"tl": "fil"}.get(short, short)))
    for quality, _, short in sorted(weighed):
        found = known(bundle, short)
        if quality < 0 and found is not None:
            return found
    return SOURCE
