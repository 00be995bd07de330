"""手で書く: one character after the other on the pad makes the kanji of the field; the reading stays typed. Pure."""

from kiosk.flow import events
from kiosk.flow.effects import Recognise
from kiosk.flow.keying import LONGEST, layer_of, name_known
from kiosk.flow.moves import Around, Step, page_of
from kiosk.flow.paging import at_counter
from kiosk.flow.state import Entry, Hand, Session, change

BY_HAND = frozenset({"family", "given", "words"})
MOST_STROKES = 40  # 鬱 has 29
SHOWN = 10  # characters offered at once


def begin(session: Session, around: Around) -> Step:
    """手で書く: the pad in place of the keys, once the reading is there."""
    page = page_of(session, around)
    if page is None or page.kind not in BY_HAND or not session.entry.text or name_known(session, page):
        return session, ()
    if layer_of(session, page) == "latin":
        return session, ()
    return _with(session, Hand(written=session.entry.by_hand)), (Recognise(0),)


def act(session: Session, event: events.AnyEvent, around: Around) -> Step:
    """A touch while the pad is shown."""
    hand = session.entry.hand or Hand()
    match event:
        case events.StrokeDrawn(points) if points and len(hand.strokes) < MOST_STROKES:
            return _drawn(session, hand, (*hand.strokes, points))
        case events.Key("delete") if hand.strokes:
            return _drawn(session, hand, hand.strokes[:-1])
        case events.Key("delete"):
            return _with(session, change(hand, written=hand.written[:-1])), ()
        case events.Key("clear"):
            return _drawn(session, hand, ())
        case events.Candidate(index) if 0 <= index < len(hand.characters) and len(hand.written) < LONGEST["family"]:
            return _with(session, Hand(hand.written + hand.characters[index], turn=hand.turn + 1)), ()
        case events.Page(by) if hand.characters:
            pages = -(-len(hand.characters) // SHOWN)
            return _with(session, change(hand, first=(hand.first // SHOWN + by) % pages * SHOWN)), ()
        case events.Next() if hand.strokes:
            return session, ()  # first one of the characters is chosen
        case events.Next():
            return change(session, entry=put_down(session.entry)), ()
        case events.CheckAtCounter():
            return at_counter(change(session, entry=put_down(session.entry)), around)
    return session, ()


def recognised(session: Session, turn: int, characters: tuple[str, ...]) -> Step:
    """What the recogniser offers; an answer to an older drawing is dropped."""
    hand = session.entry.hand
    if hand is None or turn != hand.turn or not hand.strokes:
        return session, ()
    return _with(session, change(hand, characters=characters, first=0, answered=turn)), ()


def put_down(entry: Entry) -> Entry:
    """The keys again, the written word as the candidate that stands; nothing written is lost."""
    word = entry.hand.written if entry.hand else entry.by_hand
    if not word:
        return change(entry, hand=None, wrong="")
    others = tuple(other for other in entry.candidates if other not in (word, entry.by_hand))
    return change(entry, hand=None, wrong="", by_hand=word, candidates=(word, *others), first=0, picked=0)


def _drawn(session: Session, hand: Hand, strokes: events.Strokes) -> Step:
    turn = hand.turn + 1
    if not strokes:
        return _with(session, Hand(hand.written, turn=turn)), ()
    # What was offered stays until the next answer, so that nothing flickers under the finger.
    return _with(session, change(hand, strokes=strokes, turn=turn)), (Recognise(turn, strokes),)


def _with(session: Session, hand: Hand) -> Session:
    return change(session, entry=change(session.entry, hand=hand, wrong=""))
