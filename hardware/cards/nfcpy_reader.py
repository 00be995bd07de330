"""A contactless reader through nfcpy 1.0.4 (RC-S380 by USB, PN53x, and its UDP link in simulation)."""

import contextlib
import errno
import logging
import math
import os
import time
from collections.abc import Callable
from typing import Any, TypeVar

import nfc
import nfc.clf
import nfc.clf.pn53x
import nfc.clf.rcs380
import nfc.tag

from hardware.cards import recognise
from hardware.cards.errand import UNANSWERED_SECONDS, Errand, Look, Read, idle, never, unanswered
from hardware.cards.file_reading import READ_LENGTH, READ_LENGTH_SMALL
from hardware.cards.guarded_link import GuardedLink, LinkLost, Trace
from hardware.cards.nfcpy_patience import Patience
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret
from hardware.cards.secret import digits
from hardware.cards.udp_link import FarEnd

# Type B first: a phone or a bank card beside the My Number card would win otherwise.
POLLED = ("106B", "106A", "212F")
# Two Type B cards answer REQB at once and spoil each other. Asked to pick one of two time slots (ISO 14443-3, N = 2) they are
# heard one by one, so a card that is heard only this way is not alone.
REQB_TWO_SLOTS = bytes.fromhex("050011")
SIGNS_OF_TWO_CARDS = 2

PAUSE = 0.05  # seconds between two rounds of polling: the field is off, the thread yields
WATCH_PAUSE = 0.4  # and between two looks whether a card still lies there; no hand changes it for another in less
MISSES = 3  # looks in a row without an answer: nothing lies there
FULL_FRAME = 256  # below this the reader takes shorter answers

# What nfcpy lets through when a reader's chip answers nonsense or an error of its own. The cure is that of an unplugged one.
CHIP_TROUBLE = (nfc.clf.rcs380.StatusError, nfc.clf.rcs380.CommunicationError, nfc.clf.pn53x.Chipset.Error, AssertionError)

Found = TypeVar("Found")


class NfcpyReader:
    """One reader, opened at the first call and again after it was gone. Belongs to one thread. `path`: as nfcpy has it."""

    def __init__(self, path: str, trace: Trace | None = None) -> None:
        self._path = path
        self._trace = trace
        self._frontend: Any = None
        self._spoke = False  # the card that lies there has been activated once
        self._far_end = FarEnd(path) if path.startswith("udp") else None

    def wait_for_card(self, timeout: float, cancelled: Callable[[], bool] = never) -> Present | CardFault:
        """See `CardReader`. READER_GONE comes at once."""
        return self._with_card(timeout, cancelled, Look())

    def lies(self, before: bool | None, timeout: float, cancelled: Callable[[], bool] = never) -> bool | CardFault:
        """See `CardReader`. A short field every now and then: this reader cannot tell of a change by itself."""
        keep_nfcpy_silent()
        try:
            self._open()
            return self._watch(before, time.monotonic() + timeout, cancelled)
        except OSError:
            self.close()
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
        """See `CardReader`."""
        frontend, self._frontend = self._frontend, None
        if frontend is not None:
            with contextlib.suppress(OSError, *CHIP_TROUBLE):  # what is gone cannot be switched off
                frontend.close()
        if self._far_end is not None:
            self._far_end.close()

    def _with_card(self, timeout: float, cancelled: Callable[[], bool], errand: Errand[Found]) -> Found | CardFault:
        """Poll until the errand with a card has a result."""
        keep_nfcpy_silent()
        try:
            self._open()
            return self._poll(time.monotonic() + timeout, cancelled, errand)
        except OSError:  # unplugged, no rights, taken by another program: nfcpy passes on what the system says
            self.close()
            return CardFault(Fault.READER_GONE)

    def _open(self) -> None:
        """Raises OSError."""
        if self._frontend is None:
            try:
                self._frontend = nfc.ContactlessFrontend(self._path)
            except CHIP_TROUBLE:
                raise OSError(errno.EIO, os.strerror(errno.EIO)) from None

    def _poll(self, deadline: float, cancelled: Callable[[], bool], errand: Errand[Found]) -> Found | CardFault:
        two_cards, unanswered_since, self._spoke = 0, math.inf, False
        while not cancelled():
            self._must_be_there()
            target = self._sense(*(nfc.clf.RemoteTarget(technology) for technology in POLLED))
            if target is not None:
                result = self._meet(target, errand)
                if result is not None:
                    return result
                unanswered_since = min(unanswered_since, time.monotonic())
                if time.monotonic() - unanswered_since >= UNANSWERED_SECONDS:
                    return unanswered(self._spoke)
                two_cards = 0
            else:
                unanswered_since, self._spoke = math.inf, False
                if self._sense(two_slots()) is not None:
                    two_cards += 1
                self._field_off()
                if two_cards == SIGNS_OF_TWO_CARDS:
                    return CardFault(Fault.TWO_CARDS)
            if time.monotonic() >= deadline:
                break
            time.sleep(PAUSE)
        return CardFault(Fault.NO_CARD)

    def _watch(self, before: bool | None, deadline: float, cancelled: Callable[[], bool]) -> bool:
        """Raises OSError. A card at the edge of the field is missed now and then: only after several looks in a row is it gone."""
        missed = 0
        while not cancelled():
            self._must_be_there()
            missed = 0 if self._hears() else missed + 1
            there = missed < MISSES
            if missed in (0, MISSES) and there is not before:
                return there
            if missed >= MISSES or not missed:
                if time.monotonic() >= deadline:
                    break
                idle(WATCH_PAUSE, cancelled)
            else:
                time.sleep(PAUSE)
        return bool(before)

    def _hears(self) -> bool:
        """Whether anything answers to polling, two cards that spoil each other too. Raises OSError."""
        try:
            polled = (nfc.clf.RemoteTarget(technology) for technology in POLLED)
            return self._sense(*polled) is not None or self._sense(two_slots()) is not None
        finally:
            self._field_off()

    def _sense(self, *targets: Any) -> Any:
        """One round of polling: a target or None. Raises OSError where the reader is gone."""
        try:
            return self._frontend.sense(*targets)
        except ValueError:  # the UDP driver on a datagram that is not hexadecimal: noise, like a spoilt frame in the air
            return None
        except (*CHIP_TROUBLE, TypeError, IndexError):
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from None

    def _meet(self, target: Any, errand: Errand[Found]) -> Found | CardFault | None:
        """`errand` with the card found; the field goes off at its end, which forgets the secret in the card."""
        try:
            if not target.brty.endswith("B"):
                return errand.told(kind_by_air(target))
            link = self._activate(target)
            if link is None:
                return None
            self._spoke = True
            small = self._frontend.max_recv_data_size < FULL_FRAME
            return errand.run(link, self._must_be_there, READ_LENGTH_SMALL if small else READ_LENGTH)
        finally:
            self._field_off()

    def _field_off(self) -> None:
        """Raises nothing: the result of the session stands, the next call finds out."""
        if self._frontend is not None:
            try:
                self._sense()
            except OSError:
                self.close()

    def _activate(self, target: Any) -> GuardedLink | None:
        """ISO-DEP with a Type B card; None where it does not answer."""
        patience = Patience(self._frontend)
        tag = activated(patience, target)
        if tag is None:
            return None

        def send(command: bytes) -> bytes:
            buffer = bytearray(command)
            patience.begin()
            try:
                return transceived(tag, buffer)
            finally:
                buffer[:] = bytes(len(buffer))  # it may hold the secret

        return GuardedLink(send, self._trace)

    def _must_be_there(self) -> None:
        """Raises OSError where the far end of a UDP link is gone; a USB or serial reader says so by itself."""
        if self._far_end is not None and not self._far_end.listens():
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


def two_slots() -> Any:
    """What two Type B cards are told apart by."""
    return nfc.clf.RemoteTarget("106B", sensb_req=bytearray(REQB_TWO_SLOTS))


def kind_by_air(target: Any) -> CardKind:
    """Of a Type A or F target, by what it answered to polling alone."""
    if target.brty.endswith("A"):
        return recognise.type_a(bytes(target.sel_res or b""), bytes(target.sdd_res or b""))
    return recognise.type_f(bytes(target.sensf_res or b""))


def activated(frontend: Any, target: Any) -> Any:
    """The tag, or None where the card does not answer, or not as ISO 14443-4 wants it."""
    try:
        return nfc.tag.activate(frontend, target)
    except (nfc.clf.CommunicationError, IndexError, ValueError):  # nfcpy indexes into frames without looking at their length
        return None
    except CHIP_TROUBLE:
        raise OSError(errno.EIO, os.strerror(errno.EIO)) from None


def transceived(tag: Any, command: bytearray) -> bytes:
    """Raises LinkLost for every way in which the air can fail, OSError where the reader is gone."""
    try:
        return bytes(tag.transceive(command))
    # nfcpy 1.0.4 lets a timeout after S(WTX) and a frame that is too short escape as what they are.
    except (nfc.tag.TagCommandError, nfc.clf.CommunicationError, IndexError, ValueError, TypeError) as error:
        raise LinkLost(type(error).__name__) from None
    except CHIP_TROUBLE:
        raise OSError(errno.EIO, os.strerror(errno.EIO)) from None


def keep_nfcpy_silent() -> None:
    """At DEBUG nfcpy writes PIN and address into its log: every logger of it stays at WARNING, whoever set it lower."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "nfc"]
    for name in ("nfc", *names):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
