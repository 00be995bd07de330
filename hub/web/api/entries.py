"""Pre-entries (事前入力): saved from home, found again by their reception code."""

from hub import wire
from hub.web.api.route import Answer, Ask, Route


async def save(ask: Ask) -> Answer:
    return await ask.office.save_entry(ask.actor, ask.message, ask.key)


async def find(ask: Ask) -> Answer:
    return await ask.office.find_entry(ask.actor, ask.message)


async def save_unread(ask: Ask) -> Answer:
    return await ask.office.save_entry_unread(ask.actor, ask.message, ask.key)


async def find_unread(ask: Ask) -> Answer:
    return await ask.office.find_entry_unread(ask.actor, ask.message)


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
    Route(
        "POST",
        "/api/sealed/entries",
        "save_entry_unread",
        save_unread,
        "Keep forms; the SaveEntry is sealed to the hub, the SavedEntry to reply_key",
        wire.SealedCall,
        wire.SealedReply,
        201,
        "must",
    ),
    Route(
        "POST",
        "/api/sealed/entries/find",
        "find_entry_unread",
        find_unread,
        "The pre-entry behind a code; the FindEntry is sealed to the hub, the FoundEntry to reply_key",
        wire.SealedCall,
        wire.SealedReply,
    ),
)
