"""The whole talk with a Type B card, the same for every driver: what lies there, and one try to read it. No I/O."""

from hardware.cards import expiry, licence, my_number, recognise
from hardware.cards.commands import MY_NUMBER_LICENCE, OK, Steps, select_application
from hardware.cards.file_reading import READ_LENGTH
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret

KIND_FOR = {
    "pin": CardKind.MY_NUMBER,
    "code_b": CardKind.MY_NUMBER,
    "licence_pin": CardKind.DRIVING_LICENCE,
    "licence_no_pin": CardKind.DRIVING_LICENCE,
}


def look() -> Steps[Present | CardFault]:
    """What it is, and what it says without a secret. Costs no try."""
    kind = yield from recognise.by_application()
    match kind:
        case CardFault():
            return kind
        case CardKind.MY_NUMBER:
            tries_left = yield from my_number.pin_tries()
            holds_licence = (yield select_application(MY_NUMBER_LICENCE)).status == OK
            return Present(kind, tries_left, expires=(yield from expiry.of_my_number()), holds_licence=holds_licence)
        case CardKind.DRIVING_LICENCE:
            return (yield from licence.look())
    return Present(kind)


def read(
    secret: Secret, *, allow_last_try: bool = False, seen: Present | None = None, read_length: int = READ_LENGTH
) -> Steps[CardData | CardFault]:
    """One try with `secret` if it is for this kind of card; UNSUPPORTED_CARD without a try if it is for another.

    With `seen` the card must also say what that one said, else it is OTHER_CARD without a try.
    """
    if seen is not None:
        now = yield from look()
        if isinstance(now, CardFault):
            return now
        if now != seen:
            return CardFault(Fault.OTHER_CARD, kind=now.kind)
    kind = yield from recognise.by_application()
    if isinstance(kind, CardFault):
        return kind
    if kind is not KIND_FOR[secret.kind]:
        return CardFault(Fault.UNSUPPORTED_CARD, kind=kind)
    one_try = my_number.read if kind is CardKind.MY_NUMBER else licence.read
    return (yield from one_try(secret, allow_last_try=allow_last_try, read_length=read_length))
