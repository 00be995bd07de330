"""The card: place it, PIN or 照合番号B, one press one try, every fault with a way on. Pure; the try itself is an effect."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Literal

from config.form import Field, answer_at, differences
from config.form.kinds import cleaned_answer, wrong
from config.japanese import address as addresses
from config.japanese.postal import PostalFileMissing, cities
from config.laying import card_fields
from config.site import Address
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret
from kiosk.flow.answers import put
from kiosk.flow.effects import ReadCard, WatchTray
from kiosk.flow.laying import forget_card, forms_in, may_exchange
from kiosk.flow.moves import Around, Step, all_pages, forward, stand
from kiosk.flow.state import Card, Place, Session, change

PIN_DIGITS, CODE_B_DIGITS = 4, 14
SLOW_SECONDS = 5  # a card that reads well takes one; one that hangs may take fifteen
UNCERTAIN, ELSEWHERE, DONE = "kiosk.card.uncertain", "kiosk.card.elsewhere", "kiosk.card.done"  # text keys
CODE_B_PARTS = (6, 4, 4)  # birth day as printed, year of expiry, security code


def holds(session: Session) -> bool:
    """A try is out, and not for so long yet that one may leave; what it comes to then the card knows (its counter)."""
    return session.card.reading and session.card.waited < SLOW_SECONDS


def without_card(session: Session, around: Around) -> Step:
    """カードを使わずに. もどる leads to the card again: who has skipped it may find it after all."""
    moved, effects = forward(change(forget_card(session), card=Card(), page=""), around)
    return change(moved, history=(*moved.history, Place("card_place"))), effects


def keep_card(session: Session, around: Around) -> Step:
    """つぎへ where another card may be laid down: the one that was read stays."""
    if not may_exchange(session) or session.card.reading:
        return session, ()
    moved, effects = forward(change(session, page=""), around)
    return change(moved, history=(*moved.history, Place("card_place"))), effects


def use(session: Session, around: Around, way: str) -> Step:
    """PIN or 照合番号B or none, chosen on any of the card screens."""
    if session.card.reading and (way != "none" or holds(session)):
        return session, ()
    match way:
        case "pin" if session.card.kind is None:
            return put_again(session)
        case "pin" if around.bundle.site.card.pin_allowed:
            return _to_digits(session, "card_pin")
        case "code_b" if session.card.kind is not CardKind.DRIVING_LICENCE:
            return _to_digits(session, "card_code_b")
        case "none":
            return without_card(session, around)
    return session, ()


def _to_digits(session: Session, screen: Literal["card_pin", "card_code_b"]) -> Step:
    """Another way to read. もどる leads to the way before; from a card in trouble to laying it down again."""
    blank = change(session, card=change(session.card, digits="", fault=None, last_try_agreed=False))
    if session.screen == screen:
        return blank, ()
    before = Place("card_pin") if session.screen == "card_pin" else Place("card_place")
    return stand(change(blank, history=(*session.history, before)), screen)


def seen(session: Session, around: Around, present: Present) -> Step:
    """A card lies there: ask for its secret, or say why it cannot be read."""
    if session.screen not in ("card_place", "card_trouble") or session.card_before:
        return session, ()
    expired = present.expires if present.expires is not None and present.expires < session.devices.today else None
    told: Literal["", "changed"] = "changed" if session.card.told == "changed" else ""
    card = Card(kind=present.kind, tries_left=present.tries_left, expired=expired, told=told)
    session = change(session, card_met=True, card_lies=not session.devices.training)
    policy = around.bundle.site.card
    licence = present.kind is CardKind.DRIVING_LICENCE and policy.licence
    if present.kind is not CardKind.MY_NUMBER and not licence:
        return stand(change(session, card=change(card, fault=Fault.UNSUPPORTED_CARD)), "card_trouble")
    if licence and not present.pin_set:
        # Nobody is asked for a number that was never chosen; the card stays where it lies.
        return change(session, screen="card_place", card=change(card, reading=True)), (ReadCard(Secret("licence_no_pin", "")),)
    pin = licence or policy.pin_allowed
    if pin and present.tries_left == 0:
        return stand(change(session, card=change(card, fault=Fault.LOCKED)), "card_trouble")
    return stand(change(session, card=card), "card_pin" if pin else "card_code_b")


def key(session: Session, pressed: str) -> Step:
    """A digit, or a step back; while a try is out every key is dead."""
    card = session.card
    if card.reading:
        return session, ()
    longest = PIN_DIGITS if session.screen == "card_pin" else CODE_B_DIGITS
    match pressed:
        case "delete":
            digits = card.digits[:-1]
        case "clear":
            digits = ""
        case _ if pressed.isascii() and pressed.isdigit() and len(pressed) == 1 and len(card.digits) < longest:
            digits = card.digits + pressed
        case _:
            return session, ()
    fault = None if card.fault is Fault.LAST_TRY else card.fault  # other digits, asked for anew
    return change(session, card=change(card, digits=digits, fault=fault, awaited=False)), ()


def read(session: Session) -> Step:
    """読み取る: one press, one try. The digits leave with the press; those read off the card wait until it is laid down."""
    card = session.card
    pin = session.screen == "card_pin"
    if card.reading or len(card.digits) != (PIN_DIGITS if pin else CODE_B_DIGITS):
        return session, ()
    if pin and card.tries_left == 1 and not card.last_try_agreed:
        # いちばん最後の一回: asked for explicitly, the digits stay
        return change(session, card=change(card, fault=Fault.LAST_TRY)), ()
    if not pin and not session.card_lies and session.devices.reader and not session.devices.training:
        return change(session, card=change(card, awaited=True, fault=None)), ()
    licence = card.kind is CardKind.DRIVING_LICENCE
    secret = Secret("licence_pin" if licence else "pin" if pin else "code_b", card.digits)
    reading = change(card, digits="", reading=True, waited=0, fault=None, last_try_agreed=False, told="", awaited=False)
    return change(session, card=reading), (ReadCard(secret, card.last_try_agreed),)


def agree_last_try(session: Session) -> Step:
    """The resident wants to use the last try."""
    if session.card.fault is not Fault.LAST_TRY or len(session.card.digits) != PIN_DIGITS:
        return session, ()
    return read(change(session, card=change(session.card, last_try_agreed=True)))


def failed(session: Session, fault: CardFault) -> Step:
    """Why nothing was read: another try, another way, or without a card."""
    if not session.screen.startswith("card_"):
        return session, ()
    was_reading = session.card.reading
    left = fault.tries_left if fault.tries_left is not None else session.card.tries_left
    if fault.fault is Fault.OTHER_CARD:
        return lay_again(session, "changed")
    card = change(session.card, reading=False, digits="", fault=fault.fault, tries_left=left, kind=fault.kind or session.card.kind)
    session = change(session, card=card)
    if was_reading and session.screen == "card_place":  # read without asking for anything: there is nothing to enter again
        unasked = Fault.UNREADABLE if fault.fault in (Fault.WRONG_PIN, Fault.LAST_TRY, Fault.REFUSED_INPUT) else fault.fault
        return stand(change(session, card=change(card, fault=unasked)), "card_trouble")
    match fault.fault:
        case Fault.NO_CARD if not was_reading:
            # nobody laid one down yet: go on waiting
            return stand(session, "card_place") if session.screen == "card_place" else (session, ())
        case Fault.WRONG_PIN | Fault.LAST_TRY | Fault.REFUSED_INPUT:
            return session, (WatchTray(),)
        case _:
            return stand(session, "card_trouble")


def lay_again(session: Session, told: Literal["lifted", "changed"]) -> Step:
    """To the place for the card, and why: the digits were for the card that is no more there."""
    moved, effects = stand(session, "card_place")
    return change(moved, card=change(moved.card, told=told)), effects


def put_again(session: Session) -> Step:
    """カードを置きなおす."""
    return stand(session, "card_place")


def filled(session: Session, around: Around, data: CardData) -> Step:
    """The card's items in the answers; the resident sees them all on the review."""
    if not session.card.reading:
        return session, ()
    by_pin = session.screen == "card_pin"
    session = forget_card(session)
    answers: dict[str, Any] = dict(session.answers)
    for path, field in card_fields(forms_in(session, around.bundle), session.answers):
        if answer_at(answers, path) is None:
            answers = _fill(answers, path, field, data, session.devices.today, around.bundle.site.address)
    given = {path: new for path, old, new in differences(session.answers, answers) if old is None}
    known = change(session, answers=answers, carried={**session.carried, **given}, by_card=frozenset(given), page="")
    known = change(known, passed=known.passed | _parts_of_addresses(known, around, session.answers))
    card = Card(kind=data.card, read=True, by_pin=by_pin)
    moved, effects = forward(change(known, card=card), around)
    told = UNCERTAIN if _is_asked_instead(known, around, data) else ELSEWHERE if _is_elsewhere(known, around, data) else DONE
    notice = told if moved.screen == "page" else moved.notice
    # もどる leads to the card again: it may have been somebody else's of the family
    return change(moved, card=card, notice=notice, history=(*moved.history, Place("card_place"))), effects


def _is_asked_instead(session: Session, around: Around, data: CardData) -> bool:
    """Whether an item the card is not sure of would have filled something: a move or a new name since the licence was made."""
    wanted = {field.card for _, field in card_fields(forms_in(session, around.bundle), session.answers)}
    return bool(wanted.intersection(data.uncertain))


def _is_elsewhere(session: Session, around: Around, data: CardData) -> bool:
    """Whether an address is asked for all the same: only one of this city has a place there, and the card's is of another."""
    wanted = card_fields(forms_in(session, around.bundle), session.answers) if data.address else []
    return any(field.card == "address" and answer_at(session.answers, path) is None for path, field in wanted)


def _parts_of_addresses(session: Session, around: Around, before: Mapping[str, Any]) -> frozenset[str]:
    """Keys of the pages of every address that came from the card: what it does not say (a postal code) is not asked either."""
    groups = {
        path
        for path, field in card_fields(forms_in(session, around.bundle), before)
        if field.kind == "address" and answer_at(before, path) is None and answer_at(session.answers, path) is not None
    }
    return frozenset(page.key for page in all_pages(session, around) if page.path.rpartition(".")[0] in groups)


def _fill(answers: dict[str, Any], path: str, field: Field, data: CardData, today: date, here: Address) -> dict[str, Any]:
    """An item the card is not sure of, or that the form would refuse, is asked for instead."""
    if field.card in data.uncertain:
        return answers
    match field.card:
        case "name" if data.name:
            latin = all(character < "\u0250" or character == "\u3000" for character in data.name)
            if field.kind == "text_latin" and not latin:
                return answers
            name = cleaned_answer(field.kind, data.name)
            if latin and (person := _person_of(path)) is not None:
                if field.kind != "text_latin":
                    return answers
                answers = answers if answer_at(answers, person) else put(answers, person, "foreign")
            return put(answers, path, name) if wrong(field, name, today) is None else answers
        case "birth_date" if data.birth_date:
            day = data.birth_date.isoformat()
            return put(answers, path, day) if wrong(field, day, today) is None else answers
        case "sex" if data.sex:
            return put(answers, path, data.sex)
        case "address" if data.address and field.kind == "text":
            return put(answers, path, data.address) if wrong(field, data.address, today) is None else answers
        case "address" if data.address:
            return _fill_address(answers, path, field, data.address, here)
    return answers


def _person_of(path: str) -> str | None:
    """Where the nationality of a listed person stands: only a foreign national has a name in Latin letters."""
    return f"{path.rpartition('.')[0]}.nationality" if "." in path else None


def _fill_address(answers: dict[str, Any], path: str, field: Field, address: str, here: Address) -> dict[str, Any]:
    """An address in its parts; where parts are fixed here, only an address of this city fits.

    One that shows no city goes whole to the counter where the group allows that; else it is asked, so that nothing stands twice.
    """
    parts = addresses.split(address, _cities(here))
    wanted = {part.id: part for part in field.fields}
    city = wanted.get("prefecture_city")
    if city is not None and city.fixed is not None:
        rest = parts.prefecture_city.removeprefix(str(city.fixed))
        if rest == parts.prefecture_city:
            return answers
        values = {"ward": rest, "town": parts.town, "lot": parts.lot, "building": parts.building}
        if "ward" in wanted and rest not in wanted["ward"].options:
            values.pop("ward")
    elif not parts.prefecture_city:
        return put(answers, path, {"needs_staff": True, "text": address}) if field.staff_way else answers
    else:
        values = {
            "kind": "japan",
            "prefecture_city": parts.prefecture_city,
            "town": parts.town,
            "lot": parts.lot,
            "building": parts.building,
        }
    for name, value in values.items():
        if name in wanted and value:
            answers = put(answers, f"{path}.{name}", value)
    return answers


def _cities(here: Address) -> Collection[str]:
    """Of the national list, and this one with its wards. Without the list a city is told by its form (config.japanese.address)."""
    own = f"{here.prefecture}{here.city}"
    mine = {own, *(f"{own}{ward}" for ward in here.wards)}
    try:
        return cities() | mine
    except PostalFileMissing:
        return mine
