"""What a resident typed → what may be sent to a card."""

from hardware.cards.port import Secret

LENGTHS = {"pin": 4, "code_b": 14, "licence_pin": 4, "licence_no_pin": 0}
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def digits(secret: Secret) -> str | None:
    """Exactly as many ASCII digits as the kind has, full-width ones turned. None: refused."""
    entered = secret.digits.translate(FULL_WIDTH)
    return entered if len(entered) == LENGTHS[secret.kind] and all(sign in "0123456789" for sign in entered) else None
