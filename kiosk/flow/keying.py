"""The field of a page: keys, candidates, towns and digits that go into it, and what it stands for. Pure."""

from config.form import answer_at
from config.japanese import kana as kanas
from config.japanese.place_words import on_keys
from config.japanese.postal import Town
from config.japanese.text import is_kana
from config.together import forms_of
from kiosk.flow import dating
from kiosk.flow.answers import people
from kiosk.flow.effects import AnyEffect, Convert, LookUpPostalCode, Meant
from kiosk.flow.moves import Around, Step, page_of
from kiosk.flow.pages import SPACE, Page
from kiosk.flow.state import Entry, Layer, Session, change

KANA_PAGES = frozenset({"family", "given", "kana", "words"})
LONGEST = {
    "family": 20,
    "given": 20,
    "kana": 40,
    "words": 60,
    "latin": 90,
    "lot": 20,
    "postal_code": 7,
    "phone": 11,  # of Japan
    "card_number": 12,
}
ABROAD, LONGEST_ABROAD = "+", 16  # E.164: fifteen digits behind the sign
TOO_LONG = "problem.too_long"
MOST_OWN = 6  # names offered with a family name of this visit before all others
CANDIDATES, WIDE, WIDEST = 5, 3, 2  # shown at once: words of up to four characters, of up to eight, and longer ones
READINGS = frozenset({"family", "given", "kana"})
TILES = frozenset({"choice", "multi", "yes_no", "yes_no_unknown", "count", "people"})
DIGITS = frozenset({"lot", "postal_code", "phone"})


def key(session: Session, around: Around, pressed: str) -> Step:
    """One key of the page's keyboard."""
    page = page_of(session, around)
    if page is None:
        return session, ()
    for layer in layers(session, page):
        if layer == pressed:
            return _turned(session, page, layer), ()
    if page.kind == "date":
        return change(session, entry=dating.key(session.entry, page.field, session.devices.today, pressed)), ()
    if session.entry.prefilled and (len(pressed) == 1 or pressed in at_hand(page)):
        session = change(session, entry=change(session.entry, text="", candidates=(), picked=None, prefilled=False))
    text = _typed(page, session.entry, pressed)
    if text is None and _is_full(page, session.entry, pressed):
        return change(session, entry=change(session.entry, wrong=TOO_LONG)), ()
    if text is None or text == session.entry.text:
        return session, ()
    return _with_text(session, page, text)


def at_hand(page: Page) -> tuple[str, ...]:
    """Words with a key of their own: 丁目 of an address, 号室 of a building."""
    return tuple(word.writing for word in on_keys(page.field.place)) if page.kind == "words" and page.field.place else ()


def layers(session: Session, page: Page) -> tuple[Layer, ...]:
    """The keyboards of a page that is typed in words, the first the usual one; those of a list have a page for Latin letters."""
    if page.kind == "words" and page.field.kind != "text_name":
        return ("kana", "digits", "latin")
    in_letters = page.field.kind == "text_name" and "." not in page.path and not page.field.id.endswith("_head")
    if page.kind in ("family", "words") and in_letters and not name_known(session, page):
        return ("kana", "latin")
    return ("kana",) if page.kind in KANA_PAGES else ()


def layer_of(session: Session, page: Page) -> Layer:
    """The keyboard shown: the one asked for, else that of what is typed; who does not read Japanese begins in Latin letters."""
    entry, known = session.entry, layers(session, page)
    if "latin" in known and page.field.kind == "text_name" and entry.text:
        return "latin" if in_latin(entry.text) else "kana"
    if entry.layer in known:
        return entry.layer
    return "latin" if "latin" in known and session.language not in ("ja", "ja-easy") else "kana"


def in_latin(text: str) -> bool:
    """Whether a name is in Latin letters."""
    return bool(text) and text.isascii()


def is_whole(page: Page, name: str) -> bool:
    """Whether both parts of a name stand on one page: in Latin letters, or as it was proposed where no reading is kept."""
    return in_latin(name) or (page.no_reading and SPACE in name.replace(" ", SPACE))


def _turned(session: Session, page: Page, layer: Layer) -> Session:
    """Another keyboard; a name is in one script, so what was typed of it goes."""
    if page.field.kind == "text_name":
        return change(session, entry=Entry(layer=layer))
    return change(session, entry=change(session.entry, layer=layer))


def _typed(page: Page, entry: Entry, pressed: str) -> str | None:
    """The text after a key; None where the key means nothing here."""
    text = entry.text
    match pressed:
        case "delete":
            return text[: -len(next((word for word in at_hand(page) if text.endswith(word)), " "))]
        case "clear":
            return ""
        case "voiced" | "small" if page.kind in KANA_PAGES and text:
            turn = kanas.voiced if pressed == "voiced" else kanas.small
            return text[:-1] + turn(text[-1])
        case "ー" if page.kind == "words" and text[-1:].isdigit():
            return text + "-"  # 1ー2 is meant as 1-2
        case _ if pressed in at_hand(page):
            return text + pressed if len(text) + len(pressed) <= longest(page, entry) else None
        case _ if len(pressed) != 1 or len(text) >= longest(page, entry):
            return None
        case _ if page.kind in TILES:
            return None
        case _ if page.kind == "family" and "." not in page.path and in_latin(text or pressed):
            return text + pressed if pressed.isascii() and (pressed.isalpha() or pressed in "-' ") else None
        case _ if page.kind in READINGS:
            return text + pressed if is_kana(kanas.to_katakana(pressed)) or (pressed == SPACE and page.kind == "kana") else None
        case _ if page.kind in DIGITS:
            sign = (pressed == "-" and page.kind == "lot") or (pressed == ABROAD and page.kind == "phone" and not text)
            return text + pressed if sign or (pressed.isascii() and pressed.isdigit()) else None
        case _:
            return text + pressed


def longest(page: Page, entry: Entry) -> int:
    """Characters that can be typed on a page."""
    if page.kind == "date":
        return 8 if entry.era == "western" else 6
    own = LONGEST.get(page.kind, 60)
    if page.kind in DIGITS:
        return LONGEST_ABROAD if entry.text.startswith(ABROAD) else own
    if page.kind in ("family", "words") and page.field.kind == "text_name" and in_latin(entry.text):
        own = LONGEST["latin"]
    return min(own, page.field.max or own)


def _is_full(page: Page, entry: Entry, pressed: str) -> bool:
    """Whether a key with a character does nothing only because no more has room; digits have their boxes, which show it."""
    if pressed in at_hand(page):
        return len(entry.text) + len(pressed) > longest(page, entry)
    full = len(pressed) == 1 and page.kind not in (*DIGITS, *TILES) and len(entry.text) >= longest(page, entry)
    return full and _typed(page, change(entry, text=entry.text[:-1]), pressed) is not None


def _with_text(session: Session, page: Page, text: str) -> Step:
    effects: tuple[AnyEffect, ...] = ()
    known = session.entry.candidates if name_known(session, page) else ()  # the card's kanji: only the reading is asked
    by_hand = session.entry.by_hand if text else ""
    if by_hand:
        known = (by_hand,)
    entry = Entry(text=text, era=session.entry.era, candidates=known, by_hand=by_hand, layer=session.entry.layer)
    # letters and figures stand for themselves
    if page.kind in ("family", "given", "words") and text and not in_latin(text) and (by_hand or not known):
        whole = page.field.kind == "text_name" and SPACE in text.strip(SPACE)  # family and given name on one page
        effects = (Convert(text, "family" if whole else meant(page)),)
    if page.kind == "postal_code" and len(text) == LONGEST["postal_code"]:
        effects = (LookUpPostalCode(text),)
    return change(session, entry=entry), effects


def meant(page: Page) -> Meant:
    """What the kana of a page are typed for."""
    if page.kind == "words":
        return "building" if page.field.place == "building" else "words"
    return "given" if page.kind == "given" else "family"


def name_known(session: Session, page: Page) -> bool:
    """A card gave the kanji: only the reading is asked."""
    return (
        page.kind in ("family", "given")
        and not page.no_reading
        and isinstance(answer_at(session.answers, page.path), str)
        and not isinstance(answer_at(session.answers, page.kana_path), str)
    )


def candidates(session: Session, around: Around, kana: str, found: tuple[str, ...]) -> Step:
    """What the converter offers; an answer that came too late for what is typed now is dropped."""
    page = page_of(session, around)
    if page is None or page.kind not in KANA_PAGES or kana != session.entry.text or name_known(session, page):
        return session, ()
    found = _known_first(session, page, kana, found)
    by_hand = session.entry.by_hand
    if by_hand:  # what was written by hand stands before what a reading may mean
        found = (by_hand, *(word for word in found if word != by_hand))
    return change(session, entry=change(session.entry, candidates=found, first=0, picked=0 if by_hand else None)), ()


def _known_first(session: Session, page: Page, kana: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """With the family names of this visit before others of the same reading: 多摩 of the card before 玉."""
    if page.field.kind != "text_name" or page.kind not in ("family", "words"):
        return found
    reading, _, _ = kana.partition(SPACE)
    known = tuple(family for read, family in _families(session) if read == kanas.to_katakana(reading))
    if page.kind == "family" or reading == kana:
        return tuple(dict.fromkeys((*known, *found)))
    own = tuple(f"{family}{SPACE}{word.partition(SPACE)[2]}" for family in known for word in found if SPACE in word)
    return tuple(dict.fromkeys((*own[:MOST_OWN], *found)))


def _families(session: Session) -> tuple[tuple[str, str], ...]:
    """Reading and writing of the family names entered so far, where both are known apart from the given names.

    Of a name whose reading no form keeps, as it was typed.
    """
    listed = (one for group in ("movers", "members") for one in people(session.answers, group))
    named = [(one.get("name_kana"), one.get("name")) for one in (*listed, session.answers)]
    found = []
    for reading, name in named:
        if isinstance(reading, str) and isinstance(name, str):
            (read, _, given), (family, _, own) = (text.replace(" ", SPACE).partition(SPACE) for text in (reading, name))
            if given and own:
                found.append((read, family))
    taken = [one.entry for key, one in session.typed.items() if key.endswith(":family") and one.taken and one.entry.candidates]
    found += [(kanas.to_katakana(entry.text), entry.candidates[entry.picked or 0]) for entry in taken]
    return tuple(dict.fromkeys(found))


def pick(session: Session, index: int) -> Step:
    """A candidate of the converter chosen."""
    if not 0 <= index < len(session.entry.candidates):
        return session, ()
    return change(session, entry=change(session.entry, picked=index)), ()


def turn(session: Session, by: int, names: tuple[str, ...] = ()) -> Step:
    """ほかの字: the next candidates, round and round; of who has typed nothing the next of the `names` offered."""
    count = len(session.entry.candidates or names)
    if not count:
        return session, ()
    shown = at_once(session.entry.candidates) if session.entry.candidates else names_at_once(names)
    first = ((session.entry.first // shown + by) % -(-count // shown)) * shown
    return change(session, entry=change(session.entry, first=first)), ()


def at_once(words: tuple[str, ...]) -> int:
    """How many of `words` stand beside each other, so that those one sees first can be read."""
    longest = max((len(word) for word in words[:CANDIDATES]), default=0)
    return CANDIDATES if longest <= 4 else WIDE if longest <= 8 else WIDEST


def names_at_once(names: tuple[str, ...]) -> int:
    """How many whole names have room beside each other; of the longest, in Latin letters, one."""
    longest_name = max((sum(0.55 if one.isascii() else 1 for one in name) for name in names), default=0)
    room = next((many for many, most in ((5, 5), (4, 6.5), (3, 9), (2, 18)) if longest_name <= most), 1)
    return min(room, max(2, len(names)))  # beside one name there is room for the question


def towns(session: Session, around: Around, code: str, found: tuple[Town, ...]) -> Step:
    """What the postal code led to; too late for another code is dropped."""
    page = page_of(session, around)
    if page is None or page.kind != "postal_code" or session.entry.text != code:
        return session, ()
    here = tuple(town for town in found if _is_here(session, around, page, town))
    elsewhere = bool(found) and not here
    return change(session, entry=change(session.entry, towns=here, no_town=not found, elsewhere=elsewhere)), ()


def _is_here(session: Session, around: Around, page: Page, town: Town) -> bool:
    """Whether a town may be that of the address the page is of: some addresses can only be in this city."""
    group = page.path.rpartition(".")[0]
    asked = [field for _, form in forms_of(around.bundle, session.procedures) for step in form.steps for field in step.fields]
    parts = [part for field in asked if field.id == group for part in field.fields]
    own = f"{around.bundle.site.address.prefecture}{around.bundle.site.address.city}"
    prefecture, city = town[:2]
    return f"{prefecture}{city}".startswith(own) or not any(part.fixed or part.options_from == "wards" for part in parts)


def spelled(page: Page, entry: Entry) -> str:
    """The words the field stands for now: the candidate picked, else the first, else what was typed."""
    if page.kind == "kana":
        return kanas.to_katakana(entry.text)
    if page.kind in KANA_PAGES and entry.candidates:
        return entry.candidates[entry.picked if entry.picked is not None else 0]
    return entry.text
