"""What decides and what is shown, joined for the UI process: a touch or an answer in, effects and a picture out. Pure."""

from datetime import datetime

from config.bundle import Bundle
from config.theme import Panel
from kiosk.flow.effects import AnyEffect, PrintSlip, Speak
from kiosk.flow.events import AnyEvent
from kiosk.flow.reduce import reduce
from kiosk.flow.state import EMPTY, Session
from kiosk.viewmodels import screen_of
from kiosk.viewmodels.boxes import Screen
from kiosk.viewmodels.slip import slip_of


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
        if after.ticket is not None and after.slip.orders > session.slip.orders:
            slip = slip_of(after, self._bundle, now)
            if slip is not None:
                effects += (PrintSlip(after.ticket.visit, slip, after.slip.copy),)
        if after.voice and self._says_something_new(session, after, now):
            effects += (Speak(after.language, self.screen(after, now).spoken),)
        return after, effects

    def _says_something_new(self, before: Session, after: Session, now: datetime) -> bool:
        """Another screen; or the paper of the number came, stopped or is asked about."""
        place = (before.screen, before.over, before.page, before.question)
        if place != (after.screen, after.over, after.page, after.question):
            return True
        return before.slip != after.slip and self.screen(before, now).spoken != self.screen(after, now).spoken

    def screen(self, session: Session, now: datetime) -> Screen:
        return screen_of(session, self._bundle, self._panel, now)
