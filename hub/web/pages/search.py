"""さがす: where a number of today is, by the number or by a name, and what happened to it. What was typed is in no address."""

from dataclasses import dataclass

from aiohttp import web

from config.bundle import Bundle
from config.site import Counter
from config.words import local
from hub.domain.stage import Action
from hub.web.pages import dialogs, naming
from hub.web.pages import story as stories
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
    """One visit: what a list of it says, and where it is. `to`: where Enter leads; `does`: what is done there."""

    visit: str
    number: str
    what: str
    people: int
    opened: str
    places: tuple[str, ...]
    take: Take | None = None
    to: str = ""
    does: str = ""


async def show(turn: Turn) -> web.StreamResponse:
    return turn.page("search.html", text="", rows=None, more=False, said=None)


async def find(turn: Turn) -> web.StreamResponse:
    text = turn.form.get("text", "")[:60].strip()
    found = await turn.office.records.find_visit(turn.actor, FindVisit(text))
    if isinstance(found, Refusal):
        said = TOO_MANY if found.error == "too_many_tries" else dialogs.DECLINED[found.error]
        return turn.page(
            "search.html", 429 if found.error == "too_many_tries" else 422, text=text, rows=None, more=False, said=said
        )
    own = own_counter(turn)
    rows = tuple(row(turn.house.bundle, each, own) for each in found.visits)
    reasons = dialogs.reasons(Action.TAKE_OVER)
    return turn.page("search.html", text=text, rows=rows, more=found.more, said=None, reasons=reasons)


async def story(turn: Turn) -> web.StreamResponse:
    """What happened to a number of today, for any desk: stages and hours, nothing of the record."""
    view = await turn.office.visit(turn.actor, turn.request.match_info["visit"])
    events = await turn.office.history(turn.actor, view.visit)
    given = await turn.office.reasons(turn.actor, view.visit)
    lines, own = stories.lines(turn.house.bundle, events, view.number, given=given), own_counter(turn)
    found, reasons = row(turn.house.bundle, view, own), dialogs.reasons(Action.TAKE_OVER)
    return turn.page("visit_story.html", row=found, desks=_desks(turn.house.bundle, view), story=lines, reasons=reasons)


def row(bundle: Bundle, view: VisitView, own: Counter | None = None) -> Row:
    """What is done with it now, place by place; of a number that went on with another one which."""
    if view.merged_into:
        places: tuple[str, ...] = (f"{view.merged_into} にまとめました",)
    else:
        legs = sorted((leg for leg in view.legs if leg.state in FOREMOST), key=lambda leg: FOREMOST.index(leg.state))
        places = tuple(
            dict.fromkeys(
                f"{local(naming.service_of(bundle, leg.service).name, 'ja')}　{naming.stage_word(bundle, leg.stage)}"
                + f"　{naming.STATES[leg.state]}"
                + (f"　{leg.counter}番" if leg.counter is not None and leg.state in ("called", "serving") else "")
                + (f"　{hour(leg.since)}から" if leg.state != "blocked" else "")
                for leg in legs
                if leg.state != "blocked" or legs[0].state == "blocked"
            )
        )
    what = naming.what_for(bundle, view) if view.legs else ""
    to, does = _way(view, own)
    opened, places = hour(view.opened_at), places or ("終わりました",)
    return Row(view.visit, view.number, what, view.people, opened, places, _take(view, own), to, does)


def _way(view: VisitView, own: Counter | None) -> tuple[str, str]:
    """(address, what is done there) of who is at this desk, or may be called or taken here now; nothing for all others."""
    for leg in view.legs if own is not None else ():
        if own is None or leg.stage not in own.stages or leg.service not in naming.services_of(own):
            continue
        if leg.state in ("called", "serving") and leg.counter == own.number:
            return f"/counter?stage={leg.stage}", "入力内容をひらく"
        if leg.state not in ("waiting", "on_hold", "absent") or leg.reserved not in (None, own.number):
            continue
        if leg.stage in naming.BACK_OFFICE:
            return f"/counter?stage={leg.stage}", "一覧で見る"
        return f"/counter?stage={leg.stage}&pick={view.number}", "呼ぶ…"
    return "", ""


def _desks(bundle: Bundle, view: VisitView) -> str:
    """The desks that may go on with it now."""
    waits = {(leg.stage, leg.service) for leg in view.legs if leg.state in ("waiting", "on_hold", "absent")}
    able = [
        local(each.name, "ja")
        for each in bundle.site.counters
        if any(stage in each.stages and service in each.services for stage, service in waits)
    ]
    return "・".join(able)


def _take(view: VisitView, own: Counter | None) -> Take | None:
    if own is None:
        return None
    able = [leg for leg in view.legs if leg.state == "serving" and leg.stage in own.stages and leg.service in own.services]
    leg = next((leg for leg in able if leg.counter not in (None, own.number)), None)
    return Take(view.visit, leg.leg, view.version, leg.stage, leg.counter) if leg is not None else None


PAGES = (
    Page("GET", "/search", "find_visit", show),
    Page("POST", "/search", "find_visit", find),
    Page("GET", "/search/{visit}", "visit", story),
)
