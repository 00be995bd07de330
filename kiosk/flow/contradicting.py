"""An answer that cannot stand beside another is told on its page, at once. Pure."""

from config.form import asked, contradicted
from config.together import forms_of
from kiosk.flow.moves import Around, Step, all_pages, to_wrong
from kiosk.flow.pages import Page, at_path, is_done
from kiosk.flow.state import Session


def to_contradiction(session: Session, around: Around, page: Page) -> Step | None:
    """To the answer on `page`, or of its address once that is whole, that cannot be; None where all can."""
    whole, dot, _ = page.path.partition(".")
    order = all_pages(session, around)
    if not all(is_done(one, session.answers, session.passed) for one in order if one.path.startswith(f"{whole}{dot}")):
        return None
    for _, form in forms_of(around.bundle, session.procedures):
        for problem in contradicted(form, asked(form, session.answers, "kiosk"), session.devices.today):
            wrong = at_path(order, problem.path) if problem.path.partition(".")[0] == whole else None
            if wrong is not None:
                return to_wrong(session, around, wrong, problem.code)
    return None
