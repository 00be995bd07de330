"""番号: what the floor may know of a number, 申し送り from there, and 閲覧 of its record by who is in charge, with a reason."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from aiohttp import web

from config.bundle import Bundle
from config.words import local, words
from hub.domain.reasons import LOOKS
from hub.security.may import may
from hub.web.pages import delivery, dialogs, notes, phone
from hub.web.pages.alike import Choice, choices
from hub.web.pages.dates import hour
from hub.web.pages.dialogs import Option
from hub.web.pages.families import written
from hub.web.pages.naming import STATES, service_of, stage_word
from hub.web.pages.page import Page, Turn
from hub.web.pages.record import records
from hub.web.pages.story import LOOK_WORDS
from hub.web.pages.way import CALLS
from hub.wire import FloorNote, FloorNumber, FloorPlace, Refusal, ViewRecord

WRONG = {
    "unknown_number": ("その番号は、その日の番号にありません", "紙の番号を見て、もう一度入れてください。"),
    "visit_ended": ("この番号は、もう終わっています", "書くことはできません。要るときは新しい番号をお出しください。"),
    "nothing_changed": ("書かれていません", "申し送りを書いてから「残す」を押してください。"),
    "my_number_written": ("個人番号（マイナンバー）のような数字があります", "個人番号は書けません。消して書きなおしてください。"),
    "reason_needed": ("見る理由がたりません", "理由をえらび、何のために見るかを5文字以上で書いてください。"),
    "record_destroyed": dialogs.DECLINED["record_destroyed"],
}


@dataclass(frozen=True, slots=True)
class Standing:
    """受付 待ち, and what to answer where and how long. `wait`, `clock`: in the words of the resident's own phone."""

    where: str
    desks: str
    ahead: str = ""
    wait: str = ""
    clock: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A number for the floor: neither procedure nor record. `places`: where it is now; `later`: 交付 5番, of the calls to come."""

    number: str
    opened: str
    service: str
    places: tuple[Standing, ...]
    later: tuple[str, ...]
    consideration: bool
    language: str
    people: int
    notes: int
    ended: bool


async def show(turn: Turn) -> web.StreamResponse:
    number = turn.request.query.get("number", "")
    if not number:
        return await _page(turn)
    alike = await turn.office.floor.numbers_alike(turn.actor, number[:40])
    if len(alike) > 1:
        return await _page(turn, number[:8], meant=choices(turn.house.bundle, alike))
    number = alike[0].number if alike else number
    return await _page(turn, number, await turn.office.floor.floor_number(turn.actor, written(number)))


async def write_note(turn: Turn) -> web.StreamResponse:
    number, text = written(turn.form.get("number", "")), turn.form.get("text", "")[:200]
    answer = await turn.office.floor.note_from_floor(turn.actor, FloorNote(number[:8], text), turn.form.get("key") or None)
    if isinstance(answer, Refusal):
        found = await turn.office.floor.floor_number(turn.actor, number)
        return await _page(turn, number, found, wrong=answer.error, text=text)
    return await _page(turn, number, answer, kept=True)


async def view_record(turn: Turn) -> web.StreamResponse:
    """The record itself in the answer to this press: it has no address, and every look says why."""
    form, bundle = turn.form, turn.house.bundle
    typed, day = form.get("number", "")[:40], _day(form.get("day", ""))
    words, reason = form.get("words", "")[:200], form.get("reason", "")[:40]
    alike = await turn.office.floor.numbers_alike(turn.actor, typed, day)
    if len(alike) > 1:
        return await _looks(turn, typed[:8], words=words, reason=reason, day=day, meant=choices(bundle, alike))
    number = alike[0].number if alike else written(typed)
    message = ViewRecord(number, reason, words, day)
    answer = await turn.office.records.view_record(turn.actor, message)
    if isinstance(answer, Refusal):
        return await _looks(turn, number, answer.error, words, reason, day)
    return turn.page(
        "record_view.html",
        view=answer,
        records=records(bundle, answer),
        notes=notes.lines(answer),
        handing=delivery.panel(bundle, answer),
        reason=LOOK_WORDS[message.reason],
        words=words,
    )


async def looks(turn: Turn) -> web.StreamResponse:
    return await _looks(turn, turn.request.query.get("number", "")[:8])


async def _looks(
    turn: Turn,
    number: str,
    wrong: str = "",
    words: str = "",
    reason: str = "",
    day: date | None = None,
    meant: tuple[Choice, ...] = (),
) -> web.Response:
    today = turn.house.clock().date()
    return turn.page(
        "looks.html",
        422 if wrong else 200,
        number=number,
        wrong=WRONG[wrong] if wrong else None,
        words=words,
        reason=reason,
        reasons=tuple(Option(each, LOOK_WORDS[each]) for each in LOOKS),
        looks=[(each, LOOK_WORDS.get(each.reason, each.reason)) for each in await turn.office.records.looks(turn.actor)],
        today=today.isoformat(),
        day=day or today,
        choices=meant,
    )


async def _page(
    turn: Turn,
    number: str = "",
    found: FloorNumber | Refusal | None = None,
    wrong: str = "",
    text: str = "",
    *,
    kept: bool = False,
    meant: tuple[Choice, ...] = (),
) -> web.Response:
    if isinstance(found, Refusal):
        wrong = found.error
    return turn.page(
        "number.html",
        422 if wrong else 200,
        number=number,
        shown=_shown(turn.house.bundle, found, turn.house.clock()) if isinstance(found, FloorNumber) else None,
        wrong=WRONG[wrong] if wrong else None,
        text=text,
        kept=kept,
        choices=meant,
        may_look=may(turn.actor, "view_record"),
        nonce=secrets.token_hex(8),
    )


def _shown(bundle: Bundle, found: FloorNumber, now: datetime) -> Shown:
    view = found.visit
    several = len({place.service for place in found.places}) > 1
    calls = (place for place in found.places if place.state == "blocked" and place.stage in CALLS)
    return Shown(
        number=view.number,
        opened=hour(view.opened_at),
        service=local(service_of(bundle, view.service).name, "ja"),
        places=tuple(_standing(bundle, place, now, several=several) for place in found.places if place.state != "blocked"),
        later=tuple(f"{_where(bundle, place, several=several)}　{_desks(place)}" for place in calls),
        consideration=view.consideration,
        language=view.language,
        people=view.people,
        notes=found.notes,
        ended=not found.places,
    )


def _standing(bundle: Bundle, place: FloorPlace, now: datetime, *, several: bool) -> Standing:
    where = f"{_where(bundle, place, several=several)}　{STATES[place.state]}"
    if place.stage not in CALLS:
        inside = words(bundle, "ja", "phone.inside")
        return Standing(where, inside, _ahead(bundle, place), since=f"{hour(place.since)}から{STATES[place.state]}")
    due = words(bundle, "ja", "phone.held_until", due=hour(place.due)) if place.state == "on_hold" and place.due else ""
    expected = phone.expected(bundle, place, "ja", now) if place.people_ahead else None
    return Standing(
        where=where,
        desks=_desks(place),
        ahead=_ahead(bundle, place),
        wait=expected.minutes if expected else "",
        clock=expected.clock if expected else due,
        since=f"{hour(place.since)}から{STATES[place.state]}",
    )


def _where(bundle: Bundle, place: FloorPlace, *, several: bool) -> str:
    """With the service where the number has more than one."""
    service = f"{local(service_of(bundle, place.service).name, 'ja')}　" if several else ""
    return service + stage_word(bundle, place.stage)


def _desks(place: FloorPlace) -> str:
    return "・".join(f"{counter}番" for counter in place.counters)


def _ahead(bundle: Bundle, place: FloorPlace) -> str:
    """Empty where it does not wait. First in a line people are called out of: まもなく."""
    if place.people_ahead is None:
        return ""
    if place.people_ahead == 0:
        return words(bundle, "ja", "phone.soon") if place.stage in CALLS else "つぎです"
    return f"前に {place.people_ahead}人"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


PAGES = (
    Page("GET", "/number", "floor_number", show),
    Page("POST", "/number/note", "note_from_floor", write_note),
    Page("GET", "/record-views", "looks", looks),
    Page("POST", "/record-views", "view_record", view_record),
)
