"""The broker: every committed fact goes out once, encoded once, in the order of the log; boards first, phones last."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime

from hub.web.push import sse
from hub.web.push.views import PING_SECONDS, VIEWS, WAITS_SHOWN, View, hears
from hub.wire import Event, ExpectedWait, Waits

QUEUE_LIMIT = 256  # facts a slow listener may lag behind; then it gets a snapshot instead: screens want state, not history


class Listener:
    """One open stream: what is still to be written to it. `owner`: the device, session or follow token behind it.

    `gone`: whether the other end has left; nobody is told before something is written to it.
    """

    def __init__(self, view: View, owner: str, gone: Callable[[], bool]) -> None:
        self.view = view
        self.owner = owner
        self.gone = gone
        self.lost = False  # the queue overflowed: a snapshot is due
        self.closed = False  # the hub stops
        self._queue: deque[tuple[int, bytes]] = deque()
        self._news = asyncio.Event()

    def put(self, seq: int, chunk: bytes) -> None:
        """`seq` 0: not a fact (ping, row)."""
        if len(self._queue) >= QUEUE_LIMIT:
            self._queue.clear()
            self.lost = True
        if not self.lost:
            self._queue.append((seq, chunk))
        self._news.set()

    async def take(self, after: int) -> tuple[int, bytes]:
        """Wait, then everything queued whose fact is newer than `after`: (the newest seq, the bytes)."""
        await self._news.wait()
        self._news.clear()
        newest, chunks = after, []
        while self._queue:
            seq, chunk = self._queue.popleft()
            if seq == 0 or seq > newest:
                chunks.append(chunk)
                newest = max(newest, seq)
        return newest, b"".join(chunks)

    def start_over(self) -> None:
        """Forget what is queued: a snapshot is about to be written."""
        self._queue.clear()
        self.lost = False

    def close(self) -> None:
        self.closed = True
        self._news.set()


class Broker:
    """All listeners of this hub."""

    def __init__(self, clock: Callable[[], datetime], head: int) -> None:
        """`head`: place of the newest fact in the log at the start."""
        self._clock = clock
        self._listeners: dict[View, list[Listener]] = {view: [] for view in VIEWS}
        self._told: dict[View, int] = dict.fromkeys(VIEWS, head)
        self.head = head
        self.waits: Mapping[str, ExpectedWait | None] = {}  # as they were told last

    def subscribe(self, view: View, owner: str = "", gone: Callable[[], bool] = lambda: False) -> Listener:
        listener = Listener(view, owner, gone)
        self._listeners[view].append(listener)
        return listener

    def held_by(self, view: View, owner: str) -> int:
        """Streams of this owner with somebody at the other end. Those left are closed: who turns pages leaves one with each."""
        held = 0
        for listener in self.listeners(view):
            if listener.owner != owner:
                continue
            if listener.gone():
                self.unsubscribe(listener)
                listener.close()
            else:
                held += 1
        return held

    def unsubscribe(self, listener: Listener) -> None:
        if listener in self._listeners[listener.view]:
            self._listeners[listener.view].remove(listener)

    def listeners(self, view: View) -> tuple[Listener, ...]:
        return tuple(self._listeners[view])

    def publish(self, events: tuple[Event, ...]) -> None:
        """Called in the loop after each commit, in the order of the log."""
        for event in events:
            chunk = sse.fact(event)
            self.head = max(self.head, event.seq)
            for view in VIEWS:
                if hears(view, event):
                    self._told[view] = event.seq
                    for listener in self._listeners[view]:
                        listener.put(event.seq, sse.CHANGED if view == "wall" else chunk)

    def tell_waits(self, told: Waits) -> None:
        """How long the waits are now, to every screen that shows them."""
        self.waits = told.waits
        chunk = sse.waits(told)
        for view in WAITS_SHOWN:
            for listener in self._listeners[view]:
                listener.put(0, sse.CHANGED if view == "wall" else chunk)

    def ping(self, view: View) -> None:
        """A sign of life to everybody of a view, with the place of the last fact it was told."""
        if self._listeners[view]:
            chunk = sse.ping(self._told[view], self._clock())
            for listener in self._listeners[view]:
                listener.put(0, chunk)

    async def keep_alive(self) -> None:
        """Ping every view at its pace, until cancelled."""
        pace = min(PING_SECONDS.values())
        due = dict(PING_SECONDS)
        while True:
            await asyncio.sleep(pace)
            for view in VIEWS:
                due[view] -= pace
                if due[view] <= 0:
                    due[view] += PING_SECONDS[view]
                    self.ping(view)

    def close(self) -> None:
        """End every stream: the hub stops."""
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.close()
