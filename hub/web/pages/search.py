"""さがす: where a number of today is, by the number or by a name. What was typed is in no address."""

from dataclasses import dataclass

from aiohttp import web

from config.bundle import Bundle
from hub.web.pages import desk as desks
from hub.web.pages import dialogs
from hub.web.pages.dates import hour
from hub.web.pages.page import Page, Turn
from hub.wire import FindVisit, Refusal, VisitView

FOREMOST = ("called", "serving", "on_hold", "absent", "waiting", "blocked")
TOO_MANY = ("名前でさがすのは、10分に20回までです", "番号が分かれば、いつでもさがせます。")


@dataclass(frozen=True, slots=True)
class Row:
    """One visit: what a list of it says, and where it is."""

    number: str
    what: str
    people: int
    opened: str
    places: tuple[str, ...]


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
    rows = tuple(row(turn.house.bundle, each) for each in found.visits)
    return turn.page("search.html", text=text, rows=rows, more=found.more, said=None)


def row(bundle: Bundle, view: VisitView) -> Row:
    """What is done with it now, place by place; of a number that went on with another one which."""
    if view.merged_into:
        places: tuple[str, ...] = (f"{view.merged_into} にまとめました",)
    else:
        legs = sorted((leg for leg in view.legs if leg.state in FOREMOST), key=lambda leg: FOREMOST.index(leg.state))
        places = tuple(
            dict.fromkeys(
                f"{desks.stage_word(bundle, leg.stage)}　{desks.STATES[leg.state]}"
                + (f"　{leg.counter}番" if leg.counter is not None and leg.state in ("called", "serving") else "")
                + (f"　{hour(leg.since)}から" if leg.state != "blocked" else "")
                for leg in legs
                if leg.state != "blocked" or legs[0].state == "blocked"
            )
        )
    return Row(
        view.number,
        desks.what_for(bundle, view) if view.legs else "",
        view.people,
        hour(view.opened_at),
        places or ("終わりました",),
    )


PAGES = (
    Page("GET", "/search", "find_visit", show),
    Page("POST", "/search", "find_visit", find),
)
