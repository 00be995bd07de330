"""Which words go with what a card came to: keys of the catalogue, for the resident and for the staff. One table, no texts."""

from datetime import date

import msgspec

from hardware.cards import expiry
from hardware.cards.port import CardFault, CardKind, Fault


class Message(msgspec.Struct, frozen=True):
    """`resident`: keys in the order they are read, the first says what happened. `staff`: one key, what to do about it."""

    resident: tuple[str, ...]
    staff: str


TROUBLE = "kiosk.card.trouble"

# At the digits the resident stays where they are; everything else has a page of its own.
AT_THE_DIGITS = {
    Fault.WRONG_PIN: ("kiosk.card.wrong", "kiosk.card.wrong_hint"),
    Fault.LAST_TRY: ("kiosk.card.last", "kiosk.card.last_hint"),
    Fault.REFUSED_INPUT: ("kiosk.card.refused",),
    Fault.OTHER_CARD: ("kiosk.card.changed",),
}

# Where the kind of card changes what has to be said or done: to the resident, to the staff.
BY_KIND_TO_RESIDENT = frozenset(
    {
        (Fault.LOCKED, CardKind.DRIVING_LICENCE),  # unlocked by the police, not here
        (Fault.UNREADABLE, CardKind.UNKNOWN),  # too far off: in its case, in a wallet
        *((Fault.UNSUPPORTED_CARD, kind) for kind in CardKind if kind is not CardKind.UNKNOWN),
    }
)
BY_KIND_TO_STAFF = frozenset(
    {
        (Fault.LOCKED, CardKind.DRIVING_LICENCE),
        (Fault.REFUSED_INPUT, CardKind.DRIVING_LICENCE),  # it has a PIN, and none was given
        (Fault.UNREADABLE, CardKind.MY_NUMBER),
        (Fault.UNREADABLE, CardKind.UNKNOWN),
        *((Fault.UNSUPPORTED_CARD, kind) for kind in CardKind),
    }
)

EXPIRED = {
    CardKind.MY_NUMBER: "kiosk.card.expired.my_number",
    CardKind.DRIVING_LICENCE: "kiosk.card.expired.driving_licence",
}


def message(fault: CardFault) -> Message:
    """Of any fault, with or without a kind."""
    return Message(_resident(fault.fault, fault.kind), f"staff.card.{_cause(fault.fault, fault.kind, BY_KIND_TO_STAFF)}")


def expiry_note(kind: CardKind, expires: date | None, today: date) -> str | None:
    """The key of the words that tell the resident of a card past its last day (`{date}`); None while it is good."""
    return EXPIRED.get(kind) if expiry.expired(expires, today) else None


def _resident(fault: Fault, kind: CardKind | None) -> tuple[str, ...]:
    if fault in AT_THE_DIGITS:
        return AT_THE_DIGITS[fault]
    cause = _cause(fault, kind, BY_KIND_TO_RESIDENT)
    return tuple(f"{TROUBLE}.{cause}.{part}" for part in ("title", "sub", "next"))


def _cause(fault: Fault, kind: CardKind | None, by_kind: frozenset[tuple[Fault, CardKind]]) -> str:
    return f"{fault}.{kind}" if kind is not None and (fault, kind) in by_kind else fault.value
