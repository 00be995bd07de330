"""/board: the waiting-room display for plain browsers and telephones. The same numbers and rules as the TV's, and no person."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web

from config.bundle import Bundle
from config.display import columns, display_of, near, services, shows
from config.openings import hours_on, is_open
from config.site import Display
from config.waiting import wait_words
from config.words import local, words
from hub.web.pages import languages
from hub.web.pages.page import Page, Turn
from hub.web.pages.shown_notices import running
from hub.wire import BoardRow, BoardState, Language, ServiceLine

BESIDE = {0: 0, 1: 2, 2: 1, 3: 1}  # so many rows stand under those that are large; where more are called, they take turns

USUAL = 5  # signs of a number: A-024. One given while the hub was away has six


@dataclass(frozen=True, slots=True)
class Call:
    """One number on the wall. `large`: only just called. `said`: by the voice, and in the ticket's language."""

    row: BoardRow
    large: bool
    said: str
    own: str


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: its calls, the newest first, and how many of them are large."""

    stage: str
    calls: tuple[Call, ...]
    large: int

    @property
    def at_once(self) -> int:
        """How many of the others are seen at a time."""
        return BESIDE[self.large]


def columns_of(bundle: Bundle, display: Display, state: BoardState) -> tuple[Column, ...]:
    """What stands in each column of this display."""
    found = []
    for stage in columns(bundle.site, display):
        rows = [row for row in state.rows if row.state == "called" and row.stage == stage]
        rows = sorted((row for row in rows if _is_for(bundle, display, row)), key=lambda row: row.at, reverse=True)
        large = near([row.at for row in rows]) if rows else 0
        calls = tuple(_call(bundle, row, large=index < large) for index, row in enumerate(rows))
        found.append(Column(stage, calls, large))
    return tuple(found)


def _call(bundle: Bundle, row: BoardRow, *, large: bool) -> Call:
    letter, _, digits = row.number.partition("-")
    said = words(bundle, "ja", "board.spoken_call", letter=letter, digits=int(digits), counter=row.counter)
    foreign = row.language not in ("ja", "ja-easy")
    own = words(bundle, row.language, "board.call_short", number=row.number, counter=row.counter) if foreign else ""
    return Call(row, large, said, own)


def _is_for(bundle: Bundle, display: Display, row: BoardRow) -> bool:
    return shows(bundle.site, display, row.stage, row.service, row.counter)


async def show(turn: Turn) -> web.StreamResponse:
    bundle = turn.house.bundle
    display = display_of(bundle.site, turn.request.match_info.get("display", ""))
    state = await turn.office.hall.public_board(turn.actor)
    language: Language = languages.known(bundle, turn.request.query.get("language", "")) or languages.SOURCE
    return turn.page("wall.html", **seen(bundle, display, state, language, turn.house.clock()))


def seen(bundle: Bundle, display: Display, state: BoardState, language: Language, now: datetime) -> dict[str, Any]:
    """What wall.html says of the state at `now` (aware, JST). Pure."""
    site = bundle.site
    shown = {service.id for service in services(site, display)}
    openings = hours_on(site, now.date())

    def say(key: str, **placeholders: object) -> str:
        return words(bundle, language, f"board.{key}", **placeholders)

    missed = [row for row in state.rows if row.state == "absent" and _is_for(bundle, display, row)]
    lines = [line for line in state.lines if line.service in shown]
    found = columns_of(bundle, display, state)
    return {
        "language": language,
        "say": say,
        "office": f"{local(site.name, language)}　{local(site.office, language)}",
        "hours": say("hours", opens=_clock(openings[0].opens), closes=_clock(openings[-1].closes)) if openings else "",
        "columns": found,
        "missed": sorted(missed, key=lambda row: row.at),
        "missed_at_once": 5 if all(len(row.number) <= USUAL for row in missed) else 4,
        "lines": lines,
        "waits": {line.service: _wait(bundle, line, language) for line in lines},
        "deliveries": {line.service: (line, _wait(bundle, line, language)) for line in state.deliveries},
        "names": {service.id: local(service.name, language) for service in site.services},
        "notices": running(state.notices, language, now),
        "nothing": say(_why_empty(found, missed, state, open_now=is_open(site, now))),
        "large": display.large,
        "voice": display.voice,
    }


def _why_empty(found: tuple[Column, ...], missed: list[BoardRow], state: BoardState, *, open_now: bool) -> str:
    """What stands where nobody is called: please wait, soon, or closed."""
    if any(column.calls for column in found) or missed or any(line.people_waiting for line in state.lines):
        return "please_wait"
    return "soon" if open_now else "closed"


def _wait(bundle: Bundle, line: ServiceLine, language: str) -> str:
    """How long a number taken now waits, or that nobody can tell; nothing where nobody waits: 0人 says it."""
    if not line.ahead:
        return ""
    if line.wait is None:
        return words(bundle, language, "board.wait_unknown")
    return wait_words(partial(words, bundle, language), line.wait.least, line.wait.most, usual=line.wait.usual)


def _clock(moment: object) -> str:
    return f"{moment:%H:%M}".lstrip("0")


PAGES = (
    Page("GET", "/board", "public_board", show),
    Page("GET", "/board/{display}", "public_board", show),
)
