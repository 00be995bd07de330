"""What kind of card lies on the reader, told without a secret (and, off Type B, without sending it any command)."""

from hardware.cards import tlv
from hardware.cards.commands import (
    IMMIGRATION,
    JPKI_AP,
    LICENCE_DF1,
    MY_NUMBER_LICENCE,
    NO_SUCH_APPLICATION,
    OK,
    RESIDENCE_DF2,
    SELECT_RESIDENCE_MASTER_FILE,
    TEXT_AP,
    Steps,
    read_binary,
    read_short,
    select_application,
    select_file,
)
from hardware.cards.port import CardFault, CardKind, Fault

RESIDENCE_KIND, RESIDENCE_KIND_SIZE, RESIDENCE_KIND_TAG = 0x0002, 3, 0xC1  # in the master file of a residence card, free
SPECIAL_PERMANENT = b"2"  # 1: residence card

TOKEN, TOKEN_SIZE = 0x0006, 32  # of the JPKI application, free: what carries it, in ASCII, padded with spaces
TOKENS = {
    b"JPKIAPICCTOKEN": CardKind.OLD_RESIDENT_CARD,
    b"JPKIAPICCTOKEN2": CardKind.MY_NUMBER,
    b"JPKIAPGPSETOKEN": CardKind.PHONE,  # Android
    b"JPKIAPIOSTOKEN": CardKind.PHONE,  # iPhone
}

TRANSIT_SYSTEM = b"\x00\x03"  # サイバネ規格: Suica, PASMO, ICOCA …
MOBILE_FELICA = frozenset((0x06, 0x07, *range(0x10, 0x20)))  # IC codes of おサイフケータイ


def by_application() -> Steps[CardKind | CardFault]:
    """Of a Type B card: the first application it has. A My Number card is left with its text application current.

    A My Number card whose text application is blocked is UNREADABLE. Anything but a plain no to the first question is no card
    of ours, and is asked nothing more.
    """
    text_ap = yield select_application(TEXT_AP)
    if text_ap.status == OK:
        return CardKind.MY_NUMBER
    if text_ap.status == 0x6283:  # there, but deactivated
        return CardFault(Fault.UNREADABLE, kind=CardKind.MY_NUMBER)
    if text_ap.status != NO_SUCH_APPLICATION:
        return CardKind.UNKNOWN
    if (yield select_application(LICENCE_DF1)).status == OK:
        return CardKind.DRIVING_LICENCE
    for issuer in (RESIDENCE_DF2, IMMIGRATION):
        if (yield select_application(issuer)).status == OK:
            return (yield from _residence_kind())
    if (yield select_application(MY_NUMBER_LICENCE)).status == OK:
        return CardKind.MY_NUMBER_LICENCE
    if (yield select_application(JPKI_AP)).status == OK:
        return (yield from _token_carrier())
    return CardKind.UNKNOWN


def _residence_kind() -> Steps[CardKind]:
    """A residence card, unless the free file in its master file says special permanent resident certificate."""
    if (yield SELECT_RESIDENCE_MASTER_FILE).status != OK:
        return CardKind.RESIDENCE_CARD
    answer = yield read_short(RESIDENCE_KIND, RESIDENCE_KIND_SIZE)
    said = tlv.parse(answer.data, tag_bytes=1).value(RESIDENCE_KIND_TAG) if answer.status == OK else None
    return CardKind.SPECIAL_PERMANENT_RESIDENT if said == SPECIAL_PERMANENT else CardKind.RESIDENCE_CARD


def _token_carrier() -> Steps[CardKind | CardFault]:
    """What holds the electronic certificates, when it has no text application: the card before My Number, or a phone."""
    if (yield select_file(TOKEN)).status != OK:
        return CardKind.UNKNOWN
    answer = yield read_binary(0, TOKEN_SIZE)
    carrier = TOKENS.get(answer.data.rstrip(b" \x00"), CardKind.UNKNOWN) if answer.status == OK else CardKind.UNKNOWN
    return CardFault(Fault.UNREADABLE, kind=carrier) if carrier is CardKind.MY_NUMBER else carrier


def type_a(selection: bytes, identifier: bytes) -> CardKind:
    """Of SEL_RES and UID: a phone speaks peer to peer (bit 7) or has a random UID (08 …); else what speaks ISO-DEP (bit 6) is a
    card of the make of bank and credit cards, the rest are tags.
    """
    speaks_iso_dep = bool(selection) and bool(selection[0] & 0x20)
    speaks_peer_to_peer = bool(selection) and bool(selection[0] & 0x40)
    random_identifier = len(identifier) == 4 and identifier[0] == 0x08
    if speaks_peer_to_peer or (speaks_iso_dep and random_identifier):
        return CardKind.PHONE
    return CardKind.BANK_CARD if speaks_iso_dep else CardKind.UNKNOWN


def type_f(polled: bytes) -> CardKind:
    """Of the answer to polling: 01, IDm (8), PMm (8; its second byte is the IC code), system code (2)."""
    if len(polled) > 10 and polled[10] in MOBILE_FELICA:
        return CardKind.PHONE
    return CardKind.TRANSIT if polled[17:19] == TRANSIT_SYSTEM else CardKind.UNKNOWN
