"""What the answer to reset of a contactless card tells before it is asked anything. Source: PC/SC part 3, 3.1.3.2.3."""

from enum import Enum, auto

from hardware.cards import recognise
from hardware.cards.port import CardKind

ATR_OF_CONTACTLESS = bytes.fromhex("8001")  # after 3B 8n; n historical bytes and a check byte follow
MEMORY_CARD = bytes.fromhex("804F0CA000000306")  # historical bytes of a card without ISO-DEP; then its standard
FELICA = 0x11
TYPE_B_HISTORICAL = 8  # application (4), protocol (3) and frame size (1) of the answer to REQB
ISO_DEP = b"\x20"  # SEL_RES of a Type A card that speaks it

ASK_IDENTIFIER = bytes.fromhex("FFCA000000")  # answered by the reader itself, from what the card said to polling


class Air(Enum):
    """How the card was reached."""

    FELICA = auto()
    MEMORY = auto()
    TYPE_A = auto()  # speaks ISO-DEP
    TYPE_B = auto()  # or contacts, or a reader that does not say


def air(atr: bytes) -> Air:
    """Of any bytes. What is in doubt may be a card of ours."""
    if len(atr) < 4 or atr[0] != 0x3B or atr[1] & 0xF0 != 0x80 or atr[2:4] != ATR_OF_CONTACTLESS:
        return Air.TYPE_B
    historical = atr[4 : 4 + (atr[1] & 0x0F)]
    if historical.startswith(MEMORY_CARD):
        return Air.FELICA if historical[len(MEMORY_CARD) :][:1] == bytes((FELICA,)) else Air.MEMORY
    return Air.TYPE_B if len(historical) == TYPE_B_HISTORICAL else Air.TYPE_A


def kind_without_asking(atr: bytes) -> CardKind | None:
    """Of a card that takes no commands of ours. Readers do not pass on the system code: FeliCa is taken for a transit card."""
    return {Air.FELICA: CardKind.TRANSIT, Air.MEMORY: CardKind.UNKNOWN}.get(air(atr))


def kind_by_identifier(answer: bytes) -> CardKind:
    """Of a Type A card: PHONE, or what such a card is if it has no application we know. `answer`: to ASK_IDENTIFIER."""
    identifier = answer[:-2] if answer.endswith(b"\x90\x00") else b""
    return recognise.type_a(ISO_DEP, identifier)
