"""いまの混雑: for everybody before they come, and for the staff who state what they see."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from config.bundle import Bundle
from config.fees import one_copy
from config.waiting import wait_words
from config.words import local, words
from hub.domain.congestion import MARKS, STANDS, Congestion
from hub.security.actors import Resident
from hub.web.errors import Refused, bad_message
from hub.web.pages import languages
from hub.web.pages.congestion_marks import NOBODY_KNOWS, SIGNS
from hub.web.pages.dates import hour
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.visit_plan import afterwards

DAYS_AFTER = 14
STORE = ("residence_certificate", "seal_certificate", "tax_certificate", "family_register_full")  # what most people come for


@dataclass(frozen=True, slots=True)
class Line:
    """One service in words. `sign`: its mark, never without `said`."""

    service: str
    name: str
    mark: str
    sign: str
    said: str
    wait: str
    waiting: str
    stated: str
    unsure: bool = False  # people wait there, and nobody can tell how long


def line(bundle: Bundle, now: Congestion, language: str) -> Line:
    service = next(each for each in bundle.site.services if each.id == now.service)
    key = now.mark or ("unknown" if now.open else "closed")
    wait = ""
    if now.wait is not None and now.people_waiting:  # a range beside 0人 reads as a contradiction
        say = partial(words, bundle, language)
        wait = wait_words(say, now.wait.least, now.wait.most, usual=now.wait.usual, key="wait.about")
    return Line(
        service=now.service,
        name=local(service.name, language),
        mark=now.mark or "none",
        sign=SIGNS[now.mark] if now.mark else NOBODY_KNOWS,
        said=words(bundle, language, f"congestion.{key}"),
        wait=wait,
        waiting=words(bundle, language, "congestion.waiting", count=now.people_waiting) if now.open else "",
        stated=words(bundle, language, "congestion.stated", time=hour(now.stated)) if now.stated else "",
        unsure=now.open and now.mark is None and now.people_waiting > 0,
    )


def heading(bundle: Bundle, lines: Sequence[Line], language: str) -> tuple[str, str]:
    """The page in one sentence: (which services, how it is there), the worst first; what nobody can judge is never called free."""
    known = [each for each in lines if each.mark != "none"]
    worst = max(known, key=lambda each: MARKS.index(each.mark), default=None)
    if worst is None:
        return "", words(bundle, language, "congestion.unknown")
    if worst.mark in ("busy", "very_busy"):
        return "・".join(each.name for each in known if each.mark == worst.mark), worst.said
    unsure = [each.name for each in lines if each.unsure]
    if unsure:
        return "・".join(unsure), words(bundle, language, "congestion.unknown")
    return "", worst.said


async def show(turn: Turn) -> web.StreamResponse:
    bundle, language = turn.house.bundle, languages.language_of(turn.house.bundle, turn.request)
    lines = [line(bundle, each, language) for each in await turn.office.hall.congestion(Resident())]
    today = turn.house.clock().date()
    asked_most = bundle.site.services[0]
    ahead = await turn.office.hall.outlook(Resident(), asked_most.id, None, DAYS_AFTER)
    stores = [(fee, found[1]) for fee in STORE if (found := one_copy(bundle, (fee,), today))]
    response = turn.page(
        "congestion.html",
        language=language,
        say=lambda key, **values: words(bundle, language, f"congestion.{key}", **values),
        heading=heading(bundle, lines, language),
        lines=lines,
        after=words(bundle, language, "congestion.after", service=local(asked_most.name, language)),
        afterwards=afterwards(bundle, ahead, language),
        stores=[
            words(
                bundle,
                language,
                "congestion.store",
                what=words(bundle, language, f"fee.{fee}"),
                store=hint.store_fee,
                counter=hint.counter_fee,
            )
            for fee, hint in stores
        ],
    )
    languages.remember(response, language, secure=turn.house.secure)
    return response


async def board(turn: Turn) -> web.StreamResponse:
    """What residents are told, with the buttons to say otherwise."""
    bundle = turn.house.bundle
    lines = [line(bundle, each, "ja") for each in await turn.office.hall.congestion(turn.actor)]
    marks = [(mark, SIGNS[mark], words(bundle, "ja", f"congestion.{mark}")) for mark in MARKS]
    return turn.page("congestion_staff.html", lines=lines, marks=marks, minutes=int(STANDS.total_seconds() // 60))


async def state(turn: Turn) -> web.StreamResponse:
    said, service = turn.form.get("mark", ""), turn.form.get("service", "")
    mark = next((each for each in MARKS if each == said), None)
    if (said and mark is None) or service not in {each.id for each in turn.house.bundle.site.services}:
        raise Refused(bad_message("`service` or `mark` is none of this office"))
    await turn.office.hall.state_congestion(turn.actor, service, mark)
    return see("/congestion")


PAGES = (
    Page("GET", "/now", "read_public_page", show),
    Page("GET", "/congestion", "state_congestion", board),
    Page("POST", "/congestion", "state_congestion", state),
)
