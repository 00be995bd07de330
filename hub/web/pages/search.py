"""さがす: where a number of today is, by the number or by a name. What was typed is in no address."""

from dataclasses import dataclass

from aiohttp import web

from config.bundle import Bundle
from config.site import Counter
from hub.domain.stage import Action
from hub.web.pages import dialogs, naming
from hub.web.pages.counter import own_counter
from hub.web.pages.dates import hour
from hub.web.pages.page import Page, Turn
from hub.wire import FindVisit, Refusal, VisitView

FOREMOST = ("called", "serving", "on_hold", "absent", "waiting", "blocked")
TOO_MANY = ("名前でさがすのは、10分に20回までです", "番号が分かれば、いつでもさがせます。")


@dataclass(frozen=True, slots=True)
class Take:
    """What another desk serves and this one may go on with."""

    visit: str
    leg: str
    version: int
    stage: str
    counter: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One visit: what a list of it says, and where it is."""

    number: str
    what: str
    people: int
    opened: str
    places: tuple[str, ...]
    take: Take | None = None


async def show(turn: Turn) -> web.StreamResponse:
    return turn.page("search.html", text="", rows=None, more=False, said=None)


async def find(turn: Turn) -> web.StreamResponse:
    text = turn.form.get("text", "")[:60].strip()
    found = await turn.office.find_visit(turn.actor, FindVisit(text))
    if isinstance(found, Refusal):
        said = TOO_MANY if found.error == "too_many_tries" else dialogs.DECLINED[found.error]
        return turn.page(
            "search.html", 429 if found.error == "too_many_tries" else 422, text=text, rows=None, more=False, said=said
        )
    own = own_counter(turn)
    rows = tuple(row(turn.house.bundle, each, own) for each in found.visits)
    reasons = dialogs.reasons(Action.TAKE_OVER)
    return turn.page("search.html", text=text, rows=rows, more=found.more, said=None, reasons=reasons)


def row(bundle: Bundle, view: VisitView, own: Counter | None = None) -> Row:
    """What is done with it now, place by place; of a number that went on with another one which."""
    if view.merged_into:
        places: tuple[str, ...] = (f"{view.merged_into} にまとめました",)
    else:
        legs = sorted((leg for leg in view.legs if leg.state in FOREMOST), key=lambda leg: FOREMOST.index(leg.state))
        places = tuple(
            dict.fromkeys(
                f"{naming.stage_word(bundle, leg.stage)}　{naming.STATES[leg.state]}"
                + (f"　{leg.counter}番" if leg.counter is not None and leg.state in ("called", "serving") else "")
                + (f"　{hour(leg.since)}から" if leg.state != "blocked" else "")
                for leg in legs
                if leg.state != "blocked" or legs[0].state == "blocked"
            )
        )
    what = naming.what_for(bundle, view) if view.legs else ""
    return Row(view.number, what, view.people, hour(view.opened_at), places or ("終わりました",), _take(view, own))


def _take(view: VisitView, own: Counter | None) -> Take | None:
    if own is None:
        return None
    able = [leg for leg in view.legs if leg.state == "serving" and leg.stage in own.stages and leg.service in own.services]
    leg = next((leg for leg in able if leg.counter not in (None, own.number)), None)
    return Take(view.visit, leg.leg, view.version, leg.stage, leg.counter) if leg is not None else None


PAGES = (
    Page("GET", "/search", "find_visit", show),
    Page("POST", "/search", "find_visit", find),
)
