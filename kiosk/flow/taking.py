"""The number: taken with one key a session, shown whatever the paper does. Pure."""

from typing import Any

from config.form import asked
from hardware.printer.port import JobState, PrinterState
from hub.wire import Application, FoundEntry, OpenVisit, Refusal, Ticket
from kiosk.flow.effects import End, ReportSlip, TakeNumber
from kiosk.flow.moves import Around, Step, change, edit, go, stand
from kiosk.flow.pages import forms_of
from kiosk.flow.state import Session, Slip

CONSENT = "consent"
SETTLED = frozenset({JobState.PRINTED, JobState.PRINTED_UNVERIFIED})


def take_number(session: Session, around: Around) -> Step:
    """番号札をとる: consent and request in one press. A second press brings the same number (one key)."""
    if session.ticket is not None or session.screen == "sending":
        return session, ()
    key = f"{session.devices.key}-{session.attempt}"
    return go(change(session, refusal=None), "sending", TakeNumber(key, request(session, around)))


def request(session: Session, around: Around) -> OpenVisit:
    """What is sent: of every form only what shows, and nothing twice."""
    return OpenVisit(
        language=session.language,
        applications=() if session.reception_token and not session.passed else applications(session, around),
        service=session.service if not session.procedures else None,
        reception_token=session.reception_token,
    )


def applications(session: Session, around: Around) -> tuple[Application, ...]:
    forms = dict(forms_of(around.bundle, session.procedures))
    found: list[Application] = []
    for procedure in session.procedures:
        form = forms.get(procedure)
        if form is None:
            found.append(Application(procedure, "", {}))
        else:
            answers: dict[str, Any] = {**session.answers, CONSENT: True}
            found.append(Application(procedure, form.version, asked(form, answers, "kiosk")))
    return tuple(found)


def taken(session: Session, ticket: Ticket, *, offline: bool) -> Step:
    """The number is the resident's. A late one, of a session that is past it, is dropped."""
    if session.screen != "sending":
        return session, ()
    ticketed = change(session, ticket=ticket, offline=offline, history=(), slip=Slip())
    return stand(ticketed, "ticket")


def refused(session: Session, around: Around, refusal: Refusal) -> Step:
    """The hub said no: to the answer it names, or to a page that says what to do. Nothing entered is lost."""
    if session.screen != "sending":
        return session, ()
    session = change(session, refusal=refusal, attempt=session.attempt + 1, history=session.history[:-1])
    path = next((str(problem.get("path")) for problem in refusal.problems if problem.get("path")), None)
    if path is not None:
        moved, effects = edit(change(session, screen="review", page=""), around, path)
        if moved.screen == "page":
            return change(moved, entry=change(moved.entry, wrong=f"problem.{refusal.problems[0].get('code', 'missing')}")), effects
    return stand(session, "refused")


def slip_changed(session: Session, state: JobState, fault: PrinterState | None) -> Step:
    return change(session, slip=change(session.slip, state=state, fault=fault)), ()


def paper_came(session: Session, came: bool) -> Step:
    """The resident's own answer where the printer could not prove it; without the paper, staff come."""
    if session.ticket is None or session.slip.state is not JobState.UNCERTAIN or session.slip.came is not None:
        return session, ()
    return change(session, slip=change(session.slip, came=came)), (ReportSlip(session.ticket.visit, came),)


def paper_is_settled(session: Session) -> bool:
    """Whether nothing about the paper keeps the resident here."""
    return session.slip.state in SETTLED or session.slip.came is True


def entry_found(session: Session, found: FoundEntry) -> Step:
    """The pre-entry behind the code: shown for review, as entered at home."""
    if session.screen not in ("code_scan", "code_type"):
        return session, ()
    answers: dict[str, Any] = {}
    for application in found.applications:
        answers = {**application.answers, **answers}
    known = change(
        session,
        reception_token=found.reception_token,
        procedures=tuple(dict.fromkeys(application.procedure for application in found.applications)),
        answers=answers,
        code_wrong="",
    )
    return go(known, "review")


def finish(session: Session) -> Step:
    """おわる: forget everything."""
    return session, (End(),)
