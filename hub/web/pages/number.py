"""番号: what the floor may know of a number, 申し送り from there, and 閲覧 of its record by who is in charge, with a reason."""

import secrets
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from config.bundle import Bundle
from config.words import local
from hub.domain.reasons import LOOKS
from hub.security.may import may
from hub.web.pages import delivery, dialogs, notes
from hub.web.pages.dates import hour
from hub.web.pages.dialogs import Option
from hub.web.pages.families import written
from hub.web.pages.naming import STATES, service_of, stage_word
from hub.web.pages.page import Page, Turn
from hub.web.pages.record import records
from hub.web.pages.story import LOOK_WORDS
from hub.wire import FloorNote, FloorNumber, Refusal, ViewRecord

FOREMOST = ("called", "serving", "on_hold", "absent", "waiting", "blocked")
WRONG = {
    "unknown_number": ("その番号は、その日の番号にありません", "紙の番号を見て、英字から入れてください。"),
    "visit_ended": ("この番号は、もう終わっています", "書くことはできません。要るときは新しい番号をお出しください。"),
    "nothing_changed": ("書かれていません", "申し送りを書いてから「残す」を押してください。"),
    "my_number_written": ("個人番号（マイナンバー）のような数字があります", "個人番号は書けません。消して書きなおしてください。"),
    "reason_needed": ("見る理由がたりません", "理由をえらび、何のために見るかを5文字以上で書いてください。"),
    "record_destroyed": dialogs.DECLINED["record_destroyed"],
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A number for the floor: neither procedure nor record. `places`: 受付 呼出中 3番, one for each line it stands in."""

    number: str
    opened: str
    service: str
    places: tuple[str, ...]
    consideration: bool
    language: str
    people: int
    notes: int
    ended: bool


async def show(turn: Turn) -> web.StreamResponse:
    number = turn.request.query.get("number", "")
    if not number:
        return await _page(turn)
    return await _page(turn, number, await turn.office.floor_number(turn.actor, written(number)))


async def write_note(turn: Turn) -> web.StreamResponse:
    number, text = written(turn.form.get("number", "")), turn.form.get("text", "")[:200]
    answer = await turn.office.note_from_floor(turn.actor, FloorNote(number[:8], text), turn.form.get("key") or None)
    if isinstance(answer, Refusal):
        found = await turn.office.floor_number(turn.actor, number)
        return await _page(turn, number, found, wrong=answer.error, text=text)
    return await _page(turn, number, answer, kept=True)


async def view_record(turn: Turn) -> web.StreamResponse:
    """The record itself in the answer to this press: it has no address, and every look says why."""
    form = turn.form
    number, words = written(form.get("number", ""))[:8], form.get("words", "")[:200]
    message = ViewRecord(number, form.get("reason", "")[:40], words, _day(form.get("day", "")))
    answer = await turn.office.view_record(turn.actor, message)
    if isinstance(answer, Refusal):
        return await _looks(turn, number, answer.error, words, form.get("reason", ""))
    bundle = turn.house.bundle
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


async def _looks(turn: Turn, number: str, wrong: str = "", words: str = "", reason: str = "") -> web.Response:
    return turn.page(
        "looks.html",
        422 if wrong else 200,
        number=number,
        wrong=WRONG[wrong] if wrong else None,
        words=words,
        reason=reason,
        reasons=tuple(Option(each, LOOK_WORDS[each]) for each in LOOKS),
        looks=[(each, LOOK_WORDS.get(each.reason, each.reason)) for each in await turn.office.looks(turn.actor)],
        today=turn.house.clock().date().isoformat(),
    )


async def _page(
    turn: Turn,
    number: str = "",
    found: FloorNumber | Refusal | None = None,
    wrong: str = "",
    text: str = "",
    *,
    kept: bool = False,
) -> web.Response:
    if isinstance(found, Refusal):
        wrong = found.error
    return turn.page(
        "number.html",
        422 if wrong else 200,
        number=number,
        shown=_shown(turn.house.bundle, found) if isinstance(found, FloorNumber) else None,
        wrong=WRONG[wrong] if wrong else None,
        text=text,
        kept=kept,
        may_look=may(turn.actor, "view_record"),
        nonce=secrets.token_hex(8),
    )


def _shown(bundle: Bundle, found: FloorNumber) -> Shown:
    view = found.visit
    open_legs = [leg for state in FOREMOST for leg in view.legs if leg.state == state]
    places = dict.fromkeys(
        f"{stage_word(bundle, leg.stage)}　{STATES[leg.state]}" + (f"　{leg.counter}番" if leg.counter is not None else "")
        for leg in open_legs
        if leg.state != "blocked"
    )
    return Shown(
        number=view.number,
        opened=hour(view.opened_at),
        service=local(service_of(bundle, view.service).name, "ja"),
        places=tuple(places),
        consideration=view.consideration,
        language=view.language,
        people=view.people,
        notes=found.notes,
        ended=not open_legs,
    )


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
