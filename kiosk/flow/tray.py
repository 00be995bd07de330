"""The card on the tray (カード置き場) while nobody reads it: taken away, laid down again, forgotten, or somebody else's. Pure."""

from kiosk.flow import reading
from kiosk.flow.effects import End, WatchTray
from kiosk.flow.moves import Around, Step, stand
from kiosk.flow.state import EMPTY, Session, change

FORGOTTEN = "card_left"  # the screen that holds the kiosk until the card is taken
HELP_PATIENCE = 10  # staff are on their way


def lies(session: Session, *, there: bool) -> Step:
    """A card lies there now, or none. While a try is out the reader says by itself what became of it."""
    if session.card_before:
        return (session, ()) if there else _is_free(session)
    session = change(session, card_lies=there)
    if not there and session.notice == reading.DONE:
        session = change(session, notice="")  # which says to take it
    if session.card.reading:
        return session, ()
    match session.screen:
        case "card_pin" if not there:
            return reading.lay_again(session, "lifted")
        case "card_code_b" if there and session.card.awaited:
            return reading.read(session)
        case "card_code_b" if not there:
            # Its digits are read off it in the hand. What comes back may be another one, of which nothing is known.
            return change(session, card=change(session.card, kind=None, tries_left=None, expired=None, told="")), ()
        case "card_left" if not there:
            return session, (End(),)
    return session, ()


def lay_before(session: Session) -> Step:
    """The card that lies there has been there since before this visit: nobody is asked for its PIN."""
    session = change(session, card_before=True, card_lies=False)
    if session.screen == "card_place":
        return stand(session, "card_place")
    return session, (WatchTray(),) if session.screen.startswith("card_") else ()


def begun(session: Session) -> Session:
    """Somebody begins: a card that lies there from before もどる led to the start may be the one's who has gone."""
    return change(session, card_before=True, card_lies=False) if session.card_lies else session


def _is_free(session: Session) -> Step:
    """Somebody else's card is gone: the tray is this resident's."""
    session = change(session, card_before=False)
    return stand(session, "card_place") if session.screen == "card_trouble" else (session, ())


def held(step: Step, around: Around) -> Step:
    """A visit that ends: everything is forgotten, but for a card that still lies there and how one speaks to its holder."""
    session, effects = step
    if not any(isinstance(effect, End) for effect in effects):
        return step
    if not session.card_lies or session.screen == FORGOTTEN:
        return EMPTY, effects
    waits = change(
        EMPTY,
        language=session.language,
        size=session.size,
        contrast=session.contrast,
        voice=session.voice,
        low=session.low,
        ruby=session.ruby,
        patience=session.patience,
        devices=session.devices,
        lines=session.lines,
        help_called=session.help_called,
        help_seen=session.help_seen,
        screen=FORGOTTEN,
        card_met=True,
        card_lies=True,
        touched_at=around.now,
        shown_at=around.now,
    )
    others = tuple(effect for effect in effects if not isinstance(effect, End))
    return waits, (*others, WatchTray())


def tick(session: Session, around: Around) -> Step:
    """The kiosk is held no longer than a warning stands: then it is the next resident's, and staff are told (kiosk.watch)."""
    limit = around.bundle.site.idle.warning_seconds * session.patience * (HELP_PATIENCE if session.help_called else 1)
    shown = (around.now - (session.touched_at or around.now)).total_seconds()
    return (session, (End(),)) if shown >= limit else (session, ())
