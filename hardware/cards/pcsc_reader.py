"""Any reader the PC/SC service (pcscd) drives, by pyscard: those nfcpy lacks, such as the Sony RC-S300."""

import math
import time
from collections.abc import Callable
from typing import TypeVar

from hardware.cards import pcsc_atr
from hardware.cards.errand import UNANSWERED_SECONDS, Errand, Look, Read, never, unanswered
from hardware.cards.guarded_link import GuardedLink, LinkLost, Trace
from hardware.cards.pcsc_service import PATIENCE, Connection, Service, Slot
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret
from hardware.cards.secret import digits

SLICE = 0.1  # seconds between two questions whether the resident has turned back
WATCH_SLICE = 0.2  # the same while nobody waits for an answer
PAUSE = 0.1  # seconds before a card that did not answer is asked again
MORE_DATA, GET_RESPONSE = 0x61, bytes.fromhex("00C00000")  # a card with contacts (T=0) has its answer fetched: ISO 7816-4
MOST_FETCHES = 32  # far above any file of ours

Found = TypeVar("Found")


class PcscReader:
    """The readers whose name contains `name`; empty: all. Between two calls nothing is held, so the service may come and go."""

    def __init__(self, name: str = "", trace: Trace | None = None, patience: float = PATIENCE) -> None:
        self._name = name
        self._trace = trace
        self._patience = patience
        self._spoke = False  # the card that lies there has been powered once
        self._tray: tuple[Slot, ...] = ()  # as `lies` saw it last

    def wait_for_card(self, timeout: float, cancelled: Callable[[], bool] = never) -> Present | CardFault:
        """See `CardReader`. READER_GONE comes at once."""
        return self._with_card(timeout, cancelled, Look())

    def lies(self, before: bool | None, timeout: float, cancelled: Callable[[], bool] = never) -> bool | CardFault:
        """See `CardReader`. The service itself says when something changes."""
        try:
            with Service(self._patience) as service:
                return self._watch(service, before, time.monotonic() + timeout, cancelled)
        except OSError:
            self._tray = ()
            return CardFault(Fault.READER_GONE)

    def read(
        self,
        secret: Secret,
        timeout: float,
        *,
        allow_last_try: bool = False,
        seen: Present | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> CardData | CardFault:
        """See `CardReader`. `timeout` is for the card to be laid down; what follows ends by itself."""
        if digits(secret) is None:
            return CardFault(Fault.REFUSED_INPUT)
        return self._with_card(timeout, cancelled, Read(secret, allow_last_try, seen))

    def close(self) -> None:
        """See `CardReader`. Every call has released the reader at its end."""

    def _with_card(self, timeout: float, cancelled: Callable[[], bool], errand: Errand[Found]) -> Found | CardFault:
        try:
            with Service(self._patience) as service:
                return self._wait(service, time.monotonic() + timeout, cancelled, errand)
        except OSError:
            return CardFault(Fault.READER_GONE)

    def _wait(self, service: Service, deadline: float, cancelled: Callable[[], bool], errand: Errand[Found]) -> Found | CardFault:
        """Until the errand with a card has a result."""
        slots: tuple[Slot, ...] = ()
        unanswered_since, self._spoke = math.inf, False
        while not cancelled():
            left = max(0.0, deadline - time.monotonic())
            slots = service.slots(service.readers(self._name), min(SLICE, left), slots)
            occupied = [slot for slot in slots if slot.occupied]
            if len(occupied) > 1:
                return CardFault(Fault.TWO_CARDS)
            if occupied:
                result = self._meet(service, occupied[0], errand)
                if result is not None:
                    return result
                unanswered_since = min(unanswered_since, time.monotonic())
                if time.monotonic() - unanswered_since >= UNANSWERED_SECONDS:
                    return self._unanswered(occupied[0])
                time.sleep(PAUSE)
            else:
                unanswered_since, self._spoke = math.inf, False
            if time.monotonic() >= deadline:
                break
        return CardFault(Fault.NO_CARD)

    def _watch(self, service: Service, before: bool | None, deadline: float, cancelled: Callable[[], bool]) -> bool:
        """Raises OSError."""
        if before is None:
            self._tray = ()
        while not cancelled():
            known, left = self._tray, max(0.0, deadline - time.monotonic())
            self._tray = service.slots(service.readers(self._name), min(WATCH_SLICE, left) if known else 0.0, known)
            there = any(slot.occupied for slot in self._tray)
            if there is not before:
                return there
            if there and came_anew(known, self._tray):
                return False
            if not left:
                break
        return bool(before)

    def _unanswered(self, slot: Slot) -> CardFault:
        if slot.taken:
            return CardFault(Fault.READER_GONE)
        return unanswered(self._spoke)

    def _meet(self, service: Service, slot: Slot, errand: Errand[Found]) -> Found | CardFault | None:
        """`errand` with the card that lies there, which is reset at the end: it forgets the secret. None: it did not answer."""
        kind = pcsc_atr.kind_without_asking(slot.atr)
        if kind is not None:
            return errand.told(kind)
        connection = service.connect(slot.reader)
        if connection is None:
            return None
        self._spoke = True
        try:
            return self._talk(service, slot, connection, errand)
        finally:
            service.end(connection)

    def _talk(self, service: Service, slot: Slot, connection: Connection, errand: Errand[Found]) -> Found | CardFault | None:
        type_a = pcsc_atr.air(slot.atr) is pcsc_atr.Air.TYPE_A
        if type_a:
            by_identifier = pcsc_atr.kind_by_identifier(service.transmit(connection, pcsc_atr.ASK_IDENTIFIER) or b"")
            if by_identifier is CardKind.PHONE:
                return errand.told(by_identifier)

        def transmit(command: bytes) -> bytes:
            return transmitted(service, connection, command)

        link = GuardedLink(lambda command: whole_answer(transmit, command, contacts=connection.contacts), self._trace)
        result = errand.run(link, lambda: service.must_have(slot.reader))
        # Only now: a reader that describes a Type B card as one of Type A must not turn a My Number card away.
        return errand.told(by_identifier) if type_a and result == errand.told(CardKind.UNKNOWN) else result


def came_anew(before: tuple[Slot, ...], now: tuple[Slot, ...]) -> bool:
    """Whether in one of the readers a card lies that was laid down since; the service counts comings and goings."""
    known = {slot.reader: slot.comings for slot in before if slot.occupied}
    return any(slot.occupied and known.get(slot.reader, slot.comings) != slot.comings for slot in now)


def whole_answer(transmit: Callable[[bytes], bytes], command: bytes, *, contacts: bool) -> bytes:
    """To `command`, fetched where it is kept (T=0 only). Raises LinkLost, also for an answer without end."""
    answer, content = transmit(command), b""
    for _ in range(MOST_FETCHES):
        if not contacts or answer[-2] != MORE_DATA:
            return content + answer
        content += answer[:-2]
        answer = transmit(GET_RESPONSE + answer[-1:])
    raise LinkLost("an answer without end")


def transmitted(service: Service, connection: Connection, command: bytes) -> bytes:
    """Raises LinkLost, ServiceGone."""
    answer = service.transmit(connection, command)
    if answer is None:
        raise LinkLost("no answer")
    return answer
