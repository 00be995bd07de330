"""The question of a form's page: its sentence, its hint, what is wrong, and what the last answer leads to. Pure."""

from kiosk.flow.answers import people
from kiosk.flow.pages import Page
from kiosk.flow.proposing import proposed
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.frame import form_progress
from kiosk.viewmodels.stage import Stage


def form_of(stage: Stage, page: Page) -> str:
    """The id of the form a page belongs to."""
    form = stage.form(page.procedure)
    return form.id if form else ""


def question(stage: Stage, page: Page) -> str:
    """The one sentence of a page."""
    if page.kind in ("family", "given"):
        return stage.say(f"kiosk.page.{page.kind}", whose=whose(stage, page))
    if page.kind == "people":
        return stage.say("kiosk.people.title", count=len(people(stage.session.answers, page.path)))
    return stage.of_field(form_of(stage, page), page.path, "title")


def nth(page: Page) -> int:
    """Which person after the first is asked about, counted from 1; 0 for the first or none."""
    parts = page.path.split(".")
    return int(parts[1]) + 1 if len(parts) > 2 and parts[1].isdigit() and int(parts[1]) > 0 else 0


def strip(stage: Stage, page: Page) -> tuple[Box, ...]:
    """The steps of the form, with the one the page stands in."""
    return form_progress(stage, page.procedure, page.step)


def head(stage: Stage, page: Page) -> tuple[Box, ...]:
    """Steps, question, and below it what is wrong, what the last answer leads to, or a hint: one of them."""
    return (*strip(stage, page), stage.title(question(stage, page)), *told(stage, page, hint=True))


def told(stage: Stage, page: Page, *, hint: bool = False) -> tuple[Box, ...]:
    """The line below the question."""
    session = stage.session
    who = _who(stage, page)
    if session.entry.wrong:
        words = stage.say(session.entry.wrong, limit=page.field.max or page.field.min or "")
        return (stage.banner("wrong", "banner_error", stage.notice_place, f"{who}{words}"),)
    if session.notice:
        return (stage.banner("notice", "banner_warning", stage.notice_place, f"{who}{stage.say(session.notice)}"),)
    return (stage.sub(_hint(stage, page)),) if hint else ()


def whose(stage: Stage, page: Page) -> str:
    """（2人目）, behind a question; nothing for the first person."""
    return stage.say("kiosk.page.whose", number=nth(page)) if nth(page) else ""


def role_of(stage: Stage, page: Page) -> str:
    """Who is asked about where one visit has several: the proxy, the person to register; nothing where it is plain."""
    return stage.of_field(form_of(stage, page), page.path.split(".")[0], "whose")


def _hint(stage: Stage, page: Page) -> str:
    if proposed(stage.session, page) is not None:
        return _who(stage, page) + stage.say("kiosk.people.as_first")
    return (_who(stage, page) + stage.of_field(form_of(stage, page), page.path, "hint")).rstrip("　")


def _who(stage: Stage, page: Page) -> str:
    """2人目の方, or 代理人, ahead of whatever stands below the question; nothing for the first person."""
    about = stage.say("kiosk.page.person", number=nth(page)) if nth(page) else role_of(stage, page)
    return about + "　" if about else ""
