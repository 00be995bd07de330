"""What decides and what is shown, joined for the UI process: a touch or an answer in, effects and a picture out. Pure."""

from datetime import datetime

from config.bundle import Bundle
from config.theme import Panel
from kiosk import practice
from kiosk.flow.effects import AnyEffect, Hush, PrintCode, PrintSlip, Speak
from kiosk.flow.events import AnyEvent
from kiosk.flow.reduce import reduce
from kiosk.flow.saving import paper_of
from kiosk.flow.state import EMPTY, Session, change
from kiosk.flow.state import Slip as Paper
from kiosk.viewmodels import screen_of, tray
from kiosk.viewmodels.boxes import Screen
from kiosk.viewmodels.sheets import sheet_slip
from kiosk.viewmodels.slip import saved_slip, slip_of


class Brain:
    """The flow and the view-models over one configuration and one panel."""

    def __init__(self, bundle: Bundle, panel: Panel) -> None:
        self._bundle, self._panel = bundle, panel

    def start(self) -> Session:
        return EMPTY

    def reduce(self, session: Session, event: AnyEvent, now: datetime) -> tuple[Session, tuple[AnyEffect, ...]]:
        """The flow's step, with the paper of a number just taken and the words of a screen just entered."""
        after, decided = reduce(session, event, now, self._bundle)
        effects: tuple[AnyEffect, ...] = tuple(decided)  # type: ignore[arg-type]
        if session.devices.training:
            return self._practised(session, after, effects, now)
        return self._drawn(session, after, effects, now)

    def _practised(
        self, before: Session, after: Session, decided: tuple[AnyEffect, ...], now: datetime
    ) -> tuple[Session, tuple[AnyEffect, ...]]:
        """In training the hub, the queue and the reader hear nothing: what they would say follows at once."""
        kept = tuple(effect for effect in decided if practice.answered(effect, before, self._bundle, now) is None)
        session, effects = self._drawn(before, after, kept, now)
        for effect in decided:
            for event in practice.answered(effect, after, self._bundle, now) or ():
                session, more = self.reduce(session, event, now)
                effects += more
        return session, effects

    def _drawn(
        self, session: Session, after: Session, effects: tuple[AnyEffect, ...], now: datetime
    ) -> tuple[Session, tuple[AnyEffect, ...]]:
        """With the papers asked for and the words of a screen just entered."""
        if after.ticket is not None and after.slip.orders > session.slip.orders:
            slip = slip_of(after, self._bundle, now)
            if slip is not None:
                effects += (PrintSlip(after.ticket.visit, slip, after.slip.copy),)
        if after.saved is not None and session.saved is None and (paper := saved_slip(after, self._bundle, now)) is not None:
            effects += (PrintCode(paper_of(after), paper),)
        if after.sheet is not None and after.sheets > session.sheets:
            effects += (PrintSlip(after.sheet.name, sheet_slip(after, self._bundle, now)),)
        effects += self._asked_by_staff(session, after, now)
        # Who is asked whether they are still there may be looking elsewhere: that is said to everybody.
        if (after.voice or after.over == "idle" or tray.is_held(after)) and self._says_something_new(session, after, now):
            effects += (Speak(after.language, self.screen(after, now).spoken),)
        elif (session.over == "idle" and after.over != "idle") or (tray.is_held(session) and not tray.is_held(after)):
            effects += (Hush(),)
        return after, effects

    def _asked_by_staff(self, before: Session, after: Session, now: datetime) -> tuple[AnyEffect, ...]:
        """The paper staff have asked for, of whatever visit."""
        assist, known = after.assist, before.assist.orders if before.assist else 0
        if assist is None or assist.ticket is None or assist.orders <= known:
            return ()
        whose = change(EMPTY, language=assist.language, ticket=assist.ticket, slip=Paper(copy=assist.copy), devices=after.devices)
        slip = slip_of(whose, self._bundle, now)
        return (PrintSlip(assist.ticket.visit, slip, assist.copy),) if slip is not None else ()

    def _says_something_new(self, before: Session, after: Session, now: datetime) -> bool:
        """Another screen or language, or the warning once more; or something is told on the screen that was not told before."""
        if _place(before) != _place(after):
            return True
        return _news(before) != _news(after) and self.screen(before, now).spoken != self.screen(after, now).spoken

    def screen(self, session: Session, now: datetime) -> Screen:
        return screen_of(session, self._bundle, self._panel, now)


def _place(session: Session) -> tuple[object, ...]:
    """What is said whole when it changes."""
    return session.screen, session.over, session.page, session.question, session.language, session.voice, session.reminded


def _news(session: Session) -> tuple[object, ...]:
    """What may bring other words onto the same screen."""
    card, entry = session.card, session.entry
    told = (session.sheet, session.notice, session.code_wrong, session.camera_state, session.devices.printer)
    at_the_reader = (card.fault, card.tries_left, card.reading, card.kind, card.told, card.awaited)
    return session.slip, entry.wrong, at_the_reader, session.card_lies, session.card_before, told, session.list_page
