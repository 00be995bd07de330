"""番号の紙: the number of who comes with a paper, on what the browser prints on. First in their language, then in Japanese."""

from dataclasses import dataclass
from functools import partial

import segno
from aiohttp import web

from config.bundle import Bundle
from config.calls import service_of_call
from config.desks import desk_words
from config.waiting import wait_words
from config.words import local, words
from hub.office.paper_forms import PaperSlip
from hub.web.errors import Refused
from hub.web.pages.dates import hour
from hub.web.pages.naming import procedure_word
from hub.web.pages.page import Page, Turn
from hub.wire import Refusal, Ticket


@dataclass(frozen=True, slots=True)
class Said:
    """What stands on it in one language, as finished words; empty where nobody knows."""

    language: str
    what: str
    people: str
    wait: str
    as_of: str
    title: str
    calls: tuple[str, ...]
    announced: str
    code_note: str
    day: str


@dataclass(frozen=True, slots=True)
class Slip:
    """`own`: for who reads no Japanese, who reads it first. `code`: its QR, drawn."""

    office: str
    number: str
    japanese: Said
    own: Said | None
    code: str
    issued: str


def slip(bundle: Bundle, found: PaperSlip) -> Slip:
    ticket, site = found.ticket, bundle.site
    code = ticket.follow_url or ""
    return Slip(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        number=ticket.number,
        japanese=_said(bundle, found, "ja"),
        own=_said(bundle, found, found.language) if found.language not in ("ja", "ja-easy") else None,
        code=segno.make(code, error="m", boost_error=False).svg_inline(border=2, omitsize=True, dark="#000", light="#fff")
        if code
        else "",
        issued=hour(ticket.issued_at),
    )


def _said(bundle: Bundle, found: PaperSlip, language: str) -> Said:
    say, ticket, at = partial(words, bundle, language), found.ticket, found.at
    waits = ticket.people_waiting is not None
    return Said(
        language=language,
        what=procedure_word(bundle, ticket.procedures[0] if ticket.procedures else "", ticket.service, language),
        people=say("slip.people", count=ticket.people_waiting) if waits else "",
        wait=wait_of(bundle, ticket, language) if waits else "",
        as_of=say("slip.as_of", hour=at.hour, minute=f"{at.minute:02}") if waits else "",
        title=say("slip.calls", count=len(ticket.calls)) if ticket.calls else "",
        calls=tuple(_call(bundle, ticket, at, language) for at in range(len(ticket.calls))),
        announced=say("slip.announced"),
        code_note=say("slip.phone") if ticket.follow_url else "",
        day=say("slip.day", year=ticket.day.year, month=ticket.day.month, day=ticket.day.day),
    )


def _call(bundle: Bundle, ticket: Ticket, at: int, language: str) -> str:
    """受付　国保・年金　7番の窓口へ, as on the slip of a kiosk."""
    say, call = partial(words, bundle, language), ticket.calls[at]
    whose = service_of_call(bundle, [each.service for each in ticket.calls], at, language)
    return "　".join(filter(None, (say(f"stage.{call.stage}"), whose, desk_words(say, call.counters))))


def wait_of(bundle: Bundle, ticket: Ticket, language: str = "ja") -> str:
    """As on the slip of a kiosk: who is next is told so, and what nobody can tell is left out."""
    say = partial(words, bundle, language)
    if ticket.people_waiting == 0:
        return say("wait.next")
    if ticket.wait is None:
        return ""
    return say("slip.wait", wait=wait_words(say, ticket.wait.least, ticket.wait.most, usual=ticket.wait.usual))


async def show(turn: Turn) -> web.StreamResponse:
    found = await turn.office.paper_slip(turn.actor, turn.request.match_info["visit"])
    if isinstance(found, Refusal):
        raise Refused(found)
    return turn.page("paper_slip.html", slip=slip(turn.house.bundle, found))


PAGES = (Page("GET", "/paper/{visit}/slip", "paper_slip", show),)
