"""The card reader in the window of a visit: a thread, one command at a time, answers as events. It is closed with the visit."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from hardware.cards.errand import idle
from hardware.cards.port import CardData, CardFault, CardReader, Fault, Present, Secret
from kiosk.flow.events import CardFailed, CardLies, CardRead, CardSeen, Event, ReaderChanged

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 10.0  # between two looks whether the reader is there, while nobody needs it
LAY_SECONDS = 600.0  # the screen's own time runs out long before
READ_SECONDS = 2.0  # for a card that was there a moment ago; who has taken it away hears so at once
WATCH_SECONDS = 10.0  # between two signs of life of a reader whose tray is watched
LOOK_SECONDS = 0.1
GONE_SECONDS = 2.0  # until a reader that is gone is looked for again while its tray is watched
AT_THE_DIGITS = (Fault.WRONG_PIN, Fault.LAST_TRY, Fault.REFUSED_INPUT)
BETWEEN_LOOKS_SECONDS = 0.3  # whether a card in trouble has been taken away


class _Job(NamedTuple):
    secret: Secret | None = None  # None: wait for a card
    changed: bool = False
    allow_last_try: bool = False
    watches: bool = False


class Reader:
    """`open_reader` makes the device. `tell(event)` is called from the thread."""

    def __init__(self, open_reader: Callable[[], CardReader], tell: Callable[[Event], None]) -> None:
        self._open = open_reader
        self._tell = tell
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._turn = 0  # a job of an earlier turn is cancelled
        self._closed = False
        self._seen: Present | CardFault | None = None  # what the last wait came to; None after a read
        self.ready: bool | None = None  # None: not known yet
        self._thread = threading.Thread(target=self._run, name="card reader", daemon=True)
        self._thread.start()

    def wait(self, *, changed: bool = False) -> None:
        """→ CardSeen or CardFailed, once. `changed`: not before something else lies there than now."""
        self._put(_Job(changed=changed))

    def read(self, secret: Secret, *, allow_last_try: bool) -> None:
        """One try → CardRead or CardFailed."""
        self._put(_Job(secret, allow_last_try=allow_last_try))

    def watch(self) -> None:
        """→ CardLies, at once and whenever it changes, until something else is asked for."""
        self._put(_Job(watches=True))

    def leave(self) -> None:
        """Whatever goes on is given up; the device is closed."""
        self._turn += 1
        self._jobs.put(None)

    def close(self) -> None:
        self._closed = True
        self.leave()
        self._thread.join(5)

    def _put(self, job: _Job) -> None:
        self._turn += 1
        self._jobs.put(job)

    def _run(self) -> None:
        reader: CardReader | None = None
        while not self._closed:
            try:
                reader = self._serve(reader)
            except Exception as trouble:
                # The one place per device: a kiosk without this thread would wait for a card for ever. No frames: they hold a card.
                log.error("the card reader's thread failed (%s); the reader is opened again", type(trouble).__name__)
                self._set_ready(False)
                reader = None
        if reader is not None:
            # Closed between two commands: the one that says so is not served any more.
            reader.close()

    def _serve(self, reader: CardReader | None) -> CardReader | None:
        """One command, or one look at an idle reader."""
        try:
            job = self._jobs.get(timeout=LOOK_EVERY_SECONDS if self.ready is not None else 0.01)
        except queue.Empty:
            self._look(reader or self._open())
            return None
        if job is None:
            if reader is not None:
                reader.close()
            return None
        if not self._jobs.empty():
            return reader
        turn = self._turn
        reader = reader or self._open()

        def cancelled() -> bool:
            return self._turn != turn

        if job.watches:
            self._watch(reader, cancelled)
            return reader
        answer: Present | CardData | CardFault
        if job.secret is None:
            look = self._changed if job.changed else _laid
            answer = self._seen = look(reader, cancelled)
        else:
            seen = self._seen if isinstance(self._seen, Present) else None
            answer = reader.read(job.secret, READ_SECONDS, allow_last_try=job.allow_last_try, seen=seen, cancelled=cancelled)
            self._seen = _known_after(seen, job.secret, answer)
        gone = isinstance(answer, CardFault) and answer.fault is Fault.READER_GONE
        self._set_ready(not gone)
        # What was read is told even when the resident has gone on: a try that was made is a try.
        if not (cancelled() and isinstance(answer, CardFault) and answer.fault is Fault.NO_CARD):
            self._tell(_event(answer))
        return reader

    def _changed(self, reader: CardReader, cancelled: Callable[[], bool]) -> Present | CardFault:
        """The next card, once what was seen last (after a read: what lies there) has changed."""
        now = reader.wait_for_card(LOOK_SECONDS, cancelled)
        before = self._seen or now
        while now == before and not _empty(now) and not cancelled():
            time.sleep(BETWEEN_LOOKS_SECONDS)
            now = reader.wait_for_card(LOOK_SECONDS, cancelled)
        if _empty(now) or cancelled():
            return _laid(reader, cancelled)
        return now

    def _watch(self, reader: CardReader, cancelled: Callable[[], bool]) -> None:
        """What was taken away for a moment need not be what was seen before."""
        before: bool | None = None
        while not cancelled():
            now = reader.lies(before, WATCH_SECONDS, cancelled)
            if cancelled():
                return
            gone = isinstance(now, CardFault)
            self._set_ready(not gone)
            there = now is True
            if not there:
                self._seen = None
            if there is not before:
                before = there
                self._tell(CardLies(there))
            if gone:
                idle(GONE_SECONDS, cancelled)

    def _look(self, reader: CardReader) -> None:
        turn = self._turn
        self._set_ready(look(reader, lambda: self._turn != turn) is not None)
        reader.close()

    def _set_ready(self, ready: bool) -> None:
        if ready is not self.ready:
            self.ready = ready
            self._tell(ReaderChanged(ready))


def _laid(reader: CardReader, cancelled: Callable[[], bool]) -> Present | CardFault:
    return reader.wait_for_card(LAY_SECONDS, cancelled)


def _known_after(seen: Present | None, secret: Secret, answer: CardData | CardFault) -> Present | None:
    """What the card says of itself after a try that leaves the resident at the digits; None where one looks anew."""
    if seen is None or isinstance(answer, CardData) or answer.fault not in AT_THE_DIGITS:
        return None
    counted = answer.tries_left is not None and secret.kind != "code_b"  # which has a counter of its own
    return msgspec.structs.replace(seen, tries_left=answer.tries_left) if counted else seen


def _empty(answer: Present | CardFault) -> bool:
    return isinstance(answer, CardFault) and answer.fault is Fault.NO_CARD


def look(reader: CardReader, cancelled: Callable[[], bool]) -> bool | None:
    """Whether a card lies there, in one short look without a word to it; None where the reader is gone."""
    answer = reader.lies(None, LOOK_SECONDS, cancelled)
    return None if isinstance(answer, CardFault) else answer


def _event(answer: Present | CardData | CardFault) -> Event:
    match answer:
        case Present():
            return CardSeen(answer)
        case CardData():
            return CardRead(answer)
        case CardFault():
            return CardFailed(answer)
