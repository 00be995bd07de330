"""Pre-entries while they are being written: in this process's memory only, never on disk, gone after half an hour untouched.

A signed hidden field would put the answers into the browser's history and cache; memory leaves no trace anywhere.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hub.wire import Language, SavedEntry

IDLE = timedelta(minutes=30)
MOST = 500  # entries at once; the oldest untouched one goes first
LARGEST = 64 * 1024  # characters of one entry's answers


@dataclass(slots=True)
class Entry:
    """One unfinished pre-entry. `key`: makes saving it twice one entry; `replaces`: the handle of the kept entry it came of."""

    language: Language
    procedures: tuple[str, ...]
    key: str
    touched: datetime
    answers: dict[str, Any] = field(default_factory=dict)
    replaces: str | None = None
    carried: dict[str, Any] = field(default_factory=dict)  # answers another form gave (config.carrying)
    going_on: bool = False  # just taken up again: said once
    bring: tuple[str, ...] = ()  # text keys, kept for the last page when the answers are gone
    saved: SavedEntry | None = None  # the codes, for as long as the page that shows them may be reloaded
    unfinished: bool = False  # 一時保存: saved to go on with
    booking: tuple[str, str] = ("", "")  # both forms of the code of the time booked for it, as far as they are known
    one_code: bool = False  # it was saved under that code


class Entries:
    """All of them, by the hash of the cookie that names them."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, Entry] = OrderedDict()

    def begin(self, cookie: str, entry: Entry) -> None:
        self._forget_idle(entry.touched)
        while len(self._entries) >= MOST:
            self._entries.popitem(last=False)
        self._entries[_hash(cookie)] = entry

    def find(self, cookie: str, now: datetime) -> Entry | None:
        self._forget_idle(now)
        entry = self._entries.get(_hash(cookie))
        if entry is not None:
            entry.touched = now
            self._entries.move_to_end(_hash(cookie))
        return entry

    def end(self, cookie: str) -> None:
        self._entries.pop(_hash(cookie), None)

    def __len__(self) -> int:
        return len(self._entries)

    def _forget_idle(self, now: datetime) -> None:
        for name in [name for name, entry in self._entries.items() if now - entry.touched > IDLE]:
            del self._entries[name]


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
