"""番号の紙: the number of who comes with a paper, on what the browser prints on. Japanese, with lines in their language."""

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
from hub.web.pages.naming import procedure_word, stage_word
from hub.web.pages.page import Page, Turn
from hub.wire import Refusal, Ticket


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on it, as finished words; empty where nobody knows. `code`: its QR, drawn. `own`: lines in `language`."""

    office: str
    what: str
    number: str
    people: str
    wait: str
    as_of: str
    title: str
    calls: tuple[str, ...]
    announced: str
    code: str
    code_note: str
    day: str
    issued: str
    language: str
    own: tuple[str, ...]


def slip(bundle: Bundle, found: PaperSlip) -> Slip:
    say, ticket, at, site = partial(words, bundle, "ja"), found.ticket, found.at, bundle.site
    waits = ticket.people_waiting is not None
    other = found.language if found.language not in ("ja", "ja-easy") else ""
    code = ticket.follow_url or ""
    own = [words(bundle, other, "slip.second", count=len(ticket.calls))] if other else []
    return Slip(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        what=procedure_word(bundle, ticket.procedures[0] if ticket.procedures else "", ticket.service),
        number=ticket.number,
        people=say("slip.people", count=ticket.people_waiting) if waits else "",
        wait=wait_of(bundle, ticket) if waits else "",
        as_of=say("slip.as_of", hour=at.hour, minute=f"{at.minute:02}") if waits else "",
        title=say("slip.calls", count=len(ticket.calls)) if ticket.calls else "",
        calls=tuple(_call(bundle, ticket, at) for at in range(len(ticket.calls))),
        announced=say("slip.announced"),
        code=segno.make(code, error="m", boost_error=False).svg_inline(border=2, omitsize=True, dark="#000", light="#fff")
        if code
        else "",
        code_note=say("slip.phone") if code else "",
        day=say("slip.day", year=ticket.day.year, month=ticket.day.month, day=ticket.day.day),
        issued=hour(ticket.issued_at),
        language=other,
        own=(*own, words(bundle, other, "slip.phone")) if other and code else tuple(own),
    )


def _call(bundle: Bundle, ticket: Ticket, at: int) -> str:
    """受付　国保・年金　7番の窓口へ, as on the slip of a kiosk."""
    call, whose = ticket.calls[at], service_of_call(bundle, [each.service for each in ticket.calls], at, "ja")
    return "　".join(filter(None, (stage_word(bundle, call.stage), whose, desk_words(partial(words, bundle, "ja"), call.counters))))


def wait_of(bundle: Bundle, ticket: Ticket) -> str:
    """As on the slip of a kiosk: who is next is told so, and what nobody can tell is left out."""
    if ticket.people_waiting == 0:
        return words(bundle, "ja", "wait.next")
    if ticket.wait is None:
        return ""
    wait = wait_words(partial(words, bundle, "ja"), ticket.wait.least, ticket.wait.most, usual=ticket.wait.usual)
    return words(bundle, "ja", "slip.wait", wait=wait)


async def show(turn: Turn) -> web.StreamResponse:
    found = await turn.office.paper_slip(turn.actor, turn.request.match_info["visit"])
    if isinstance(found, Refusal):
        raise Refused(found)
    return turn.page("paper_slip.html", slip=slip(turn.house.bundle, found))


PAGES = (Page("GET", "/paper/{visit}/slip", "paper_slip", show),)
