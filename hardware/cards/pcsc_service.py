"""The PC/SC service (pcscd) through pyscard's plain calls, each of them with a bound in time.

libpcsclite waits without end for a daemon that hangs, and already for one that never accepts behind a socket systemd holds. So
the calls are made on a thread of their own, which is left behind when an answer is overdue. Source: PC/SC part 5, pcsclite.h.
"""

import contextlib
import errno
import os
import queue
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from smartcard import scard

PATIENCE = 15.0  # seconds; above any answer a card may take (FWT 5 s) and above what libccid waits for a reader
GIVEN_UP = "PC/SC, given up"  # name of a thread that still waits
MOST_GIVEN_UP = 4  # with a service that hangs for days, no more than these are left behind
STATUS_WORD = 2  # bytes at the end of any answer
MISSED_SECONDS = 0.6  # pcscd's rhythm is 0.4 s
OK, TIMED_OUT = scard.SCARD_S_SUCCESS, scard.SCARD_E_TIMEOUT
RECEIVE_ANY = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1

# A card that lies badly, was just taken away, does not talk, or talks with another program.
NOT_ANSWERING = frozenset(
    (
        scard.SCARD_E_NO_SMARTCARD,
        scard.SCARD_W_REMOVED_CARD,
        scard.SCARD_W_UNRESPONSIVE_CARD,
        scard.SCARD_W_UNPOWERED_CARD,
        scard.SCARD_W_UNSUPPORTED_CARD,
        scard.SCARD_W_RESET_CARD,
        scard.SCARD_E_PROTO_MISMATCH,
        scard.SCARD_E_NOT_READY,
        scard.SCARD_E_CARD_UNSUPPORTED,
        scard.SCARD_E_SHARING_VIOLATION,
    )
)

Result = TypeVar("Result")


class Slot(NamedTuple):
    """One reader as the service sees it. `state`: SCARD_STATE_…; `atr`: of the card, empty where there is none, or it is mute."""

    reader: str
    state: int
    atr: bytes

    @property
    def occupied(self) -> bool:
        return bool(self.state & scard.SCARD_STATE_PRESENT)

    @property
    def comings(self) -> int:
        """How often a card came or went here, as the service counts (the upper half of its state)."""
        return self.state >> 16

    @property
    def taken(self) -> bool:
        """By another program."""
        return bool(self.state & (scard.SCARD_STATE_EXCLUSIVE | scard.SCARD_STATE_INUSE))


class Connection(NamedTuple):
    """A card that is ours alone."""

    reader: str
    handle: int
    protocol: int

    @property
    def contacts(self) -> bool:
        """Whether it talks the older protocol (T=0), which only cards with contacts do."""
        return bool(self.protocol == scard.SCARD_PROTOCOL_T0)


class ServiceGone(OSError):
    """No service, no such reader, no rights, or no answer within the patience."""

    def __init__(self, number: int = errno.ENODEV) -> None:
        super().__init__(number, os.strerror(number))


class Service:
    """One stay at the service: `with Service(patience) as service`. Every call raises ServiceGone. For one thread."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._calls: queue.SimpleQueue[Callable[[], Any] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._given_up = self._lost = False
        self._context: int | None = None
        self._thread = threading.Thread(target=self._run, name="PC/SC", daemon=True)

    def __enter__(self) -> "Service":
        if sum(thread.name == GIVEN_UP for thread in threading.enumerate()) >= MOST_GIVEN_UP:
            raise ServiceGone(errno.EBUSY)
        self._thread.start()
        try:
            if self._wait_for(self._establish) != OK:
                raise ServiceGone
        except ServiceGone:
            self._leave()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        self._leave()

    def every_reader(self) -> tuple[str, ...]:
        """In the order of the service; none at all is an answer, too."""
        code, names = self._wait_for(lambda: scard.SCardListReaders(self._context, []))
        if code not in (OK, scard.SCARD_E_NO_READERS_AVAILABLE):
            raise ServiceGone
        return tuple(names)

    def readers(self, name: str) -> tuple[str, ...]:
        """Those whose name contains `name`; at least one."""
        found = tuple(reader for reader in self.every_reader() if name in reader)
        if not found:
            raise ServiceGone
        return found

    def slots(self, readers: tuple[str, ...], seconds: float = 0.0, before: tuple[Slot, ...] = ()) -> tuple[Slot, ...]:
        """How they are now; with `before`, when one of them is no longer so, or after `seconds`."""
        known = {slot.reader: slot.state for slot in before}
        asked = [(reader, known.get(reader, scard.SCARD_STATE_UNAWARE)) for reader in readers]
        code, states = self._wait_for(lambda: scard.SCardGetStatusChange(self._context, round(seconds * 1000), asked))
        if code not in (OK, TIMED_OUT):
            raise ServiceGone
        return tuple(Slot(reader, state & ~scard.SCARD_STATE_CHANGED, bytes(atr)) for reader, state, atr in states)

    def must_have(self, reader: str) -> None:
        """Whether this very reader is still there."""
        self.readers(reader)

    def connect(self, reader: str) -> Connection | None:
        """The card alone to ourselves; None where it does not answer, or another program has it."""
        code, handle, protocol = self._wait_for(
            lambda: scard.SCardConnect(self._context, reader, scard.SCARD_SHARE_EXCLUSIVE, RECEIVE_ANY)
        )
        if code == OK:
            return Connection(reader, handle, protocol)
        if code not in NOT_ANSWERING:
            raise ServiceGone
        return None

    def transmit(self, connection: Connection, command: bytes) -> bytes | None:
        """The card's answer with its two status bytes; None where the exchange failed."""
        header = scard.SCARD_PCI_T0 if connection.contacts else scard.SCARD_PCI_T1
        octets = list(command)
        try:
            code, answer = self._wait_for(lambda: scard.SCardTransmit(connection.handle, header, octets))
        finally:
            octets[:] = [0] * len(octets)  # it may hold the secret
        self._lost = code != OK or len(answer) < STATUS_WORD  # some drivers pass silence on as an empty answer
        return None if self._lost else bytes(octet & 0xFF for octet in answer)

    def end(self, connection: Connection) -> None:
        """The card forgets what it was told and is anybody's again. Raises nothing: pcscd does it for those who are gone.

        pcscd looks for cards every 0.4 s. Told to reset one that is gone, it takes the reader for empty until the card comes and
        goes once more, if the card is back at its next look: so a card that was lost is given the time to be missed first.
        """
        with contextlib.suppress(ServiceGone):
            if self._lost:
                self._lost = False
                self._until_missed(connection.reader)
            self._wait_for(lambda: scard.SCardDisconnect(connection.handle, scard.SCARD_RESET_CARD))

    def _until_missed(self, reader: str) -> None:
        deadline = time.monotonic() + MISSED_SECONDS
        [slot] = self.slots((reader,))
        while slot.occupied and time.monotonic() < deadline:
            [slot] = self.slots((reader,), deadline - time.monotonic(), (slot,))

    def _wait_for(self, call: Callable[[], Result]) -> Result:
        if self._given_up:
            raise ServiceGone(errno.ETIMEDOUT)
        self._calls.put(call)
        try:
            answer: Result = self._answers.get(timeout=self._patience)
        except queue.Empty:
            self._given_up = True
            self._thread.name = GIVEN_UP
            raise ServiceGone(errno.ETIMEDOUT) from None
        return answer

    def _establish(self) -> int:
        code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        self._context = context if code == OK else None
        return int(code)

    def _leave(self) -> None:
        """Also for a thread that still waits: when its call comes back, the connection it may have made is dropped."""
        self._calls.put(None)

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            self._answers.put(call())
        if self._context is not None:
            scard.SCardReleaseContext(self._context)
