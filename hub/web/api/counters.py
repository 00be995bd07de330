"""Counters: who is next, and every other step of a leg."""

from hub import wire
from hub.web.api.route import Answer, Ask, Route


async def call_next(ask: Ask) -> Answer:
    return await ask.office.call_next(ask.actor, ask.message, ask.key or None)


async def act(ask: Ask) -> Answer:
    return await ask.office.act(ask.actor, ask.message, ask.key or None)


async def split_visit(ask: Ask) -> Answer:
    return await ask.office.split_visit(ask.actor, ask.message, ask.key or None)


async def merge_visits(ask: Ask) -> Answer:
    return await ask.office.merge_visits(ask.actor, ask.message, ask.key or None)


async def undo(ask: Ask) -> Answer:
    return await ask.office.undo(ask.actor, ask.message, ask.key or None)


ROUTES = (
    Route(
        "POST",
        "/api/counters/next",
        "call_next",
        call_next,
        "次を呼ぶ: the hub chooses",
        wire.CallNext,
        wire.CalledNext,
        keyed="may",
    ),
    Route("POST", "/api/legs/act", "act", act, "One action of the table on one leg", wire.ActOnLeg, wire.VisitView, keyed="may"),
    Route(
        "POST",
        "/api/visits/split",
        "split_visit",
        split_visit,
        "分ける: a part of a visit under a number of its own",
        wire.SplitVisit,
        wire.Parted,
        keyed="may",
    ),
    Route(
        "POST",
        "/api/visits/merge",
        "merge_visits",
        merge_visits,
        "まとめる: the family with another number goes on as this visit",
        wire.MergeVisits,
        wire.VisitView,
        keyed="may",
    ),
    Route(
        "POST",
        "/api/counters/undo",
        "undo",
        undo,
        "取り消す: one's own last step at the counter, within a minute",
        wire.UndoStep,
        wire.Undone,
        keyed="may",
    ),
)
