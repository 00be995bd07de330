"""Visits: a number for a resident, and what clerks see of it."""

from typing import get_args

from hub import wire
from hub.web.api.route import Answer, Ask, Route
from hub.web.errors import Refused, bad_message


async def open_visit(ask: Ask) -> Answer:
    return await ask.office.open_visit(ask.actor, ask.message, ask.key)


async def open_sealed_visit(ask: Ask) -> Answer:
    return await ask.office.open_sealed_visit(ask.actor, ask.message, ask.key)


async def open_visit_unread(ask: Ask) -> Answer:
    return await ask.office.open_visit_unread(ask.actor, ask.message, ask.key)


async def visits(ask: Ask) -> Answer:
    return await ask.office.visits(ask.actor, stage=_stage(ask.query.get("stage")), counter=_number(ask.query.get("counter")))


async def visit(ask: Ask) -> Answer:
    return await ask.office.visit(ask.actor, ask.path["visit"])


async def record(ask: Ask) -> Answer:
    return await ask.office.records.record(ask.actor, ask.path["visit"])


async def correct(ask: Ask) -> Answer:
    return await ask.office.records.correct_record(ask.actor, ask.message, ask.key or None)


async def check_identity(ask: Ask) -> Answer:
    return await ask.office.records.check_identity(ask.actor, ask.message, ask.key or None)


async def write_note(ask: Ask) -> Answer:
    return await ask.office.records.write_note(ask.actor, ask.message, ask.key or None)


async def hand_over(ask: Ask) -> Answer:
    return await ask.office.records.hand_over(ask.actor, ask.message, ask.key or None)


async def settle_fee(ask: Ask) -> Answer:
    return await ask.office.records.settle_fee(ask.actor, ask.message, ask.key or None)


async def tick_item(ask: Ask) -> Answer:
    return await ask.office.records.tick_item(ask.actor, ask.message, ask.key or None)


async def decide_procedure(ask: Ask) -> Answer:
    return await ask.office.records.decide_procedure(ask.actor, ask.message, ask.key or None)


async def pass_on(ask: Ask) -> Answer:
    return await ask.office.records.pass_on(ask.actor, ask.message, ask.key or None)


async def find_visit(ask: Ask) -> Answer:
    return await ask.office.records.find_visit(ask.actor, ask.message)


async def history(ask: Ask) -> Answer:
    return await ask.office.history(ask.actor, ask.path["visit"])


def _stage(text: str | None) -> wire.Stage | None:
    for stage in get_args(wire.Stage):
        if stage == text:
            return stage  # type: ignore[no-any-return]
    if text is None:
        return None
    raise Refused(bad_message("`stage` is none of " + ", ".join(get_args(wire.Stage))))


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal():
        raise Refused(bad_message("`counter` is no number"))
    return int(text)


ROUTES = (
    Route("POST", "/api/visits", "open_visit", open_visit, "A number, please (発券)", wire.OpenVisit, wire.Ticket, 201, "must"),
    Route(
        "POST",
        "/api/visits/sealed",
        "open_sealed_visit",
        open_sealed_visit,
        "Take over a number given while the hub was away",
        wire.SealedVisit,
        wire.Ticket,
        201,
        "must",
    ),
    Route(
        "POST",
        "/api/sealed/visits",
        "open_visit_unread",
        open_visit_unread,
        "A number, please (発券); the OpenVisit is sealed to the hub",
        wire.SealedCall,
        wire.Ticket,
        201,
        "must",
    ),
    Route(
        "GET",
        "/api/visits",
        "visits",
        visits,
        "Today's open visits, as a counter or a stage lists them",
        reply=tuple[wire.VisitView, ...],
        query=("stage", "counter"),
    ),
    Route("GET", "/api/visits/{visit}", "visit", visit, "One visit", reply=wire.VisitView),
    Route(
        "GET", "/api/visits/{visit}/record", "record", record, "受付データ of a visit served at your counter", reply=wire.RecordView
    ),
    Route(
        "POST",
        "/api/records/correct",
        "correct_record",
        correct,
        "訂正 of a record held by your counter, against the revision you saw",
        wire.CorrectRecord,
        wire.RecordView,
        keyed="may",
    ),
    Route(
        "POST",
        "/api/records/identity",
        "check_identity",
        check_identity,
        "本人確認: what was shown, without numbers",
        wire.CheckIdentity,
        wire.RecordView,
        keyed="may",
    ),
    Route("POST", "/api/visits/find", "find_visit", find_visit, "Visits of today by number or name", wire.FindVisit, wire.Found),
    Route("POST", "/api/records/notes", "write_note", write_note, "申し送り", wire.WriteNote, wire.RecordView, keyed="may"),
    Route("POST", "/api/records/handed", "hand_over", hand_over, "交付 of one thing", wire.HandOver, wire.RecordView, keyed="may"),
    Route("POST", "/api/records/fee", "settle_fee", settle_fee, "手数料 収納済", wire.SettleFee, wire.RecordView, keyed="may"),
    Route("POST", "/api/records/checklist", "tick_item", tick_item, "確かめた", wire.TickItem, wire.RecordView, keyed="may"),
    Route(
        "POST",
        "/api/records/procedure",
        "decide_procedure",
        decide_procedure,
        "手続きを決める: what a number alone is for",
        wire.DecideProcedure,
        wire.RecordView,
        keyed="may",
    ),
    Route(
        "POST",
        "/api/records/pass-on",
        "pass_on",
        pass_on,
        "Answers left to the counter go on as they are, with a reason",
        wire.PassOn,
        wire.RecordView,
        keyed="may",
    ),
    Route("GET", "/api/visits/{visit}/history", "history", history, "What the log holds of a visit", reply=tuple[wire.Event, ...]),
)
