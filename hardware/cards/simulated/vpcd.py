"""A card in a virtual PC/SC reader: the card's side of vpcd's link (vsmartcard), one connection to a slot.

vpcd listens and the card connects: the connection is the card in the reader, its end the card's removal. A message is its length
in two bytes and its content; one byte alone is an order (0 power off, 1 power on, 2 reset, 4 say the ATR), more is a command.
"""

import contextlib
import selectors
import socket
import time

from hardware.cards.commands import READ_BINARY
from hardware.cards.pcsc_atr import ASK_IDENTIFIER, MEMORY_CARD
from hardware.cards.port import CardKind
from hardware.cards.simulated.field import BANK_UID, PHONE_UID, Field, Laid, atqb, pupi, seconds
from hardware.cards.simulated.iso_dep import FRAMING

POWER_OFF, POWER_ON, RESET, SAY_ATR = 0, 1, 2, 4
LONGEST = 65536
NO_SUCH_FILE = bytes.fromhex("6A82")
GET_RESPONSE = bytes.fromhex("00C00000")

FELICA = MEMORY_CARD + bytes.fromhex("11003B00000000")
MIFARE = MEMORY_CARD + bytes.fromhex("03000100000000")
BANK = b"SAMPLE"  # historical bytes of nobody's
CONTACTS = bytes.fromhex("3B00")  # no interface bytes: the older protocol, T=0
SPOILT = b"\x00"  # an answer without status word: as near as vpcd comes to a reader that reports a spoilt exchange
NO_ATR = bytes(40)  # longer than any: to the driver a card that does not answer to power


class Slot:
    """One slot of vpcd at `address`, number `number` of `slots`. Connected while a card lies there and somebody listens."""

    def __init__(self, address: tuple[str, int], number: int, slots: int, field: Field) -> None:
        self._address = address
        self._number = number
        self._slots = slots
        self._field = field
        self._link: socket.socket | None = None
        self._inserted: tuple[str, bool] | None = None  # which card the connection stands for
        self._unread = b""
        self._fetchable = b""  # of an answer a card with contacts keeps until it is fetched
        self._powering = False

    @property
    def waits(self) -> bool:
        """A card lies there and nobody listens yet."""
        return self._link is None and self._laid() is not None

    def settle(self, selector: selectors.BaseSelector) -> None:
        """Make the connection what lies there: taken out, put in, or exchanged, which is both with a pause the driver makes."""
        laid = self._laid()
        card = (laid.person.id, laid.person.contacts) if laid is not None else None
        if self._link is not None and self._inserted != card:
            self._eject(selector)
        if self._link is None and card is not None:
            with contextlib.suppress(OSError):  # pcscd is not there, or not yet
                self._link = socket.create_connection(self._address, timeout=1)
                self._link.settimeout(None)
                self._link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._inserted, self._unread = card, b""
                selector.register(self._link, selectors.EVENT_READ, self)

    def hear(self, selector: selectors.BaseSelector) -> None:
        """Answer every whole message that has come."""
        if self._link is None:
            return
        try:
            arrived = self._link.recv(LONGEST)
            # Without it each command waits 44 ms for the driver's second send: Nagle's rule against our delayed ACK.
            self._link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            self._unread += arrived
            while len(self._unread) >= 2 and len(self._unread) >= 2 + int.from_bytes(self._unread[:2], "big"):
                size = int.from_bytes(self._unread[:2], "big")
                message, self._unread = self._unread[2 : 2 + size], self._unread[2 + size :]
                answer = self._answer(message)
                if answer is not None:
                    self._link.sendall(len(answer).to_bytes(2, "big") + answer)
        except OSError:
            arrived = b""
        if not arrived:  # pcscd ended: the reader is without power
            self._eject(selector)

    def _eject(self, selector: selectors.BaseSelector) -> None:
        if self._link is not None:
            selector.unregister(self._link)
            self._link.close()
            self._link = None
            self._power_off()

    def _laid(self) -> Laid | None:
        return self._field.in_reader(self._number, self._slots)

    def _answer(self, message: bytes) -> bytes | None:
        """None: nothing is said to it."""
        laid = self._laid()
        if message == bytes((SAY_ATR,)):
            powering, self._powering = self._powering, False
            return b"" if laid is None else NO_ATR if laid.person.mute and powering else atr(laid)
        if len(message) == 1:
            self._powering = message[0] in (POWER_ON, RESET)
            self._power_off()
            return None
        if laid is None:
            return None
        if self._field.lose > 0:
            self._field.lose -= 1
            return SPOILT
        if message == ASK_IDENTIFIER:  # the reader answers, the card does not hear of it
            return identifier(laid) + b"\x90\x00"
        if laid.person.contacts:
            return self._by_contacts(laid, message)
        answer = self._field.respond(laid, message)
        # A contactless reader sends both in one frame each, as long as they fit.
        time.sleep(seconds(laid.person, len(message) + len(answer or b"") + 2 * FRAMING))
        return answer

    def _by_contacts(self, laid: Laid, command: bytes) -> bytes | None:
        """T=0: the card names the length it has (6Cxx), and keeps what it read until it is fetched (61xx)."""
        if command[:4] == GET_RESPONSE:
            fetched, self._fetchable = self._fetchable, b""
            return fetched or NO_SUCH_FILE
        answer = self._field.respond(laid, command)
        data = (answer or b"")[:-2]
        if command[1] != READ_BINARY or not data:
            return answer
        if len(data) != command[4]:
            return bytes((0x6C, len(data)))
        self._fetchable = answer or b""
        return bytes((0x61, len(data)))

    def _power_off(self) -> None:
        laid = self._laid()
        if laid is not None and laid.card is not None:
            laid.card.field_off()


def atr(laid: Laid) -> bytes:
    """What a contactless reader makes up for the card: 3B 8n 80 01, n historical bytes, their checksum (PC/SC part 3)."""
    if laid.person.contacts:
        return CONTACTS
    body = bytes((0x80 | len(historical(laid)), 0x80, 0x01)) + historical(laid)
    check = 0
    for octet in body:
        check ^= octet
    return b"\x3b" + body + bytes((check,))


def historical(laid: Laid) -> bytes:
    if laid.card is not None:
        return atqb(laid.person)[5:12] + b"\x00"
    return {CardKind.TRANSIT: FELICA, CardKind.PHONE: b"", CardKind.BANK_CARD: BANK}.get(laid.person.kind, MIFARE)


def identifier(laid: Laid) -> bytes:
    if laid.card is not None:
        return pupi(laid.person)
    return PHONE_UID if laid.person.kind is CardKind.PHONE else BANK_UID
