"""お知らせ: a short text of the branch on the boards, with the time at which it goes by itself. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

MOST = 5
LONGEST = 60  # characters: one line of a board
LONGEST_OTHER = 100  # of a language with letters half as wide
FURTHEST = timedelta(days=31)
Wrong = Literal["empty", "too_long", "too_many", "past", "too_far"]


class Notice(msgspec.Struct, frozen=True):
    """`text` is Japanese. `until`: aware JST; None of what the configuration says, which stands until it is changed there."""

    text: str
    until: datetime | None = None
    id: str = ""
    others: dict[str, str] = {}  # the same in other languages; who reads another one still is shown the Japanese


def running(notices: Sequence[Notice], now: datetime) -> tuple[Notice, ...]:
    """Those that are not over."""
    return tuple(notice for notice in notices if notice.until is None or now < notice.until)


def what_is_wrong(notice: Notice, beside: Sequence[Notice], now: datetime) -> Wrong | None:
    """Why this one cannot be put up `beside` the others."""
    if not notice.text:
        return "empty"
    if len(notice.text) > LONGEST or any(len(text) > LONGEST_OTHER for text in notice.others.values()):
        return "too_long"
    if len(beside) >= MOST:
        return "too_many"
    if notice.until is None or notice.until <= now:
        return "past"
    return "too_far" if notice.until > now + FURTHEST else None
