"""Pre-entries (事前入力): saved from home, found again by their reception code."""

from hub import wire
from hub.web.api.route import Answer, Ask, Route


async def save(ask: Ask) -> Answer:
    return await ask.office.save_entry(ask.actor, ask.message, ask.key)


async def find(ask: Ask) -> Answer:
    return await ask.office.find_entry(ask.actor, ask.message)


ROUTES = (
    Route(
        "POST",
        "/api/entries",
        "save_entry",
        save,
        "Keep finished forms, get a reception code",
        wire.SaveEntry,
        wire.SavedEntry,
        201,
        "must",
    ),
    Route(
        "POST", "/api/entries/find", "find_entry", find, "The pre-entry behind a reception code", wire.FindEntry, wire.FoundEntry
    ),
)
