"""お知らせ: what the branch tells the waiting room, written here, on every board at once, gone at its time."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from aiohttp import web

from config.openings import hours_on
from config.words import words
from hub.domain.notice import LONGEST, LONGEST_OTHER, MOST, Wrong
from hub.store.moments import JST
from hub.web.pages import languages
from hub.web.pages.page import Page, Turn, see

CLOSING = time(17, 0)  # where the office is closed today


async def show(turn: Turn) -> web.StreamResponse:
    return await _page(turn)


async def put_up(turn: Turn) -> web.StreamResponse:
    text, until = turn.form.get("text", ""), turn.form.get("until", "")
    others = {language: turn.form.get(f"text-{language}", "") for language in turn.house.bundle.site.languages}
    wrong = await turn.office.hall.put_up_notice(turn.actor, text, _moment(until) or turn.house.clock(), others)
    return see("/notices") if wrong is None else await _page(turn, text, until, wrong, others)


async def take_down(turn: Turn) -> web.StreamResponse:
    await turn.office.hall.take_down_notice(turn.actor, turn.request.match_info["notice"])
    return see("/notices")


async def _page(
    turn: Turn, text: str = "", until: str = "", wrong: Wrong | None = None, others: Mapping[str, str] | None = None
) -> web.Response:
    now, site = turn.house.clock(), turn.house.bundle.site
    bundle = turn.house.bundle
    return turn.page(
        "notices.html",
        422 if wrong else 200,
        notices=await turn.office.hall.notices(turn.actor),
        standing=[notice["ja"] for notice in site.notices],
        text=text,
        until=until or f"{_closing(turn, now):%Y-%m-%dT%H:%M}",
        wrong=words(bundle, "ja", f"staff.notices.wrong.{wrong}", longest=LONGEST, other=LONGEST_OTHER, most=MOST) if wrong else "",
        wrong_field="until" if wrong in ("past", "too_far") else "text",
        longest=LONGEST,
        longest_other=LONGEST_OTHER,
        others=[(code, name, (others or {}).get(code, "")) for code, name in languages.offered(bundle) if code != languages.SOURCE],
        say=lambda key, **placeholders: words(bundle, "ja", f"staff.notices.{key}", **placeholders),
    )


def _closing(turn: Turn, now: datetime) -> datetime:
    """When the office closes today; an hour from now where that is past."""
    openings = hours_on(turn.house.bundle.site, now.date())
    closes = datetime.combine(now.date(), openings[-1].closes if openings else CLOSING, JST)
    return closes if closes > now else now + timedelta(hours=1)


def _moment(text: str) -> datetime | None:
    """What a `datetime-local` field sends, in Japan."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=JST)
    except ValueError:
        return None


PAGES = (
    Page("GET", "/notices", "notices", show),
    Page("POST", "/notices", "put_up_notice", put_up),
    Page("POST", "/notices/{notice}/down", "take_down_notice", take_down),
)
