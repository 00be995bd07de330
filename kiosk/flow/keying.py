"""The field of a page: keys, candidates, towns and digits that go into it, and what it stands for. Pure."""

from datetime import date

from config.form import answer_at
from config.japanese import kana as kanas
from config.japanese import wareki
from config.japanese.text import is_kana
from kiosk.flow.effects import AnyEffect, Convert, LookUpPostalCode
from kiosk.flow.moves import Around, Step, page_of
from kiosk.flow.pages import SPACE, Page
from kiosk.flow.state import Entry, Session, change

KANA_PAGES = frozenset({"family", "given", "kana", "words"})
LONGEST = {
    "family": 20,
    "given": 20,
    "kana": 40,
    "words": 60,
    "latin": 60,
    "lot": 20,
    "postal_code": 7,
    "phone": 11,
    "card_number": 12,
}
CANDIDATES = 5  # shown at once
READINGS = frozenset({"family", "given", "kana"})
TILES = frozenset({"choice", "multi", "yes_no", "yes_no_unknown", "count", "people"})
DIGITS = frozenset({"lot", "postal_code", "phone", "date"})
ERAS = {"reiwa": "令和", "heisei": "平成", "showa": "昭和", "taisho": "大正"}


def key(session: Session, around: Around, pressed: str) -> Step:
    """One key of the page's keyboard."""
    page = page_of(session, around)
    if page is None:
        return session, ()
    if pressed in ("kana", "digits") and page.kind == "words":
        return change(session, entry=change(session.entry, layer=pressed)), ()
    text = _typed(page, session.entry, pressed)
    if text is None or text == session.entry.text:
        return session, ()
    return _with_text(session, page, text)


def _typed(page: Page, entry: Entry, pressed: str) -> str | None:
    """The text after a key; None where the key means nothing here."""
    text = entry.text
    match pressed:
        case "delete":
            return text[:-1]
        case "clear":
            return ""
        case "voiced" | "small" if page.kind in KANA_PAGES and text:
            turn = kanas.voiced if pressed == "voiced" else kanas.small
            return text[:-1] + turn(text[-1])
        case _ if len(pressed) != 1 or len(text) >= _longest(page, entry):
            return None
        case _ if page.kind in TILES:
            return None
        case _ if page.kind in READINGS:
            return text + pressed if is_kana(kanas.to_katakana(pressed)) or (pressed == SPACE and page.kind == "kana") else None
        case _ if page.kind in DIGITS:
            return text + pressed if pressed.isascii() and (pressed.isdigit() or (pressed == "-" and page.kind == "lot")) else None
        case _:
            return text + pressed


def _longest(page: Page, entry: Entry) -> int:
    if page.kind == "date":
        return 8 if entry.era == "western" else 6
    return min(LONGEST.get(page.kind, 60), page.field.max or 60) if page.kind not in DIGITS else LONGEST.get(page.kind, 60)


def _with_text(session: Session, page: Page, text: str) -> Step:
    effects: tuple[AnyEffect, ...] = ()
    known = session.entry.candidates if name_known(session, page) else ()  # the card's kanji: only the reading is asked
    by_hand = session.entry.by_hand if text else ""
    if by_hand:
        known = (by_hand,)
    entry = Entry(text=text, era=session.entry.era, candidates=known, by_hand=by_hand, layer=session.entry.layer)
    if page.kind in ("family", "given", "words") and text and (by_hand or not known):
        effects = (Convert(text, name=page.kind != "words"),)
    if page.kind == "postal_code" and len(text) == LONGEST["postal_code"]:
        effects = (LookUpPostalCode(text),)
    return change(session, entry=entry), effects


def name_known(session: Session, page: Page) -> bool:
    """A card gave the kanji: only the reading is asked."""
    return (
        page.kind in ("family", "given")
        and isinstance(answer_at(session.answers, page.path), str)
        and not isinstance(answer_at(session.answers, page.kana_path), str)
    )


def candidates(session: Session, around: Around, kana: str, found: tuple[str, ...]) -> Step:
    """What the converter offers; an answer that came too late for what is typed now is dropped."""
    page = page_of(session, around)
    if page is None or page.kind not in KANA_PAGES or kana != session.entry.text or name_known(session, page):
        return session, ()
    by_hand = session.entry.by_hand
    if by_hand:  # what was written by hand stands before what a reading may mean
        found = (by_hand, *(word for word in found if word != by_hand))
    return change(session, entry=change(session.entry, candidates=found, first=0, picked=0 if by_hand else None)), ()


def pick(session: Session, index: int) -> Step:
    """A candidate of the converter chosen."""
    if not 0 <= index < len(session.entry.candidates):
        return session, ()
    return change(session, entry=change(session.entry, picked=index)), ()


def turn(session: Session, by: int) -> Step:
    """ほかの字: the next candidates, round and round."""
    count = len(session.entry.candidates)
    if not count:
        return session, ()
    pages_of_candidates = -(-count // CANDIDATES)
    first = ((session.entry.first // CANDIDATES + by) % pages_of_candidates) * CANDIDATES
    return change(session, entry=change(session.entry, first=first)), ()


def towns(session: Session, around: Around, code: str, found: tuple[tuple[str, str, str], ...]) -> Step:
    """What the postal code led to; too late for another code is dropped."""
    page = page_of(session, around)
    if page is None or page.kind != "postal_code" or session.entry.text != code:
        return session, ()
    return change(session, entry=change(session.entry, towns=found, no_town=not found)), ()


def spelled(page: Page, entry: Entry) -> str:
    """The words the field stands for now: the candidate picked, else the first, else what was typed."""
    if page.kind == "kana":
        return kanas.to_katakana(entry.text)
    if page.kind in KANA_PAGES and entry.candidates:
        return entry.candidates[entry.picked if entry.picked is not None else 0]
    return entry.text


def date_of(entry: Entry) -> date | None:
    """The day the digits mean: YYYYMMDD, or two digits each of era year, month and day. None where there is no such day."""
    text = entry.text
    if entry.era == "western" and len(text) == 8:
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    elif entry.era in ERAS and len(text) == 6:
        meant = wareki.western(ERAS[entry.era], int(text[:2]), int(text[2:4]), int(text[4:]))
        if isinstance(meant, date):
            return meant
        return meant.meant if meant.reason == "beyond" else None
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
