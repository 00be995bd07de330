"""The number: taken with one key a session, shown whatever the paper does. Pure."""

from datetime import timedelta

from config.guidance import without_form
from hardware.printer.port import JobState, PrinterState
from hub.wire import FoundEntry, OpenVisit, Refusal, Ticket
from kiosk.flow.checking import applications, following
from kiosk.flow.closing import deaf
from kiosk.flow.effects import CallHelp, End, ReportSlip, TakeNumber
from kiosk.flow.moves import Around, Step, all_pages, go, stand, to_problem, to_store, to_wrong
from kiosk.flow.pages import at_path
from kiosk.flow.saving import go_on, with_entry
from kiosk.flow.state import Place, Session, Slip, change

ANSWER_WITHIN = timedelta(seconds=20)  # 番号札は出ましたか
SETTLED = frozenset({JobState.PRINTED, JobState.PRINTED_UNVERIFIED})


def to_consent(session: Session, around: Around) -> Step:
    """All is looked over: what is sent is agreed to, once. Who agreed at home to the same answers has the number at once."""
    if session.ticket is not None:
        return session, ()
    if (wrong := to_problem(change(session, editing=True), around)) is not None:
        return wrong
    if (choice := to_store(session, around)) is not None:
        return choice
    return take_number(session, around) if is_as_at_home(session) else go(session, "consent")


def take_number(session: Session, around: Around) -> Step:
    """番号札をとる: consent and request in one press. A second press brings the same number (one key)."""
    if session.ticket is not None or session.screen == "sending":
        return session, ()
    key = f"{session.devices.key}-{session.attempt}"
    led, visit = following(session, around.bundle), request(session, around)
    # a pre-entry sent as its token names no procedure: the paper does
    at_home = [one.procedure for one in applications(session, around.bundle)] if not visit.applications else []
    sending = TakeNumber(key, visit, led.bring, (*at_home, *without_form(around.bundle, led)))
    if session.screen == "refused":  # もどる still leads to before the first press
        return stand(change(session, refusal=None), "sending", sending)
    return go(change(session, refusal=None), "sending", sending)


def request(session: Session, around: Around) -> OpenVisit:
    """What is sent: of every form only what shows. A pre-entry nobody changed is its token alone."""
    return OpenVisit(
        language=session.language,
        applications=() if is_as_at_home(session) else applications(session, around.bundle),
        service=session.service if not session.procedures else None,
        reception_token=session.reception_token,
        appointment=session.appointment.token if session.appointment is not None else None,
    )


def is_as_at_home(session: Session) -> bool:
    """Whether nothing was changed since the form was filled at home."""
    return session.reception_token is not None and session.answers == session.home


def taken(session: Session, around: Around, ticket: Ticket, *, offline: bool) -> Step:
    """The number is the resident's. A late one, of a session that is past it, is dropped."""
    if session.screen != "sending":
        return session, ()
    ticketed = change(session, ticket=ticket, offline=offline, history=(), slip=Slip(orders=1))
    return stand(deaf(ticketed, around), "ticket")


def refused(session: Session, around: Around, refusal: Refusal) -> Step:
    """The hub said no: to the answer it names, or to a page that says what to do. Nothing entered is lost."""
    if session.screen != "sending":
        return session, ()
    session = change(session, refusal=refusal)
    for problem in refusal.problems:
        page = at_path(all_pages(session, around), str(problem.get("path") or "-"))
        if page is not None:
            # other answers are another message: another key. What is refused has no number, so none is lost
            editing = change(session, screen="review", editing=True, attempt=session.attempt + 1, history=_before_sending(session))
            return to_wrong(editing, around, page, str(problem.get("code") or "missing"))
    return stand(session, "refused")


def _before_sending(session: Session) -> tuple[Place, ...]:
    history = session.history
    while history and history[-1].screen in ("review", "consent"):
        history = history[:-1]
    return history


def slip_changed(session: Session, state: JobState, fault: PrinterState | None, around: Around) -> Step:
    """What the printer says of the paper."""
    if session.ticket is None:
        return session, ()
    session = change(session, slip=change(session.slip, state=state, fault=fault, since=around.now))
    return answered(session) if state in SETTLED else (session, ())


def paper_came(session: Session, came: bool) -> Step:
    """The resident's own answer where the printer could not prove it; without the paper, staff come."""
    slip = session.slip
    if session.ticket is None or slip.state is not JobState.UNCERTAIN or slip.came is not None:
        return session, ()
    session, effects = answered(session) if came else call_staff(session)
    return (
        change(session, slip=change(session.slip, came=came)),
        (ReportSlip(session.ticket.visit, came, slip.copy), *effects),  # type: ignore[union-attr]
    )


def unanswered(session: Session, around: Around) -> bool:
    """Whether nobody has said for too long if the paper came: staff look."""
    slip = session.slip
    waits = slip.state is JobState.UNCERTAIN and slip.came is None and slip.since is not None
    return waits and not slip.rang and around.now - slip.since >= ANSWER_WITHIN  # type: ignore[operator]


def call_staff(session: Session) -> Step:
    """Staff come for the paper, unless they were called already."""
    if session.help_called:
        return session, ()
    return change(session, help_called=True, slip=change(session.slip, rang=True)), (CallHelp(True),)


def answered(session: Session) -> Step:
    """The paper is there: a call made for it is taken back."""
    if not (session.slip.rang and session.help_called):
        return session, ()
    return change(session, help_called=False, help_seen=False, slip=change(session.slip, rang=False)), (CallHelp(False),)


def may_print_again(session: Session) -> bool:
    """Whether the paper may be asked for again: nothing of it was printed, and the printer is well now. Never by itself."""
    return session.ticket is not None and session.slip.state is JobState.FAILED_CLEAN and session.devices.printer.can_print


def print_again(session: Session) -> Step:
    """番号札を印刷する: the same paper, no 再発行, for nothing has come out (kiosk.brain adds the order)."""
    if not may_print_again(session):
        return session, ()
    slip = change(session.slip, state=None, fault=None, since=None, orders=session.slip.orders + 1)
    return change(session, slip=slip), ()


def paper_is_settled(session: Session) -> bool:
    """Whether nothing about the paper keeps the resident here."""
    return session.slip.state in SETTLED or session.slip.came is True


def entry_found(session: Session, around: Around, found: FoundEntry) -> Step:
    """The pre-entry behind the code: shown for review, as entered at home."""
    if session.screen not in ("code_scan", "code_type"):
        return session, ()
    if found.unfinished is not None:
        return go_on(_in_its_language(session, around, found), around, found)
    return go(with_whole_entry(session, around, found), "review")


def with_whole_entry(session: Session, around: Around, found: FoundEntry) -> Session:
    """The session of somebody who has entered everything at home."""
    known = with_entry(_in_its_language(session, around, found), found)
    known = change(known, home=known.answers)
    asked_at_home = frozenset(page.key for page in all_pages(known, around))  # what was left empty there is not asked again
    return change(known, passed=asked_at_home)


def _in_its_language(session: Session, around: Around, found: FoundEntry) -> Session:
    spoken = session.language == "ja" and found.language in around.bundle.site.languages  # nobody has chosen another one here
    return change(session, language=found.language) if spoken else session


def finish(session: Session) -> Step:
    """Forget everything."""
    return session, (End(),)
