"""申請書を印刷: the forms of the visit at the clerk's desk as one PDF, kept nowhere; the blank letter of proxy for everybody."""

from aiohttp import web

from hub.office.refusals import refuse
from hub.web.errors import Refused
from hub.web.pages.page import Page, Turn
from hub.web.paper.form import form_sheet
from hub.web.paper.letter import letter_sheet
from hub.web.paper.sheet import NotDrawn, Order
from hub.wire import Refusal


async def forms(turn: Turn) -> web.StreamResponse:
    """The browser shows it and prints it from there. Named by its number, which is gone tomorrow."""
    found = await turn.office.records.print_forms(turn.actor, turn.request.match_info["visit"])
    if isinstance(found, Refusal):
        raise Refused(found)
    if not found.forms:
        raise Refused(refuse("no_form"))
    bundle, today = turn.house.bundle, turn.house.clock().date()
    sheets = tuple(
        form_sheet(bundle, form, application, found.visit, found.number, today, found.identity) for form, application in found.forms
    )
    return await pdf(turn, Order(f"{found.number} {sheets[0].title}", sheets), f"{found.number}.pdf")


async def letter(turn: Turn) -> web.StreamResponse:
    """委任状: nobody's data are on it, so each language is drawn once."""
    bundle, asked = turn.house.bundle, turn.request.query.get("language", "ja")
    language = asked if asked in bundle.site.languages else "ja"
    sheet = letter_sheet(bundle, language)
    if language not in turn.house.letters:
        drawn = await turn.house.paper.pdf(Order(sheet.said["title"].japanese, (sheet,)))
        if isinstance(drawn, NotDrawn):
            raise Refused(refuse("form_not_drawn"))
        turn.house.letters[language] = drawn
    headers = {"Content-Disposition": 'inline; filename="proxy-letter.pdf"', "Cache-Control": "public, max-age=3600"}
    return web.Response(body=turn.house.letters[language], content_type="application/pdf", headers=headers)


async def pdf(turn: Turn, order: Order, name: str) -> web.Response:
    """`order` drawn, to be shown in the browser. Raises Refused."""
    drawn = await turn.house.paper.pdf(order)
    if isinstance(drawn, NotDrawn):
        raise Refused(refuse("form_not_drawn"))
    return web.Response(
        body=drawn,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"},
    )


PAGES = (
    Page("GET", "/counter/form/{visit}", "print_forms", forms),
    Page("GET", "/proxy-letter.pdf", "read_public_page", letter),
)
