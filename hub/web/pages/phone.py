"""The page behind a ticket's QR: people ahead, where one is, and when called the counter. Never a name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from aiohttp import web

from config.bundle import Bundle
from config.waiting import wait_words
from config.words import has_words, local, words
from hub.web.errors import Refused
from hub.web.pages import languages
from hub.web.pages.dates import hour, nearest_five
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.shown_notices import running
from hub.web.pages.way import CALLS, FINAL, way
from hub.wire import FloorPlace, Following, Refusal

SKETCHED, BESIDE = 16, 8  # desks a telephone has room for; of more, so many beside each other


@dataclass(frozen=True, slots=True)
class Expected:
    """When the call comes, as it is said: minutes from `asked`, and by the clock, empty where only the usual range is known.

    `until`: when this is no longer true.
    """

    minutes: str
    clock: str
    until: datetime


def expected(bundle: Bundle, following: Following | FloorPlace, language: str, now: datetime) -> Expected | None:
    """None where nobody can tell."""
    wait = following.wait
    if wait is None:
        return None
    least, most = nearest_five(now + timedelta(minutes=wait.least)), nearest_five(now + timedelta(minutes=wait.most))
    stage = words(bundle, language, f"phone.stage.{following.stage}")
    minutes = wait_words(partial(words, bundle, language), wait.least, wait.most, usual=wait.usual, key="wait.about")
    if wait.usual:
        return Expected(minutes, "", most)
    return Expected(minutes, words(bundle, language, "phone.we_call_at", least=hour(least), most=hour(most), stage=stage), most)


def calls(following: Following) -> int:
    return sum(stage.stage in CALLS for stage in following.way)


def calls_left(following: Following) -> int:
    """Those still to come; a call that was answered is over while its holder is served."""
    return sum(stage.stage in CALLS and stage.state not in (*FINAL, "serving") for stage in following.way)


async def show(turn: Turn) -> web.StreamResponse:
    token = turn.request.match_info["token"].upper()
    following = await turn.office.follow(turn.actor, token)
    if isinstance(following, Refusal):
        raise Refused(following)
    bundle = turn.house.bundle
    language = languages.language_of(bundle, turn.request, following.language)

    def say(key: str, **placeholders: object) -> str:
        return words(bundle, language, f"phone.{key}", **placeholders)

    service = next((each for each in bundle.site.services if each.id == following.service), None)
    return turn.page(
        "phone.html",
        token=token,
        following=following,
        state=_state(following),
        language=language,
        say=say,
        say_in=lambda code, key, **values: words(bundle, code, f"phone.{key}", **values),
        service=local(service.name, language) if service else "",
        ahead=say("ahead", count="|").partition("|"),
        expected=expected(bundle, following, language, turn.house.clock()),
        people=say("people", count=following.people) if following.people > 1 else "",
        bring=[words(bundle, language, key) for key in following.bring if has_words(bundle, key)],
        bring_title=words(bundle, language, "booking.bring"),
        way=way(bundle, following, language, await turn.office.way_takes(turn.actor, token), turn.house.clock()),
        calls=calls(following),
        calls_left=calls_left(following),
        since=hour(following.since),
        counter=following.counters[0] if following.counters else None,
        desks=_desks(bundle, following),
        notices=running(await turn.office.hall.public_notices(turn.actor), language, turn.house.clock())
        if not following.ended
        else (),
        in_japanese=words(bundle, language, "board.notice_in_japanese"),
        notice_title=words(bundle, language, "board.notice"),
        busy=words(bundle, language, "congestion.link"),
    )


async def later(turn: Turn) -> web.StreamResponse:
    """5分かかります. What came too late changes nothing: the page says how it is now."""
    return await _done(turn, await turn.office.ask_for_minutes(turn.actor, turn.request.match_info["token"]))


async def give_back_page(turn: Turn) -> web.StreamResponse:
    token = turn.request.match_info["token"]
    following = await turn.office.follow(turn.actor, token)
    if isinstance(following, Refusal):
        raise Refused(following)
    if not following.may_give_back:
        return see(f"/t/{token}")
    bundle = turn.house.bundle
    language = languages.language_of(bundle, turn.request, following.language)

    def say(key: str, **placeholders: object) -> str:
        return words(bundle, language, key if "." in key else f"phone.{key}", **placeholders)

    return turn.page("phone_give_back.html", token=token, following=following, language=language, say=say)


async def give_back(turn: Turn) -> web.StreamResponse:
    return await _done(turn, await turn.office.give_back(turn.actor, turn.request.match_info["token"]))


async def _done(turn: Turn, refused: Refusal | None) -> web.StreamResponse:
    if refused is not None and refused.error == "unknown_code":
        raise Refused(refused)
    return see(f"/t/{turn.request.match_info['token']}")


def _state(following: Following) -> str:
    """Which of the page's faces: ended, called, absent, serving, held, inside or waiting."""
    if following.ended:
        return "ended"
    if following.state in ("called", "absent", "serving") and following.stage in CALLS:
        return following.state
    if following.state == "on_hold" and following.stage in CALLS:
        return "held"
    if following.stage is None or following.stage not in CALLS:
        return "inside"
    return "waiting"


def _desks(bundle: Bundle, following: Following) -> list[int]:
    """Desks people are called to, for the sketch of where to go; of many those beside the one."""
    desks = sorted(counter.number for counter in bundle.site.counters if set(counter.stages) & set(CALLS))
    if len(desks) <= SKETCHED or not following.counters or following.counters[0] not in desks:
        return desks[:SKETCHED]
    first = max(0, min(desks.index(following.counters[0]) - BESIDE // 2, len(desks) - BESIDE))
    return desks[first : first + BESIDE]


PAGES = (
    Page("GET", "/t/{token}", "follow", show),
    Page("GET", "/T/{token}", "follow", show),  # the QR code is in capitals: fewer modules
    Page("POST", "/t/{token}/later", "ask_for_minutes", later),
    Page("GET", "/t/{token}/give-back", "follow", give_back_page),
    Page("POST", "/t/{token}/give-back", "give_back", give_back),
)
