"""The page behind a ticket's QR: people ahead, where one is, and when called the counter. Never a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from aiohttp import web

from config.bundle import Bundle
from config.waiting import wait_words
from config.words import local, words
from hub.web.errors import Refused
from hub.web.pages import languages
from hub.web.pages.dates import hour
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.shown_notices import running
from hub.wire import Following, FollowStage, Refusal

FINAL = ("done", "no_show", "cancelled", "left")
CALLS = ("reception", "accounting", "delivery")  # stages a person is called to


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of the way, as the resident sees it.

    `look`: done, now, going (besides) or later. `service`: whose call, where the way has several.
    """

    look: str
    title: str
    note: str
    service: str = ""


def way(bundle: Bundle, following: Following, language: str) -> tuple[Mark, ...]:
    """Number taken, each call, and in between one step for all that happens inside the office."""
    taken = hour(following.issued_at) if following.issued_at else ""
    marks = [Mark("done", words(bundle, language, "phone.way.taken"), taken)]
    names = {each.id: local(each.name, language) for each in bundle.site.services}
    several = len({stage.service for stage in following.way}) > 1
    calls = 0
    inside: list[FollowStage] = []
    for stage in following.way:
        if stage.stage not in CALLS:
            inside.append(stage)
            continue
        if inside:
            marks.append(_inside(bundle, following, inside, language))
            inside = []
        calls += 1
        title = words(bundle, language, "phone.way.call", count=calls, stage=words(bundle, language, f"phone.stage.{stage.stage}"))
        mark = _mark(bundle, following, [stage], title, f"phone.way.{stage.stage}", language)
        marks.append(replace(mark, service=names.get(stage.service, "")) if several else mark)
    if inside:
        marks.append(_inside(bundle, following, inside, language))
    return tuple(marks)


def _inside(bundle: Bundle, following: Following, stages: Sequence[FollowStage], language: str) -> Mark:
    return _mark(bundle, following, stages, words(bundle, language, "phone.way.inside"), "phone.way.inside_note", language)


def _mark(bundle: Bundle, following: Following, stages: Sequence[FollowStage], title: str, note: str, language: str) -> Mark:
    """What is over says when; what is not says what happens there."""
    look = _look(stages, following)
    return Mark(look, title, hour(max(stage.since for stage in stages)) if look == "done" else words(bundle, language, note))


def _look(stages: Sequence[FollowStage], following: Following) -> str:
    if all(stage.state in FINAL for stage in stages):
        return "done"
    if any(stage.stage == following.stage and stage.service == following.service for stage in stages):
        return "now"
    return "later" if all(stage.state == "blocked" for stage in stages) else "going"


@dataclass(frozen=True, slots=True)
class Expected:
    """When the call comes, as it is said: minutes from `asked`, and by the clock, empty where only the usual range is known.

    `until`: when this is no longer true.
    """

    minutes: str
    clock: str
    until: datetime


def expected(bundle: Bundle, following: Following, language: str, now: datetime) -> Expected | None:
    """None where nobody can tell."""
    wait = following.wait
    if wait is None:
        return None
    least, most = _five(now + timedelta(minutes=wait.least)), _five(now + timedelta(minutes=wait.most))
    stage = words(bundle, language, f"phone.stage.{following.stage}")
    minutes = wait_words(partial(words, bundle, language), wait.least, wait.most, usual=wait.usual, key="wait.about")
    if wait.usual:
        return Expected(minutes, "", most)
    return Expected(minutes, words(bundle, language, "phone.we_call_at", least=hour(least), most=hour(most), stage=stage), most)


def _five(moment: datetime) -> datetime:
    """The nearest five minutes."""
    minutes = round((moment.minute + moment.second / 60) / 5) * 5
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)


def calls(following: Following) -> int:
    return sum(stage.stage in CALLS for stage in following.way)


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
        way=way(bundle, following, language),
        calls=calls(following),
        since=hour(following.since),
        counter=following.counters[0] if following.counters else None,
        desks=_desks(bundle, following),
        notices=running(await turn.office.public_notices(turn.actor), language, turn.house.clock()) if not following.ended else (),
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
    """Desks people are called to, for the sketch of where to go."""
    return sorted(counter.number for counter in bundle.site.counters if set(counter.stages) & set(CALLS))


PAGES = (
    Page("GET", "/t/{token}", "follow", show),
    Page("GET", "/T/{token}", "follow", show),  # the QR code is in capitals: fewer modules
    Page("POST", "/t/{token}/later", "ask_for_minutes", later),
    Page("GET", "/t/{token}/give-back", "follow", give_back_page),
    Page("POST", "/t/{token}/give-back", "give_back", give_back),
)
