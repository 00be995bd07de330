"""The page behind a ticket's QR: people ahead, where one is, and when called the counter. Never a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from config.bundle import Bundle
from config.words import local, words
from hub.web.errors import Refused
from hub.web.pages.dates import hour
from hub.web.pages.page import Page, Turn
from hub.wire import Following, FollowStage, Refusal

FINAL = ("done", "no_show", "cancelled", "left")
CALLS = ("reception", "accounting", "delivery")  # stages a person is called to


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of the way, as the resident sees it. `look` done, now or later."""

    look: str
    title: str
    note: str


def way(bundle: Bundle, following: Following, language: str) -> tuple[Mark, ...]:
    """Number taken, each call, and in between one step for all that happens inside the office."""
    marks = [Mark("done", words(bundle, language, "phone.way.taken"), "")]
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
        marks.append(Mark(_look([stage], following), title, words(bundle, language, f"phone.way.{stage.stage}")))
    if inside:
        marks.append(_inside(bundle, following, inside, language))
    return tuple(marks)


def _inside(bundle: Bundle, following: Following, stages: Sequence[FollowStage], language: str) -> Mark:
    return Mark(
        _look(stages, following), words(bundle, language, "phone.way.inside"), words(bundle, language, "phone.way.inside_note")
    )


def _look(stages: Sequence[FollowStage], following: Following) -> str:
    if all(stage.state in FINAL for stage in stages):
        return "done"
    if any(stage.stage == following.stage and stage.service == following.service for stage in stages):
        return "now"
    return "later" if all(stage.state == "blocked" for stage in stages) else "now"


def calls(following: Following) -> int:
    return sum(stage.stage in CALLS for stage in following.way)


async def show(turn: Turn) -> web.StreamResponse:
    token = turn.request.match_info["token"].upper()
    following = await turn.office.follow(turn.actor, token)
    if isinstance(following, Refusal):
        raise Refused(following)
    bundle = turn.house.bundle
    asked = turn.request.query.get("language", following.language)
    language = asked if asked in bundle.site.languages else "ja"
    other = "en" if language != "en" and "en" in bundle.site.languages else "ja"

    def say(key: str, **placeholders: object) -> str:
        return words(bundle, language, f"phone.{key}", **placeholders)

    service = next((each for each in bundle.site.services if each.id == following.service), None)
    return turn.page(
        "phone.html",
        token=token,
        following=following,
        state=_state(following),
        language=language,
        other=other,
        say=say,
        say_in=lambda code, key, **values: words(bundle, code, f"phone.{key}", **values),
        service=local(service.name, language) if service else "",
        ahead=say("ahead", count="|").partition("|"),
        way=way(bundle, following, language),
        calls=calls(following),
        since=hour(following.since),
        counter=following.counters[0] if following.counters else None,
        desks=_desks(bundle, following),
    )


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
)
