"""The reader's field and what lies in it: one datagram of nfcpy's UDP link in (`106B 050010`), at most one out."""

import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.cards.commands import HEADER, NO_SUCH_APPLICATION
from hardware.cards.port import CardKind
from hardware.cards.simulated.files import Card, card_of
from hardware.cards.simulated.iso_dep import FRAME_SIZES, IsoDep
from hardware.cards.simulated.people import Description

FIELD_OFF = b"RFOFF"
REQB, ATTRIB = 0x05, 0x1D
POLL_A = (b"\x26", b"\x52")

SUICA = bytes.fromhex("01010112233445566703014B024F4993FF0003")  # 01, IDm, PMm (no mobile IC code), system code 0003
PHONE_ATQA, PHONE_UID, PHONE_SAK = bytes.fromhex("0400"), bytes.fromhex("08A1B2C3"), b"\x60"
BANK_ATQA, BANK_UID, BANK_SAK = bytes.fromhex("0400"), bytes.fromhex("3A5B7C9D"), b"\x20"
TAG_SAK = b"\x08"  # an entry card of memory only


@dataclass
class Laid:
    """One card in the field."""

    person: Description
    card: Card | None  # None: not Type B, it only answers to polling
    iso_dep: IsoDep | None = None


@dataclass
class Field:
    """`library`: every card there is, id → description. Counters of a card outlive its removal."""

    library: dict[str, Description]
    chance: random.Random
    laid: list[Laid] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    remove_after: int | None = None
    hang_after: int | None = None
    octets: int = 0  # of commands and answers since the last `put`
    lose: int = 0
    _cards: dict[str, Card | None] = field(default_factory=dict)

    def put(self, ids: list[str]) -> None:
        """These cards lie there now, and no others. Raises KeyError."""
        self.laid = [Laid(person, self.card(person.id)) for person in [self.library[name] for name in ids]]
        self.trace.clear()
        self.octets = 0
        self.remove_after = self.hang_after = None
        self.lose = 0

    def in_reader(self, number: int, readers: int) -> Laid | None:
        """What a reader with its own wits (PC/SC) has: the n-th of several its n-th card; one alone prefers Type B, and hears
        nothing of two such cards.
        """
        if readers > 1:
            return self.laid[number] if number < len(self.laid) else None
        type_b = [laid for laid in self.laid if laid.card is not None]
        if len(type_b) > 1:
            return None
        return next(iter(type_b or self.laid), None)

    def card(self, name: str) -> Card | None:
        """The same card each time, with its counters; None for one without files."""
        if name not in self._cards:
            self._cards[name] = card_of(self.library[name])
        return self._cards[name]

    def remove(self) -> None:
        self._field_off()
        self.laid = []

    def seconds_on_air(self, octets: int) -> float:
        """What the activated card and its reader take for a frame and its answer."""
        active = [laid.person for laid in self.laid if laid.iso_dep is not None]
        return max((seconds(person, octets) for person in active), default=0.0)

    def receive(self, datagram: bytes) -> bytes | None:
        """A bare technology as answer is what a spoilt or missing frame is to a reader's chip; None is silence on the air."""
        if datagram.startswith(FIELD_OFF):
            self._field_off()
            return None
        technology, _, digits = datagram.partition(b" ")
        try:
            frame = bytes.fromhex(digits.decode("ascii"))
        except ValueError:
            return None
        answer = self._type_x(technology)(frame)
        return None if answer is None else (technology + b" " + answer.hex().encode("ascii")).strip()

    def _type_x(self, technology: bytes) -> Callable[[bytes], bytes | None]:
        return {b"106B": self._type_b, b"106A": self._type_a, b"212F": self._type_f}.get(technology, lambda _: b"")

    def _field_off(self) -> None:
        for laid in self.laid:
            laid.iso_dep = None
            if laid.card is not None:
                laid.card.field_off()

    def _type_b(self, frame: bytes) -> bytes | None:
        cards = [laid for laid in self.laid if laid.card is not None]
        if frame[:1] == bytes((REQB,)) and len(frame) == 3:
            self._field_off()
            slots = 1 << (frame[2] & 0x07)
            in_first_slot = [laid for laid in cards if self.chance.randrange(slots) == 0]
            return atqb(in_first_slot[0].person) if len(in_first_slot) == 1 else b""  # none, or they spoil each other
        if frame[:1] == bytes((ATTRIB,)) and len(frame) == 9:
            return self._activate(cards, frame)
        active = next((laid for laid in cards if laid.iso_dep is not None), None)
        if active is None or active.iso_dep is None:
            return None
        answer = active.iso_dep.receive(frame)
        if answer is not None and self.lose > 0:
            self.lose -= 1
            return None
        return answer

    def _activate(self, cards: list[Laid], attrib: bytes) -> bytes | None:
        laid = next((laid for laid in cards if pupi(laid.person) == attrib[1:5] and not laid.person.mute), None)
        if laid is None:
            return None
        reader_frame = FRAME_SIZES[min(attrib[6] & 0x0F, len(FRAME_SIZES) - 1)]
        laid.iso_dep = IsoDep(
            lambda command: self.respond(laid, command), reader_frame, laid.person.fsc, self._wants_time(laid.person)
        )
        return b"\x00"

    def _wants_time(self, person: Description) -> Callable[[bytes], bool]:
        return lambda command: person.waiting_time and command[1:2] == b"\x20"

    def respond(self, laid: Laid, command: bytes) -> bytes | None:
        """None: silence. Headers and status words go into the trace, data never does."""
        answer = laid.card.answer(command) if laid.card is not None else NO_SUCH_APPLICATION.to_bytes(2, "big")
        self.trace.append(f"{command[:HEADER].hex().upper()} {answer[-2:].hex().upper()}")
        self.octets += len(command) + len(answer)
        if self.remove_after is not None:
            self.remove_after -= 1
            if self.remove_after <= 0:
                self.remove_after = None
                self.remove()
                return None
        if self.hang_after is not None:
            self.hang_after = max(0, self.hang_after - 1)
            return answer if self.hang_after else None
        return answer

    def _type_a(self, frame: bytes) -> bytes | None:
        kinds = {laid.person.kind for laid in self.laid if laid.card is None}
        if CardKind.PHONE in kinds:
            answer, identifier, selected = PHONE_ATQA, PHONE_UID, PHONE_SAK
        elif CardKind.BANK_CARD in kinds:
            answer, identifier, selected = BANK_ATQA, BANK_UID, BANK_SAK
        elif CardKind.UNKNOWN in kinds:
            answer, identifier, selected = BANK_ATQA, BANK_UID, TAG_SAK
        else:
            return b""
        if frame in POLL_A:
            return answer
        if frame == b"\x93\x20":
            return identifier + bytes((identifier[0] ^ identifier[1] ^ identifier[2] ^ identifier[3],))
        return selected if frame[:2] == b"\x93\x70" else None

    def _type_f(self, frame: bytes) -> bytes | None:
        if len(frame) != 6 or frame[1] != 0x00:
            return None
        if not any(laid.person.kind is CardKind.TRANSIT for laid in self.laid):
            return b""
        return bytes((len(SUICA) + 1,)) + SUICA


def seconds(person: Description, octets: int) -> float:
    return person.frame_ms / 1000 + person.byte_us / 1_000_000 * octets


def pupi(person: Description) -> bytes:
    """The pseudo-unique identifier a card answers with; of no meaning."""
    return zlib.crc32(person.id.encode("utf-8")).to_bytes(4, "big")


def atqb(person: Description) -> bytes:
    """Answer to REQB, as measured on a real card but for frame size and waiting time."""
    frame_size = FRAME_SIZES.index(person.fsc)
    return (
        bytes((0x50,))
        + pupi(person)
        + bytes.fromhex("000005E0")
        + bytes((0xB3, frame_size << 4 | 0x01, person.fwi << 4 | 0x01, 0x00))
    )
