"""What kind of card lies on the reader, told without a secret (and, off Type B, without sending it any command)."""

from hardware.cards.commands import LICENCE_DF1, OK, RESIDENCE_DF2, TEXT_AP, Steps, select_application
from hardware.cards.port import CardKind

BY_APPLICATION = (
    (TEXT_AP, CardKind.MY_NUMBER),
    (LICENCE_DF1, CardKind.DRIVING_LICENCE),
    (RESIDENCE_DF2, CardKind.RESIDENCE_CARD),
)

TRANSIT_SYSTEM = b"\x00\x03"  # サイバネ規格: Suica, PASMO, ICOCA …
MOBILE_FELICA = frozenset((0x06, 0x07, *range(0x10, 0x20)))  # IC codes of おサイフケータイ


def by_application() -> Steps[CardKind]:
    """Of a Type B card: the first application it has. A My Number card is left with its text application current."""
    for aid, kind in BY_APPLICATION:
        answer = yield select_application(aid)
        if answer.status == OK:
            return kind
    return CardKind.UNKNOWN


def type_a(selection: bytes, identifier: bytes) -> CardKind:
    """Of SEL_RES and UID: a phone speaks peer to peer (bit 7) or has a random UID (08 …); the rest are bank cards, tags."""
    speaks_iso_dep = bool(selection) and bool(selection[0] & 0x20)
    speaks_peer_to_peer = bool(selection) and bool(selection[0] & 0x40)
    random_identifier = len(identifier) == 4 and identifier[0] == 0x08
    return CardKind.PHONE if speaks_peer_to_peer or (speaks_iso_dep and random_identifier) else CardKind.UNKNOWN


def type_f(polled: bytes) -> CardKind:
    """Of the answer to polling: 01, IDm (8), PMm (8; its second byte is the IC code), system code (2)."""
    if len(polled) > 10 and polled[10] in MOBILE_FELICA:
        return CardKind.PHONE
    return CardKind.TRANSIT if polled[17:19] == TRANSIT_SYSTEM else CardKind.UNKNOWN
