"""What stands in the field of a page: typed and not yet taken over, or answered. Nothing typed is lost. Pure."""

from collections.abc import Mapping
from typing import Any

from config.form import answer_at, needs_staff, says_none
from config.japanese import address
from config.japanese import kana as kanas
from kiosk.flow import dating
from kiosk.flow.answers import put
from kiosk.flow.pages import FREE, SPACE, Page
from kiosk.flow.proposing import proposed
from kiosk.flow.state import Entry, Session, Typed, change


def keep(session: Session, page: Page, *, taken: bool = False) -> Session:
    """Before going away from `page`: its field comes back as it is, as long as nobody else changes the answer."""
    entry = change(session.entry, wrong="", hand=None)
    before = session.typed.get(page.key)
    taken = taken or (before is not None and before.taken and before.entry == entry)  # only looked at
    return change(session, typed={**session.typed, page.key: Typed(entry, standing(session, page), taken)})


def entry_of(session: Session, page: Page) -> Entry:
    """The field of a page that is shown again, or for the first time."""
    kept = session.typed.get(page.key)
    chosen = kept is not None and kept.taken and not kept.entry.text  # nothing was typed: a name was taken from those offered
    if kept is not None and not chosen and kept.answer == standing(session, page):
        return kept.entry
    return _of_answer(session, page)


def is_pending(session: Session, page: Page) -> bool:
    """Whether something was typed on a page and left there by もどる."""
    kept = session.typed.get(page.key)
    return (
        kept is not None and not kept.taken and kept.answer == standing(session, page) and kept.entry != _of_answer(session, page)
    )


def untyped(session: Session, page: Page) -> Any:
    """The answer that stands untyped (電話はない, 窓口で確認, or that of the first person); None once something is typed."""
    if (page.kind in ("family", "given") and not page.no_reading) or page.kind == "given" or page.group:
        return None
    offer = proposed(session, page)
    answer = answer_at(session.answers, page.path) if offer is None else offer
    if not says_none(answer) and not needs_staff(answer):
        return None
    # one's own words that went along are looked at again by who comes back to them
    written = answer.get("text", "") if offer is not None else ""
    return answer if session.entry.text == written and (offer is not None or len(answer) == 1) else None


def standing(session: Session, page: Page) -> Any:
    """The answer a page stands for; of the two pages of a name its own part: (reading, writing)."""
    if page.kind not in ("family", "given"):
        return answer_at(session.answers, page.path)
    draft = session.drafts.get(page.path)
    if page.kind == "family" and draft is not None:
        return kanas.to_katakana(draft.kana), draft.name
    part = 0 if page.kind == "family" else 1
    if page.no_reading:
        return None, _part(answer_at(session.answers, page.path), part) or None
    name, kana = answer_at(session.answers, page.path), answer_at(session.answers, page.kana_path)
    return (
        parts(kana)[part] if isinstance(kana, str) else None,
        parts(name)[part] if isinstance(name, str) else None,
    )


def _part(answer: Any, part: int) -> str:
    """A part of a name that is kept without a reading; in Latin letters it is one, and so is one left to the counter."""
    name = answer.get("text", "") if needs_staff(answer) else answer
    if not isinstance(name, str):
        return ""
    return parts(name)[part] if not name.isascii() else "" if part else name


def parts(name: str) -> tuple[str, str]:
    """Family and given name of a whole one; the given name is empty where there is no space."""
    family, _, given = name.replace(" ", SPACE).partition(SPACE)
    return family, given


def _of_answer(session: Session, page: Page) -> Entry:
    if page.kind not in FREE:
        return Entry()
    offer = proposed(session, page)
    if page.no_reading and (offer is not None or page.path not in session.drafts or page.kind == "given"):
        if offer is not None:
            return Entry(text=offer.get("text", "") if needs_staff(offer) else offer, prefilled=True)
        shown = standing(session, page)[1] or ""  # kanji: kana typed behind them would be nobody's name
        return Entry(text=shown, prefilled=bool(shown) and not shown.isascii())
    if page.kind in ("family", "given"):
        kana, name = standing(session, page) if offer is None else offer
        reading = kanas.to_hiragana(kana or "")
        return Entry(text=reading, candidates=(name,) if name else (), prefilled=offer is not None and bool(reading))
    answer = answer_at(session.answers, page.path) if offer is None else offer
    if page.kind == "date" and not isinstance(answer, str):
        return dating.opening(page.field, session.language, session.era)
    if needs_staff(answer):
        answer = answer.get("text", answer.get("kana", ""))
    if not isinstance(answer, str):
        return Entry()
    match page.kind:
        case "date":
            return dating.of_day(answer)
        case "kana":
            return Entry(text=kanas.to_hiragana(answer))
    return Entry(text=answer, prefilled=offer is not None)


# --- an address left to the counter (窓口で確認), and taken up again by もどる --------------------------------------------------


def set_aside(session: Session, group: str, text: str) -> Session:
    """The whole address to the counter, with the words written so far; its parts are kept for もどる."""
    whole = answer_at(session.answers, group)
    known = whole if isinstance(whole, Mapping) else {}
    parts_of = [
        str(known[part]) for part in ("prefecture_city", "ward", "town", "lot", "building") if isinstance(known.get(part), str)
    ]
    words = address.written((*parts_of, text))
    left: dict[str, Any] = {"needs_staff": True, **({"text": words} if words else {})}
    return change(session, aside={**session.aside, group: dict(known)}, answers=put(session.answers, group, left))


def take_up(session: Session, path: str) -> Session:
    """もどる to a part of an address that was left to the counter: its parts are answers again."""
    group = path.partition(".")[0]
    if "." not in path or group not in session.aside or not needs_staff(session.answers.get(group)):
        return session
    aside = {name: value for name, value in session.aside.items() if name != group}
    return change(session, aside=aside, answers=put(session.answers, group, session.aside[group]))
