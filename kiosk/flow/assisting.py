"""Staff at the kiosk: what a touch means while they are here, and what the hub answers. Pure."""

from hub import wire
from kiosk.flow import events, looks, panel
from kiosk.flow.assist import Assist
from kiosk.flow.effects import CallHelp, NoteAssistance
from kiosk.flow.moves import Around, Step
from kiosk.flow.state import Session, Slip, change
from kiosk.flow.taking import finish
from kiosk.flow.unlocking import at, leave, panel_of, pin


def act(session: Session, event: events.AnyEvent, around: Around) -> Step:
    """A touch while staff are here."""
    assist = session.assist
    if assist is None or assist.waiting:
        return session, ()
    match assist.page, event:
        case "consent", (events.ShowLanguages() | events.ShowAppearance() | events.ChooseLanguage() | events.ChooseAppearance()):
            return looks.choose(session, event, around, under="assist")
        case "consent", events.Back() if session.over in looks.SCREENS:
            return change(session, over="assist"), ()
        case "pin", events.Help():
            away, _ = leave(session, around)
            return change(away, help_called=True, over="help", shown_at=None), (CallHelp(True),)
        case _, events.Help():
            called = not session.help_called
            return change(session, help_called=called, help_seen=False), (CallHelp(called),)
        case (("pin" | "panel"), events.Back()):
            return leave(session, around)
        case _, events.Back():
            return at(session, panel_of(assist))
        case "pin", _:
            return pin(session, assist, event)
        case "panel", events.Next():
            return leave(session, around)
        case "panel", events.Choose(what):
            return panel.choose(session, assist, what, around)
        case "number", _:
            return panel.number(session, assist, event)
        case "reason", events.Choose(reason) if reason in panel.REASONS:
            return panel.confirm(session, assist, reason)
        case "confirm", events.Next():
            return panel.cancel(session, assist)
        case "roll", events.Next():
            return panel.test(session, assist)
        case "paper", _:
            return panel.paper(session, assist, event, around)
        case "role", events.Choose(role):
            return panel.role(session, assist, role, around)
        case "consent", events.Choose("yes"):
            gone, effects = leave(session, around)
            if gone.help_called:  # who was called is there and helps
                gone, effects = change(gone, help_called=False, help_seen=False), (*effects, CallHelp(False))
            return gone, (NoteAssistance(wire.Assistance(assist.unlock, "took_over")), *effects)
        case "consent", events.Choose("no"):
            return at(session, change(panel_of(assist), told="staff.not_agreed"))
    return session, ()


def refused(session: Session, refusal: wire.Refusal) -> Step:
    """The hub said no, or cannot be reached: said where staff stand. Without a valid unlock the pad comes again."""
    assist = session.assist
    if assist is None or not assist.waiting:
        return session, ()
    if refusal.error == "not_unlocked":
        return at(session, Assist(told="staff.refused.not_unlocked"))
    told = change(assist, waiting=False, told=f"staff.refused.{refusal.error}", pin="")
    return at(session, told)


def reissued(session: Session, answer: wire.Reissued) -> Step:
    """A second paper with its mark; where it is this visit's, its screen waits for this one."""
    assist = session.assist
    if assist is None:
        return session, ()
    if session.ticket is not None and session.ticket.visit == answer.ticket.visit:
        session = change(session, slip=Slip(copy=answer.copy, orders=session.slip.orders))
    return _printing(session, assist, answer.ticket, answer.copy, answer.language, "staff.reissued")


def handed(session: Session, ticket: wire.Ticket) -> Step:
    """The number for the paper form, on paper and in the panel."""
    assist = session.assist
    if assist is None:
        return session, ()
    assist = change(assist, handed=assist.handed + 1)
    return _printing(session, assist, ticket, 1, assist.form.language, "staff.handed")


def cancelled(session: Session, number: str, around: Around) -> Step:
    """Where it was the number on this screen, the visit here is over."""
    if session.ticket is not None and session.ticket.number == number:
        _, effects = leave(session, around)
        gone, ended = finish(session)
        return gone, (*effects, *ended)
    if session.assist is None:
        return session, ()
    return at(session, change(panel_of(session.assist), told="staff.cancelled", about=number))


def role_taken(session: Session, counter: int | None) -> Step:
    """Said in the head from now on."""
    if session.assist is None:
        return session, ()
    return at(session, change(panel_of(session.assist), counter=counter, told="staff.role_taken"))


def slip_changed(session: Session, event: events.SlipChanged) -> Session:
    """What the printer says of a paper that staff asked for."""
    assist = session.assist
    if assist is None or assist.ticket is None or assist.ticket.visit != event.visit:
        return session
    return change(session, assist=change(assist, paper=event.state, fault=event.fault))


def _printing(session: Session, assist: Assist, ticket: wire.Ticket, copy: int, language: wire.Language, told: str) -> Step:
    """One more order for a paper (kiosk.brain draws it)."""
    assist = change(
        panel_of(assist),
        ticket=ticket,
        copy=copy,
        orders=assist.orders + 1,
        language=language,
        paper=None,
        fault=None,
        told=told,
        about=ticket.number,
    )
    return at(session, assist)
