"""Pre-entries while they are being written: in this process's memory only, never on disk, gone after half an hour untouched."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.web.pages.by_cookie import ByCookie
from hub.wire import Language, SavedEntry

MOST = 500  # entries at once
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
    note: tuple[str, str] = ("", "")  # (look, words) of the next page, said once
    asked_back: set[tuple[str, str]] = field(default_factory=set)  # (path, answer) that is odd and was asked about once
    tried: dict[str, tuple[str, ...]] = field(default_factory=dict)  # page → paths it was sent with, or is to be looked at for
    bring: tuple[str, ...] = ()  # text keys, kept for the last page when the answers are gone
    plan: tuple[str, str] = ("", "")  # the day and band planned, for the last page
    fee: str = ""  # in words, for the last page
    saved: SavedEntry | None = None  # the codes, for as long as the page that shows them may be reloaded
    unfinished: bool = False  # 一時保存: saved to go on with
    booking: tuple[str, str] = ("", "")  # both forms of the code of the time booked for it, as far as they are known
    one_code: bool = False  # it was saved under that code

    def forget_answers(self) -> None:
        """They are in the record vault; only the last page is shown from here on."""
        self.answers, self.carried, self.asked_back = {}, {}, set()


class Entries(ByCookie[Entry]):
    """All of them."""

    def __init__(self) -> None:
        super().__init__(MOST)
