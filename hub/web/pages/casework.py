"""What a clerk does to the record beside the visit: 訂正, 本人確認, 申し送り. Each answers with the counter page."""

from collections.abc import Awaitable
from typing import get_args
from urllib.parse import urlencode

import msgspec
from aiohttp import web

from config.form import Form, Problem
from config.identity import Person
from config.site import Counter
from hub.domain.reasons import FILLED_IN
from hub.office import Declined
from hub.web.errors import Refused, bad_message
from hub.web.pages import corrections, done, unsettled
from hub.web.pages.corrections import Tried
from hub.web.pages.counter import Told, draw, own_counter, stage_of
from hub.web.pages.page import Page, Turn, see
from hub.wire import CheckIdentity, CorrectRecord, RecordView, Refusal, Stage, WriteNote


async def correct_dialog(turn: Turn) -> web.StreamResponse:
    """訂正 of one answer, an address or a person: the page with the dialog open."""
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    query = turn.request.query
    stage = stage_of(counter, query.get("stage", ""))
    opened = await _opened(turn, query.get("visit", ""), query.get("application", ""))
    if isinstance(opened, Refusal):
        return await draw(turn, counter, stage, Told(declined=opened.error))
    view, place, form = opened
    tried = Tried(view.applications[place].answers, filling=query.get("fill") == "true")
    dialog = corrections.dialog(
        turn.house.bundle, form, view, (place, query.get("path", "")[:200]), turn.house.clock().date(), tried
    )
    return await draw(turn, counter, stage, Told(correcting=dialog))


async def correct(turn: Turn) -> web.StreamResponse:
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    form = turn.form
    stage, visit = stage_of(counter, form.get("stage", "")), form.get("visit", "")[:64]
    opened = await _opened(turn, visit, form.get("application", ""))
    if isinstance(opened, Refusal):
        return await draw(turn, counter, stage, Told(declined=opened.error))
    view, place, known = opened
    path, filling = form.get("path", "")[:200], form.get("fill") == "true"
    reason = form.get("reason", "") or (FILLED_IN if filling else "")
    if form.get("remove") == "true":
        after, wanted = view.applications[place].answers, {path: None}
    else:
        after, wanted = corrections.wanted(known, view.applications[place].answers, path, form)
    for_family = form.get("for_family") == "true"
    if for_family:
        wanted = corrections.for_all_of_family(known, view.applications[place].answers, path, wanted)
    message = CorrectRecord(
        visit=visit, application=place, changes=wanted, revision=_number(form.get("revision", "")), reason=reason[:40]
    )
    answer = await _done(turn.office.records.correct_record(turn.actor, message, form.get("key") or None))
    if not isinstance(answer, Refusal):
        return see(_onwards(turn, stage, (view, answer), (place, path)) if filling else f"/counter?stage={stage}")
    if answer.error in ("invalid_answers", "reason_needed", "nothing_changed", "my_number_written"):
        problems = tuple(Problem(each["path"], each["code"], each.get("limit")) for each in answer.problems)
        said = "" if problems else answer.error
        tried = Tried(after, problems, "" if reason == FILLED_IN else reason, said, filling, for_family)
        dialog = corrections.dialog(turn.house.bundle, known, view, (place, path), turn.house.clock().date(), tried)
        return await draw(turn, counter, stage, Told(correcting=dialog))
    return await draw(turn, counter, stage, Told(declined=answer.error))


def _onwards(turn: Turn, stage: Stage, views: tuple[RecordView, RecordView], place: tuple[int, str]) -> str:
    """Where filling in goes on: the next empty one, with the form's own questions open; at the end the record."""
    seen, now = (unsettled.of(turn.house.bundle, each, on_paper=False) for each in views)
    following = now.onwards(seen, *place) if seen is not None and now is not None else None
    if following is None:
        return done.after(stage, done.FILLED_IN, views[1].number)
    query = {"stage": stage, "visit": views[1].visit, "application": following.place, "path": following.path, "fill": "true"}
    return f"/counter/correct?{urlencode(query)}"


async def put_back(turn: Turn) -> web.StreamResponse:
    """元にもどす: a correction of its own, to what the answer was before that one."""
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    form = turn.form
    stage = stage_of(counter, form.get("stage", ""))
    view = await turn.office.records.record(turn.actor, form.get("visit", "")[:64])
    number = _number(form.get("number", ""))
    if isinstance(view, Refusal) or number >= len(view.corrections):
        return await draw(turn, counter, stage, Told(declined="record_conflict"))
    each = view.corrections[number]
    message = CorrectRecord(
        visit=view.visit,
        application=each.application,
        changes={each.path: each.before},
        revision=_number(form.get("revision", "")),
        reason="mistyped",
    )
    return await _answer(
        turn, counter, stage, await _done(turn.office.records.correct_record(turn.actor, message, form.get("key") or None))
    )


async def check_identity(turn: Turn) -> web.StreamResponse:
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    form = turn.form
    person = form.get("person", "self")
    if person not in get_args(Person):
        raise Refused(bad_message("`person` is none of " + ", ".join(get_args(Person))))
    sent = {
        "visit": form.get("visit", "")[:64],
        "person": person,
        "documents": form.get("documents", "").split(),
        "papers": form.get("papers", "").split(),
        "reason": form.get("reason", ""),
        "approver": form.get("approver", "").strip(),
        "pin": form.get("pin", "").strip(),
    }
    try:
        message = msgspec.convert(sent, CheckIdentity)
    except msgspec.ValidationError:
        # a number or PIN that cannot be one
        return await draw(turn, counter, stage_of(counter, form.get("stage", "")), Told(declined="wrong_pin"))
    answer = await _done(turn.office.records.check_identity(turn.actor, message, form.get("key") or None))
    return await _answer(turn, counter, stage_of(counter, form.get("stage", "")), answer)


async def write_note(turn: Turn) -> web.StreamResponse:
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    form = turn.form
    message = WriteNote(visit=form.get("visit", "")[:64], text=form.get("text", "")[:200])
    answer = await _done(turn.office.records.write_note(turn.actor, message, form.get("key") or None))
    return await _answer(turn, counter, stage_of(counter, form.get("stage", "")), answer)


async def _opened(turn: Turn, visit: str, application: str) -> tuple[RecordView, int, Form] | Refusal:
    """The record, the place of the application in it, and its form."""
    view = await turn.office.records.record(turn.actor, visit[:64])
    if isinstance(view, Refusal):
        return view
    place = _number(application)
    form = turn.office.records.form(turn.actor, view.applications[place].form_version) if place < len(view.applications) else None
    return (view, place, form) if form is not None else Refusal(error="no_such_application", message="")


async def _answer(turn: Turn, counter: Counter, stage: Stage, answer: RecordView | Refusal) -> web.StreamResponse:
    if isinstance(answer, Refusal):
        return await draw(turn, counter, stage, Told(declined=answer.error))
    return see(f"/counter?stage={stage}")


async def _done(asked: Awaitable[RecordView | Refusal]) -> RecordView | Refusal:
    try:
        return await asked
    except Declined as declined:
        return Refusal(error=declined.error, message="")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise Refused(bad_message("a number is expected"))
    return int(text)


PAGES = (
    Page("GET", "/counter/correct", "correct_record", correct_dialog),
    Page("POST", "/counter/correct", "correct_record", correct),
    Page("POST", "/counter/put-back", "correct_record", put_back),
    Page("POST", "/counter/identity", "check_identity", check_identity),
    Page("POST", "/counter/note", "write_note", write_note),
)
