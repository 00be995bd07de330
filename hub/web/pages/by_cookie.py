"""What a browser is at, by the hash of the cookie that names it: in this process's memory only, gone when left alone.

A signed hidden field would put it into the browser's history and cache; memory leaves no trace anywhere.
"""

import hashlib
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

IDLE = timedelta(minutes=30)


class Touched(Protocol):
    """`touched`: when its browser last asked for it."""

    touched: datetime


K = TypeVar("K", bound=Touched)


class ByCookie(Generic[K]):
    """At most `most` at once; the oldest untouched one goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, K] = OrderedDict()

    def begin(self, cookie: str, each: K) -> None:
        self._forget_idle(each.touched)
        while len(self._kept) >= self._most:
            self._kept.popitem(last=False)
        self._kept[_hash(cookie)] = each

    def find(self, cookie: str, now: datetime) -> K | None:
        self._forget_idle(now)
        each = self._kept.get(_hash(cookie))
        if each is not None:
            each.touched = now
            self._kept.move_to_end(_hash(cookie))
        return each

    def end(self, cookie: str) -> None:
        self._kept.pop(_hash(cookie), None)

    def __len__(self) -> int:
        return len(self._kept)

    def _forget_idle(self, now: datetime) -> None:
        for name in [name for name, each in self._kept.items() if now - each.touched > IDLE]:
            del self._kept[name]


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
