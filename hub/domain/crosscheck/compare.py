"""One value as entered beside one as read. A machine never decides that a name may change: it says what it sees."""

import re
from datetime import date
from difflib import SequenceMatcher

from config.japanese import wareki
from config.scanned_paper import Kind
from hub.domain.crosscheck import addresses
from hub.domain.crosscheck.entered import Entered
from hub.domain.crosscheck.finding import Finding, Outcome
from hub.domain.crosscheck.paper import Reading
from hub.domain.crosscheck.writing import (
    differing_forms,
    folded,
    has_selector,
    kana,
    kana_by_sound,
    plain,
    unprintable_forms,
)

SURE = 0.5  # below it a reading that differs is no proof of a difference; measured on clean scans, where it is never reached
ALIKE_BUILDING = 0.8
_DAY_READ_AS_H = re.compile(r"(?<=月[0-9])H$|(?<=月[0-9]{2})H$")
SAME = Finding(Outcome.SAME, "equal")


def compare(entered: Entered, reading: Reading) -> Finding | None:
    """None where there is nothing on either side."""
    if reading.text is None:
        if not reading.ink:
            return Finding(Outcome.MISMATCH, "blank_on_paper") if entered.text else None
        return Finding(Outcome.UNREADABLE, "not_read")
    if not reading.text.strip():
        if reading.ink:
            return Finding(Outcome.UNREADABLE, "no_text")
        return Finding(Outcome.MISMATCH, "blank_on_paper") if entered.text else None
    if not entered.text:
        return Finding(Outcome.MISMATCH, "not_entered")
    found = _found(entered, entered.kind, reading.text)
    lost = entered.kind == "address" and addresses.lost_number(reading.text)
    if found.outcome is Outcome.MISMATCH and (reading.sure < SURE or lost):
        return Finding(Outcome.UNREADABLE, "faint")
    return found


def _found(entered: Entered, kind: Kind, read: str) -> Finding:
    match kind:
        case "name":
            return _names(entered.text, read)
        case "kana":
            return _kana(entered.text, read)
        case "date":
            return _dates(entered.text, read)
        case "address":
            return _addresses(entered, read)
        case "word":
            return SAME if plain(entered.text) == plain(read) else _differs()


def _names(entered: str, read: str) -> Finding:
    one, other = plain(entered).upper(), plain(read).upper()
    if one == other:
        if has_selector(entered):
            return Finding(Outcome.VARIANT, "form_unseen", tuple((c, c) for c in _with_selector(entered)))
        unseen = unprintable_forms(other)
        return Finding(Outcome.SAME, "alike", unseen) if unseen else SAME
    if folded(one) == folded(other):
        return Finding(Outcome.VARIANT, "form", tuple(differing_forms(one, other)))
    return _differs()


def _kana(entered: str, read: str) -> Finding:
    if kana(entered) == kana(read):
        return SAME if plain(entered) == plain(read) else Finding(Outcome.SAME, "notation")
    return Finding(Outcome.VARIANT, "kana_size") if kana_by_sound(entered) == kana_by_sound(read) else _differs()


def _dates(entered: str, read: str) -> Finding:
    meant, seen = wareki.parse(entered), wareki.parse(_DAY_READ_AS_H.sub("日", plain(read).removesuffix("生")))
    if not isinstance(seen, date):
        if isinstance(meant, date) and seen.meant == meant:
            return Finding(Outcome.SAME, "era")
        return Finding(Outcome.UNREADABLE, "not_a_date")
    return Finding(Outcome.SAME, "equal" if read[:1].isdigit() else "era") if seen == meant else _differs()


def _addresses(entered: Entered, read: str) -> Finding:
    place, seen = addresses.alike(entered.text), addresses.alike(read)
    whole = place + addresses.alike(entered.building) if entered.building else place
    for one, other, outcome in ((whole, seen, Outcome.SAME), (folded(whole), folded(seen), Outcome.VARIANT)):
        if addresses.same_place(one, other):
            if outcome is Outcome.VARIANT:
                forms = tuple(differing_forms(one, other)) if len(one) == len(other) else ()
                return Finding(outcome, "form", forms)
            return SAME if plain(entered.text + entered.building) == plain(read) else Finding(outcome, "notation")
    rest = addresses.rest_after(folded(place), folded(seen))
    if rest is not None and (entered.building or rest) and _alike_buildings(addresses.alike(entered.building), rest):
        return Finding(Outcome.VARIANT, "building")
    return _differs()


def _alike_buildings(one: str, other: str) -> bool:
    """One may be left out; the numbers in both must be the same."""
    if not one or not other:
        return True
    digits = ["".join(c for c in text if c.isdigit()) for text in (one, other)]
    return digits[0] == digits[1] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE_BUILDING


def _with_selector(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1) if has_selector(text[place + 1])]


def _differs() -> Finding:
    return Finding(Outcome.MISMATCH, "differs")
