"""The brain of the real kiosk: the reducer and the view-models, over the configuration in one file."""

from datetime import datetime
from pathlib import Path

import msgspec

from config.bundle import Bundle
from config.theme import Panel
from kiosk.flow.effects import AnyEffect
from kiosk.flow.events import AnyEvent
from kiosk.flow.reduce import reduce
from kiosk.flow.state import EMPTY, Session
from kiosk.viewmodels import screen_of
from kiosk.viewmodels.boxes import Screen


class KioskBrain:
    """Pure decisions behind one object that knows bundle and panel."""

    def __init__(self, bundle: Path, panel: Panel) -> None:
        self._bundle = msgspec.json.decode(bundle.read_bytes(), type=Bundle)
        self._panel = panel

    def start(self) -> Session:
        return EMPTY

    def reduce(self, session: Session, event: AnyEvent, now: datetime) -> tuple[Session, tuple[AnyEffect, ...]]:
        return reduce(session, event, now, self._bundle)

    def screen(self, session: Session, now: datetime) -> Screen:
        return screen_of(session, self._bundle, self._panel, now)
