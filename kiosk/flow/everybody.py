"""Everybody of an application: one more person, one fewer. Pure."""

from typing import TypeVar

from kiosk.flow.answers import people, put, without
from kiosk.flow.moves import Around, Step, page_of, show_page, to_page
from kiosk.flow.pages import at_path, pages
from kiosk.flow.state import Session, change

Kept = TypeVar("Kept")


def add_person(session: Session, around: Around) -> Step:
    """人を追加する: an empty person, and its first page."""
    page = page_of(session, around)
    if page is None or page.kind != "people":
        return session, ()
    count = len(people(session.answers, page.path))
    if count >= min(page.field.max or 8, around.bundle.site.people_max):
        return session, ()
    answers = put(put(session.answers, page.path, people(session.answers, page.path)), f"{page.path}.{count}", {})
    session = change(session, answers=answers, passed=session.passed - {page.key})
    first = at_path(pages(around.bundle, session.procedures, answers), f"{page.path}.{count}")
    return to_page(session, around, first) if first else (session, ())


def remove_person(session: Session, around: Around, index: int) -> Step:
    """はずす: not the first person; asked once more, then later ones move up."""
    page = page_of(session, around)
    if page is None or page.kind != "people" or not 0 < index < len(people(session.answers, page.path)):
        return session, ()
    if session.removing != index:
        return change(session, removing=index), ()
    left = change(
        session,
        removing=0,
        answers=without(session.answers, f"{page.path}.{index}"),
        drafts=_of_others(session.drafts, page.path),
        typed=_of_others(session.typed, page.path),
        passed=frozenset(key for key in session.passed if not key.startswith(f"{page.path}.") and key != page.key),
    )
    return show_page(left, around, page)


def _of_others(kept: dict[str, Kept], path: str) -> dict[str, Kept]:
    """Without everybody of a list: the later people have moved up."""
    return {key: one for key, one in kept.items() if not key.startswith(f"{path}.")}
