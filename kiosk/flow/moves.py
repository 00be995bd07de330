"""Moving between screens: forward, back, to a page, to the review. Every move keeps the answers. Pure."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from config.bundle import Bundle
from config.form import answer_at
from kiosk.flow.effects import AnyEffect, Effect, LeaveCard, ShowStep, StopScanner
from kiosk.flow.pages import FREE, Page, at_path, is_done, pages, steps_of
from kiosk.flow.state import Entry, Place, ScreenName, Session

Step = tuple[Session, tuple[Effect, ...]]
change = msgspec.structs.replace
LONGEST_HISTORY = 60


class Around(NamedTuple):
    """What a decision needs besides the session."""

    bundle: Bundle
    now: datetime


def go(session: Session, screen: ScreenName, *effects: AnyEffect, question: str = "", page: str = "") -> Step:
    """To a screen, remembering where もどる leads."""
    here = Place(session.screen, session.question, session.page)
    history = (*session.history, here)[-LONGEST_HISTORY:]
    return stand(change(session, history=history), screen, *effects, question=question, page=page)


def stand(session: Session, screen: ScreenName, *effects: AnyEffect, question: str = "", page: str = "") -> Step:
    """On a screen, without a way back to the one before; devices of the screen left are let go."""
    leaving: tuple[AnyEffect, ...] = ()
    if session.screen.startswith("card_") and not screen.startswith("card_"):
        leaving += (LeaveCard(),)
    if session.screen == "code_scan" and screen != "code_scan":
        leaving += (StopScanner(),)
    moved = change(session, screen=screen, question=question, page=page, list_page=0, shown_at=None)
    return moved, (*leaving, *effects)


def back(session: Session, around: Around) -> Step:
    """もどる: to where one came from. What was typed on this page and not yet taken over stays there too."""
    if session.over:
        return change(session, over="", shown_at=None), ()
    if not session.history:
        return session, ()
    *history, place = session.history
    session = change(session, history=tuple(history))
    if session.editing and place.screen == "review":
        session = change(session, editing=False)
    if place.screen == "page":
        page = at_key(session, around, place.page)
        return show_page(session, around, page) if page else to_review(session, around)
    return stand(session, place.screen, question=place.question)


def all_pages(session: Session, around: Around) -> tuple[Page, ...]:
    return pages(around.bundle, session.procedures, session.answers)


def at_key(session: Session, around: Around, key: str) -> Page | None:
    return next((page for page in all_pages(session, around) if page.key == key), None)


def page_of(session: Session, around: Around) -> Page | None:
    """The page shown now."""
    return at_key(session, around, session.page) if session.screen == "page" else None


def show_page(session: Session, around: Around, page: Page) -> Step:
    """Stand on a page, what was answered there before in the field again."""
    entry = Entry(text=_typed(session, page), era=_era(session, page))
    steps = steps_of(around.bundle, page)
    return stand(change(session, entry=entry), "page", ShowStep(page.step + 1, len(steps)), page=page.key)


def to_page(session: Session, around: Around, page: Page) -> Step:
    """To a page, remembering the way back."""
    here = Place(session.screen, session.question, session.page)
    history = (*session.history, here)[-LONGEST_HISTORY:]
    return show_page(change(session, history=history), around, page)


def forward(session: Session, around: Around) -> Step:
    """To the next page that is not done, else to the review."""
    order = all_pages(session, around)
    at = next((index for index, page in enumerate(order) if page.key == session.page), -1)
    rest = order if session.editing else order[at + 1 :]
    for page in (*rest, *order):
        if not is_done(page, session.answers, session.passed) and page.key != session.page:
            return to_page(session, around, page)
    return to_review(session, around)


def to_review(session: Session, around: Around) -> Step:
    order = all_pages(session, around)
    steps = len(steps_of(around.bundle, order[0])) if order else 1
    editing_done = change(session, editing=False)
    if session.screen == "review":
        return editing_done, ()
    if session.editing and session.history and session.history[-1].screen == "review":
        editing_done = change(editing_done, history=session.history[:-1])
        return stand(editing_done, "review", ShowStep(steps, steps))
    return go(editing_done, "review", ShowStep(steps, steps))


def edit(session: Session, around: Around, path: str) -> Step:
    """修正する: to that one page, and back to the review after it."""
    page = at_path(all_pages(session, around), path)
    if page is None:
        return session, ()
    return to_page(change(session, editing=True), around, page)


def _typed(session: Session, page: Page) -> str:
    """What stands in the field when a page is shown."""
    if page.kind not in FREE:
        return ""
    answer = answer_at(session.answers, page.path)
    if page.kind in ("family", "given"):
        draft = session.drafts.get(page.path)
        if page.kind == "family" and draft is not None:
            return draft.kana
        kana = answer_at(session.answers, page.kana_path)
        if not isinstance(kana, str):
            return ""
        parts = kana.replace(" ", "\u3000").split("\u3000")
        return parts[0] if page.kind == "family" else "".join(parts[1:])
    if page.kind == "date":
        return _date_digits(answer)
    return str(answer) if isinstance(answer, str | int) else ""


def _date_digits(answer: object) -> str:
    return answer.replace("-", "") if isinstance(answer, str) else ""


def _era(session: Session, page: Page) -> str:
    return "western" if page.kind == "date" and isinstance(answer_at(session.answers, page.path), str) else ""
