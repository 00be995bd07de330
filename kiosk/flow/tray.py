"""The card on the tray (カード置き場), as the reader sees it while nobody reads: taken away, laid down again. Pure."""

from kiosk.flow import reading
from kiosk.flow.moves import Step
from kiosk.flow.state import Session, change


def lies(session: Session, *, there: bool) -> Step:
    """A card lies there now, or none. While a try is out the reader says by itself what became of it."""
    session = change(session, card_lies=there)
    if session.card.reading:
        return session, ()
    if session.screen == "card_pin" and not there:
        return reading.lay_again(session, "lifted")
    if session.screen == "card_code_b" and there and session.card.awaited:
        return reading.read(session)
    if session.screen == "card_code_b" and not there:
        # Its digits are read off it in the hand. What comes back may be another one, of which nothing is known.
        session = change(session, card=change(session.card, kind=None, tries_left=None, expired=None, told=""))
    return session, ()
