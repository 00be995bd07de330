"""紙の方に番号を出す: who does not want the tablet gets a number and an empty form with it; the counter enters what is written."""

import secrets

from aiohttp import web

from config.bundle import Bundle
from config.words import words
from hub.web.errors import Refused
from hub.web.pages.dialogs import Option
from hub.web.pages.page import Page, Turn
from hub.web.pages.printed import pdf
from hub.web.paper.blank import blank_sheet
from hub.web.paper.sheet import Order
from hub.wire import LANGUAGES, OpenPaperVisit, Refusal, Ticket

WRONG = {
    "numbers_used_up": ("この業務の今日の番号は、使い終わりました", "課長・係長に伝えてください。"),
    "unknown_procedure": ("手続きがえらばれていません", "書く届出書をえらんで、もう一度押してください。"),
}
ELSE = ("番号を出せませんでした", "もう一度押してください。だめなときは、端末の職員用の画面から番号を出せます。")
MOST = 8  # people one guide leads to a desk with one form


async def show(turn: Turn) -> web.StreamResponse:
    return _page(turn)


async def give(turn: Turn) -> web.StreamResponse:
    form, bundle = turn.form, turn.house.bundle
    people = form.get("people", "1")
    message = OpenPaperVisit(
        procedure=form.get("procedure", "")[:200],
        language=next((each for each in LANGUAGES if each == form.get("language", "") and each in bundle.site.languages), "ja"),
        people=int(people) if people.isascii() and people.isdecimal() and 1 <= int(people) <= MOST else 1,
        consideration=form.get("consideration") == "true",
    )
    answer = await turn.office.open_paper_visit(turn.actor, message, form.get("key") or secrets.token_hex(16))
    return _page(turn, answer)


async def form(turn: Turn) -> web.StreamResponse:
    """The empty form as PDF: nobody's data are on it, but its number."""
    found = await turn.office.blank_form(turn.actor, turn.request.match_info["visit"])
    if isinstance(found, Refusal):
        raise Refused(found)
    today = turn.house.clock().date()
    sheet = blank_sheet(turn.house.bundle, found.form, found.procedure, found.visit, found.number, today, found.people)
    return await pdf(turn, Order(f"{found.number} {sheet.title}", (sheet,)), f"{found.number}.pdf")


def procedures(bundle: Bundle) -> tuple[Option, ...]:
    """Those with a form that a service of this office takes, in the order of its services."""
    known = [
        bundle.procedures[each] for service in bundle.site.services for each in service.procedures if each in bundle.procedures
    ]
    return tuple(Option(each.id, words(bundle, "ja", f"procedure.{each.id}.name")) for each in known if each.form is not None)


def _page(turn: Turn, answer: Ticket | Refusal | None = None) -> web.Response:
    refusal = answer if isinstance(answer, Refusal) else None
    return turn.page(
        "paper_forms.html",
        422 if refusal else 200,
        ticket=answer if isinstance(answer, Ticket) else None,
        wrong=WRONG.get(refusal.error, ELSE) if refusal else None,
        procedures=procedures(turn.house.bundle),
        languages=turn.house.bundle.site.languages,
        most=MOST,
        nonce=secrets.token_hex(16),
    )


PAGES = (
    Page("GET", "/paper", "open_paper_visit", show),
    Page("POST", "/paper", "open_paper_visit", give),
    Page("GET", "/paper/{visit}", "blank_form", form),
)
