"""What a clerk does to the record beside the visit: 訂正, 本人確認, 申し送り. Each answers with the counter page."""

from collections.abc import Awaitable
from typing import get_args

import msgspec
from aiohttp import web

from config.form import Form, Problem
from config.identity import Person
from config.site import Counter
from hub.domain.reasons import CORRECTIONS
from hub.office import Declined
from hub.web.errors import Refused, bad_message
from hub.web.pages import corrections
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
    reason = query.get("reason", "")
    tried = Tried(view.applications[place].answers, reason=reason) if reason in CORRECTIONS else None
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
    path, reason = form.get("path", "")[:200], form.get("reason", "")
    if form.get("remove") == "true":
        after, wanted = view.applications[place].answers, {path: None}
    else:
        after, wanted = corrections.wanted(known, view.applications[place].answers, path, form)
    message = CorrectRecord(
        visit=visit, application=place, changes=wanted, revision=_number(form.get("revision", "")), reason=reason[:40]
    )
    answer = await _done(turn.office.correct_record(turn.actor, message, form.get("key") or None))
    if not isinstance(answer, Refusal):
        return see(f"/counter?stage={stage}")
    if answer.error in ("invalid_answers", "reason_needed", "nothing_changed", "my_number_written"):
        problems = tuple(Problem(each["path"], each["code"], each.get("limit")) for each in answer.problems)
        said = "" if problems else answer.error
        tried = Tried(after, problems, reason, said)
        dialog = corrections.dialog(turn.house.bundle, known, view, (place, path), turn.house.clock().date(), tried)
        return await draw(turn, counter, stage, Told(correcting=dialog))
    return await draw(turn, counter, stage, Told(declined=answer.error))


async def put_back(turn: Turn) -> web.StreamResponse:
    """元にもどす: a correction of its own, to what the answer was before that one."""
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    form = turn.form
    stage = stage_of(counter, form.get("stage", ""))
    view = await turn.office.record(turn.actor, form.get("visit", "")[:64])
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
        turn, counter, stage, await _done(turn.office.correct_record(turn.actor, message, form.get("key") or None))
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
    answer = await _done(turn.office.check_identity(turn.actor, message, form.get("key") or None))
    return await _answer(turn, counter, stage_of(counter, form.get("stage", "")), answer)


async def write_note(turn: Turn) -> web.StreamResponse:
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    form = turn.form
    message = WriteNote(visit=form.get("visit", "")[:64], text=form.get("text", "")[:200])
    answer = await _done(turn.office.write_note(turn.actor, message, form.get("key") or None))
    return await _answer(turn, counter, stage_of(counter, form.get("stage", "")), answer)


async def _opened(turn: Turn, visit: str, application: str) -> tuple[RecordView, int, Form] | Refusal:
    """The record, the place of the application in it, and its form."""
    view = await turn.office.record(turn.actor, visit[:64])
    if isinstance(view, Refusal):
        return view
    place = _number(application)
    form = turn.office.form(turn.actor, view.applications[place].form_version) if place < len(view.applications) else None
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
