"""紙の方に番号を出す: who does not want the tablet gets a number, with a small slip or an empty form for the counter to enter."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from aiohttp import web

from config.bundle import Bundle
from config.desks import desk_words
from config.form import Form
from config.site import Service
from config.words import words
from hub.domain.congestion import Congestion
from hub.web.errors import Refused
from hub.web.pages.congestion import Line, line
from hub.web.pages.naming import procedure_word, stage_word
from hub.web.pages.page import Page, Turn
from hub.web.pages.paper_slip import wait_of
from hub.web.pages.printed import pdf
from hub.web.paper.blank import blank_sheet
from hub.web.paper.sheet import Order
from hub.wire import LANGUAGES, OpenPaperVisit, Refusal, Ticket

WRONG = {
    "numbers_used_up": ("この業務の今日の番号は、使い終わりました", "課長・係長に伝えてください。"),
    "unknown_procedure": ("ご用件がえらばれていません", "何のご用かをえらんで、もう一度押してください。"),
    "unknown_service": ("ご用件がえらばれていません", "何のご用かをえらんで、もう一度押してください。"),
}
ELSE = ("番号を出せませんでした", "もう一度押してください。だめなときは、端末の職員用の画面から番号を出せます。")
STAYS = {  # why a number was not taken back, after its name
    "at_counter": ("もう窓口で呼ばれています", "その窓口に伝えてください。窓口で終わりにできます。"),
    "nothing_to_undo": (
        "出してから60秒をすぎたので、ここでは取り消せません",
        "窓口で呼んだときに「帰られた」にするか、端末の職員用の画面から取り消してください。",
    ),
    "not_allowed": ("ほかの職員が出した番号です", "出した人が、60秒のあいだ取り消せます。"),
}
TAKEN_BACK_FOR = timedelta(seconds=60)  # as hub.office.undo has it
MOST = 8  # people one guide leads to a desk with one form


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody comes for. `value`: service/procedure, or service/ where the counter finds out; `form`: it has an empty one."""

    value: str
    label: str
    form: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One service of the office with its line as a number taken now finds it."""

    letter: str
    line: Line
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """The number that was given, as it is told to who stands there. `form`: of its procedure an empty form can be printed."""

    ticket: Ticket
    what: str
    ahead: str
    wait: str
    calls: tuple[str, ...]
    form: bool
    until: datetime  # so long it can be taken back here


async def show(turn: Turn) -> web.StreamResponse:
    return await _page(turn)


async def give(turn: Turn) -> web.StreamResponse:
    form, bundle = turn.form, turn.house.bundle
    people = form.get("people", "1")
    service, _, procedure = form.get("about", "")[:200].partition("/")
    message = OpenPaperVisit(
        procedure=procedure,
        service=service or None,
        language=next((each for each in LANGUAGES if each == form.get("language", "") and each in bundle.site.languages), "ja"),
        people=int(people) if people.isascii() and people.isdecimal() and 1 <= int(people) <= MOST else 1,
        consideration=form.get("consideration") == "true",
    )
    answer = await turn.office.open_paper_visit(turn.actor, message, form.get("key") or secrets.token_hex(16))
    if isinstance(answer, Ticket):  # as its slip says it: with their head start fewer are before who needs consideration
        slip = await turn.office.paper_slip(turn.actor, answer.visit)
        answer = answer if isinstance(slip, Refusal) else slip.ticket
    return await _page(turn, answer)


async def take_back(turn: Turn) -> web.StreamResponse:
    """The number that was just given, where it was given by mistake. The page tells what to do with its papers."""
    visit = turn.request.match_info["visit"]
    slip = await turn.office.paper_slip(turn.actor, visit)
    if isinstance(slip, Refusal):
        raise Refused(slip)
    refused = await turn.office.take_back_number(turn.actor, visit)
    if refused is None:
        return await _page(turn, taken_back=slip.ticket.number)
    number, (first, then) = slip.ticket.number, STAYS.get(refused.error, STAYS["nothing_to_undo"])
    return await _page(turn, wrong=(f"{number} は、{first}", then))


async def form(turn: Turn) -> web.StreamResponse:
    """The empty form as PDF: nobody's data are on it, but its number."""
    found = await turn.office.blank_form(turn.actor, turn.request.match_info["visit"])
    if isinstance(found, Refusal):
        raise Refused(found)
    today = turn.house.clock().date()
    sheet = blank_sheet(turn.house.bundle, found.form, found.procedure, found.visit, found.number, today, found.people)
    return await pdf(turn, Order(f"{found.number} {sheet.title}", (sheet,)), f"{found.number}.pdf")


def groups(bundle: Bundle, now: Sequence[Congestion]) -> tuple[Group, ...]:
    """Every service of this office in its order, each with its procedures and one for what is none of them."""
    lines = {each.service: line(bundle, each, "ja") for each in now}
    return tuple(
        Group(service.letter, lines[service.id], _choices(bundle, service))
        for service in bundle.site.services
        if service.id in lines
    )


def given(bundle: Bundle, ticket: Ticket) -> Given:
    """In the words of the slip."""
    say = partial(words, bundle, "ja")
    calls = tuple(f"{stage_word(bundle, call.stage)}　{desk_words(say, call.counters)}" for call in ticket.calls)
    return Given(
        ticket=ticket,
        what=procedure_word(bundle, ticket.procedures[0] if ticket.procedures else "", ticket.service),
        ahead=f"前に {ticket.people_waiting}人" if ticket.people_waiting is not None else "",
        wait=wait_of(bundle, ticket),
        calls=calls,
        form=any(_form_of(bundle, each) is not None for each in ticket.procedures),
        until=ticket.issued_at + TAKEN_BACK_FOR,
    )


def _choices(bundle: Bundle, service: Service) -> tuple[Choice, ...]:
    own = [
        Choice(f"{service.id}/{each}", words(bundle, "ja", f"procedure.{each}.name"), _form_of(bundle, each) is not None)
        for each in service.procedures
        if each in bundle.procedures
    ]
    return (*own, Choice(f"{service.id}/", "そのほか・窓口で決める" if own else "番号だけ"))


def _form_of(bundle: Bundle, procedure: str) -> Form | None:
    known = bundle.procedures.get(procedure)
    return bundle.forms.get(known.form) if known is not None and known.form else None


async def _page(
    turn: Turn, answer: Ticket | Refusal | None = None, taken_back: str = "", wrong: tuple[str, str] | None = None
) -> web.Response:
    refusal = answer if isinstance(answer, Refusal) else None
    bundle = turn.house.bundle
    return turn.page(
        "paper_forms.html",
        422 if refusal else 409 if wrong else 200,
        taken_back=taken_back,
        given=given(bundle, answer) if isinstance(answer, Ticket) else None,
        wrong=WRONG.get(refusal.error, ELSE) if refusal else wrong,
        groups=groups(bundle, await turn.office.hall.congestion(turn.actor)),
        languages=bundle.site.languages,
        most=MOST,
        nonce=secrets.token_hex(16),
    )


PAGES = (
    Page("GET", "/paper", "open_paper_visit", show),
    Page("POST", "/paper", "open_paper_visit", give),
    Page("GET", "/paper/{visit}", "blank_form", form),
    Page("POST", "/paper/{visit}/take-back", "take_back_number", take_back),
)
