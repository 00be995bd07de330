"""Who heads the household: exactly one of those who are listed, chosen by name where the answers do not say so. Pure."""

from config.form.impossible import impossible
from kiosk.flow.answers import people, put
from kiosk.flow.moves import Around, Step, forward, page_of
from kiosk.flow.pages import Page
from kiosk.flow.state import Session, change

FIELD, HEAD = "relationship", "self"


def is_choosing(session: Session, page: Page) -> bool:
    """Whether the list asks which of them is the householder."""
    return page.kind == "people" and session.entry.wrong == "problem.one_householder"


def head_of(session: Session, list_: str) -> int | None:
    """Index of the one who is said to be the householder; None where there is none."""
    return next((index for index, one in enumerate(people(session.answers, list_)) if one.get(FIELD) == HEAD), None)


def heads(session: Session, around: Around, page: Page) -> tuple[int, ...]:
    """Index of everybody on the list who can be the householder: no small child beside somebody older."""
    field = next((one for one in page.field.fields if one.id == FIELD), None)
    every = range(len(people(session.answers, page.path)))
    if field is None:
        return ()
    today = session.devices.today
    return tuple(at for at in every if not impossible(field, session.answers, f"{page.path}.{at}.{FIELD}", HEAD, today))


def choose_head(session: Session, around: Around, index: int) -> Step:
    """This one is the householder. Whoever was said to be so before is asked again; every other answer stays."""
    page = page_of(session, around)
    if page is None or not is_choosing(session, page) or index not in heads(session, around, page):
        return session, ()
    answers = dict(session.answers)
    for at, person in enumerate(people(answers, page.path)):
        if at == index:
            answers = put(answers, f"{page.path}.{at}", {**person, FIELD: HEAD})
        elif person.get(FIELD) == HEAD:
            answers = put(answers, f"{page.path}.{at}", {name: one for name, one in person.items() if name != FIELD})
    return forward(change(session, answers=answers, entry=change(session.entry, wrong="")), around)
